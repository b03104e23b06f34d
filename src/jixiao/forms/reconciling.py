"""The arithmetic of the form decides among readings.

When the points do not add up to the printed totals, a row that can be cut otherwise is, if that makes them tie.

Only a reading that closes all sums is taken, and only the cheapest one; a form that is simply added up wrongly stays as it is read. A
column in which no row has points was left blank, and no row gets all of them.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from jixiao.forms.alignment import align
from jixiao.forms.closing import POINTS
from jixiao.forms.cuts import AlignedRow, Joins, Segment
from jixiao.forms.indicators import AlignedTable
from jixiao.forms.looks import joins_of, slots_of
from jixiao.forms.ribbon import Gap
from jixiao.forms.shapes import is_number
from jixiao.forms.words import key

_WORDS = frozenset({"name", "rule", "note", "remark", "explanation"})
_TOLERANCE = Decimal("0.005")
_DEAREST = 3.0
"""What an alternative cut of a row may cost more than the best: less than an empty column of points."""
Sums = dict[str, tuple[Decimal, ...]]
"""Per column of points the sums that would tie: with and without the points of the execution rate."""


def reconcile(tables: Sequence[AlignedTable], sums: Sums) -> None:
    """Recut one row, if the sums do not tie as read and exactly one cheapest recut makes them tie."""
    fields = [field for field in POINTS if sums.get(field) and any(field in table.heading.fields() for table in tables)]
    totals = {field: sum(_points(table, row, field) for table in tables for row in table.rows) for field in fields}
    fields = [field for field in fields if totals[field]]
    if not fields or all(_ties(totals[field], sums[field]) for field in fields):
        return
    found: list[tuple[float, AlignedTable, int, AlignedRow]] = []
    for table in tables:
        joins = joins_of(table.heading, table.tokens)
        for index, row in enumerate(table.rows):
            for dearer, other in _alternatives(table, row, joins):
                changed = {
                    field: totals[field] - _points(table, row, field) + _points(table, other, field) for field in fields
                }
                if all(_ties(changed[field], sums[field]) for field in fields):
                    found.append((dearer, table, index, other))
    found.sort(key=lambda candidate: candidate[0])
    if found and (len(found) == 1 or found[0][0] < found[1][0]):
        _, table, index, other = found[0]
        table.rows[index] = other


def _points(table: AlignedTable, row: AlignedRow, field: str) -> Decimal:
    return POINTS[field](table.text(row, field)) or Decimal(0)


def _ties(total: Decimal | int, sums: tuple[Decimal, ...]) -> bool:
    return any(abs(total - wanted) <= _TOLERANCE for wanted in sums)


def _alternatives(table: AlignedTable, row: AlignedRow, joins: Joins) -> Iterator[tuple[float, AlignedRow]]:
    """The next best cuts of a row: each with one of its cells of values or points forbidden; how much dearer, and the cut."""
    fields = table.heading.fields()
    segments = sorted(row.cells.values(), key=lambda segment: segment.start)
    if not segments or row.strays:
        return
    start, end = segments[0].start, segments[-1].end
    best = sum(segment.cost for segment in segments)
    for segment in segments:
        if fields[segment.slot] not in {"target", "actual", "weight", "score"}:
            continue
        other = _recut(table, start, end, segment, joins)
        if other is not None and _buried(table, other) <= _buried(table, row):
            dearer = sum(cell.cost for cell in other.cells.values()) - best
            if dearer <= _DEAREST:
                yield dearer, other


def _buried(table: AlignedTable, row: AlignedRow) -> int:
    """How many figures a cut puts into columns of words: one that ties by getting a figure out of the way is no reading."""
    fields = table.heading.fields()
    texts = (table.text(row, fields[slot]) for slot in row.cells if fields[slot] in _WORDS)
    return sum(1 for text in texts if text is not None and is_number(key(text)))


def _recut(table: AlignedTable, start: int, end: int, banned: Segment, joins: Joins) -> AlignedRow | None:
    """Align the tokens of one row anew without the banned cell."""
    tokens = (msgspec.structs.replace(table.tokens[start], gap=Gap.ROW), *table.tokens[start + 1 : end])

    def fit(slot: int, text: str, first: int) -> float:
        same = slot == banned.slot and first + start == banned.start
        return 50.0 if same else table.fit(slot, text, first + start)

    def follow(slot: int, text: str, first: int, before: int, text_before: str, first_before: int) -> float:
        return table.follow(slot, text, first + start, before, text_before, first_before + start)

    rows = align(tokens, slots_of(table.heading), fit, follow, joins, rows_known=True)
    if len(rows) != 1 or rows[0].strays:
        return None
    for segment in rows[0].cells.values():
        segment.start += start
        segment.end += start
    return rows[0]
