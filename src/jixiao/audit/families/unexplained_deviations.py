"""DEV-01, DEV-05: is a reason given wherever a target was missed or points were taken off?"""

from collections.abc import Iterator

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED
from jixiao.audit.lawful import (
    ScoredRow,
    certainty_of,
    deductions,
    missed,
    outcome,
    same_text,
    scored_rows,
)
from jixiao.audit.per_unit import surely_in_total
from jixiao.audit.printed import told_reason
from jixiao.audit.reasons import given, unexplained
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import names_execution_rate, written
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_ROW = "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值"
_MISSED = f"{_ROW} ≥10场 | 实际值 9场 | 得分 18"
_TOTAL = "总分：分值 100 | 得分 98"
_MEASURE = "有一场因场地维修推迟，下一步将提前落实场地"


@check(
    code="DEV-01",
    name="missed-without-reason",
    title="未完成指标没有填写原因",
    severity=Severity.ERROR,
    basis=(article(_10, 11),),
    definition="实际完成值没有达到年度指标值，偏差原因分析及改进措施为空或只写“无”。",
    why="未完成的目标必须分析原因并提出改进措施，缺了它上级只能退回，整改也无从谈起。",
    remedy="写明未完成的具体原因，以及下一步由谁、何时、采取什么措施。",
    faulty=f"{_MISSED}\n{_TOTAL}",
    sound=f"{_MISSED} | 原因 {_MEASURE}\n{_TOTAL}",
)
def missed_without_reason(case: Case) -> Iterator[Fault]:
    """DEV-01: a missed target has a reason; a decided miss only."""
    for row in case.rows:
        if missed(row) and not given(row):
            lacking = "没有填写偏差原因和改进措施" if not row.reason else f"原因栏只写{told_reason(row)}"
            yield case.finding(
                message=f"{quoted(row.name)}{row.compared}，未达到目标，{lacking}。",
                quotes=[row.path("note"), row.path("target"), row.path("actual")],
                figures=row.compared_figures,
                certainty=Certainty.weakest(unexplained(case, row), certainty_of(row)),
            )


@check(
    code="DEV-05",
    name="deducted-without-reason",
    title="扣分而没有填写原因",
    severity=Severity.ERROR,
    basis=(article(_10, 11),),
    definition="得分低于分值，原因栏为空；目标确未达到的归“未完成指标没有填写原因”。",
    why="扣分不写原因，别人无从判断扣得对不对，也就无从改进。",
    remedy="写明扣分的原因、依据和改进措施。",
    faulty="指标：效益指标 / 社会效益指标 / 参保群众获得感 | 分值 15 | 指标值 有效提升 | 实际值 有所提升 | 得分 13"
    f"\n{_TOTAL}",
    sound="指标：效益指标 / 社会效益指标 / 参保群众获得感 | 分值 15 | 指标值 有效提升 | 实际值 有所提升 | 得分 13"
    f" | 原因 偏远乡镇宣传不足，下一步将加强下乡宣传\n{_TOTAL}",
)
def deducted_without_reason(case: Case) -> Iterator[Fault]:
    """DEV-05: who takes points off says why."""
    deducted = deductions(case)
    by_rule = {scored.row.index for scored in scored_rows(case) if _explained_by_own(scored)}
    for row in case.rows:
        if (
            row.index in deducted
            and row.index not in by_rule
            and not (given(row) or missed(row) or surely_in_total(row) or _follows_spending(case, row))
        ):
            yield case.finding(
                message=(
                    f"{quoted(row.name)}分值{row.indicator.weight}分，得分{row.indicator.score}分，"
                    f"扣{written(deducted[row.index])}分，没有填写原因。"
                ),
                quotes=[row.path("note"), row.path("score"), row.path("weight")],
                figures={"扣分": written(deducted[row.index])},
                # Where the target is reached the score itself may be the slip, not the missing reason.
                certainty=Certainty.weakest(
                    unexplained(case, row), Certainty.LIKELY if _reached(row) else Certainty.CERTAIN
                ),
            )


def _follows_spending(case: Case, row: Row) -> bool:
    """Tell whether a row is the rate of spending, of which not all was spent; FUN-06 asks why."""
    rate = case.execution_rate
    return rate is not None and rate < HUNDRED and names_execution_rate(row.indicator.name)


def _explained_by_own(scored: ScoredRow) -> bool:
    """Tell whether the row's own 评分标准 itself says why points are missing: it gives this score, or the rate as the score."""
    own = scored.own
    if own is not None:
        return scored.lawful_by_own and not own.undecided
    return scored.by_own_rule and scored.by_rate


def _reached(row: Row) -> bool:
    return outcome(row) is targets.Outcome.REACHED or same_text(row)
