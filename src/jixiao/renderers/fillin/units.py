"""计量单位 that formulas understand: those whose figures `targets` reads as nothing but a number and this unit."""

from decimal import Decimal
from functools import cache

import msgspec

from jixiao.targets import Operator, Quantity, parse
from jixiao.targets.units import BASES, SCALES

OFFERED = (
    "%", "‰", "元", "万元", "亿元", "元/人", "元/人次", "元/平方米", "人", "万人", "人次", "万人次", "户", "家", "个", "次", "期", "场",
    "场次", "项", "件", "例", "份", "册", "篇", "条", "套", "台", "批", "笔", "万笔", "卷", "分钟", "小时", "天", "个工作日", "个月",
    "平方米", "公里", "分",
)  # fmt: skip
"""The units offered in a list, the usual ones of medical security first."""

_SCALED = ("元", "人", "人次", "件", "份", "册", "笔", "条", "次", "卷", "户", "张")
_TRIED = (
    Decimal(1),
    Decimal(3),
    Decimal(12),
    Decimal("6.5"),
    Decimal(100),
    Decimal(2024),
    Decimal("31.25"),
    Decimal(45000),
)
"""Figures that could be taken for a month, a day, a year or an hour where the unit is one of time."""


class FormulaUnit(msgspec.Struct, frozen=True):
    """A unit, and whether a figure without unit beside it means the same unit for sure."""

    name: str
    simple: bool


@cache
def formula_units() -> tuple[FormulaUnit, ...]:
    """Every unit of which a formula may rely on it that equal units make figures comparable."""
    scaled = (scale + name for scale in SCALES if scale in {"万", "亿"} for name in _SCALED)
    names = dict.fromkeys((*OFFERED, *BASES, *scaled))
    return tuple(unit for name in names if (unit := _tried(name)) is not None)


def _tried(name: str) -> FormulaUnit | None:
    found = [_read(f"{operator}{figure}{name}") for operator in ("", "≥", "≤", "=") for figure in _TRIED]
    sound = [quantity for quantity in found if quantity is not None]
    if len(sound) < len(found) or len({(quantity.unit, quantity.per) for quantity in sound}) != 1:
        return None
    first = sound[0]
    return FormulaUnit(name, simple=first.unit.factor == 1 and not first.per and first.unit.name == name)


def _read(text: str) -> Quantity | None:
    """The quantity that a text is; None where words, periods or changes come into it."""
    value = parse(text)
    plain = isinstance(value, Quantity) and not (value.change or value.aim or value.subject or value.tail or value.word)
    if not isinstance(value, Quantity) or not plain or value.operator is Operator.ABOUT:
        return None
    return value
