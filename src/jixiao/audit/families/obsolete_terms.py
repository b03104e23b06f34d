"""TIM-07: names of schemes and offices that no longer existed in the year of a form."""

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from jixiao.audit.case import SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.rolling import SHOWN, joined
from jixiao.data import load
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article


class _Obsolete(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...]
    now: str
    since: int
    because: str


@cache
def _obsolete() -> tuple[_Obsolete, ...]:
    return load("jixiao.texts", "obsolete.yaml", tuple[_Obsolete, ...])


_HISTORY = re.compile(r"(?:原(?:来的?|有的?)?|过去|此前|以前|曾|由|整合|合并|统一|并入|取代)[^，。；;]{0,8}$")
_REPLACED = re.compile(r"[^，。；;]{0,12}(?:整合|合并|并轨|改为|更名|并入|时期|遗留|历史)")


@check(
    code="TIM-07",
    name="obsolete-term",
    title="使用本年度已不用的名称",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(article("财预〔2020〕10号", "第五章"),),
    definition="文字中有评价年度已经停用的制度或机构名称（如城乡医保整合后的“新农合”“参合”）；叙述沿革的不算。",
    why="旧名称说明文字是照搬多年前的材料，内容是否符合本年度实际也就可疑。",
    remedy="改用现行名称，并核对该段内容是否为本年度实际情况。",
    faulty="结论：优。督促乡镇按时完成新农合筹资宣传。",
    sound="结论：优。督促乡镇按时完成城乡居民医保筹资宣传，原新农合的经办网点继续使用。",
)
def obsolete_term(case: SubmissionCase) -> Iterator[Fault]:
    """TIM-07: names of schemes and offices that no longer existed in the year; one finding for each form and one for the report."""
    for form in case.cases:
        year = form.evaluation.year
        if year is None:
            continue
        old = _outdated_words(year, form.joined_texts)
        found = {path: words for path, text in form.texts if (words := _outdated(text, old))} if old else {}
        if found:
            yield form.finding(
                message=_outdated_message("表内", [word for words in found.values() for word in words], year),
                quotes=list(found)[:SHOWN],
            )
    years_told = {form.evaluation.year for form in case.cases}
    only = next(iter(years_told)) if len(years_told) == 1 else None
    if only is None:
        return
    old = _outdated_words(only, "\n".join(passage.text for passage in case.narrative.text))
    told = (
        [(words, passage) for passage in case.narrative.text if (words := _outdated(passage.text, old))] if old else []
    )
    if told:
        yield case.finding(
            message=_outdated_message("报告正文", [word for words, _ in told for word in words], only),
            quotes=[Quote(text=passage.text, place=passage.place) for _, passage in told[:SHOWN]],
        )


def _outdated_words(year: int, whole: str) -> list[_Obsolete]:
    """The entries of a year that occur in a text at all, one for each word."""
    return [
        msgspec.structs.replace(entry, words=(word,))
        for entry in _obsolete()
        if entry.since <= year
        for word in entry.words
        if word in whole
    ]


def _outdated(text: str, old: list[_Obsolete]) -> list[_Obsolete]:
    """The entries that a text uses for its own time."""
    found = []
    for entry in old:
        word = entry.words[0]
        at = text.find(word)
        if at >= 0 and not _HISTORY.search(text, max(0, at - 14), at) and not _REPLACED.match(text, at + len(word)):
            found.append(entry)
    return found


def _outdated_message(where: str, entries: list[_Obsolete], year: int) -> str:
    distinct = {entry.words[0]: entry for entry in entries}
    told = joined([f"“{word}”（{entry.because}，现为{entry.now}）" for word, entry in distinct.items()])
    return f"{where}使用了{year}年度已不用的名称：{told}。"
