"""The arithmetic of every rule in plain fractions: what a row earns, what a total comes to, which grades it allows.

Each function follows the sentence of the rule pack (`explanation`) step by step. Nothing is explained and nothing is formatted here.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from jixiao.scoring.rounding import written
from jixiao.scoring.rule_packs import RulePack, Step
from jixiao.targets import Direction


class Points(NamedTuple):
    """From `low` to `high` points; `open_above` says that `high` itself is not reached."""

    low: Fraction
    high: Fraction
    open_above: bool = False


def exactly(points: Fraction) -> Points:
    """One value only."""
    return Points(points, points)


def either(*possible: Points) -> Points:
    """Everything from the least to the most of several readings."""
    high = max(points.high for points in possible)
    return Points(
        min(points.low for points in possible),
        high,
        all(points.open_above for points in possible if points.high == high),
    )


def anything_below_full(weight: Fraction) -> Points:
    """Missed, and the rule gives no measure: anything but full points."""
    return Points(Fraction(0), weight, weight > 0)


def by_completion(ratio: Fraction, weight: Fraction, pack: RulePack) -> Points:
    """完成比例: in proportion, or, with a pass line, nothing below the line and the part above it in proportion."""
    line = pack.completion.pass_line
    if line is not None:
        least = Fraction(line)
        ratio = Fraction(0) if ratio < least else (ratio - least) / (1 - least)
    return exactly(min(max(ratio, Fraction(0)), Fraction(1)) * weight)


def missed_points(direction: Direction, goal: Fraction, done: Fraction, weight: Fraction, pack: RulePack) -> Points:
    """What a figure that missed its target earns. `goal` is the target, of a range the bound that was missed."""
    if goal < 0:
        return anything_below_full(weight)
    if goal == 0:
        return exactly(Fraction(pack.zero_target.otherwise) * weight)
    below = done < goal
    if direction is Direction.POSITIVE or (direction is not Direction.REVERSE and below):
        short = by_completion(done / goal, weight, pack)
        return either(exactly(weight), short) if direction is Direction.LEVEL else short
    beyond = _exceeded(goal, done, weight, pack)
    if direction is Direction.LEVEL or (direction is Direction.EQUAL and pack.equal.above == "either"):
        return either(exactly(weight), beyond)
    if direction is Direction.EQUAL and pack.equal.above == "full":
        return exactly(weight)
    return beyond


def _exceeded(goal: Fraction, done: Fraction, weight: Fraction, pack: RulePack) -> Points:
    """反向指标 above its target: A/B, or in a straight line down to nothing at so many times the target."""
    if pack.reverse.method == "inverse":
        return by_completion(goal / done, weight, pack)
    assert pack.reverse.zero_at is not None  # noqa: S101 - the pack's own types demand it of this method
    end = Fraction(pack.reverse.zero_at) * goal
    return exactly(Fraction(0)) if done >= end else by_completion((end - done) / (end - goal), weight, pack)


def exceeded_by_far(goal: Fraction, done: Fraction, weight: Fraction, pack: RulePack) -> Fraction | None:
    """超额完成: the points left where the pack takes some off a target exceeded by far; None where it takes none."""
    rule = pack.over_achievement
    if rule.policy not in {"flat", "proportional"} or rule.threshold is None or goal <= 0:
        return None
    if done < Fraction(rule.threshold) * goal:
        return None
    off = (done / goal - 1) * weight if rule.points is None else Fraction(rule.points)
    return max(weight - off, Fraction(0))


def execution_points(rate: Fraction, weight: Fraction, pack: RulePack) -> Points:
    """预算执行率: `rate` is executed ÷ budget, 1 for 100 %."""
    rule = pack.execution
    if rate > 1 and rule.over_budget == "open":
        return Points(Fraction(0), weight)
    share = shared(rate, rule.steps) if rule.method == "intervals" else max(min(rate, Fraction(1)), Fraction(0))
    return exactly(share * weight)


def shared(level: Fraction, steps: Sequence[Step]) -> Fraction:
    """The share of the weight that a scale gives a level: that of the highest step it reaches; below all, that of the lowest."""
    reached = [step for step in steps if level >= Fraction(step.at_least)]
    if reached:
        return Fraction(max(reached, key=lambda step: step.at_least).value)
    return Fraction(min(steps, key=lambda step: step.at_least).value)


def banded(level: str, weight: Fraction, pack: RulePack) -> Points:
    """定性指标: the points of the band that a level falls into; 基本达成 stands where the pack puts it."""
    rule = pack.qualitative
    if level == "mostly" and rule.mostly == "either":
        return either(banded("reached", weight, pack), banded("partly", weight, pack))
    band = {"reached": rule.reached, "partly": rule.partly, "missed": rule.missed}[
        rule.mostly if level == "mostly" else level
    ]
    return Points(Fraction(band.low) * weight, Fraction(band.high) * weight, band.high < 1 and weight > 0)


def rounded_half_up(points: Fraction, places: int) -> Fraction:
    """四舍五入: to so many decimals, halves upwards (points are never negative)."""
    scale, half = 10**places, points.denominator
    return Fraction((2 * points.numerator * scale + half) // (2 * half), scale)


def total_points(rows: Iterable[Points], rate: Fraction | None, pack: RulePack) -> Points:
    """总分: the sum of the rounded rows under the cap that the execution rate sets; an unknown rate leaves the strictest possible."""
    low, high, open_above = Fraction(0), Fraction(0), False
    for row in rows:
        low, high, open_above = low + row.low, high + row.high, open_above or row.open_above
    if pack.total_caps is None:
        return Points(low, high, open_above)
    caps = [Fraction(cap.total) for cap in pack.total_caps.caps if rate is None or rate < Fraction(cap.below)]
    if not caps:
        return Points(low, high, open_above)
    cap = min(caps)
    if rate is None:
        return Points(min(low, cap), high, open_above)
    return Points(min(low, cap), min(high, cap), open_above and high <= cap)


def grades_of(total: Points, pack: RulePack) -> tuple[str, ...]:
    """等级: every grade that some total of the range earns, best first."""
    names, ceiling = [], None
    for limit in pack.grades.limits:
        floor = Fraction(limit.at_least)
        some_reach = total.high > floor or (total.high == floor and not total.open_above)
        if some_reach and (ceiling is None or total.low < ceiling):
            names.append(limit.name)
        ceiling = floor
    return tuple(names)


def stated(points: Points | None) -> str:
    """Write points for sentences: 9.95分, 24至30分, 6至8分（不含8分）."""
    if points is None:
        return "不记分"
    low, high = (written(Decimal(end.numerator) / Decimal(end.denominator)) for end in points[:2])
    return f"{low}分" if low == high else f"{low}至{high}分" + (f"（不含{high}分）" if points.open_above else "")
