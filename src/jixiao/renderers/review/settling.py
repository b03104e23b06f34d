"""复核认定总分: what a review comes to. This is the one definition, of page, list, paper and interface alike.

A row counts with what the reviewer settled (复核得分), and one for which nothing was settled with what the unit reported (自评得分):
whoever completes a review without touching a row lets it stand, and no program changes a score that nobody decided upon. What the rules
would give those rows is another figure (按口径重算), which stands beside it; how many rows were let stand is told, so that nobody takes
a total for reviewed that is mostly reported.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from jixiao.scoring import score_points, written


class Settlement(NamedTuple):
    """The total, how many indicators the reviewer settled, and how many count as reported."""

    total: Decimal
    settled: int
    as_reported: int

    @property
    def words(self) -> str:
        """The total as it is written."""
        return written(self.total)


def settlement(
    indicators: Iterable[tuple[str | None, str | None]], funds: Iterable[str | None] = (), *, completed: bool = False
) -> Settlement | None:
    """The total of indicators given as (自评得分, 复核得分), and of the points of funds, which are not settled apart, all as printed.

    None where a score is no number, and where nothing was settled unless the review was `completed` all the same.
    """
    rows = [(reported, reviewed) for reported, reviewed in indicators if reported or reviewed]
    points = [
        score_points(text) for text in (*(reviewed or reported for reported, reviewed in rows), *filter(None, funds))
    ]
    settled = sum(1 for _, reviewed in rows if reviewed)
    known = [each for each in points if each is not None]
    if len(known) < len(points) or not rows or not (settled or completed):
        return None
    return Settlement(sum(known, Decimal(0)), settled, len(rows) - settled)
