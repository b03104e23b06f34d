"""A slip of the pen in 完成值 (疑似笔误): a decimal point or a unit that makes it a power of ten too much or too little."""

import re
from decimal import Decimal

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.lawful import has_figures
from jixiao.audit.per_unit import PER_UNIT, surely_in_total
from jixiao.audit.rows import Row
from jixiao.targets.characters import key

_SLIPS = (Decimal(10), Decimal(100), Decimal(1000), Decimal(10_000))
_NEAR = Decimal("0.08")
_SMALL_COUNT = Decimal(10)
_LIMIT = re.compile(r"最高|上限|限额|封顶")


def suspected_slip(case: Case, row: Row) -> Decimal | None:
    """The power of ten that lies between target and actual of a row, None where there is none or it is no slip."""
    comparison = row.comparison
    if not has_figures(row) or comparison.ratio is None or comparison.ratio <= 0 or row.compared_in_doubt:
        return None
    if comparison.ratio < 1 and _LIMIT.search(row.name):
        return None  # what is highest in a year may lie far below the limit
    times = comparison.ratio if comparison.ratio >= 1 else 1 / comparison.ratio
    near = next((slip for slip in _SLIPS if abs(times / slip - 1) <= _NEAR), None)
    if (
        near is None
        or _small_count(comparison)
        or _confirmed_by_funds(case, row)
        or _per_unit(row)
        or surely_in_total(row)
    ):
        return None
    return near


def _small_count(comparison: targets.Comparison) -> bool:
    """Tell whether the smaller figure is a count below ten: ten times as many is then easily true."""
    if comparison.unit == "%" or comparison.target is None or comparison.actual is None:
        return False
    small = min(abs(comparison.target), abs(comparison.actual))
    return small < _SMALL_COUNT and small == small.to_integral_value()


def _confirmed_by_funds(case: Case, row: Row) -> bool:
    """Tell whether an actual in money stands in the 资金 table as well."""
    factor = case.factor
    if not isinstance(row.actual, targets.Quantity) or row.actual.unit.base != "元" or factor is None:
        return False
    amounts = [
        amount * factor for fund in case.funds for amount in (fund.executed, fund.adjusted) if amount is not None
    ]
    return row.actual.value in amounts


def _per_unit(row: Row) -> bool:
    """Tell whether the row is one of DEV-08, whose actual is a total."""
    texts = (row.indicator.name, row.indicator.target)
    return any(PER_UNIT.search(key(text)) for text in texts if text)
