"""DEP-04: a department's form scored strictly by the 评分标准 that it prints itself, against the total that it reports."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import ZERO
from jixiao.audit.lawful import points, tolerance
from jixiao.audit.rolling import joined
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import Interval, written
from jixiao.targets.quotation import quoted

_HALF = Decimal("0.5")
"""Criteria of rows that carry less than this share of the points say nothing about the whole form."""


class _Counted(msgspec.Struct, frozen=True):
    """A row as the strict count takes it: by its criteria where they give a score, else as reported."""

    row: Row
    score: Decimal
    interval: Interval
    by_criteria: bool

    @property
    def excess(self) -> Decimal:
        """How much more than its criteria can give the row reports; zero where nothing is too much."""
        return max(self.score - self.interval.high, ZERO)

    @property
    def shortfall(self) -> Decimal:
        """How much less than its criteria give at least the row reports."""
        return max(self.interval.low - self.score, ZERO)


def _counted(case: Case) -> list[_Counted]:
    counted = []
    for row in case.rows:
        if row.score is None:
            continue
        own = case.own_scores.get(row.index)
        interval = None if own is None else own.interval
        counted.append(_Counted(row, row.score, interval or Interval.exactly(row.score), interval is not None))
    return counted


@check(
    code="DEP-04",
    name="total-above-own-criteria",
    title="按表内评分标准从严复算，达不到自报总分",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article("财预〔2020〕10号", 16), article("财预〔2020〕10号", "第五章")),
    definition="部门整体自评表逐行印有评分标准，按各行标准所能得的最高分相加（没有标准或读不懂的按自报得分），仍低于自报总分。",
    why="评分标准是本表自己定的规则；自报总分超出自己的标准，复核时多记的分数会逐项扣回，等级也可能改变。",
    remedy="逐行按评分标准重新记分，更正得分、总分和等级；标准本身漏写得分项的，先补全标准。",
    faulty=(
        "评价：department self_evaluation 2023 万元 部门整体支出绩效自评表\n"
        "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 11场 | 得分 20 | 评分标准 不少于10场得12分\n"
        "指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10 | 评分标准 达到95%得满分\n"
        "指标：效益指标 / 社会效益指标 / 参保群众政策知晓率 | 分值 15 | 指标值 ≥80% | 实际值 84% | 得分 15 | 评分标准 达到80%得满分\n"
        "指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 10 | 指标值 ≥85% | 实际值 91% | 得分 10 | 评分标准 达到85%得满分"
    ),
    sound=(
        "评价：department self_evaluation 2023 万元 部门整体支出绩效自评表\n"
        "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 11场 | 得分 20 | 评分标准 不少于10场得20分\n"
        "指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10 | 评分标准 达到95%得满分\n"
        "指标：效益指标 / 社会效益指标 / 参保群众政策知晓率 | 分值 15 | 指标值 ≥80% | 实际值 84% | 得分 15 | 评分标准 达到80%得满分\n"
        "指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 10 | 指标值 ≥85% | 实际值 91% | 得分 10 | 评分标准 达到85%得满分"
    ),
    also=("WGT-05", "SCO-10"),
)
def total_above_own_criteria(case: Case) -> Iterator[Fault]:
    """DEP-04: a department reports no more than its own criteria give."""
    reported = case.total_score
    if case.evaluation.kind != "department" or reported is None or not case.own_scores:
        return
    counted = _counted(case)
    weighed = sum((each.row.weight or ZERO for each in counted), ZERO)
    by_criteria = sum((each.row.weight or ZERO for each in counted if each.by_criteria), ZERO)
    if not weighed or by_criteria < weighed * _HALF:
        return
    fund = case.points_fund
    execution = fund.score if fund is not None and fund.score is not None else ZERO
    high = sum((each.interval.high for each in counted), execution)
    low = sum((each.interval.low for each in counted), execution)
    if reported <= high + tolerance(case):
        return
    above = sorted((each for each in counted if each.excess), key=lambda each: -each.excess)
    below = [each for each in counted if each.shortfall]
    span = f"{points(high)}分" if low == high else f"{points(low)}至{points(high)}分"
    short = f"；另有{len(below)}项少记{points(sum((each.shortfall for each in below), ZERO))}分" if below else ""
    rest = reported - sum((each.score for each in counted), execution)
    beyond = f"；自报总分另比各项得分之和多{points(rest)}分" if rest > tolerance(case) else ""
    told = f"{joined([_told(each) for each in above], '项')}{beyond}{short}"
    yield case.finding(
        message=(
            f"{sum(each.by_criteria for each in counted)}项指标印有可以复算的评分标准，逐项从严复算得{span}，"
            f"自报{written(reported)}分，至少多记{points(reported - high)}分：{told}。"
        ),
        quotes=["total_score", *(path for each in above for path in (each.row.path("score"), each.row.path("rule")))],
        rests_on=[each.row.path("score") for each in counted],
        figures={"复算最高": points(high), "复算最低": points(low), "自报总分": written(reported)},
    )


def _told(each: _Counted) -> str:
    return f"{quoted(each.row.name)}最多{points(each.interval.high)}分，自报{written(each.score)}分"
