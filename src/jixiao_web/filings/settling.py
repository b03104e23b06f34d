"""复核总分 of forms, as the library defines it (jixiao.renderers.review.settling): for the page, the list, the interface and the papers."""

from collections.abc import Iterable, Sequence

from jixiao.renderers.review import Settlement, settlement
from jixiao_web.filings.models import Filing, Part, Row, State
from jixiao_web.filings.sheet import WITH_REVIEW

COMPLETED = frozenset({State.RECHECKED, State.CONFIRMED, State.PUBLISHED})
"""States in which the review is done: what nobody settled then stands as reported."""


def settled(filing: Filing, rows: Iterable[Row]) -> Settlement | None:
    """What the review of a form comes to; None before anything was settled, and for forms that are not reviewed by points."""
    if filing.form != "self_evaluation" or filing.state not in WITH_REVIEW:
        return None
    held = list(rows)
    indicators = [
        (row.values.get("score"), row.values.get("reviewed_score")) for row in held if row.part == Part.INDICATOR
    ]
    funds = [row.values.get("score") for row in held if row.part == Part.FUND]
    return settlement(indicators, funds, completed=filing.state in COMPLETED)


def settled_of(forms: Sequence[Filing]) -> dict[int, Settlement | None]:
    """The same for many forms at once, by their numbers."""
    rows: dict[int, list[Row]] = {form.pk: [] for form in forms if form.state in WITH_REVIEW}
    for row in Row.objects.filter(filing__in=rows):
        rows[row.filing_id].append(row)
    return {form.pk: settled(form, rows.get(form.pk, ())) for form in forms}
