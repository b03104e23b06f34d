"""Texts as XlsxWriter takes them for texts, and says so when it does not."""

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from jixiao.papers.characters import writable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


class SheetOverflowError(ValueError):
    """A text or its place is beyond what a worksheet holds; nothing may be cut in silence."""


def plain(text: str) -> str:
    """What to give to `Worksheet.write_string` for a cell to hold this text, which no program then takes for anything else.

    XlsxWriter copies what begins with <r> and ends with </r> into the file as it is; such a text becomes a run of its own. What no
    file can hold is shown by other signs (`papers.characters`).
    """
    text = writable(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return text


def write_text(sheet: "Worksheet", row: int, column: int, text: str, format_: "Format | None" = None) -> None:
    """Write a text of at most 32,767 characters; raises SheetOverflowError where XlsxWriter would leave it out without a word."""
    if sheet.write_string(row, column, plain(text), format_):
        message = f"第{row + 1}行第{column + 1}列超出工作表所能容纳的范围（文字最多32767个字符，最多1048576行）。"
        raise SheetOverflowError(message)
