"""NAR-10, the hint: what a report tells as 完成情况 of a project is only the wording of an aim."""

import re
from collections.abc import Iterator

from jixiao.audit.case import SubmissionCase
from jixiao.audit.faults import Fault
from jixiao.audit.rolling import SHOWN, listed
from jixiao.findings import Certainty, Quote, Severity
from jixiao.model import Passage
from jixiao.targets.characters import key
from jixiao.texts.sentences import clauses, without_number

_COMPLETION = re.compile(r"完成情况[:：]")
_END = re.compile(r"(?:发现的?|存在的?)(?:主要)?(?:问题|不足)|下一?步|改进措施")
_AIM = re.compile(
    r"^(?:切实|进一步|不断|积极|有效|全面|持续)*(?:加强|提高|提升|保障|保证|规范|确保|维护|促进|推进|推动|强化|实现|增强|打击|严控|完善|改善|优化|做好|落实|健全|减轻)"
)
_DONE = re.compile(
    r"\d|[了已均]|完成|达到|达成|发放|举办|建成|通过|顺利|较上年|同比|[一二三四五六七八九十百千]+[次场家人份项]"
)
_PUNCTUATION = re.compile(r"[^一-鿿A-Za-z\d]")
_SHORTEST = 12


def aims_told_as_results(case: SubmissionCase) -> Iterator[Fault]:
    """Tell of projects in the report whose result has no figure and no word of anything done; copies of a form's goal are NAR-04's."""
    told = [
        (result, passage)
        for passage in case.narrative.text
        if "完成情况" in passage.text
        for result in map(_result, _COMPLETION.split(passage.text)[1:])
        if _only_aims(result)
    ]
    goals = {_plain(goal.expected) for form in case.cases for goal in form.evaluation.goals if told and goal.expected}
    found = [(result, passage) for result, passage in told if not any(_plain(result) in goal for goal in goals)]
    if found:
        yield case.finding(
            message=f"报告正文写的完成情况{listed([result for result, _ in found])}只是目标的说法，没有写做了什么、完成多少。",
            quotes=[_quote(passage) for passage in dict.fromkeys(passage for _, passage in found)][:SHOWN],
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )


def _result(text: str) -> str:
    end = _END.search(text)
    return (text[: end.start()] if end else text).strip(" 。；;").removeprefix("是")


def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", without_number(key(text).lstrip("是"))).lstrip("是")


def _only_aims(told: str) -> bool:
    if len(told) < _SHORTEST or _DONE.search(told):
        return False
    return all(_AIM.match(without_number(clause.text).removeprefix("是")) for clause in clauses(told))


def _quote(passage: Passage) -> Quote:
    return Quote(text=passage.text, place=passage.place)
