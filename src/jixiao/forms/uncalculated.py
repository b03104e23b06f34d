"""Cells of a spreadsheet whose formula nothing has calculated: they are not blank, though nothing of them can be read."""

from collections import Counter
from collections.abc import Iterable, Iterator

from jixiao.documents import UNCALCULATED, Omission
from jixiao.forms.closing import doubt_cells
from jixiao.model import Evaluation, Fund, Indicator
from jixiao.places import Place

_GROUPS = ("indicators", "funds")


def doubt_uncalculated(evaluation: Evaluation, omissions: Iterable[Omission]) -> Evaluation:
    """Name the fields without text that a formula without a result stands for among the doubtful ones.

    Which field it is tells the column that the other rows have it in.
    """
    places = [item.place for item in omissions if item.why == UNCALCULATED]
    return doubt_cells(evaluation, _fields(evaluation, places)) if places else evaluation


def _fields(evaluation: Evaluation, places: list[Place]) -> Iterator[str]:
    for group in _GROUPS:
        rows: tuple[Indicator | Fund, ...] = getattr(evaluation, group)
        columns = _columns(rows)
        for number, row in enumerate(rows):
            lines = {(place.sheet, place.table, place.row) for place in (row.place, *row.cells.values())}
            for place in places:
                field = columns.get((place.sheet, place.column))
                if field and getattr(row, field) is None and (place.sheet, place.table, place.row) in lines:
                    yield f"{group}/{number}/{field}"


def _columns(rows: Iterable[Indicator | Fund]) -> dict[tuple[str | None, int | None], str]:
    """The field that most rows have in a column of a sheet."""
    seen: dict[tuple[str | None, int | None], Counter[str]] = {}
    for row in rows:
        for field, place in row.cells.items():
            if place.column is not None:
                seen.setdefault((place.sheet, place.column), Counter())[field] += 1
    return {at: counts.most_common(1)[0][0] for at, counts in seen.items()}
