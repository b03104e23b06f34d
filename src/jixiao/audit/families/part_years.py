"""TIM-03: figures of some months, or up to a day that is not told, in place of the year's."""

import re
from collections.abc import Iterator

from jixiao.audit.case import SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.prose import Chapter, chapters
from jixiao.audit.rolling import SHOWN, listed
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.texts.periods import part_years, plans
from jixiao.texts.sentences import sentences

_10 = "财预〔2020〕10号"
_TRUE = article(_10, "第五章")


@check(
    code="TIM-03",
    name="part-year-for-whole-year",
    title="用部分月份的数据代替全年",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(_TRUE,),
    definition=(
        "自评表的完成值、完成情况或自评报告的成效写的是“1—10月”“截至11月底”“前三季度”等部分月份的数据；同一句又写了全年或年底数据的不算。"
        "“今年以来”“截至目前”一类看不出截止日期的数据只作提示。"
    ),
    why="自评评价的是全年，年度尚未结束的数据不能说明年度目标是否完成，也说明材料成稿过早或未更新。",
    remedy="补齐全年数据并更新表述；确实只有部分月份有数据的，说明原因。",
    faulty="目标：预期 组织政策宣传，使参保群众了解待遇政策 | 实际 1—10月组织宣传11场，发放手册2100册",
    sound="目标：预期 组织政策宣传，使参保群众了解待遇政策 | 实际 1—10月组织宣传9场，全年组织宣传11场",
)
def part_year_for_whole_year(case: SubmissionCase) -> Iterator[Fault]:
    """TIM-03: a self-evaluation tells of the whole year; one finding for each form and one for the report."""
    for form in case.cases:
        if form.evaluation.form != "self_evaluation":
            continue
        texts = [(row.path("actual"), row.indicator.actual) for row in form.rows if row.indicator.actual]
        found = [
            (path, sentence)
            for path, text in [*texts, *form.prose.results, *form.prose.conclusions]
            for sentence in _partial(text, form.evaluation.year)
        ]
        if found:
            yield form.finding(
                message=f"{listed([sentence for _, sentence in found])}只是部分月份的数据，不能代替全年。",
                quotes=list(dict.fromkeys(path for path, _ in found))[:SHOWN],
            )
        undated = [
            (path, sentence)
            for path, text in [*texts, *form.prose.results, *form.prose.conclusions]
            for sentence in _undated(text)
        ]
        if undated:
            yield form.finding(
                message=f"{listed([sentence for _, sentence in undated])}没有写明截止日期，看不出是不是全年的数据。",
                quotes=list(dict.fromkeys(path for path, _ in undated))[:SHOWN],
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
            )
    if not any(form.evaluation.form == "self_evaluation" for form in case.cases):
        return
    yield from _partial_in_report(case)


def _partial_in_report(case: SubmissionCase) -> Iterator[Fault]:
    """The same of the report around the forms."""
    year = next((form.evaluation.year for form in case.cases), None)
    told = [
        (sentence, passage.quote)
        for passage in chapters(case.narrative)
        if passage.chapter in {Chapter.RESULTS, Chapter.PROBLEMS}
        for sentence in _partial(passage.text, year)
    ]
    if told:
        yield case.finding(
            message=f"报告正文{listed([sentence for sentence, _ in told])}只是部分月份的数据，不能代替全年。",
            quotes=[quote for _, quote in told[:SHOWN]],
        )
    undated = [
        (sentence, passage.quote)
        for passage in chapters(case.narrative)
        if passage.chapter is Chapter.RESULTS
        for sentence in _undated(passage.text)
    ]
    if undated:
        yield case.finding(
            message=f"报告正文{listed([sentence for sentence, _ in undated])}没有写明截止日期，看不出是不是全年的数据。",
            quotes=[quote for _, quote in undated[:SHOWN]],
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )


_UNDATED = re.compile(
    r"(?:今年以来|截[至止]目前|到目前为止|今年已(?:经)?累计|目前[，,]?[^。；;，,]{0,16}(?:累计|已))[^。；;]{0,60}?\d"
)


def _undated(text: str) -> list[str]:
    """The sentences that give figures up to a day that is not told."""
    if "目前" not in text and "今年" not in text:
        return []
    return [sentence.text[found.start() :] for sentence in sentences(text) if (found := _UNDATED.search(sentence.text))]


def _partial(text: str, year: int | None) -> list[str]:
    """The sentences that give figures for part of the form's own year."""
    if "月" not in text and "季度" not in text and "半年" not in text:
        return []
    found = []
    for sentence in sentences(text):
        parts = [part for part in part_years(sentence.text) if year is None or part.year in {None, year}]
        if parts and not plans(sentence.text[: parts[0].start]):
            found.append(sentence.text[parts[0].start :])
    return found
