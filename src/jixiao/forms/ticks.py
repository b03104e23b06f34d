"""Grades chosen by ticking a box: “优☑ 良□ 中□ 差□”, “□优 ☑良”, “优√ 良 中 差”, “优（√）良（ ）”."""

import re
from functools import cache
from itertools import pairwise

from jixiao.forms.words import words

_TICKED = "☑☒■√✓✔✅●"
_BOXES = "□☐◻▢○◯"
_SIGN = rf"[(（\[【]\s*[{_TICKED}]?\s*[)）\]】]|[{_TICKED}{_BOXES}]\ufe0f?"
_BETWEEN = r"[\s、,，;；/|]*"


@cache
def _grade() -> str:
    return "|".join(sorted(words().grades, key=len, reverse=True))


@cache
def _choice() -> re.Pattern[str]:
    """Grades and boxes in a row, at least one of each, which stand for themselves."""
    piece = f"(?:{_grade()}|{_SIGN})"
    return re.compile(rf"(?<![\u3400-\u9fff]){piece}(?:{_BETWEEN}{piece})+(?![\u3400-\u9fff])")


@cache
def _pieces() -> re.Pattern[str]:
    return re.compile(rf"(?P<grade>{_grade()})|(?P<sign>{_SIGN})|(?P<between>[\s、,，;；/|]+)")


def choice_in(text: str | None) -> str | None:
    """The part of a text that offers grades with boxes to tick, or None."""
    for found in _choice().finditer(text or ""):
        if re.search(_grade(), found[0]) and re.search(_SIGN, found[0]):
            return found[0]
    return None


def ticked(choice: str) -> str | None:
    """The grade of a choice that is ticked; None where none is, where several are, and where a tick may belong to either neighbour."""
    pieces = list(_pieces().finditer(choice))
    said = [piece for piece in pieces if piece.lastgroup != "between"]
    kinds = [piece.lastgroup for piece in said]
    grades = [piece[0] for piece in said if piece.lastgroup == "grade"]
    marks = [any(sign in piece[0] for sign in _TICKED) for piece in said if piece.lastgroup == "sign"]
    if len(grades) == len(marks) and all(one != other for one, other in pairwise(kinds)):
        chosen = [grade for grade, mark in zip(grades, marks, strict=True) if mark]
        return chosen[0] if len(chosen) == 1 else None
    if marks != [True]:
        return None
    at = kinds.index("sign")
    tick = said[at]
    before = at > 0 and said[at - 1].end() == tick.start()
    behind = at + 1 < len(said) and said[at + 1].start() == tick.end()
    if before == behind:
        return None
    return said[at - 1][0] if before else said[at + 1][0]
