"""QLT-06, the hint: 实际完成值 gives a bound (超过90%), and a text of the form or its report the exact figure."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.faults import Fault
from jixiao.audit.prose import Chapter
from jixiao.audit.rows import Row
from jixiao.facts import name_core
from jixiao.facts.prose import figures
from jixiao.findings import Certainty, Quote, Severity
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.texts.sentences import sentences

_SHARE = re.compile(r"(?<=满意|知晓|认可)[率度]")
"""满意率 and 满意度 are one measure."""
_WHOLE_NAME, _MEASURE, _SUBJECT = 6, 4, 2
"""So many characters tell what is counted: a name by itself; the measure at its end, and the subject before it in the same sentence."""


class _Told(msgspec.Struct, frozen=True):
    """An exact figure for a row that gives only a bound."""

    row: Row
    printed: str
    words: str
    quote: Quote


def exact_elsewhere(case: Case, vague: Iterable[Row]) -> Iterator[Fault]:
    """Tell of the rows whose exact figure stands in a text about the whole year, where it fits the bound that the row gives."""
    for row in vague:
        told = _told_exactly(case, row)
        if told is None:
            continue
        fault = case.finding(
            message=(
                f"{quoted(row.name)}的完成值只写{quoted(row.indicator.actual)}，文中另写有确数{told.printed}（{quoted(told.words)}），"
                f"请核对口径后填写确数。"
            ),
            quotes=[row.path("actual")],
            figures={"实际完成值": row.indicator.actual or "", "文中所写": told.printed},
            suggestion="核对文中数字的对象、范围和时间与本指标一致后，在实际完成值栏填写确数。",
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
            title="完成值写界限而文中另有确数",
        )
        yield msgspec.structs.replace(fault, quotes=(*fault.quotes, told.quote))


def _told_exactly(case: Case, row: Row) -> _Told | None:
    bound = row.actual
    name = _SHARE.sub("度", name_core(row.indicator.name))
    if not isinstance(bound, targets.Quantity) or len(name) < _WHOLE_NAME:
        return None
    for text, quote in _texts(case):
        for sentence in sentences(text):
            for figure in figures(sentence.text, case.evaluation.year):
                same = figure.unit == bound.unit.base and figure.per == bound.per
                exact = not figure.bound and not figure.period and figure.year == case.evaluation.year
                if not (same and exact) or not _admits(bound, figure.value):
                    continue
                before = key(sentence.text)[: figure.start]
                if _speaks_of(name, _SHARE.sub("度", name_core(figure.measure)), before):
                    return _Told(row, figure.printed, sentence.text.strip(), quote)
    return None


def _texts(case: Case) -> Iterator[tuple[str, Quote]]:
    """What the form tells as its results, and what the report tells of it."""
    for path, text in (*case.prose.results, *case.prose.conclusions):
        yield text, case.quote(path)
    for passage in case.prose.report:
        if passage.chapter is Chapter.RESULTS:
            yield passage.text, passage.quote


def _admits(bound: targets.Quantity, value: Decimal) -> bool:
    """Tell whether an exact figure may be what a bound stands for; one that it excludes contradicts it (XFM-01)."""
    if bound.operator is targets.Operator.ABOUT:
        return abs(value - bound.value) <= abs(bound.value) / 10
    return value >= bound.value if bound.operator.is_floor else value <= bound.value


def _speaks_of(name: str, measure: str, before: str) -> bool:
    """Tell whether a figure counts what an indicator is named after: the whole name, or its end with its subject told before."""
    if measure == name:
        return True
    subject = name.removesuffix(measure)
    return len(measure) >= _MEASURE and len(subject) >= _SUBJECT and subject != name and subject in before
