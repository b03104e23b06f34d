"""Values that cannot be (不可能的数值): days that no calendar has, parts of a person, counts below zero."""

import re
from calendar import monthrange

from jixiao import targets
from jixiao.audit.printed import Figure
from jixiao.targets.characters import key

_DAY = re.compile(r"(?:(?P<year>20\d\d)年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
_LEAP = 2024
"""Without a year the longest February is allowed."""

_MONTHS = 12
_WHOLE = frozenset({"人", "人次", "家", "户", "家次", "户次", "场", "场次", "期", "起"})
"""Bases that are counted one by one."""

_AVERAGE = re.compile(r"均|频|密度|每|比|指数|强度")


def no_such_day(text: str | None) -> str | None:
    """The first day in a text that does not exist (11月31日, 2023年2月29日), as printed; None where all do."""
    if text is None or "月" not in text:
        return None
    for found in _DAY.finditer(key(text)):
        month, day = int(found["month"]), int(found["day"])
        year = int(found["year"] or _LEAP)
        if not 1 <= month <= _MONTHS or not 1 <= day <= monthrange(year, month)[1]:
            return found.group()
    return None


def part_of_one(figure: Figure, name: str) -> bool:
    """Tell whether something counted one by one is given with a fraction; averages and frequencies may have one."""
    if not isinstance(figure, targets.Quantity) or figure.unit.base not in _WHOLE or figure.per or figure.change:
        return False
    if figure.value == figure.value.to_integral_value():
        return False
    return not _AVERAGE.search(f"{name}{figure.subject or ''}")
