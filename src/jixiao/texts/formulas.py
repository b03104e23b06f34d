"""Texts that a spreadsheet program would take for a formula (公式注入), and the mark that keeps a cell of a CSV file a text.

A cell of a CSV file that begins with = + - @ (full width too), a tab or a line break is a formula to Excel, whatever it was in
the document: it gets an apostrophe in front, which is what a person would type. A plain number (-3.5) is harmless and stays. The mark
is taken off without loss when this program reads such a file: a text that has apostrophes before such a character gets one more.
"""

import re

_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_MARKED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"-[0-9]+(?:\.[0-9]+)?")
MARK = "'"


def marked(text: str) -> str:
    """The text as a cell of a CSV file may hold it."""
    return MARK + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unmarked(cell: str) -> str:
    """The text that a cell of a CSV file stands for."""
    return cell.removeprefix(MARK) if _MARKED.match(cell) else cell
