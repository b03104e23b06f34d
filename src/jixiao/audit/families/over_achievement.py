"""DEV-02: does a form say why much more was done than aimed at, or much less spent?"""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.lawful import certainty_of, points
from jixiao.audit.per_unit import surely_in_total
from jixiao.audit.printed import told_reason
from jixiao.audit.reasons import claims_success, given, repeats_row, unexplained
from jixiao.audit.repeats import Repeat, in_one
from jixiao.audit.rows import Row
from jixiao.audit.slips import suspected_slip
from jixiao.audit.told_beside import beside
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring.rule_packs import DutyRule
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_ROW = "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值"
_THRESHOLD = Decimal("1.3")
"""From here on the published local rules ask for a reason; where no rule in force does, it is a hint."""

_DOUBLE, _HALF = Decimal(2), Decimal("0.5")
_FEW, _MANY_MORE = 3, 10
_SPENDING = re.compile(r"成本|费用|资金|经费|支出|预算|奖励|补助|补贴|采购")


def _above_budget(case: Case, row: Row) -> bool:
    """Tell whether a ceiling in money is above every budget of the form: FUN-11 tells of it, and what is left below it means nothing."""
    total, ceiling = case.fund_table.total, row.target
    if total is None or not isinstance(ceiling, targets.Quantity) or ceiling.unit.base != "元":
        return False
    budgets = [amount for amount in (total.initial, total.adjusted) if amount is not None]
    return bool(budgets) and ceiling.value > max(budgets) * (case.factor or 1)


@check(
    code="DEV-02",
    name="over-achieved-without-reason",
    title="明显超额完成而未说明原因",
    severity=Severity.ERROR,
    certainty=Certainty.POSSIBLE,
    basis=(article(_10, 16), article(_10, 11)),
    judged_by="超额完成须说明原因",
    definition=(
        "正向指标的实际完成值达到年度指标值的130%及以上，没有说明原因，或原因栏只重复数字、只说已经完成；所用口径写明该界限的为错误，没有写明的只作提示。"
        "反向指标低于上限不算超额，但成本类支出不到上限一半的也作提示。"
    ),
    why="超出目标较多往往是年初目标定得偏低，要分析原因，必要时调减得分并改进下年目标。",
    remedy="说明超额的原因；属目标偏低的，适度调减得分，并在下年提高目标值。",
    faulty=f"{_ROW} ≥10场 | 实际值 15场 | 得分 20",
    sound=f"{_ROW} ≥10场 | 实际值 15场 | 得分 20 | 原因 省局年中新增专项宣传任务，下年将相应提高目标值",
)
def over_achieved_without_reason(case: Case) -> Iterator[Fault]:
    """DEV-02: 130 % of a positive target is explained; an error only where the rule pack in force sets the limit."""
    duty = _duty(case)
    threshold: Decimal = _THRESHOLD if duty is None or duty.at is None else duty.at
    low_targets: dict[Severity, list[Repeat]] = {Severity.WARNING: [], Severity.INFO: []}
    for row in case.rows:
        if (found := beside(row)) is not None and found.ratio is not None and _exceeds(found, threshold, duty):
            yield _over_achieved_beside(case, row, found.ratio)
            continue
        if row.comparison.outcome is targets.Outcome.UNDECIDED or row.compared_in_doubt or _explains(row):
            continue
        part = next((part for part in _measured(row) if _exceeds(part, threshold, duty)), None)
        if part is None:
            yield from _far_below_ceiling(case, row)
        elif suspected_slip(case, row) is not None or surely_in_total(row):
            continue  # DEV-09 or DEV-08 tells of it: the ratio means nothing
        elif duty is not None:
            yield _over_achieved(case, row, part, duty, threshold)
        elif not _one_more(part):
            low_targets[_hinted(part)].append(_low_target(row, part))
    for severity, told in low_targets.items():
        yield from in_one(
            case,
            told,
            f"达到指标值的{points(threshold * 100)}%及以上而没有说明原因（这是通行的提示界限，所用口径没有规定界限），请核实目标是否偏低",
            severity=severity,
            certainty=Certainty.POSSIBLE,
        )


def _measured(row: Row) -> Iterator[targets.Comparison]:
    """The comparisons of a row that rest on figures of its own."""
    parts = row.comparison.parts or (row.comparison,)
    return (part for part in parts if not (part.by_phrase or part.restates))


def _far_below_ceiling(case: Case, row: Row) -> Iterator[Fault]:
    """A cost that needed less than half of its ceiling."""
    if given(row) or not _hardly_spent(row) or _above_budget(case, row):
        return
    ratio = points((row.comparison.ratio or Decimal(0)) * 100)
    yield case.finding(
        message=f"{quoted(row.name)}{row.compared}，只用到上限的{ratio}%，没有说明原因，请核实上限是否定得偏高。",
        quotes=[row.path("note"), row.path("target"), row.path("actual")],
        figures={"完成比例": f"{ratio}%"},
        severity=Severity.INFO,
        title="成本远低于上限而未说明原因",
        suggestion="说明实际支出远低于上限的原因，下年按实际需要编制成本目标。",
    )


def _explains(row: Row) -> bool:
    """Tell whether a reason is given that says more than the figures again or that the target was reached."""
    return bool(given(row)) and not repeats_row(row) and not claims_success(row)


def _duty(case: Case) -> DutyRule | None:
    """The duty to explain over-achievement that the rule pack in force really sets, with a figure of its own."""
    return next((duty for duty in case.pack.duties if duty.when == "over_achieved" and not duty.hint), None)


def _exceeds(part: targets.Comparison, threshold: Decimal, duty: DutyRule | None) -> bool:
    if part.direction not in {targets.Direction.POSITIVE, targets.Direction.EQUAL, targets.Direction.LEVEL}:
        return False
    if part.ratio is not None:
        return part.ratio >= threshold
    limit = None if duty is None else duty.at_zero_target
    return limit is not None and part.target == 0 and part.actual is not None and part.actual >= limit


def _hinted(part: targets.Comparison) -> Severity:
    """How much a ratio weighs where the rule pack sets no limit."""
    return Severity.WARNING if part.ratio is not None and part.ratio >= _DOUBLE and not _few(part) else Severity.INFO


def _low_target(row: Row, part: targets.Comparison) -> Repeat:
    """A row whose target looks low, where the rule pack asks for no reason."""
    share = "" if part.ratio is None else f"，达到{points(part.ratio * 100)}%"
    reason = f"，原因栏只写{told_reason(row)}" if given(row) else ""
    says = f"{quoted(row.name)}（指标值{quoted(row.indicator.target)}，完成值{quoted(row.indicator.actual)}{share}{reason}）"
    return Repeat(row, says, ("note", "target", "actual"))


def _one_more(part: targets.Comparison) -> bool:
    """Tell whether one thing more was done than aimed at: one training course too many shows no low target."""
    if part.target is None or part.actual is None or (part.unit or "%").endswith(("%", "元")):
        return False
    return part.actual - part.target <= 1


def _over_achieved(case: Case, row: Row, part: targets.Comparison, duty: DutyRule, threshold: Decimal) -> Fault:
    figures = {} if part.ratio is None else {"完成比例": f"{points(part.ratio * 100)}%"}
    reached = "指标值为0而完成值较大" if part.ratio is None else f"达到指标值的{figures['完成比例']}"
    demand = f"按“{case.pack.title}”达到{points(threshold * 100)}%的必须说明原因"
    severity, certainty = Severity.ERROR, Certainty.weakest(unexplained(case, row), certainty_of(row))
    lacking = f"原因栏只写{told_reason(row)}，没有说明原因" if given(row) else "没有说明原因"
    return case.finding(
        message=f"{quoted(row.name)}{row.compared}，{reached}，{lacking}；{demand}。",
        quotes=[row.path("note"), row.path("target"), row.path("actual")],
        figures=figures,
        severity=severity,
        certainty=certainty,
        basis=duty.basis,
    )


def _over_achieved_beside(case: Case, row: Row, ratio: Decimal) -> Fault:
    """The same for a figure that stands in the remark, beside a bare claim that the target was reached."""
    share = f"{points(ratio * 100)}%"
    return case.finding(
        message=(
            f"{quoted(row.name)}{row.compared}，备注或原因栏写的{told_reason(row)}达到指标值的{share}，没有说明原因，请核实目标是否偏低。"
        ),
        quotes=[row.path(row.reason_field), row.path("target")],
        figures={"完成比例": share},
        severity=Severity.INFO,
        certainty=Certainty.POSSIBLE,
    )


def _few(part: targets.Comparison) -> bool:
    """Tell whether a few things more were done than the one or two aimed at: twice as many, but no sign of a low target."""
    if part.target is None or part.actual is None or (part.unit or "%").endswith(("%", "元")):
        return False
    return part.target <= _FEW and part.actual - part.target < _MANY_MORE


def _hardly_spent(row: Row) -> bool:
    comparison, actual = row.comparison, row.actual
    return (
        comparison.direction is targets.Direction.REVERSE
        and comparison.ratio is not None
        and 0 <= comparison.ratio <= _HALF
        and isinstance(actual, targets.Quantity)
        and actual.unit.base == "元"
        and bool(_SPENDING.search(f"{row.indicator.level2 or ''}{row.indicator.name or ''}"))
    )
