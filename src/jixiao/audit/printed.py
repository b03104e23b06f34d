"""How target and actual are printed (书写方式): their parts, the signs and words around figures, the bare name of an indicator."""

import re
from functools import lru_cache

from jixiao import targets
from jixiao.audit.rows import Row
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_SIGNS = re.compile(r"(?:[≥≤]|(?<![a-z/])[<>]=?|=[<>])(?=\s*-?\d)")
_NUMBERING = re.compile(r"^(?:[★*]|(?:指标)?\d{1,2}[:.、]|\(\d{1,2}\)|[一二三四五六七八九十]{1,3}、)\s*")
_BLANKS = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")
BRACKETS = re.compile(r"\([^()]*\)")
"""Brackets in a key, with what stands in them."""

FIGURES = (targets.Quantity, targets.Range)
Figure = targets.Quantity | targets.Range


def parts(value: targets.Value | None) -> tuple[targets.Part, ...]:
    """The values of a cell: those of a compound, else the only one; none of a blank cell."""
    if value is None:
        return ()
    return value.parts if isinstance(value, targets.Compound) else (value,)


def figures(value: targets.Value | None) -> tuple[Figure, ...]:
    """The figures and ranges among the values of a cell; dates are none."""
    return tuple(part for part in parts(value) if isinstance(part, FIGURES))


def deadlines(value: targets.Value | None) -> tuple[targets.Deadline, ...]:
    """The dates among the values of a cell."""
    return tuple(part for part in parts(value) if isinstance(part, targets.Deadline))


def signed(text: str | None) -> bool:
    """Tell whether a bound is printed with a sign (≥, ≤, > or < before a figure); tags of web pages are none."""
    return text is not None and _SIGNS.search(key(text)) is not None


def holds_figure(text: str | None) -> bool:
    """Tell whether any digit stands in a text."""
    return text is not None and _DIGIT.search(key(text)) is not None


def bare_name(row: Row) -> str:
    """三级指标 as a key without numbering (指标1：, 1.) and blanks; empty where it is blank."""
    return stripped(row.indicator.name or "")


def unbracketed_name(row: Row) -> str:
    """三级指标 as a key without numbering, blanks and brackets."""
    return BRACKETS.sub("", bare_name(row))


# Several checks ask for the same name.
@lru_cache(maxsize=4096)
def stripped(name: str) -> str:
    """A name as a key without numbering and blanks."""
    return _NUMBERING.sub("", _BLANKS.sub("", key(name)))


_LONGEST, _LONGEST_REASON = 32, 100
"""So much of a text stands in a sentence that names several rows; the quotes show the whole."""


def short(text: str | None, longest: int = _LONGEST) -> str:
    """Quote a text, cut where it is long."""
    return quoted(text if text is None or len(text) <= longest else f"{text[: longest - 1]}…")


def told_reason(row: Row) -> str:
    """Quote 偏差原因 of a row, which the finding shows whole beside its sentence; one of pages is cut there."""
    return short(row.reason, _LONGEST_REASON)


def pair(row: Row, more: str = "") -> str:
    """Name, 指标值 and 完成值 of a row as printed, and what is to be said besides, for sentences that name several rows."""
    target, actual = row.indicator.target, row.indicator.actual
    values = f"指标值{short(target)}，完成值{short(actual)}"
    if target is not None and target == actual:
        values = f"指标值、完成值都是{short(target)}"
    return f"{short(row.name)}（{values}{more}）"


def aimed(row: Row) -> str:
    """Name and 指标值 of a row as printed."""
    return f"{short(row.name)}（指标值{short(row.indicator.target)}）"
