"""NAR-08, the hint: two points of a numbered list that say the same (一是……；二是……)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from jixiao.audit.case import SubmissionCase
from jixiao.audit.faults import Fault
from jixiao.audit.rolling import shortened
from jixiao.findings import Certainty, Quote, Severity
from jixiao.targets.quotation import quoted

_POINT = re.compile(r"(?:^|[，。；;：:、\s])(?:[一二三四五六七八九十]{1,2}是(?!否))")
_END = re.compile(r"[。；;]|发现的?(?:主要)?问题|下一?步")
_CHINESE = re.compile(r"[一-鿿]+")
_STOCK = re.compile(r"进一步|加强|强化|提高|提升|积极|不断|切实|有效|全面|持续|工作|开展|推进|落实|保障|医疗|医保")
_REMEDY = "合并为一条，或写明两条各自做了什么、有什么不同的结果。"
_SHORTEST, _MOST_OF_IT = 8, 0.8


def said_twice(case: SubmissionCase) -> Iterator[Fault]:
    """Tell of neighbours in a list of which the shorter stands almost whole in the longer."""
    for form in case.cases:
        texts = (*form.prose.goals, *form.prose.results, *form.prose.conclusions)
        for path, text in texts if form.evaluation.form == "self_evaluation" else ():
            for one, two in _repeated(text):
                yield form.finding(
                    message=_message("", one, two),
                    quotes=[path],
                    suggestion=_REMEDY,
                    severity=Severity.INFO,
                    certainty=Certainty.POSSIBLE,
                    title=_TITLE,
                )
    for passage in case.narrative.text:
        for one, two in _repeated(passage.text):
            yield case.finding(
                message=_message("报告正文", one, two),
                quotes=[Quote(text=passage.text, place=passage.place)],
                suggestion=_REMEDY,
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
                title=_TITLE,
            )


_TITLE = "并列的两条说的是同一件事"


def _message(where: str, one: str, two: str) -> str:
    return f"{where}并列的两条{quoted(shortened(one))}和{quoted(shortened(two))}说的是同一件事。"


def _repeated(text: str) -> Iterator[tuple[str, str]]:
    if "二是" not in text:
        return
    points = [_END.split(part)[0].strip(" ，,") for part in _POINT.split(text)[1:]]
    for one, two in pairwise(points):
        short, long = sorted((_pairs(one), _pairs(two)), key=len)
        if len(short) >= _SHORTEST and len(short & long) >= _MOST_OF_IT * len(short):
            yield one, two


def _pairs(text: str) -> frozenset[str]:
    words = _CHINESE.findall(_STOCK.sub(" ", text))
    return frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1))
