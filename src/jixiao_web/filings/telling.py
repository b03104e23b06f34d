"""Findings as the page tells them: each with links to the cells that it quotes, and the unit's answer."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jixiao.findings import Finding
from jixiao_web.filings.addresses import of_place
from jixiao_web.filings.models import Answered, Filing, Row
from jixiao_web.filings.naming import called


class ToldFinding(NamedTuple):
    """A finding, the cells that it quotes (the address of each with what people call it), and what the unit answered."""

    finding: Finding
    cells: tuple[tuple[str, str], ...]
    answer: Answered | None


def told(filing: Filing, rows: Sequence[Row], findings: Iterable[Finding]) -> list[ToldFinding]:
    """Findings with their cells and answers."""
    answers = {each.key: each for each in filing.answers.select_related("person")}
    views = []
    for finding in findings:
        quoted = dict.fromkeys(str((quote.place and of_place(quote.place)) or "") for quote in finding.quotes)
        cells = tuple((each, called(rows, each, filing.form)) for each in quoted if each)
        views.append(ToldFinding(finding, cells, answers.get(finding.key)))
    return views
