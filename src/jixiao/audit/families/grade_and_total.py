"""STR-13, STR-14: does a form end with its total and its grade?"""

import re
from collections.abc import Iterator

from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.places import Place

_10 = "财预〔2020〕10号"
_GRADE_TOLD = re.compile(
    r"(?:^|[，,。；;、：:\s“（(]|为|是|属|属于|等级|评定|达到)(?:优秀?|良好?|中等?|较?差)(?:等级|等次|等|级|档)?[”）)]?(?:$|[，,。；;\s])"
)
"""A grade by itself in a conclusion: 自评得分96.79分，优。"""
_GRADE_FIELD = re.compile(r"(?:评价|自评|评定)?(?:等级|等次|结论)$")


@check(
    code="STR-13",
    name="grade-not-stated",
    title="未写明自评等级",
    severity=Severity.INFO,
    basis=(article(_10, 18),),
    definition="表内有总分，自评结论没有写明等级，或等级一栏空着；表式既没有自评结论也没有等级一栏的不算。",
    why="等级是结果应用的直接依据，不写等级，汇总和公开时要由别人代为判断。",
    remedy="按总分在自评结论中写明等级。",
    faulty="等级：-\n结论：各项工作按计划开展，未达到目标的指标均在表中说明。",
    sound="等级：优",
)
def grade_not_stated(case: Case) -> Iterator[Fault]:
    """STR-13: a form with a total names its grade where it has a place for it; many layouts have none."""
    if case.total_score is None or case.evaluation.grade is not None:
        return
    if any(_GRADE_TOLD.search(text) for text in (case.evaluation.conclusion, case.field("结论", "等级")) if text):
        return
    concluded = case.evaluation.conclusion is not None
    blank = [
        f"fields/{at}/value" for at, field in enumerate(case.evaluation.fields) if _GRADE_FIELD.search(field.label)
    ]
    if not concluded and not blank:
        return
    left = "自评结论中也没有提到等级，没有写明等级" if concluded else "等级一栏没有填写"
    yield case.finding(
        message=f"总分{case.evaluation.total_score}分，{left}。",
        quotes=["total_score", *([] if concluded else blank)],
        figures={"总分": case.evaluation.total_score or ""},
    )


@check(
    code="STR-14",
    name="total-row-incomplete",
    title="总分行缺少得分",
    severity=Severity.WARNING,
    basis=(article(_10, 11),),
    definition="各行都有得分，表上却没有总分；或总分行只有分值没有得分。总分行没有得分、总分只写在报告正文里的，只作提示。",
    why="没有总分就不能确定等级，也不能核对各项得分之和。",
    remedy="在总分行补填分值合计和得分合计。",
    faulty="总分：分值 100",
    sound="总分：分值 100 | 得分 100",
)
def total_row_incomplete(case: Case) -> Iterator[Fault]:
    """STR-14: a form whose rows have scores has a total score; a layout without the sum of weights is no fault."""
    scored = [row for row in case.rows if row.score is not None]
    if not scored or _total_uncalculated(case):
        return
    if case.evaluation.total_score is not None:
        yield from _told_in_report_only(case)
        return
    if case.evaluation.total_weight is None:
        message = f"{len(scored)}行指标有得分，表上没有总分。"
        figures = {"有得分的行数": str(len(scored))}
    else:
        message = f"总分行填了分值{case.evaluation.total_weight}，没有填得分。"
        figures = {"分值合计": case.evaluation.total_weight}
    yield case.finding(message=message, quotes=["total_weight", "total_score"], figures=figures)


def _told_in_report_only(case: Case) -> Iterator[Fault]:
    """The report around the form states its total, the form's own total row has only the sum of the weights."""
    evaluation = case.evaluation
    row, told = (evaluation.cells.get(field) for field in ("total_weight", "total_score"))
    if row is None or told is None or told not in {passage.place for passage in case.narrative.text}:
        return
    if any(_beside(item.place, row) for item in case.submission.unread):
        return  # what was not understood there may be the score
    yield case.finding(
        message=(
            f"总分行填了分值{evaluation.total_weight}，没有填得分；总分{evaluation.total_score}分只写在报告正文里。"
        ),
        quotes=["total_weight", "total_score"],
        figures={"分值合计": evaluation.total_weight or "", "正文所写总分": evaluation.total_score or ""},
        suggestion="在总分行补填得分合计，与正文所写的总分核对一致。",
        severity=Severity.INFO,
        certainty=Certainty.LIKELY,
    )


def _beside(place: Place, row: Place) -> bool:
    """Tell whether something stands in the line or row of a cell, or where is not known."""
    if place == Place():
        return True
    if row.row is None:
        return row.line is not None and place.line == row.line
    return (place.sheet, place.table, place.row) == (row.sheet, row.table, row.row)


def _total_uncalculated(case: Case) -> bool:
    """Whether a formula that nothing has calculated yet stands where the total would: in its row, or below the last indicator."""
    total = case.evaluation.cells.get("total_weight")
    last = case.rows[-1].indicator.place
    for place in (item.place for item in case.uncalculated):
        if place.sheet == last.sheet and place.row is not None:
            if total is not None and total.row is not None:
                if place.row == total.row:
                    return True
            elif last.row is not None and place.row > last.row:
                return True
    return False
