"""预算执行率: the rate from the total fund row, and what it earns. Sub-funds are never counted beside their total."""

import re
from decimal import Decimal

import msgspec

from jixiao.model import Fund
from jixiao.places import Place
from jixiao.scoring.intervals import Interval
from jixiao.scoring.rounding import EXACT, written
from jixiao.scoring.rule_packs import HUNDRED, ONE, ZERO, RulePack, step_for
from jixiao.scoring.unit_slips import in_two_units
from jixiao.scoring.verdicts import (
    Verdict,
    anything,
    equals_percent,
    equals_points,
    full,
    is_whole_percent,
    nothing,
    percent,
    shown,
)
from jixiao.targets import amount
from jixiao.targets.characters import key
from jixiao.targets.points import weight_points

RULE = "execution"
_RATE_NAME = re.compile(
    r"执行率|(?:年度|全年|当年|本年|部门|单位|项目|专项|财政|总体|整体)*(?:预算|资金|经费|支出)+执行率(?:\([^)]*\))?"
)
_NUMBERING = re.compile(r"^[\s★☆*]*(?:指标)?\s*[0-9一二三四五六七八九十]*\s*[:：.、）)]?\s*")


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """B/A of a fund row: the ratio (1 = 100 %, None when it cannot be computed), how it came about, and why not."""

    ratio: Decimal | None
    words: str
    places: tuple[Place, ...] = ()
    zero_budget: bool = False


def execution_rate(fund: Fund, unit: str | None) -> Rate:
    """Compute B/A from the amounts, whatever rate is printed; a blank adjusted budget is read as unchanged from the initial one."""
    places = tuple(dict.fromkeys(fund.cells.get(field, fund.place) for field in ("adjusted", "executed")))
    budget, spent = amount(fund.adjusted, unit), amount(fund.executed, unit)
    note = ""
    if budget is None and fund.adjusted is None and fund.initial is not None:
        budget = amount(fund.initial, unit)
        note = "（未填全年预算数，按年初预算数计算）"
    printed = (
        f"全年执行数{fund.executed or '未填'}、全年预算数{(fund.initial if note else fund.adjusted) or '未填'}{note}"
    )
    if budget is None or spent is None:
        return Rate(ratio=None, words=f"{printed}，无法计算执行率", places=places)
    if budget == ZERO:
        return Rate(ratio=None, words=f"{printed}，预算为0，无法计算执行率", places=places, zero_budget=True)
    if budget < ZERO:
        return Rate(ratio=None, words=f"{printed}，预算为负数，无法计算执行率", places=places)
    return Rate(
        ratio=EXACT.divide(spent, budget),
        words=f"{fund.executed} ÷ {fund.adjusted or fund.initial}{note}",
        places=places,
    )


def rate_of(funds: tuple[Fund, ...], index: int, unit: str | None) -> Rate:
    """The rate of a row among the others; None where its budget and execution seem to be printed in two units."""
    rate = execution_rate(funds[index], unit)
    if rate.ratio is None or not in_two_units(funds, index, unit):
        return rate
    return msgspec.structs.replace(
        rate, ratio=None, words=f"执行率 {rate.words} 相差悬殊，疑为元与万元混填，请先核对金额单位，不能据以记分"
    )


def judge_execution(rate: Rate, weight: Decimal, pack: RulePack) -> Verdict:
    """Score an execution rate against a weight, never above it."""
    rule = pack.execution
    if rate.ratio is None:
        if rate.zero_budget and rule.zero_budget != "open":
            return full(weight, RULE, rate.words) if rule.zero_budget == "full" else nothing(RULE, rate.words)
        return anything(weight, RULE, rate.words)
    ratio = max(rate.ratio, ZERO)
    formula = f"执行率 {rate.words} {equals_percent(rate.ratio)}"
    if ratio > ONE and rule.over_budget == "open":
        return anything(weight, RULE, f"{formula}，执行数超过预算数，文件没有规定如何记分")
    if rule.method == "intervals":
        step = step_for(rule.steps, ratio)
        points = EXACT.multiply(weight, step.value)
        because = f"{formula}，在{percent(step.at_least)}及以上一档，得分值的{percent(step.value)}，即{shown(points, pack)}分。"
        return Verdict(interval=Interval.exactly(points), rule=RULE, because=because)
    points = min(EXACT.multiply(weight, ratio), weight)
    capped = "，以分值为上限" if ratio > ONE else ""
    given = equals_points(points, pack, rounded_before=not is_whole_percent(ratio))
    because = f"{formula}，{percent(ratio)} × {written(weight)}分{capped} {given}。"
    return Verdict(interval=Interval.exactly(points), rule=RULE, because=because)


def names_execution_rate(name: str | None) -> bool:
    """Tell whether an indicator's name is the execution rate itself: 预算执行率, 指标1：资金执行率; not 医嘱执行率."""
    plain = key(name) if name else ""
    return "执行率" in plain and _RATE_NAME.fullmatch(_NUMBERING.sub("", plain).strip()) is not None


def fund_weight(fund: Fund, indicator_weights: Decimal, pack: RulePack) -> tuple[Decimal | None, bool]:
    """Weight of the fund block and whether it is implied: not printed, but exactly what the indicators leave of 100 points."""
    printed = weight_points(fund.weight)
    if printed is not None or fund.weight is not None:
        return printed, False
    usual = pack.weights.tables[0].execution
    return (usual, True) if indicator_weights + usual == HUNDRED else (None, False)
