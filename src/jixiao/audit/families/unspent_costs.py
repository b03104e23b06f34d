"""SCO-17: whether a cost that stayed low only because the money was not spent is counted as saved."""

import re
from collections.abc import Iterator

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.families.costs import whole_costs
from jixiao.audit.faults import Fault
from jixiao.audit.figures import money
from jixiao.audit.lawful import points
from jixiao.audit.levels import First, first_level
from jixiao.audit.reasons import given
from jixiao.audit.rolling import shortened
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.targets.quotation import quoted

_LOW_RATE = 80
"""Execution below so many percent counts as low, as in FUN-20."""

_SAVED = re.compile(r"节约|节省|降本|压减(?:成本|支出)|中标(?:价|金额)|招标.{0,12}(?:结余|低于|下浮)|谈判.{0,8}降")
_NOT_SAVED = re.compile(r"(?:未|没有|不是|并非|无)[^，。；;]{0,4}$")


@check(
    code="SCO-17",
    name="unspent-counted-as-saved",
    title="没花出去的钱当作节约成本得满分",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article("财预〔2020〕10号", 16), article("财预〔2021〕101号", "取值")),
    definition=(
        f"预算执行率低于{_LOW_RATE}%，成本指标的完成值就是全年执行数，低于支出上限而得满分；表中没有说明节约了成本"
        "（如招标降价、节约开支）。"
    ),
    why="钱没有花出去是执行慢或预算编高，不是成本控制得好；据此得满分，等于执行越差得分越高。",
    remedy="说明完成了多少任务、单位成本比计划低多少；只是未执行的，成本指标按未完成计分或改为单位成本指标。",
    faulty="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 60 | 分值 10 | 执行率 60% | 得分 6
        指标：产出指标 / 成本指标 / 宣传费用 | 分值 10 | 指标值 ≤100万元 | 实际值 60万元 | 得分 10
        总分：分值 100 | 得分 96
        字段：存在问题 = 未执行的40万元因活动推迟到次年，将于次年3月底前执行
    """,
    sound="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 60 | 分值 10 | 执行率 60% | 得分 6
        指标：产出指标 / 成本指标 / 宣传费用 | 分值 10 | 指标值 ≤100万元 | 实际值 60万元 | 得分 10
        总分：分值 100 | 得分 96
        字段：存在问题 = 未执行的40万元因公开招标中标价低于预算，属节约，已交回财政
    """,
    also=("FUN-20",),
)
def unspent_counted_as_saved(case: Case) -> Iterator[Fault]:
    """SCO-17: a cost that is the execution, far below the budget, earns no full points unless something was saved."""
    rate, executed, factor, total = case.execution_rate, case.executed, case.factor, case.fund_table.total
    if rate is None or rate >= _LOW_RATE or executed is None or factor is None or total is None:
        return
    if case.in_two_units(total) or _tells_saving(case.joined_texts):
        return
    slack = case.fund_table.tolerance("executed", 1) * factor
    for row, spent in whole_costs(case):
        ceiling = money(row.target)
        full = row.weight and row.score is not None and row.score >= row.weight
        at_most = isinstance(row.target, targets.Quantity) and row.target.operator in _AT_MOST
        if not full or not at_most or ceiling is None or not spent.near(executed * factor, slack):
            continue
        if spent.yuan * 100 >= ceiling.yuan * _LOW_RATE:
            continue
        if given(row) and any(_lost(each) for each in case.rows if first_level(each) is First.OUTPUT):
            yield _less_done(case, row)
            continue
        yield case.finding(
            message=(
                f"成本指标{quoted(row.name)}的指标值{ceiling.text}，完成值{spent.text}就是全年执行数，预算执行率只有{points(rate)}%，"
                f"没有说明节约了什么，却得满分{row.indicator.score}分。"
            ),
            quotes=[row.path("target"), row.path("actual"), row.path("score"), total.path("executed")],
            figures={
                "完成值": spent.text,
                "执行率": f"{points(rate)}%",
                "得分": written(row.score or row.weight or rate),
            },
        )


def _lost(row: Row) -> bool:
    """Tell whether a row admits by its score that not all was done."""
    return row.weight is not None and row.score is not None and row.score < row.weight


def _less_done(case: Case, row: Row) -> Fault:
    """Less was spent because less was done, as the form says and elsewhere takes points off for: a question only."""
    return case.finding(
        message=f"{quoted(row.name)}得满分，原因栏写{quoted(shortened(row.reason or ''))}：支出少是因为任务少，请核对是否算成本控制得好。",
        quotes=[row.path("actual"), row.path("score")],
        severity=Severity.INFO,
        certainty=Certainty.POSSIBLE,
        title="支出随任务减少而成本指标得满分",
    )


_AT_MOST = {targets.Operator.LE, targets.Operator.LT, targets.Operator.BARE}


def _tells_saving(text: str) -> bool:
    return any(not _NOT_SAVED.search(text, 0, found.start()) for found in _SAVED.finditer(text))
