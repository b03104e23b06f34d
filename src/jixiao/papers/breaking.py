"""Where a line may be broken besides the usual places: a number or an address longer than the line, at every letter."""

import re

from jixiao.papers.characters import lines
from jixiao.papers.measuring import width

Pieces = list[str]
"""A line in pieces between which it may be broken."""

_BROKEN_ANYWAY = "\\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
"""Characters beside which a line may be broken: Chinese ones that are no punctuation, and spaces."""
_RUNS = re.compile(f"[{_BROKEN_ANYWAY}]+|[^{_BROKEN_ANYWAY}]+")
_FREE = re.compile(f"[{_BROKEN_ANYWAY}]")


def pieces(text: str, ems: float) -> list[Pieces]:
    """The lines of a text for a place as broad as that many ems, each in the pieces between which it may be broken."""
    return [_broken(line, ems) for line in lines(text)]


def upright(text: str) -> list[Pieces]:
    """The characters of a text one below the other; blanks are left out."""
    return [[character] for line in lines(text) for character in line if not character.isspace()] or [[""]]


def _broken(line: str, ems: float) -> Pieces:
    if width(line) <= ems:
        return [line]
    result = [""]
    for run in _RUNS.findall(line):
        if width(run) > ems and not _FREE.match(run):
            result += [*run, ""]
        else:
            result[-1] += run
    return [piece for piece in result if piece] or [""]
