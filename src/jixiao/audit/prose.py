"""What a form tells in words (文字): where results are told, where conclusions, where problems; and the chapters of a report around it."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property, lru_cache

import msgspec

from jixiao.findings import Quote
from jixiao.model import Evaluation, Narrative, Submission
from jixiao.texts.finding import Words

_RESULTS = re.compile(r"完成情况|综述|成效|总结|概述|实施内容")
_CONCLUSIONS = re.compile(r"结论|评价意见")
_PROBLEMS = re.compile(r"问题|原因|不足|偏差|说明|备注|改进|措施|建议")
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]部分|[（(][一二三四五六七八九十]{1,3}[）)])\s*(?P<words>[^。；;，,]{2,30})$"
)
_KINDS = (
    ("problems", re.compile(r"问题|不足|原因|困难")),
    ("plans", re.compile(r"建议|改进|下一步|打算|安排|措施")),
    ("goals", re.compile(r"目标|职能|职责|概况|基本情况|重点工作|机构|评价方法|指标体系|评价工作|自评工作|实施情况")),
)


class Chapter(StrEnum):
    """What a passage of the report is about, by the heading above it."""

    RESULTS = "results"
    PROBLEMS = "problems"
    PLANS = "plans"
    GOALS = "goals"


class Chaptered(msgspec.Struct, frozen=True):
    """A passage of the report with the chapter it stands in."""

    text: str
    chapter: Chapter
    quote: Quote


@lru_cache(maxsize=8)
def chapters(narrative: Narrative) -> tuple[Chaptered, ...]:
    """The passages of the report with what their chapter is about; headings themselves are left out."""
    found = []
    current = Chapter.RESULTS
    for passage in narrative.text:
        heading = _HEADING.match(passage.text)
        if heading:
            current = _chapter(heading["words"], current if passage.text.lstrip().startswith(("（", "(")) else None)
            continue
        found.append(Chaptered(passage.text, current, Quote(text=passage.text, place=passage.place)))
    return tuple(found)


def _chapter(words: str, above: Chapter | None) -> Chapter:
    named = next((Chapter(kind) for kind, known in _KINDS if known.search(words)), None)
    return named or above or Chapter.RESULTS


_SHORTEST_NAME = 4
"""Shorter names of projects are common words."""


class Report:
    """The report around the forms of one file, shared by all of them: its passages, and which of them name which project."""

    def __init__(self, submission: Submission) -> None:
        self._submission = submission

    def about(self, index: int) -> tuple[Chaptered, ...]:
        """The passages that speak of a form: all where the file has one form, else those naming its project."""
        if not self._submission.narrative.text:
            return ()
        if len(self._submission.evaluations) == 1:
            return chapters(self._submission.narrative)
        return tuple(self._naming.get(_project(self._submission.evaluations[index]), ()))

    @cached_property
    def _naming(self) -> dict[str, list[Chaptered]]:
        projects = Words(map(_project, self._submission.evaluations), _SHORTEST_NAME)
        found: dict[str, list[Chaptered]] = {}
        for passage in chapters(self._submission.narrative):
            for name in dict.fromkeys(name for name, _ in projects.find(passage.text)):
                found.setdefault(name, []).append(passage)
        return found


def _project(form: Evaluation) -> str:
    return (form.project_name or "").strip()


class Prose:
    """The texts of one form by what they are for; paths as in quotes."""

    def __init__(self, submission: Submission, index: int, report: Report | None = None) -> None:
        self._report = report or Report(submission)
        self._index = index
        form = submission.evaluations[index]
        self.goals = _present((f"goals/{at}/expected", goal.expected) for at, goal in enumerate(form.goals))
        self.results = _present((f"goals/{at}/actual", goal.actual) for at, goal in enumerate(form.goals)) + _fields(
            form, _RESULTS
        )
        self.conclusions = _present([("conclusion", form.conclusion)]) + _fields(form, _CONCLUSIONS)
        self.problems = (
            _fields(form, _PROBLEMS)
            + _present([("remark", form.remark)])
            + _present((f"fund_management/{at}/issue", row.issue) for at, row in enumerate(form.fund_management))
        )
        self.management = _present(
            (f"fund_management/{at}/description", row.description) for at, row in enumerate(form.fund_management)
        )
        self.notes = _present(
            (f"indicators/{at}/{field}", getattr(row, field))
            for at, row in enumerate(form.indicators)
            for field in ("note", "remark")
        )

    @property
    def report(self) -> tuple[Chaptered, ...]:
        """The passages of the report that speak of this form."""
        return self._report.about(self._index)


def _present(pairs: Iterable[tuple[str, str | None]]) -> tuple[tuple[str, str], ...]:
    return tuple((path, text) for path, text in pairs if text)


def _fields(form: Evaluation, label: re.Pattern[str]) -> tuple[tuple[str, str], ...]:
    return _present(
        (f"fields/{at}/value", field.value) for at, field in enumerate(form.fields) if label.search(field.label)
    )
