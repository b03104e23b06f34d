"""定性指标: the three bands, and phrases given where a figure was asked."""

from decimal import Decimal

from jixiao.scoring.intervals import Interval, hull
from jixiao.scoring.rounding import EXACT
from jixiao.scoring.rule_packs import ONE, ZERO, Band, RulePack
from jixiao.scoring.verdicts import Verdict, anything, below_full, clause, percent, shown_interval
from jixiao.targets import Comparison, Outcome

RULE = "qualitative"


def judge_quality(comparison: Comparison, weight: Decimal, pack: RulePack) -> Verdict:
    """Score a qualitative indicator by the band its level falls into; without a level only what is certain is said."""
    bands = _bands(comparison, pack)
    why = clause(comparison.because)
    if not bands:
        return anything(weight, RULE, why)
    interval = hull(_points(band, weight) for band in bands)
    names = "或".join(f"“{band.title}”" for band in bands)
    share = f"{percent(bands[0].high)}至{percent(bands[-1].low)}"
    because = f"{why}，列入{names}一档，在分值的{share}之间记分，即{shown_interval(interval, pack)}。"
    return Verdict(interval=interval, rule=RULE, because=because)


def judge_phrase(comparison: Comparison, weight: Decimal, pack: RulePack) -> Verdict:
    """Score a figure or date answered by words (达成预期指标): reached is valued like a quality, anything less has no measure."""
    why = f"{clause(comparison.because)}，无法按比例记分"
    if comparison.outcome is Outcome.REACHED:
        reached = pack.qualitative.reached
        interval = _points(reached, weight)
        because = f"{why}，按定性指标“{reached.title}”一档记{shown_interval(interval, pack)}。"
        return Verdict(interval=interval, rule=RULE, because=because)
    if comparison.outcome is Outcome.MISSED:
        return below_full(weight, RULE, why)
    return anything(weight, RULE, why)


def _bands(comparison: Comparison, pack: RulePack) -> tuple[Band, ...]:
    """Find the bands that are possible, best first."""
    rule = pack.qualitative
    if comparison.level is not None:
        mostly = {"reached": (rule.reached,), "partly": (rule.partly,), "either": (rule.reached, rule.partly)}
        return {
            "reached": (rule.reached,),
            "mostly": mostly[rule.mostly],
            "partly": (rule.partly,),
            "missed": (rule.missed,),
        }[comparison.level]
    if comparison.outcome is Outcome.REACHED:
        return (rule.reached,)
    return (rule.partly, rule.missed) if comparison.outcome is Outcome.MISSED else ()


def _points(band: Band, weight: Decimal) -> Interval:
    # The upper limit of a band belongs to the band above it, that of the first band to itself.
    return Interval(
        low=EXACT.multiply(weight, band.low),
        high=EXACT.multiply(weight, band.high),
        open_above=band.high < ONE and weight > ZERO,
    )
