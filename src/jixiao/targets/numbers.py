"""Plain printed figures: numbers, percentages and amounts of money as they stand in the columns of a form."""

import re
from decimal import Decimal

from jixiao.targets.characters import key, of_cells
from jixiao.targets.units import MONEY_SCALES

MOST_DIGITS = 22
"""Longer rows of digits are codes, not quantities; below it every conversion stays exact in 28 places."""

GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"
PLAIN = r"[0-9]+(?:\.[0-9]+)?"

_NUMBER = re.compile(rf"[+-]?(?:{GROUPED}|{PLAIN})")
_WIDE_GROUPED = re.compile(r"[0-9]{1,3}(?:，[0-9]{3})+(?:\.[0-9]+)?")
_MONEY = re.compile(
    rf"[¥]? *(?P<number>[+-]?(?:{GROUPED}|{PLAIN})) *(?P<scale>万亿|[十百千]?万|[百千亿]?) *(?P<unit>元?)整?"
)
_UNIT = re.compile(
    r"(?:单位|金额单位)?[ :(]*(?:人民币)?(?P<scale>万亿|[十百千]?万|[百千亿]?)元[ )]*(?:\(? *人民币[ )]*)?"
)


@of_cells
def number(text: str | None) -> Decimal | None:
    """Read a plain printed number such as "1,300,848.16"; None for anything else (units, %, "1,2", "①", blank, dash).

    A full-width comma groups thousands only where a list is impossible: two or more groups, or a group that begins with 0.
    """
    if text is None:
        return None
    plain = key(text).strip(" ")
    if "，" in plain and _WIDE_GROUPED.fullmatch(plain):
        groups = plain.split("，")
        if len(groups) > 2 or groups[1].startswith("0"):
            plain = plain.replace("，", ",")
    if not _NUMBER.fullmatch(plain):
        return None
    return exact(plain)


def exact(plain: str) -> Decimal | None:
    """Turn a matched number with thousands separators into a Decimal; None when it has too many digits to be a quantity."""
    digits = plain.replace(",", "")
    return Decimal(digits) if len(digits) <= MOST_DIGITS else None


@of_cells
def percentage(text: str | None) -> Decimal | None:
    """Read a rate in per cent, with or without its sign: "89.89%" and "89.89" give 89.89; None for anything else."""
    if text is None:
        return None
    plain = key(text).strip(" ")
    return number(plain.removesuffix("%"))


def amount(text: str | None, unit: str | None) -> Decimal | None:
    """Read money in yuan; a unit inside the cell ("3359.62万", "25.5万元") wins over `unit`, the table's (元, 万元).

    Without any unit, or with one that is not money, the figure is returned as printed. None when the cell is no amount.
    """
    value, in_yuan = _money(text)
    return value if value is None or in_yuan else value * (yuan_per(unit) or 1)


@of_cells
def _money(text: str | None) -> tuple[Decimal | None, bool]:
    """The figure of a cell, and whether a unit of its own has made it yuan."""
    if text is None:
        return None, False
    plain = key(text).strip(" ")
    found = _MONEY.fullmatch(plain)
    if found and (found["scale"] or found["unit"]):
        value = exact(found["number"])
        return None if value is None else value * MONEY_SCALES[found["scale"]], True
    return number(plain.removeprefix("¥").strip(" ")), False


@of_cells
def yuan_per(unit: str | None) -> Decimal | None:
    """Read the unit of a table's amounts: 万元 is 10,000 yuan. None when none is printed, or one that is not our money (万美元)."""
    table = _UNIT.fullmatch(key(unit)) if unit else None
    return MONEY_SCALES[table["scale"]] if table else None
