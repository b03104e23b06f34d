"""Static analysis of a rule pack (评价口径): gaps, overlaps, scores that fall while results improve, and rules that can never apply.

The types of `jixiao.scoring.rule_packs` refuse what is malformed one section at a time. This looks at what the sections do: every scale
is tried at its limits and just beside them.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from jixiao.recalculation.plain import (
    Points,
    banded,
    exactly,
    execution_points,
    grades_of,
    missed_points,
    shared,
    stated,
)
from jixiao.scoring.rule_packs import RulePack, Step
from jixiao.targets import Direction

_WEIGHT = Fraction(10)
_NEAR = Fraction(1, 10**6)
_FULL = 100
_GRID = [Fraction(percent, 100) for percent in range(0, 301, 5)]


def pack_faults(pack: RulePack) -> tuple[str, ...]:
    """Return every fault of a pack as a Chinese sentence; empty for a sound one."""
    return tuple(f"评价口径“{pack.title}”：{fault}。" for fault in _faults(pack))


def _faults(pack: RulePack) -> Iterator[str]:
    yield from _falling(
        "预算执行率的得分", lambda rate: execution_points(rate, _WEIGHT, pack), _tried(pack.execution.steps)
    )
    yield from _falling(
        "正向指标的得分",
        lambda ratio: missed_points(Direction.POSITIVE, Fraction(1), ratio, _WEIGHT, pack),
        _below(pack),
    )
    yield from _falling(
        "反向指标的得分",
        lambda ratio: missed_points(Direction.REVERSE, Fraction(1), 1 + 1 / ratio, _WEIGHT, pack),
        _GRID[1:],
    )
    if pack.satisfaction.steps:
        steps = pack.satisfaction.steps
        yield from _falling("满意度的得分", lambda level: exactly(shared(level, steps) * _WEIGHT), _tried(steps))
    yield from _bands(pack)
    yield from _grades(pack)
    yield from _never(pack)


def _tried(steps: Sequence[Step]) -> list[Fraction]:
    """The grid, and every limit of a scale with the points just beside it."""
    limits = [Fraction(step.at_least) + shift for step in steps for shift in (-_NEAR, Fraction(0), _NEAR)]
    return sorted({*_GRID, *(limit for limit in limits if limit >= 0)})


def _below(pack: RulePack) -> list[Fraction]:
    """Completion ratios up to the target, with the pass line and the points just beside it."""
    line = pack.completion.pass_line
    beside = [] if line is None else [Fraction(line) + shift for shift in (-_NEAR, Fraction(0), _NEAR)]
    return sorted({*(ratio for ratio in _GRID if ratio <= 1), *beside})


def _falling(what: str, points: Callable[[Fraction], Points], tried: Sequence[Fraction]) -> Iterator[str]:
    """A score must stay between nothing and the weight and never fall while the result improves; only the first fall is told."""
    scored = [(ratio, points(ratio)) for ratio in tried]
    outside = [ratio for ratio, each in scored if not 0 <= each.low <= each.high <= _WEIGHT]
    if outside:
        yield f"{what}在完成率{_percent(outside[0])}处不在0和分值之间"
    for (less, worse), (more, better) in pairwise(scored):
        # Where the rule leaves room the whole range is open, which is no fall.
        if better.high < worse.low:
            yield f"完成率从{_percent(less)}升到{_percent(more)}时，{what}反而下降"
            return


def _bands(pack: RulePack) -> Iterator[str]:
    levels = [banded(level, _WEIGHT, pack) for level in ("missed", "partly", "reached")]
    if levels[0].low != 0 or levels[-1].high != _WEIGHT:
        yield "定性指标各档没有从0到满分"
    for lower, upper in pairwise(levels):
        if lower.high < upper.low:
            yield f"定性指标两档之间有空档：{stated(lower)}与{stated(upper)}"
        elif lower.high > upper.low or not lower.open_above:
            yield f"定性指标两档重叠：{stated(lower)}与{stated(upper)}"


def _grades(pack: RulePack) -> Iterator[str]:
    """Every total of a hundred points belongs to one grade, and every grade to some total."""
    found = {}
    for cents in range(_FULL * 100 + 1):
        total = Fraction(cents, 100)
        names = grades_of(Points(total, total), pack)
        if len(names) != 1:
            yield f"总分{_number(total)}分属于{len(names)}个等级"
            return
        found[names[0]] = True
    for limit in pack.grades.limits:
        if limit.name not in found:
            yield f"等级“{limit.name}”从{limit.at_least}分开始，没有总分能达到"


def _never(pack: RulePack) -> Iterator[str]:
    """Rules that no form can ever meet."""
    for title, steps in (("预算执行率", pack.execution.steps), ("满意度", pack.satisfaction.steps)):
        for upper, lower in pairwise(steps):
            if upper.value == lower.value:
                yield f"{title}从{_percent(Fraction(upper.at_least))}起的一档与下一档取值相同，不起作用"
    for cap in pack.total_caps.caps if pack.total_caps else ():
        if cap.total >= _FULL or cap.below <= 0:
            yield f"执行率低于{_percent(Fraction(cap.below))}时总分不高于{cap.total}分，不起作用"
    for duty in pack.duties:
        if duty.when == "execution_below" and duty.at is not None and duty.at <= 0:
            yield f"执行率低于{_percent(Fraction(duty.at))}时的说明义务不会发生"
        if duty.when == "over_achieved" and duty.at is not None and duty.at <= 1:
            yield f"完成值达到指标值的{_percent(Fraction(duty.at))}就要说明原因，完成目标的都会被要求说明"
    reduction = pack.over_achievement
    if reduction.policy == "flat" and reduction.points is not None and reduction.points <= 0:
        yield "超额完成的定额扣分不大于0，不起作用"


def _number(value: Fraction) -> str:
    return f"{float(value):g}"


def _percent(ratio: Fraction) -> str:
    return f"{float(ratio * 100):g}%"
