"""Whether figures of a form tie with each other (勾稽关系): the rate with its amounts, the points of the parts with the total.

Asked of a form before and after it was put into another layout: what tied before and does not after is the layout's doing.
"""

from collections.abc import Iterable
from decimal import Decimal

from jixiao.model import Evaluation, Fund
from jixiao.targets import amount, number, percentage

_HUNDRED = Decimal(100)
_ROUNDED = Decimal("0.05")
"""By how many per cent a rate of rounded amounts may differ."""
POINTS = {"weight": "total_weight", "score": "total_score"}


def is_rate_of(fund: Fund, budget: str, unit: str | None) -> bool | None:
    """Whether 执行率 is 执行数 ÷ a budget (`initial`, `adjusted`) as far as it is printed; None where any of them is no figure."""
    base, executed, rate = amount(getattr(fund, budget), unit), amount(fund.executed, unit), percentage(fund.rate)
    if not base or executed is None or rate is None:
        return None
    exact = executed / base * _HUNDRED
    printed = [rate] if "%" in (fund.rate or "").replace("％", "%") else [rate, rate * _HUNDRED]
    return any(abs(each - exact) <= max(_half(each), _ROUNDED) for each in printed)


def _half(printed: Decimal) -> Decimal:
    """Half of the last place that a figure prints."""
    exponent = printed.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2


def points_of_parts(evaluation: Evaluation, column: str) -> Decimal:
    """What the rows of funds and indicators add up to in 分值 or 得分."""
    rows = (*evaluation.funds, *evaluation.indicators)
    return _sum(number(getattr(row, column)) for row in rows)


def _sum(figures: Iterable[Decimal | None]) -> Decimal:
    return sum((figure for figure in figures if figure is not None), start=Decimal(0))
