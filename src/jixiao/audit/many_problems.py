"""NAR-05, the hint: a report that tells of problem after problem, and a score that has lost next to nothing for them."""

import re
from collections.abc import Iterator

from jixiao.audit.case import SubmissionCase
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED
from jixiao.audit.prose import Chapter, chapters
from jixiao.audit.rolling import SHOWN
from jixiao.findings import Certainty, Severity
from jixiao.scoring import written

_ITEM = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]{1,2}是|\d{1,2}[、.．](?!\d))"
)
_FEWEST, _NEARLY_FULL = 4, 98


def problems_without_loss(case: SubmissionCase) -> Iterator[Fault]:
    """Tell of a file with one form whose report numbers several problems while its score is nearly full."""
    if len(case.cases) != 1 or not case.narrative.text:
        return
    form = case.cases[0]
    score = form.total_score
    if form.evaluation.form != "self_evaluation" or score is None or not _NEARLY_FULL <= score <= HUNDRED:
        return
    problems = [
        each for each in chapters(case.narrative) if each.chapter is Chapter.PROBLEMS and _ITEM.match(each.text)
    ]
    if len(problems) < _FEWEST:
        return
    yield case.finding(
        message=f"报告列出{len(problems)}条问题，自评却得{written(score)}分，扣分没有反映这些问题，请核对有关指标的得分。",
        quotes=[form.quote("total_score"), *(each.quote for each in problems[: SHOWN - 1])],
        figures={"问题条数": str(len(problems)), "自评得分": written(score)},
        suggestion="对照列出的问题逐项核对有关指标：指标没有完成或完成得不好的据实扣分；问题与本年度指标无关的，说明理由。",
        severity=Severity.INFO,
        certainty=Certainty.POSSIBLE,
        title="列出的问题没有反映在得分里",
    )
