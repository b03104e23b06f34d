"""One indicator row: which rule of the pack applies, what it gives, and the explanations that become due."""

from collections.abc import Iterator
from decimal import Decimal

from jixiao.model import Indicator
from jixiao.places import Place
from jixiao.scoring.criteria import OwnScore, own_score
from jixiao.scoring.execution import Rate, judge_execution, names_execution_rate
from jixiao.scoring.intervals import Interval, hull
from jixiao.scoring.qualities import judge_phrase, judge_quality
from jixiao.scoring.quantities import SECTIONS, judge_missed
from jixiao.scoring.rounding import EXACT, rounded, written
from jixiao.scoring.rule_packs import HUNDRED, ZERO, DutyRule, Rule, RulePack
from jixiao.scoring.satisfaction import judge_satisfaction
from jixiao.scoring.scorecards import Duty, RowScore
from jixiao.scoring.verdicts import (
    Verdict,
    anything,
    below_full,
    clause,
    equals_percent,
    equals_points,
    figure,
    full,
    nothing,
    percent,
    shown,
    shown_interval,
)
from jixiao.targets import Comparison, Direction, Outcome, Quantity, compare, parse
from jixiao.targets.points import score_points, weight_points
from jixiao.targets.quotation import quoted

UNSCORED, UNDECIDED, COMPOUND, DEADLINE = "unscored", "undecided", "compound", "deadline"
_FIELDS = {"weight": "分值", "target": "指标值", "actual": "实际完成值"}
_MORE_IS_OVER = frozenset({Direction.POSITIVE, Direction.EQUAL, Direction.LEVEL})


def score_indicator(
    indicator: Indicator, index: int, pack: RulePack, rate: Rate | None, rule: str | None = None
) -> RowScore:
    """Score one row; `rate` is the form's execution rate when only a row named 预算执行率 can earn its points, else None.

    `rule` is the 评分标准 that the form prints for the row, a reference in it followed; None where it prints none.
    """
    weight = weight_points(indicator.weight)
    if weight is None:
        return unscored(indicator, index, _without_weight(indicator))
    comparison = _compared(indicator)
    verdict = judge_satisfaction(indicator, weight, pack) or judge(comparison, weight, pack)
    if rate is not None and names_execution_rate(indicator.name):
        verdict = _as_execution(verdict, indicator, rate, weight, pack)
    own = None if rule is None else own_score(rule, indicator, weight)
    return RowScore(
        indicator=index,
        weight=weight,
        reported=score_points(indicator.score),
        computed=rounded_interval(verdict.interval, pack),
        exact=verdict.interval,
        rule=verdict.rule,
        because=verdict.because + _reservations(indicator, own, pack),
        basis=section(pack, verdict.rule).basis,
        comparison=comparison,
        places=_places(indicator),
        duties=tuple(_duties(comparison, pack)),
        own=own,
    )


def unscored(indicator: Indicator, index: int, because: str) -> RowScore:
    """Trace a row that earns nothing because it is not scored; its comparison is kept for the audit."""
    return RowScore(
        indicator=index,
        weight=weight_points(indicator.weight),
        reported=score_points(indicator.score),
        computed=None,
        rule=UNSCORED,
        because=because,
        comparison=_compared(indicator),
        places=_places(indicator),
    )


def judge(comparison: Comparison, weight: Decimal, pack: RulePack) -> Verdict:
    """Score what a comparison found by the rule of its direction."""
    if comparison.parts:
        return _compound(comparison, weight, pack)
    if comparison.by_phrase:
        return judge_phrase(comparison, weight, pack)
    if comparison.direction is Direction.QUALITATIVE or comparison.level is not None:
        return judge_quality(comparison, weight, pack)
    if comparison.outcome is Outcome.REACHED:
        return _over_achieved(comparison, weight, pack) or _reached(comparison, weight)
    if comparison.outcome is Outcome.UNDECIDED and not _either_direction(comparison):
        return anything(weight, UNDECIDED, clause(comparison.because))
    if comparison.direction in SECTIONS:
        return judge_missed(comparison, weight, pack)
    return _without_ratio(comparison, weight, pack)


def _reached(comparison: Comparison, weight: Decimal) -> Verdict:
    late = comparison.direction is Direction.DEADLINE
    rule = DEADLINE if late else SECTIONS.get(comparison.direction, "completion")
    return full(weight, rule, clause(comparison.because))


def _without_ratio(comparison: Comparison, weight: Decimal, pack: RulePack) -> Verdict:
    """A deadline or a named reference missed: there is no ratio to score by."""
    why = clause(comparison.because)
    if comparison.direction is not Direction.DEADLINE:
        return below_full(weight, UNDECIDED, f"{why}，没有完成比例可以计算")
    if pack.deadline.missed == "zero":
        return nothing(DEADLINE, why)
    return below_full(weight, DEADLINE, f"{why}，逾期没有完成比例可以计算")


def _either_direction(comparison: Comparison) -> bool:
    """Tell whether only the direction of a bare value keeps the comparison undecided: then one of two readings has a measure."""
    goal, done = comparison.target, comparison.actual
    return comparison.direction is Direction.LEVEL and goal is not None and goal > ZERO and done is not None


def section(pack: RulePack, rule: str) -> Rule:
    """Find the section of a pack by the name a verdict gives; what no section decides rests on the rule for quantities."""
    found: Rule = getattr(pack, "completion" if rule in {UNDECIDED, COMPOUND} else rule)
    return found


def rounded_interval(interval: Interval, pack: RulePack) -> Interval:
    """Round both ends as the pack says."""
    places = pack.rounding.places
    return Interval(
        low=rounded(interval.low, places), high=rounded(interval.high, places), open_above=interval.open_above
    )


def _compared(indicator: Indicator) -> Comparison:
    return compare(indicator.target, indicator.actual, name=indicator.name or "", level2=indicator.level2 or "")


def _places(indicator: Indicator) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(indicator.cells.get(field, indicator.place) for field in _FIELDS))


def _without_weight(indicator: Indicator) -> str:
    if indicator.weight is None:
        return "本行没有分值，不记分。"
    return f"分值{quoted(indicator.weight)}不是可以采用的分值，本行无法记分。"


def _reservations(indicator: Indicator, own: OwnScore | None, pack: RulePack) -> str:
    """What a reader of the score must know besides the formula: doubtful cells, and what the form's own criteria give."""
    said = []
    if fields := [chinese for field, chinese in _FIELDS.items() if field in indicator.doubtful]:
        said.append(f"{'、'.join(fields)}识别存疑，请核对原件。")
    if own is not None and own.interval is None:
        said.append("表内另印有评分标准，未能据以记分。")
    elif own is not None and own.interval is not None:
        unsure = "，其中有未能理解的内容" if own.unclear else ""
        said.append(f"表内另印有评分标准，按该标准得{shown_interval(own.interval, pack)}{unsure}。")
    return f"（{''.join(said)}）" if said else ""


def _compound(comparison: Comparison, weight: Decimal, pack: RulePack) -> Verdict:
    """Several targets in one row: their shares of the weight are not printed, so the score lies between the worst and the best."""
    verdicts = [judge(part, weight, pack) for part in comparison.parts]
    interval = hull(verdict.interval for verdict in verdicts)
    if comparison.outcome is Outcome.MISSED and interval.high == weight > ZERO:
        interval = Interval(low=interval.low, high=weight, open_above=True)
    each = "".join(f"（{number}）{verdict.because}" for number, verdict in enumerate(verdicts, start=1))
    because = f"一行含{len(verdicts)}项目标，表内未分列分值：{each}本行得分为{shown_interval(interval, pack)}。"
    return Verdict(interval=interval, rule=COMPOUND, because=because)


def _is_over(comparison: Comparison, threshold: Decimal) -> bool:
    goal, done = comparison.target, comparison.actual
    if goal is None or done is None or comparison.direction not in _MORE_IS_OVER:
        return False
    return goal > ZERO and done >= EXACT.multiply(threshold, goal)


def _over_achieved(comparison: Comparison, weight: Decimal, pack: RulePack) -> Verdict | None:
    """Take points off a target exceeded by far, where the pack does; None where it does not."""
    rule = pack.over_achievement
    if (
        rule.policy not in {"flat", "proportional"}
        or rule.threshold is None
        or not _is_over(comparison, rule.threshold)
    ):
        return None
    done, goal = comparison.actual or ZERO, comparison.target or ZERO
    times = EXACT.divide(done, goal)
    off = rule.points if rule.points is not None else EXACT.multiply(weight, times - 1)
    points = max(weight - off, ZERO)
    ratio = f"{figure(done, comparison.unit)} ÷ {figure(goal, comparison.unit)} {equals_percent(times)}"
    why = f"{ratio}，达到指标值的{percent(rule.threshold)}及以上"
    formula = f"{written(weight)}分 － {shown(off, pack)}分" + ("，扣完为止" if off > weight else "")
    rounded_before = rounded(off, pack.rounding.places) != off
    because = f"{why}，{formula} {equals_points(points, pack, rounded_before=rounded_before)}。"
    return Verdict(interval=Interval.exactly(points), rule="over_achievement", because=because)


def _as_execution(verdict: Verdict, indicator: Indicator, rate: Rate, weight: Decimal, pack: RulePack) -> Verdict:
    """Score a row named 预算执行率 where the fund block has no points: by the execution rule, as an indicator, or either."""
    actual = None if indicator.actual is None else parse(indicator.actual)
    if rate.ratio is None and isinstance(actual, Quantity) and actual.unit.base == "%":
        rate = Rate(ratio=EXACT.divide(actual.value, HUNDRED), words=f"实际完成值{quoted(actual.text.strip())}")
    reading = pack.execution.indicator_row
    if rate.ratio is None or (reading == "indicator" and indicator.target is not None):
        return verdict
    executed = judge_execution(rate, weight, pack)
    if reading == "execution" or indicator.target is None or executed.interval == verdict.interval:
        return executed
    interval = hull((executed.interval, verdict.interval))
    because = (
        f"有两种读法：按预算执行率记分，{executed.because}按批复的指标值记分，{verdict.because}"
        f"本行得分为{shown_interval(interval, pack)}。"
    )
    return Verdict(interval=interval, rule=executed.rule, because=because)


def _duties(comparison: Comparison, pack: RulePack) -> Iterator[Duty]:
    leaves = comparison.parts or (comparison,)
    for rule in pack.duties:
        if any(_is_due(rule, leaf) for leaf in leaves):
            may_reduce = rule.when == "over_achieved" and pack.over_achievement.may_reduce
            yield Duty(when=rule.when, because=f"{rule.explanation}。", basis=rule.basis, may_reduce=may_reduce)


def _is_due(rule: DutyRule, comparison: Comparison) -> bool:
    if rule.when == "missed":
        return comparison.outcome is Outcome.MISSED
    if rule.when != "over_achieved" or rule.at is None:
        return False
    done = comparison.actual
    if comparison.target == ZERO and rule.at_zero_target is not None and done is not None:
        return done >= rule.at_zero_target
    return _is_over(comparison, rule.at)
