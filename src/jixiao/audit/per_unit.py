"""Rows whose target counts by each one (≤0.8万元/个, 人均) while the actual is a total (131.6万元): DEV-08 alone tells of them."""

import re
from decimal import Decimal

from jixiao import targets
from jixiao.audit.once import once
from jixiao.audit.rows import Row
from jixiao.targets.characters import key

SURELY_TOTAL = Decimal(5)
"""From so many times the target on, an actual that does not say what it counts by is a total."""

PER_UNIT = re.compile(
    r"每(?:一|个|名|家|户|所|位|座|支)?(?:县|市|区|州|乡|镇|街道|村|社区|机构|医院|单位|科室|部门|人|户|家|名|次|场|期|例|项|批|年|季度?|月|周|日|天|所)"
    r"|人均|户均|次均|均次|平均每|\w/(?:人|户|家|次|年|月|例|县)"
)
_COST_EACH = re.compile(r"(?:万|千|百)?元/[一-鿿]{1,3}|单[个家台套所]|每[个家台套所]")
"""What only money is counted by: a unit price (万元/个, 单个…成本)."""

_KEEPS_CALIBRE = re.compile(r"每|均|各|/|单[个家台套所]")


@once
def counted_by(row: Row) -> re.Match[str] | None:
    """What a target counts by (每个县) where the actual does not say that it counts so too."""
    name, target, actual = (key(text or "") for text in (row.name, row.indicator.target, row.indicator.actual))
    if _KEEPS_CALIBRE.search(actual):
        return None
    found = PER_UNIT.search(target) or PER_UNIT.search(name)
    if found is None and _is_money(row.target):
        found = _COST_EACH.search(target) or _COST_EACH.search(name)
    return found


def _is_money(value: targets.Value | None) -> bool:
    return isinstance(value, targets.Quantity) and value.unit.base == "元"


def times_target(row: Row) -> Decimal | None:
    """How many times the target the actual is; of two amounts of money also where the comparison leaves their calibres undecided."""
    if row.comparison.ratio is not None:
        return row.comparison.ratio
    wanted, given = row.target, row.actual
    if not isinstance(wanted, targets.Quantity) or not isinstance(given, targets.Quantity):
        return None
    both = wanted.unit.base == given.unit.base == "元" and not wanted.change and not given.change
    return given.value / wanted.value if both and wanted.value > 0 else None


@once
def surely_in_total(row: Row) -> bool:
    """Tell whether the actual is so much more than the target for each that it must be the sum of all."""
    times = times_target(row)
    return times is not None and times >= SURELY_TOTAL and counted_by(row) is not None
