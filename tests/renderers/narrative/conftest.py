from collections.abc import Callable

import pytest

from jixiao import pipeline
from jixiao.model import parse_notation
from jixiao.papers import Figure, Grid, Line
from jixiao.renderers.narrative import Narrated, Report, ReportKind, narrate
from jixiao.results import Audited

Told = Callable[..., str]


def audited(notation: str, path: str = "自评表.txt") -> Audited:
    return pipeline.examine(parse_notation(notation, path))


def lines_of(report: Report) -> list[str]:
    """The lines of a report as text; gaps begin with their mark, cells of a row are joined by bars."""
    found: list[str] = []
    for block in report.paper.blocks:
        if isinstance(block, Line):
            found.append(block.text)
        elif isinstance(block, Grid):
            found += [" | ".join(cell.text for cell in block.cells if cell.row == row) for row in range(block.rows)]
        elif isinstance(block, Figure):
            found.append(block.caption)
    return found


def write(
    *notations: str, last: tuple[str, ...] = (), kind: ReportKind | None = None, date: str | None = None
) -> Narrated:
    now, before = [audited(each) for each in notations], [audited(each, "上年.txt") for each in last]
    return narrate(now, before, kind, date)


@pytest.fixture
def told() -> Told:
    """Write the first report of some forms in the notation; its lines, one below the other."""

    def telling(
        *notations: str, last: tuple[str, ...] = (), kind: ReportKind | None = None, date: str | None = None
    ) -> str:
        return "\n".join(lines_of(write(*notations, last=last, kind=kind, date=date).reports[0]))

    return telling


@pytest.fixture
def narrated() -> Callable[..., Narrated]:
    """Write the reports of some forms in the notation."""
    return write
