"""Confirming a scorecard: every row, the execution rate, the total and the grades are worked out again and held against what it says."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import msgspec

from jixiao import targets
from jixiao.model import Evaluation, Fund, Indicator
from jixiao.recalculation.plain import (
    Points,
    anything_below_full,
    banded,
    either,
    exactly,
    exceeded_by_far,
    execution_points,
    grades_of,
    missed_points,
    rounded_half_up,
    shared,
    stated,
    total_points,
)
from jixiao.scoring import (
    RulePack,
    Scorecard,
    asks_satisfaction,
    names_execution_rate,
    total_row,
    weight_points,
)
from jixiao.targets import Comparison, Direction, Operator, Outcome, Quantity

_FIGURES = frozenset({Direction.POSITIVE, Direction.REVERSE, Direction.EQUAL, Direction.LEVEL, Direction.RANGE})
_OVER = _FIGURES - {Direction.REVERSE, Direction.RANGE}


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Where the two scorers differ: the row (None for the execution rate or the total), `what` in Chinese, and both figures in words."""

    indicator: int | None
    what: str
    said: str
    recalculated: str


def confirm(evaluation: Evaluation, card: Scorecard, pack: RulePack) -> tuple[Difference, ...]:
    """Work a scorecard out again and return every difference; empty when the two scorers agree."""
    return tuple(_differences(evaluation, card, pack))


def _differences(evaluation: Evaluation, card: Scorecard, pack: RulePack) -> Iterator[Difference]:
    rate = _rate(evaluation, card)
    scored = card.total.low is not None
    rows = [
        _rounded(
            None
            if not scored
            else _row_points(indicator, row.comparison, rate if card.execution is None else _NO_RATE, pack),
            pack,
        )
        for indicator, row in zip(evaluation.indicators, card.rows, strict=True)
    ]
    for number, (again, row) in enumerate(zip(rows, card.rows, strict=True)):
        said = (
            None
            if row.computed is None
            else _points(row.computed.low, row.computed.high, open_above=row.computed.open_above)
        )
        if again != said:
            yield Difference(indicator=number, what="得分", said=stated(said), recalculated=stated(again))
        if row.comparison is not None and not _coherent(row.comparison):
            yield Difference(
                indicator=number, what="是否达到指标值", said=row.comparison.because, recalculated="与所列数值不符"
            )
    execution = card.execution
    if execution is not None and execution.weight is not None and execution.computed is not None:
        weight = Fraction(execution.weight)
        again = _rounded(_execution(rate, weight, pack), pack)
        said = _points(execution.computed.low, execution.computed.high, open_above=execution.computed.open_above)
        if again != said:
            yield Difference(indicator=None, what="预算执行率得分", said=stated(said), recalculated=stated(again))
        rows.append(again)
    yield from _total_differences([row for row in rows if row is not None], rate.ratio, card, pack)


def _total_differences(
    rows: list[Points], rate: Fraction | None, card: Scorecard, pack: RulePack
) -> Iterator[Difference]:
    total = card.total
    said = (
        None if total.low is None or total.high is None else _points(total.low, total.high, open_above=total.open_above)
    )
    again = total_points(rows, rate, pack) if rows else None
    if again != said:
        yield Difference(indicator=None, what="总分", said=stated(said), recalculated=stated(again))
    if again is not None and total.weight == 100 and card.grade.computed != grades_of(again, pack):
        said_grades, grades = "、".join(card.grade.computed), "、".join(grades_of(again, pack))
        yield Difference(indicator=None, what="等级", said=said_grades, recalculated=grades)


def _row_points(indicator: Indicator, comparison: Comparison | None, rate: "_Rate", pack: RulePack) -> Points | None:
    """What a row earns before rounding; None where it cannot be scored."""
    printed = weight_points(indicator.weight)
    if printed is None or comparison is None:
        return None
    weight = Fraction(printed)
    level = _satisfaction(indicator, pack)
    if level is not None:
        least = shared(level[0], pack.satisfaction.steps) * weight
        points = Points(least, weight) if level[1] else exactly(least)
    else:
        points = _compared(comparison, weight, pack)
    if rate.known and names_execution_rate(indicator.name):
        return _execution_row(points, indicator, rate.ratio, weight, pack)
    return points


def _execution_row(
    points: Points, indicator: Indicator, ratio: Fraction | None, weight: Fraction, pack: RulePack
) -> Points:
    """A row named 预算执行率 where no other place gives it points: by that rule, as an indicator, or either, as the pack says."""
    if ratio is None:
        actual = None if indicator.actual is None else targets.parse(indicator.actual)
        if not isinstance(actual, Quantity) or actual.unit.base != "%":
            return points
        ratio = Fraction(actual.value) / 100
    reading = pack.execution.indicator_row
    if reading == "indicator" and indicator.target is not None:
        return points
    executed = execution_points(ratio, weight, pack)
    return executed if reading == "execution" or indicator.target is None else either(executed, points)


def _satisfaction(indicator: Indicator, pack: RulePack) -> tuple[Fraction, bool] | None:
    """The level of satisfaction (1 = all) and whether it is only a lower bound; None where the pack scores it like any figure."""
    if pack.satisfaction.method != "intervals" or indicator.actual is None or not asks_satisfaction(indicator):
        return None
    actual = targets.parse(indicator.actual)
    if not isinstance(actual, Quantity) or actual.operator not in {
        Operator.BARE,
        Operator.EQ,
        Operator.GE,
        Operator.GT,
    }:
        return None
    out_of_hundred = actual.unit.name in {"", "分"} and 1 < actual.number <= 100
    if actual.unit.base != "%" and not out_of_hundred:
        return None
    return Fraction(actual.value) / 100, actual.operator in {Operator.GE, Operator.GT}


def _compared(comparison: Comparison, weight: Fraction, pack: RulePack) -> Points:
    """What a comparison earns by the rule of its direction."""
    missed = comparison.outcome is Outcome.MISSED
    if comparison.parts:
        points = either(*(_compared(part, weight, pack) for part in comparison.parts))
        return points._replace(open_above=points.open_above or (missed and points.high == weight > 0))
    reached = comparison.outcome is Outcome.REACHED
    if comparison.by_phrase:
        if reached:
            return banded("reached", weight, pack)
        return anything_below_full(weight) if missed else Points(Fraction(0), weight)
    if comparison.direction is Direction.QUALITATIVE or comparison.level is not None:
        return _quality(comparison, weight, pack)
    return _figures(comparison, weight, pack)


def _figures(comparison: Comparison, weight: Fraction, pack: RulePack) -> Points:
    """Figures and dates: full when reached, unless exceeded by far; missed by the direction's rule; undecided anything."""
    goal, done = _fraction(comparison.target), _fraction(comparison.actual)
    if comparison.outcome is Outcome.REACHED:
        by_far = comparison.direction in _OVER and goal is not None and done is not None
        left = exceeded_by_far(goal, done, weight, pack) if by_far and goal is not None and done is not None else None
        return exactly(weight if left is None else left)
    if comparison.outcome is Outcome.UNDECIDED and not (
        comparison.direction is Direction.LEVEL and goal is not None and goal > 0 and done is not None
    ):
        return Points(Fraction(0), weight)
    if comparison.direction is Direction.DEADLINE and pack.deadline.missed == "zero":
        return exactly(Fraction(0))
    if comparison.direction not in _FIGURES or goal is None or done is None:
        return anything_below_full(weight)
    return missed_points(comparison.direction, goal, done, weight, pack)


def _quality(comparison: Comparison, weight: Fraction, pack: RulePack) -> Points:
    """A quality by its level; without one, reached is the best band, missed any of the others, undecided anything."""
    if comparison.level is not None:
        return banded(comparison.level, weight, pack)
    if comparison.outcome is Outcome.REACHED:
        return banded("reached", weight, pack)
    if comparison.outcome is Outcome.MISSED:
        return either(banded("partly", weight, pack), banded("missed", weight, pack))
    return Points(Fraction(0), weight)


def _coherent(comparison: Comparison) -> bool:
    """Tell whether the outcome follows from the figures that the comparison itself states; a strict bound just touched is missed."""
    goal, done = comparison.target, comparison.actual
    if goal is None or done is None or comparison.by_phrase or comparison.parts:
        return all(map(_coherent, comparison.parts))
    if comparison.outcome is Outcome.REACHED:
        return {Direction.POSITIVE: done >= goal, Direction.REVERSE: done <= goal, Direction.EQUAL: done == goal}.get(
            comparison.direction, True
        )
    if comparison.outcome is Outcome.MISSED:
        return {Direction.POSITIVE: done <= goal, Direction.REVERSE: done >= goal, Direction.EQUAL: done != goal}.get(
            comparison.direction, True
        )
    return True


class _Rate(msgspec.Struct, frozen=True, kw_only=True):
    """执行率: executed ÷ budget of the total row, None where it cannot be worked out; `known` where a row of that name may use it."""

    ratio: Fraction | None = None
    zero_budget: bool = False
    known: bool = True


_NO_RATE = _Rate(known=False)


def _rate(evaluation: Evaluation, card: Scorecard) -> _Rate:
    index = total_row(evaluation.funds)
    if index is None:
        return _Rate()
    fund = evaluation.funds[index]
    budget, executed = _budget(fund, evaluation.amount_unit), targets.amount(fund.executed, evaluation.amount_unit)
    if budget is None or executed is None or budget <= 0:
        return _Rate(zero_budget=budget == 0 and executed is not None)
    ratio = Fraction(executed) / Fraction(budget)
    # A budget in 万元 beside an execution in 元 gives no rate; that the first scorer saw one must be plain from the figures.
    if card.execution_rate is None and not Fraction(1, _FAR) < ratio < _FAR:
        return _Rate()
    return _Rate(ratio=ratio)


_FAR = 100
"""Budget and execution that differ by this factor may be printed in two units."""


def _budget(fund: Fund, unit: str | None) -> Decimal | None:
    adjusted = targets.amount(fund.adjusted, unit)
    return targets.amount(fund.initial, unit) if adjusted is None and fund.adjusted is None else adjusted


def _execution(rate: _Rate, weight: Fraction, pack: RulePack) -> Points:
    if rate.ratio is not None:
        return execution_points(rate.ratio, weight, pack)
    if rate.zero_budget and pack.execution.zero_budget != "open":
        return exactly(weight if pack.execution.zero_budget == "full" else Fraction(0))
    return Points(Fraction(0), weight)


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _rounded(points: Points | None, pack: RulePack) -> Points | None:
    if points is None:
        return None
    places = pack.rounding.places
    low = rounded_half_up(points.low, places)
    high = low if points.low == points.high else rounded_half_up(points.high, places)
    return Points(low, high, points.open_above)


def _points(low: Decimal, high: Decimal, *, open_above: bool) -> Points:
    least = Fraction(low)
    return Points(least, least if low == high else Fraction(high), open_above)
