"""满意度: scored by the level of satisfaction itself where the pack has intervals for it."""

from decimal import Decimal

from jixiao.model import Indicator
from jixiao.scoring.intervals import Interval
from jixiao.scoring.rounding import EXACT
from jixiao.scoring.rule_packs import HUNDRED, ONE, RulePack, step_for
from jixiao.scoring.verdicts import Verdict, percent, shown_interval
from jixiao.targets import Operator, Quantity, Value, parse

RULE = "satisfaction"
_EXACT = frozenset({Operator.BARE, Operator.EQ})
_AT_LEAST = frozenset({Operator.GE, Operator.GT})
_OUT_OF_HUNDRED = frozenset({"", "分"})


def asks_satisfaction(indicator: Indicator) -> bool:
    """Tell whether a row measures satisfaction (满意度), by its levels or its name."""
    return any("满意" in text for text in (indicator.level1, indicator.level2, indicator.name) if text is not None)


def judge_satisfaction(indicator: Indicator, weight: Decimal, pack: RulePack) -> Verdict | None:
    """Score a level of satisfaction by the pack's intervals; None where the pack has none or the row states no level."""
    if pack.satisfaction.method != "intervals" or indicator.actual is None or not asks_satisfaction(indicator):
        return None
    actual = parse(indicator.actual)
    level = _level(actual)
    if level is None:
        return None
    step = step_for(pack.satisfaction.steps, level)
    low = EXACT.multiply(weight, step.value)
    if isinstance(actual, Quantity) and actual.operator in _AT_LEAST:
        interval, words = Interval(low=low, high=weight), f"满意度只写{actual.text}，没有具体数值"
    else:
        interval, words = Interval.exactly(low), f"满意度{percent(level)}"
    because = f"{words}，在{percent(step.at_least)}及以上一档，得{shown_interval(interval, pack)}。"
    return Verdict(interval=interval, rule=RULE, because=because)


def _level(actual: Value | None) -> Decimal | None:
    """The share of satisfied people; a bare figure or one in 分 is read out of a hundred."""
    if not isinstance(actual, Quantity) or actual.operator not in _EXACT | _AT_LEAST:
        return None
    if actual.unit.base == "%" or (actual.unit.name in _OUT_OF_HUNDRED and ONE < actual.number <= HUNDRED):
        return EXACT.divide(actual.value, HUNDRED)
    return None
