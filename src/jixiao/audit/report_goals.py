"""年度重点工作 of a department's report: which of the works that it set itself are told of nowhere in 履职成效 or the table."""

import re
from collections.abc import Iterator

from jixiao.audit.case import Case
from jixiao.audit.prose import Chapter, chapters
from jixiao.findings import Quote
from jixiao.texts.sentences import clauses, without_number
from jixiao.texts.subjects import subjects, together

_NUMBERED = re.compile(r"^\s*[一二三四五六七八九十]{1,3}是")
_LONG_TERM = re.compile(r"十[一二三四五]五|中长期|未来[一二三四五]年|到20\d\d年")
_WORK = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}是)?(?:进一步|持续|及时|大力|全面|积极|加快|适时|稳步|深入|将)?"
    r"(?:推进|推动|放开|开发|引导|落实|制定|出台|修订|印发|建立|建设|跟踪|遴选|优化|设定|开展|探索|打造|拓展|推出|取消|整合|组建)"
)
_SHORTEST = 9
_SHARED = 0.15
"""A work that shares less than this with all that is told is answered by nothing."""

_FEWEST = 3
"""Chapters of goals with fewer numbered works are no list to be answered."""


def unanswered_works(case: Case) -> Iterator[tuple[str, Quote]]:
    """The clauses of the year's numbered works that neither the results of the report nor the table speak of, each with its passage."""
    told = chapters(case.narrative)
    goals = [
        each
        for each in told
        if each.chapter is Chapter.GOALS and _NUMBERED.match(each.text) and not _LONG_TERM.search(each.text)
    ]
    year = str(case.evaluation.year or "")
    heading = any(year and year in passage.text and "重点工作" in passage.text for passage in case.narrative.text)
    results = [each.text for each in told if each.chapter is Chapter.RESULTS]
    if len(goals) < _FEWEST or not heading or sum(map(len, results)) < sum(len(each.text) for each in goals):
        return
    start = _after_heading(case, year)
    rows = [f"{row.indicator.name or ''}，{row.indicator.actual or ''}" for row in case.rows]
    done = together([*results, *rows])
    for each in goals:
        if start is not None and each.quote.place is not None and (each.quote.place.line or 0) < start:
            continue
        for clause in clauses(each.text):
            work = without_number(clause.text)
            about = subjects(work)
            if len(work) < _SHORTEST or not _WORK.match(work) or about.terms & done.terms:
                continue
            if about.weight and about.shared(done) < _SHARED:
                yield work, each.quote


def _after_heading(case: Case, year: str) -> int | None:
    """The line of the heading above the year's works, where the source has lines: what stands above is of other years."""
    return next(
        (
            passage.place.line
            for passage in case.narrative.text
            if year in passage.text and "重点工作" in passage.text and len(passage.text) <= 60
        ),
        None,
    )
