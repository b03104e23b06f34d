"""定量指标: what a quantity that misses its target earns, with the formula in words.

It earns the completion ratio of its direction, which a pass line may scale. The ratio is kept as a fraction of the printed figures,
so that each score takes one division only.
"""

from collections.abc import Callable
from decimal import Decimal

import msgspec

from jixiao.scoring.intervals import Interval, hull
from jixiao.scoring.rounding import EXACT, written
from jixiao.scoring.rule_packs import ONE, ZERO, RulePack
from jixiao.scoring.verdicts import (
    Verdict,
    below_full,
    clause,
    equals_percent,
    equals_points,
    figure,
    full,
    is_whole_percent,
    nothing,
    percent,
    shown,
    shown_interval,
)
from jixiao.targets import Comparison, Direction

SECTIONS = {
    Direction.POSITIVE: "completion",
    Direction.REVERSE: "reverse",
    Direction.EQUAL: "equal",
    Direction.LEVEL: "completion",
    Direction.RANGE: "range",
}
"""The section of a rule pack that decides about each direction of figures."""


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    """A target missed in figures of one unit: the target or nearest bound (`goal`), the actual (`done`), the row's weight."""

    goal: Decimal
    done: Decimal
    unit: str | None
    weight: Decimal
    rule: str
    pack: RulePack


def judge_missed(comparison: Comparison, weight: Decimal, pack: RulePack) -> Verdict:
    """Score a missed target of figures; its direction must be one of SECTIONS."""
    rule, goal, done = SECTIONS[comparison.direction], comparison.target, comparison.actual
    if goal is None or done is None:
        return below_full(weight, rule, clause(comparison.because))
    if goal < ZERO:
        return below_full(weight, rule, f"指标值{figure(goal, comparison.unit)}为负数，完成比例没有意义，未达到指标值")
    missed = Missed(goal=goal, done=done, unit=comparison.unit, weight=weight, rule=rule, pack=pack)
    verdict = _zero(missed) if goal == ZERO else _BY_DIRECTION[comparison.direction](missed)
    return msgspec.structs.replace(verdict, because=verdict.because + _note(comparison))


def _note(comparison: Comparison) -> str:
    """Say what the comparison had to assume."""
    notes = []
    if comparison.inferred and comparison.direction is not Direction.LEVEL:
        notes.append(f"指标值未写比较符号，按{'反向' if comparison.direction is Direction.REVERSE else '正向'}指标计算")
    if comparison.assumed:
        notes.append("单位或口径一方未写，按另一方补足")
    return f"（{'；'.join(notes)}。）" if notes else ""


def _zero(missed: Missed) -> Verdict:
    rule, share = missed.pack.zero_target, missed.pack.zero_target.otherwise
    points = EXACT.multiply(missed.weight, share)
    done = figure(missed.done, missed.unit)
    return Verdict(
        interval=Interval.exactly(points),
        rule="zero_target",
        because=f"指标值为0，实际完成值{done}，没有做到，得{shown(points, missed.pack)}分（{rule.explanation.rstrip('。')}）。",
    )


def _short(missed: Missed) -> Verdict:
    """Below the target: actual ÷ target (B/A)."""
    words = f"{figure(missed.done, missed.unit)} ÷ {figure(missed.goal, missed.unit)}"
    return _earned(missed.done, missed.goal, words, missed)


def _beyond(missed: Missed) -> Verdict:
    """Above a target that should not be exceeded: target ÷ actual (A/B), or linear down to nothing."""
    goal, done = figure(missed.goal, missed.unit), figure(missed.done, missed.unit)
    zero_at = missed.pack.reverse.zero_at
    if zero_at is None:
        return _earned(missed.goal, missed.done, f"{goal} ÷ {done}", missed)
    end = EXACT.multiply(zero_at, missed.goal)
    if missed.done >= end:
        return nothing(missed.rule, f"实际完成值{done}达到指标值{goal}的{written(zero_at)}倍及以上")
    span = EXACT.subtract(end, missed.goal)
    words = f"［1 －（{done} － {goal}）÷ {figure(span, missed.unit)}］"
    return _earned(EXACT.subtract(end, missed.done), span, words, missed)


def _unequal(missed: Missed) -> Verdict:
    """Off a target that should be met exactly; above it packs differ."""
    if missed.done < missed.goal:
        return _short(missed)
    above = missed.pack.equal.above
    enough = full(missed.weight, missed.rule, f"实际完成值{figure(missed.done, missed.unit)}高于指标值，视为达到")
    if above == "full":
        return enough
    inverse = _beyond(missed)
    return inverse if above == "inverse" else _either(enough, inverse, missed)


def _either_way(missed: Missed) -> Verdict:
    """A bare value whose direction nothing tells: one of the two directions is met, the other missed."""
    met = full(missed.weight, missed.rule, "指标值没有写明方向，按另一方向理解则已达到")
    return _either(met, _short(missed) if missed.done < missed.goal else _beyond(missed), missed)


def _outside(missed: Missed) -> Verdict:
    return _short(missed) if missed.done < missed.goal else _beyond(missed)


_BY_DIRECTION: dict[Direction, Callable[[Missed], Verdict]] = {
    Direction.POSITIVE: _short,
    Direction.REVERSE: _beyond,
    Direction.EQUAL: _unequal,
    Direction.LEVEL: _either_way,
    Direction.RANGE: _outside,
}


def _either(one: Verdict, other: Verdict, missed: Missed) -> Verdict:
    interval = hull((one.interval, other.interval))
    because = f"有两种读法：{one.because}{other.because}得分为{shown_interval(interval, missed.pack)}。"
    return Verdict(interval=interval, rule=missed.rule, because=because)


def _earned(top: Decimal, bottom: Decimal, words: str, missed: Missed) -> Verdict:
    """Turn a completion ratio into points, proportionally or above the pass line, never below zero nor above the weight."""
    weight, pack, line = missed.weight, missed.pack, missed.pack.completion.pass_line
    rounded_before = False
    if line is None:
        formula = f"{words} × {written(weight)}分"
    else:
        share = EXACT.divide(top, bottom)
        ratio = percent(share)
        rounded_before, least = not is_whole_percent(share), EXACT.multiply(line, bottom)
        if top < least:
            return nothing(missed.rule, f"完成比例 {words} {equals_percent(share)}，低于及格线{percent(line)}")
        formula = f"完成比例 {words} {equals_percent(share)}，"
        formula += f"（{ratio} － {percent(line)}）÷（100% － {percent(line)}）× {written(weight)}分"
        top, bottom = EXACT.subtract(top, least), EXACT.multiply(bottom, ONE - line)
    points = min(max(EXACT.divide(EXACT.multiply(weight, top), bottom), ZERO), weight)
    given = equals_points(points, pack, rounded_before=rounded_before)
    return Verdict(interval=Interval.exactly(points), rule=missed.rule, because=f"{formula} {given}。")
