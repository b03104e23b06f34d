"""Whether two figures measure the same thing (计量口径): units convertible, counted per the same, both levels or both changes."""

import re
from decimal import Decimal
from typing import NamedTuple

from jixiao.targets import lexicon
from jixiao.targets.characters import key
from jixiao.targets.units import UNITS, Unit, unit
from jixiao.targets.values import Quantity, Range

LARGEST_SLIP = 100
"""A missing 万 or 亿 is only assumed while the figures stay within this ratio; beyond it a slip of unit is as likely."""

_NAMED_UNIT = re.compile(r"\((?:单位:?)?([^()]{1,6})\)$")
_SCALED = re.compile(r"(万|亿|百万|千万)?(.*)")


class Agreement(NamedTuple):
    """The units in which to read target and actual, whether one was assumed, or the Chinese reason why they do not agree."""

    wanted: Unit
    given: Unit
    assumed: bool = False
    trouble: str | None = None


def agree(wanted: Quantity | Range, given: Quantity | Range, name: str) -> Agreement:
    """Find the units in which a target and an actual can be compared."""
    left, right = wanted.unit, given.unit
    assumed = False
    if not left.base or not right.base:
        named = named_unit(name)
        left, right, trouble = _completed(wanted, given, named)
        if trouble:
            return Agreement(left, right, trouble=trouble)
        assumed = any(now not in (before, named) for now, before in ((left, wanted.unit), (right, given.unit)))
    if left.base != right.base and not (_counts(wanted, given) or _counts(given, wanted)):
        return Agreement(
            left,
            right,
            trouble=f"计量单位不同（指标值为“{left.name or '无单位'}”，完成值为“{right.name or '无单位'}”），无法换算",
        )
    if wanted.per != given.per and not _one_column(wanted, given):
        if (wanted.per and given.per) or not lexicon.PER_BY_NAME.search(
            name + (given.subject or "") + (wanted.subject or "")
        ):
            return Agreement(left, right, trouble=f"口径不同（指标值{_per(wanted.per)}，完成值{_per(given.per)}）")
        assumed = True
    return Agreement(left, right, assumed=assumed)


def _one_column(wanted: Quantity | Range, given: Quantity | Range) -> bool:
    """Tell whether a bare number answers a unit written with a stroke (1.2万元/期): a column of units holds for both."""
    return bool(wanted.per) and "/" in key(wanted.text) and not given.unit.name and not given.per


def _counts(one: Quantity | Range, two: Quantity | Range) -> bool:
    """Tell whether 个 and the word behind it name the other's unit: 12个县 and 12县."""
    return one.unit.name == "个" and bool(two.unit.name) and (one.tail or "").startswith(two.unit.name)


def named_unit(name: str) -> Unit | None:
    """The unit printed in brackets behind an indicator's name: 参保人数（万人）."""
    found = _NAMED_UNIT.search(key(name).strip(" "))
    if found is None:
        return None
    word = found[1]
    scaled = _SCALED.fullmatch(word)
    return UNITS.get(word) or (unit(scaled[2], scaled[1] or "") if scaled else None)


def _completed(wanted: Quantity | Range, given: Quantity | Range, named: Unit | None) -> tuple[Unit, Unit, str | None]:
    """Supply a unit missing on one or both sides, from the name's brackets or the other side."""
    left, right = wanted.unit, given.unit
    if left == right:
        return left, right, None
    if not left.base and not right.base:
        return left, right, None
    printed, bare, figures = (right, left, wanted) if right.base else (left, right, given)
    supplied = named if named and named.base == printed.base and bare.factor == 1 else printed
    if bare.factor != 1:
        supplied = Unit(name=bare.name + printed.base, base=printed.base, factor=bare.factor)
    if printed.base == "%" and 0 < abs(_size(figures)) <= 1:
        return left, right, "一方写百分数、另一方写不带百分号的小数，口径不明"
    if supplied is printed and printed.factor != 1 and _slipped(wanted, given):
        return left, right, "一方未写单位，按对方单位计算相差过大，疑为单位不同"
    return (left, supplied, None) if left.base else (supplied, right, None)


def _size(figures: Quantity | Range) -> Decimal:
    return figures.number if isinstance(figures, Quantity) else figures.high


def _slipped(wanted: Quantity | Range, given: Quantity | Range) -> bool:
    """Tell whether the figures lie so far apart that a unit may be missing; nothing at all is nothing in every unit."""
    small, large = sorted((abs(_size(wanted)), abs(_size(given))))
    return small > 0 and large >= LARGEST_SLIP * small


def _per(per: tuple[str, ...]) -> str:
    return f"为每{'每'.join(per)}" if per else "未写按什么计"
