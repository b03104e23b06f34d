"""Aligning tokens with columns: the cheapest cut of a ribbon into cells, cells into rows.

Every cell is a run of tokens given to one slot (column); slots are filled from left to right, some may stay empty, and a new row
begins where the source says so or, where it does not say, where that is cheaper. The costs come from outside: what a text looks
like in a slot, what it costs to leave a slot empty, to join two tokens over a gap or to divide them. The cut is found by dynamic
programming over (token, slot); what fits nowhere is set aside as stray and reported.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec

from jixiao.forms.ribbon import Gap, Ribbon, cell_text
from jixiao.forms.shapes import first_unit_width, is_points, width
from jixiao.forms.words import key

_INFINITE = float("inf")
_SLACK = 0.6
"""Ems by which a line may miss its column's width: a half-width sign or two."""
_BONUS = 2.5
"""More than what fit and follow can give back beyond the cost of skipped columns: dearer paths are left without looking closer."""
STRAY = 8.0
"""Cost of a token that fits no slot: dearer than an odd fit, cheaper than a wrong number in a column of points."""


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A column to fill: its field, the most tokens a cell of it may take, the cost of leaving it empty.

    In a `closed` column cells are known words, complete as they are, however full their last line is.
    """

    field: str
    longest: int
    skip: float
    closed: bool = False


class Joins(msgspec.Struct, frozen=True, kw_only=True):
    """What it costs to keep two tokens in one cell across each kind of gap, and to begin a row at a soft gap.

    Columns are filled before they are broken: `ragged` is the cost of a line that breaks although the next word would have fitted,
    `brim` that of a cell ending with a line that is quite full. `number` is the cost of a bare number inside a text, `divide` that
    of a boundary where nothing divides.
    """

    space: float = 0.4
    wide: float = 1.5
    line: float = 0.15
    blank: float = 0.15
    ragged: float = 2.0
    brim: float = 0.4
    number: float = 1.5
    glue: float = 0.0
    divide: float = 0.2
    row: float = 0.1

    def across(self, gap: Gap) -> float:
        """The cost of joining over this gap; infinite over a certain cell boundary."""
        return {
            Gap.GLUE: self.glue,
            Gap.SPACE: self.space,
            Gap.WIDE: self.wide,
            Gap.LINE: self.line,
            Gap.BLANK: self.blank,
        }.get(gap, _INFINITE)


class Segment(msgspec.Struct, kw_only=True):
    """One cell: tokens[start:end] in a slot, what it cost, and by how much the next best cut beside it is dearer."""

    slot: int
    start: int
    end: int
    cost: float
    margin: float = _INFINITE


class AlignedRow(msgspec.Struct, kw_only=True):
    """The cells of one row by slot number, and the tokens that fitted nowhere."""

    cells: dict[int, Segment]
    strays: list[int]


Fit = Callable[[int, str, int], float]
"""Cost of (slot, key of the cell's text, index of its first token)."""
Follow = Callable[[int, str, int, int, str, int], float]
"""Cost, mostly a bonus, of (slot, key, first token) standing behind (previous slot, its key, its first token) in one row."""


def align(
    tokens: Ribbon, slots: Sequence[Slot], fit: Fit, follow: Follow, joins: Joins, *, rows_known: bool
) -> list[AlignedRow]:
    """Cut tokens into rows of cells at the least cost; `rows_known` says that a row begins exactly at each Gap.ROW.

    Lines that were broken inside their cells betray how wide each column is; a second search uses what the first one learnt.
    """
    if not tokens:
        return []
    search = _Search(tokens, slots, fit, follow, joins, rows_known=rows_known)
    rows = search.rows()
    columns = search.column_widths(rows)
    if any(columns):
        rows = _Search(tokens, slots, fit, follow, joins, rows_known=rows_known, columns=columns).rows()
    return rows


class _Search:
    """The dynamic programme; best[j][s] is the cheapest way to have consumed tokens[:j] with slot s filled last."""

    def __init__(
        self,
        tokens: Ribbon,
        slots: Sequence[Slot],
        fit: Fit,
        follow: Follow,
        joins: Joins,
        *,
        rows_known: bool,
        columns: Sequence[float] = (),
    ) -> None:
        self.columns = columns or [0.0] * len(slots)
        self.tokens, self.slots, self.fit, self.follow, self.joins = tokens, slots, fit, follow, joins
        self.rows_known = rows_known
        self.skipped = [0.0]
        for slot in slots:
            self.skipped.append(self.skipped[-1] + slot.skip)
        size = len(tokens) + 1
        self.best = [[_INFINITE] * len(slots) for _ in range(size)]
        self.back: list[list[tuple[int, int, bool, float] | None]] = [[None] * len(slots) for _ in range(size)]
        self.strayed: list[list[bool]] = [[False] * len(slots) for _ in range(size)]
        self.widths = [width(token.text) for token in tokens]
        self.units = [first_unit_width(token.key) for token in tokens]
        self.points = [is_points(token.key) for token in tokens]
        self.longest = max(slot.longest for slot in slots)
        self.across = {gap: joins.across(gap) for gap in Gap}

    def rows(self) -> list[AlignedRow]:
        """Run forward, follow the back pointers, measure the margins."""
        for i in range(len(self.tokens)):
            self._stray(i)
            self._extend_from(i)
        rows = self._trace()
        self._measure(rows)
        return rows

    def _stray(self, i: int) -> None:
        if i == 0 or self.tokens[i].gap is Gap.ROW:
            return
        for slot, cost in enumerate(self.best[i]):
            if cost + STRAY < self.best[i + 1][slot]:
                self.best[i + 1][slot] = cost + STRAY
                self.strayed[i + 1][slot] = True
                self.back[i + 1][slot] = (i, slot, False, STRAY)

    def _entries(self, i: int) -> list[tuple[float, int, bool]]:
        """For every slot the cheapest way to begin a cell of it at token i: cost, slot before, whether a new row begins."""
        count = len(self.slots)
        gap = self.tokens[i].gap
        if i == 0:
            return [(self.skipped[slot], -1, True) for slot in range(count)]
        arrived = self.best[i]
        new_row, same_row = (gap is Gap.ROW, gap is not Gap.ROW) if self.rows_known else (True, gap is not Gap.ROW)
        opening, last = _INFINITE, -1
        if new_row:
            for slot in range(count):
                cost = arrived[slot] + self.skipped[count] - self.skipped[slot + 1]
                if cost < opening:
                    opening, last = cost, slot
            opening += 0.0 if gap is Gap.ROW else self.joins.row + (0.3 if gap in (Gap.SPACE, Gap.GLUE) else 0.0)
        entries: list[tuple[float, int, bool]] = []
        running, before = _INFINITE, -1
        for slot in range(count):
            fresh = opening + self.skipped[slot]
            along = running + self.skipped[slot] if same_row else _INFINITE
            entries.append((along, before, False) if along <= fresh else (fresh, last, True))
            reached = arrived[slot] - self.skipped[slot + 1]
            if reached < running:
                running, before = reached, slot
        return entries

    def _extend_from(self, i: int) -> None:
        entries = [
            (slot, entry, before, fresh)
            for slot, (entry, before, fresh) in enumerate(self._entries(i))
            if entry < _INFINITE
        ]
        divide = self.joins.divide if self.tokens[i].gap is Gap.GLUE and i else 0.0
        text = ""
        joining = [0.0] * len(self.slots)
        cell = _CellWidth(self, i)
        for j in range(i + 1, min(i + self.longest, len(self.tokens)) + 1):
            if j > i + 1:
                if self._ends_row(j - 1):
                    return
                base, room = cell.add(j - 1)
                for slot, *_ in entries:
                    joining[slot] += base + self._ragged(j - 1, room, slot, cell)
            text += self.tokens[j - 1].key
            best, back, strayed = self.best[j], self.back[j], self.strayed[j]
            for slot, entry, before, fresh in entries:
                cost = joining[slot]
                skipped = 0.0 if fresh else self.skipped[slot] - self.skipped[before + 1]
                if j - i > self.slots[slot].longest or entry - skipped + cost - _BONUS >= best[slot]:
                    continue
                cost += divide + self._fullness(j, slot) + self.fit(slot, text, i)
                if not fresh and before >= 0:
                    start = self._start_before(i, before)
                    cost += self.follow(slot, text, i, before, self._text(start, i), start)
                if entry + cost < best[slot]:
                    best[slot], back[slot], strayed[slot] = entry + cost, (i, before, fresh, cost), False

    def _ends_row(self, k: int) -> bool:
        """Whether no cell can reach from before token k into it: a certain boundary, or the second of two figures side by side."""
        token = self.tokens[k]
        if token.gap >= Gap.CELL:
            return True
        return token.gap is Gap.SPACE and self.points[k] and self.points[k - 1]

    def _start_before(self, i: int, slot: int) -> int:
        """Where the cell of this slot that ends at token i begins."""
        pointer = self.back[i][slot]
        while pointer is not None and self.strayed[i][slot]:
            i = pointer[0]
            pointer = self.back[i][slot]
        return i if pointer is None else pointer[0]

    def _text(self, start: int, end: int) -> str:
        return "".join(token.key for token in self.tokens[start:end])

    def _ragged(self, k: int, room: float | None, slot: int, cell: "_CellWidth") -> float:
        """What the line break before token k costs in a column; no break costs nothing, nor does one between label and points.

        `room` is what the widest line of the cell leaves for the next word; a known width of the column tells better.
        """
        if room is None or self.slots[slot].closed:
            return 0.0
        cost, column = 0.0, self.columns[slot]
        if column:
            room = column - cell.before - self.units[k]
            if self.widths[k] > column + _SLACK:
                cost = self.joins.ragged
        return cost + (self.joins.ragged * min(1.0, room / 3) if room > _SLACK else 0.0)

    def _fullness(self, end: int, slot: int) -> float:
        """The cost of ending a cell with a line that fills its column to the brim, as only a line that goes on must."""
        column = 0.0 if self.slots[slot].closed else self.columns[slot]
        if not column or end >= len(self.tokens) or self.tokens[end].gap not in (Gap.LINE, Gap.BLANK):
            return 0.0
        brim = column - _SLACK < self.widths[end - 1] <= column + _SLACK
        return self.joins.brim if brim and not self.tokens[end - 1].key.endswith(("。", ";")) else 0.0

    def column_widths(self, rows: list[AlignedRow]) -> list[float]:
        """The width of every column that has a cell broken over lines: its longest line; 0 where nothing is broken."""
        columns = [0.0] * len(self.slots)
        for row in rows:
            for slot, segment in row.cells.items():
                inside = range(segment.start + 1, segment.end)
                if any(self.tokens[index].gap in (Gap.LINE, Gap.BLANK) for index in inside):
                    cell = _CellWidth(self, segment.start)
                    for index in inside:
                        cell.add(index)
                    columns[slot] = max(columns[slot], cell.widest)
        return columns

    def _trace(self) -> list[AlignedRow]:
        end = len(self.tokens)
        slot = min(
            range(len(self.slots)),
            key=lambda s: self.best[end][s] + self.skipped[len(self.slots)] - self.skipped[s + 1],
        )
        rows: list[AlignedRow] = []
        current = AlignedRow(cells={}, strays=[])
        while end > 0:
            pointer = self.back[end][slot]
            if pointer is None:
                break
            start, before, fresh, cost = pointer
            if self.strayed[end][slot]:
                current.strays.append(start)
                end = start
                continue
            current.cells[slot] = Segment(slot=slot, start=start, end=end, cost=cost)
            if fresh:
                rows.append(current)
                current = AlignedRow(cells={}, strays=[])
            end, slot = start, before
        return rows[::-1]

    def _measure(self, rows: list[AlignedRow]) -> None:
        """Give both cells beside a soft boundary the price of moving it to the next best place."""
        cells = [segment for row in rows for segment in sorted(row.cells.values(), key=lambda s: s.start)]
        for left, right in pairwise(cells):
            if left.end != right.start or self.tokens[right.start].gap in (Gap.CELL, Gap.ROW):
                continue
            here = self._cost(left.slot, left.start, left.end) + self._cost(right.slot, right.start, right.end)
            others = [
                self._cost(left.slot, left.start, cut) + self._cost(right.slot, cut, right.end)
                for cut in range(left.start + 1, right.end)
                if cut != left.end
            ]
            margin = min(others, default=_INFINITE) - here
            left.margin, right.margin = min(left.margin, margin), min(right.margin, margin)

    def _cost(self, slot: int, start: int, end: int) -> float:
        if end - start > self.slots[slot].longest:
            return _INFINITE
        cell = _CellWidth(self, start)
        joining = self._fullness(end, slot)
        for k in range(start + 1, end):
            base, room = cell.add(k)
            joining += base + self._ragged(k, room, slot, cell)
        divide = self.joins.divide if self.tokens[start].gap is Gap.GLUE else 0.0
        return joining + divide + self.fit(slot, "".join(token.key for token in self.tokens[start:end]), start)


class _CellWidth:
    """The lines of a growing cell: the width of the one being written, of the one before the last break, and of the widest."""

    def __init__(self, search: _Search, start: int) -> None:
        self.search = search
        self.line = self.widest = search.widths[start]
        self.before = 0.0

    def add(self, k: int) -> tuple[float, float | None]:
        """Take token k into the cell: the cost of the gap before it and, at a line break, the room the widest line leaves."""
        gap = self.search.tokens[k].gap
        cost = self.search.across[gap]
        if gap not in (Gap.LINE, Gap.BLANK):
            self.line += 0.5 + self.search.widths[k]
            self.widest = max(self.widest, self.line)
            return cost + (self.search.joins.number if gap is Gap.SPACE and self.search.points[k] else 0.0), None
        self.before, self.line = self.line, self.search.widths[k]
        self.widest = max(self.widest, self.line)
        return cost, self.widest - self.before - self.search.units[k]


def text_of(tokens: Ribbon, segment: Segment) -> str | None:
    """The printed text of a cell, or None when it holds nothing but a dash."""
    text = cell_text(tokens[segment.start : segment.end])
    return None if key(text) in {"", "-", "--", "/", "\\"} else text
