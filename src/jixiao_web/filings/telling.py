"""Findings as the page tells them: each with links to the cells that it quotes, and the unit's answer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from jixiao.findings import Finding
from jixiao_web.filings.addresses import of_place, parse
from jixiao_web.filings.models import Answered, Filing, Part, Row
from jixiao_web.filings.naming import called


class ToldFinding(NamedTuple):
    """A finding, the cells that it quotes (the address of each with what people call it), and what the unit answered.

    `lacks` is the number of a row, 0 for the whole form, to which evidence would answer it and none is attached.
    """

    finding: Finding
    cells: tuple[tuple[str, str], ...]
    answer: Answered | None
    lacks: int | None = None


_ASKS_FOR_EVIDENCE = frozenset({"SAT-01", "QLT-07"})
"""The checks whose finding evidence (佐证材料) answers: 满意度 without a survey, evidence that the form announces and lacks."""


def told(
    filing: Filing, rows: Sequence[Row], findings: Iterable[Finding], attached: Mapping[int, int] | None = None
) -> list[ToldFinding]:
    """Findings with their cells and answers; `attached` counts the evidence of each row, where it is to be told what lacks it."""
    answers = {each.key: each for each in filing.answers.select_related("person")}
    views = []
    for finding in findings:
        quoted = dict.fromkeys(str((quote.place and of_place(quote.place)) or "") for quote in finding.quotes)
        cells = tuple((each, called(rows, each, filing.form)) for each in quoted if each)
        lacks = None if attached is None else _lacks(finding, quoted, attached)
        views.append(ToldFinding(finding, cells, answers.get(finding.key), lacks))
    return views


def _lacks(finding: Finding, quoted: Iterable[str], attached: Mapping[int, int]) -> int | None:
    """The first row that a finding quotes, if it asks for evidence and neither the rows quoted nor the form have any."""
    if finding.code not in _ASKS_FOR_EVIDENCE or attached.get(0):
        return None
    numbers = [address.row or 0 for text in quoted if text and (address := parse(text)).part != Part.FIELD] or [0]
    return None if any(attached.get(number) for number in numbers) else numbers[0]
