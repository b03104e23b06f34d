"""元与万元混填: amounts of a fund row that were most likely printed in two units, so that no rate can be made of them."""

from decimal import Decimal
from itertools import combinations

from jixiao.model import Fund
from jixiao.scoring.fund_rows import total_row
from jixiao.scoring.rounding import EXACT
from jixiao.scoring.rule_packs import HUNDRED, ZERO
from jixiao.targets import amount, percentage

SLIP = Decimal(10_000)
"""Taking 元 for 万元 makes an amount wrong by this factor."""

_FAR = Decimal(100)
"""Budget and execution that lie closer together than this are in one unit, whatever else is wrong with them."""

_NEARLY = Decimal("0.001")
_CENT = Decimal("0.01")
_MOST_SOURCES = 6
"""Of more sources than this only each one and all together are tried, to keep the work small."""


def slipped(one: Decimal, other: Decimal) -> bool:
    """Tell whether two amounts differ by the factor of 10,000 that lies between 元 and 万元, and by nothing else."""
    small, large = sorted((abs(one), abs(other)))
    return small > 0 and abs(EXACT.divide(large, small) / SLIP - 1) < _NEARLY


def in_two_units(funds: tuple[Fund, ...], index: int, unit: str | None) -> bool:
    """Tell whether budget and execution of a fund row were most likely printed in two units.

    They lie far apart, and either they differ by just 10,000, or so does one of them from its sources (from its total), or the rate
    printed beside them is theirs once the point is moved.
    """
    fund = funds[index]
    column = "initial" if fund.adjusted is None else "adjusted"
    budget, spent = amount(getattr(fund, column), unit), amount(fund.executed, unit)
    if budget is None or spent is None or budget <= 0 or spent <= 0:
        return False
    if 1 / _FAR < EXACT.divide(spent, budget) < _FAR:
        return False
    moved = rate_moved(fund, unit) or slipped(budget, spent)
    return moved or any(_column_slipped(funds, index, name, unit) for name in (column, "executed"))


def rate_moved(fund: Fund, unit: str | None) -> bool:
    """Tell whether the printed rate is B ÷ A with one of the two taken 10,000 times larger."""
    budget, spent = amount(fund.initial if fund.adjusted is None else fund.adjusted, unit), amount(fund.executed, unit)
    printed = percentage(fund.rate)
    if not budget or not spent or not printed:
        return False
    rate = EXACT.divide(spent, budget) * HUNDRED
    near = min(_CENT, abs(printed) * _CENT)
    return any(abs(moved - printed) <= near for moved in (rate / SLIP, rate * SLIP))


def _column_slipped(funds: tuple[Fund, ...], index: int, column: str, unit: str | None) -> bool:
    """Tell whether an amount ties with no sum of its sources and is 10,000 times one of them; a source is held against its total."""
    total = total_row(funds)
    values = {number: value for number, fund in enumerate(funds) if (value := amount(getattr(fund, column), unit))}
    own = values[index]
    if total is not None and total != index:
        return total in values and slipped(own, values[total])
    sources = [value for number, value in values.items() if number != index]
    sizes = range(1, len(sources) + 1) if len(sources) <= _MOST_SOURCES else (1, len(sources))
    sums = [sum(chosen, ZERO) for size in sizes for chosen in combinations(sources, size)]
    ties = any(abs(found - own) <= _NEARLY * own for found in sums)
    return not ties and any(slipped(own, found) for found in sums)
