"""定性指标: the three bands, and phrases given where a figure was asked."""

from decimal import Decimal

from jixiao.scoring.intervals import Interval, hull
from jixiao.scoring.rule_packs import ONE, Band, RulePack
from jixiao.scoring.verdicts import Verdict, anything, below_full, percent, shown_interval
from jixiao.targets import Achievement, Comparison, Outcome, Value

RULE = "qualitative"


def judge_quality(comparison: Comparison, actual: Value | None, weight: Decimal, pack: RulePack) -> Verdict:
    """Score a qualitative indicator by the band its level falls into; without a level only what is certain is said."""
    bands = _bands(comparison, actual, pack)
    if not bands:
        return anything(weight, RULE, comparison.because.rstrip("。"))
    interval = hull(_points(band, weight) for band in bands)
    names = "或".join(f"“{band.title}”" for band in bands)
    share = f"{percent(bands[0].high)}至{percent(bands[-1].low)}"
    return Verdict(
        interval=interval,
        rule=RULE,
        because=f"{comparison.because.rstrip('。')}，属{names}一档，在分值的{share}之间记分，即{shown_interval(interval, pack)}。",
    )


def judge_phrase(comparison: Comparison, actual: Value | None, weight: Decimal, pack: RulePack) -> Verdict:
    """Score a figure answered by a phrase (达成预期指标): reached can be valued like a quality, anything less has no measure."""
    why = f"指标值是数字，实际完成值只写“{actual.text if actual is not None else ''}”而没有数据，无法按比例记分"
    if comparison.outcome is Outcome.REACHED:
        interval = _points(pack.qualitative.reached, weight)
        words = f"{why}，只能按定性指标“{pack.qualitative.reached.title}”一档记{shown_interval(interval, pack)}。"
        return Verdict(interval=interval, rule=RULE, because=words)
    if comparison.outcome is Outcome.MISSED:
        return below_full(weight, RULE, why)
    return anything(weight, RULE, why)


def _bands(comparison: Comparison, actual: Value | None, pack: RulePack) -> tuple[Band, ...]:
    """Find the bands that are possible, best first."""
    rule = pack.qualitative
    if isinstance(actual, Achievement):
        return {
            "reached": (rule.reached,),
            "mostly": {"reached": (rule.reached,), "partly": (rule.partly,), "either": (rule.reached, rule.partly)}[
                rule.mostly
            ],
            "partly": (rule.partly,),
            "missed": (rule.missed,),
        }[actual.level]
    if comparison.outcome is Outcome.REACHED:
        return (rule.reached,)
    return (rule.partly, rule.missed) if comparison.outcome is Outcome.MISSED else ()


def _points(band: Band, weight: Decimal) -> Interval:
    # The upper limit of a band belongs to the band above it, that of the first band to itself.
    return Interval(low=weight * band.low, high=weight * band.high, open_above=band.high < ONE and weight > 0)
