"""WGT: do the points of the form add up, and are they spread as the rules ask?"""

from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.case import Case
from jixiao.audit.check import Fault, check
from jixiao.findings import Severity
from jixiao.law import article

_10 = "财预〔2020〕10号"


@check(
    code="WGT-01",
    name="weights-not-hundred",
    title="分值合计不等于满分",
    severity=Severity.FATAL,
    basis=(article(_10, 13),),
    forms=("target", "self_evaluation", "review"),
    definition="各项指标分值与预算执行率分值之和不等于100分；绩效目标申报表不含预算执行率，应为90分。",
    why="分值合计不是满分，总分和等级就没有可比性。",
    remedy="按批复的权重核对每一行分值，使合计等于满分。",
    faulty="指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 25 | 指标值 ≥10场 | 实际值 11场 | 得分 20",
    sound="指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 11场 | 得分 20",
)
def weights_not_hundred(case: Case) -> Iterator[Fault]:
    """WGT-01: the points of all rows and of budget execution add up to 100, in a target form to 90 or 100."""
    weights = [row.weight for row in case.rows if row.weight is not None]
    if not weights:
        return
    rows = sum(weights, Decimal(0))
    execution = sum((fund.weight for fund in case.funds if fund.weight is not None), Decimal(0))
    total = rows + execution
    full = {Decimal(90), Decimal(100)} if case.evaluation.form == "target" else {Decimal(100)}
    if total not in full:
        yield case.finding(
            message=f"各项指标分值合计{rows}分，预算执行率{execution}分，共{total}分，不等于100分。",
            rests_on=[row.path("weight") for row in case.rows],
            figures={"指标分值合计": str(rows), "预算执行率分值": str(execution), "合计": str(total)},
        )
