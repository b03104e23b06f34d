"""Findings as the page tells them: each with links to the cells that it quotes."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jixiao.findings import Finding
from jixiao_web.filings.addresses import of_place
from jixiao_web.filings.models import Filing, Row
from jixiao_web.filings.naming import called


class ToldFinding(NamedTuple):
    """A finding, and the cells that it quotes: the address of each with what people call it."""

    finding: Finding
    cells: tuple[tuple[str, str], ...]


def told(filing: Filing, rows: Sequence[Row], findings: Iterable[Finding]) -> list[ToldFinding]:
    """Findings with their cells."""
    views = []
    for finding in findings:
        quoted = dict.fromkeys(str((quote.place and of_place(quote.place)) or "") for quote in finding.quotes)
        cells = tuple((each, called(rows, each, filing.form)) for each in quoted if each)
        views.append(ToldFinding(finding, cells))
    return views
