"""The search for the cheapest cut: a dynamic programme over (token, slot), forward over the tokens and back along the pointers."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from jixiao.forms.cuts import INFINITE, AlignedRow, Fit, Follow, Joins, Segment, Slot
from jixiao.forms.ribbon import Gap, Ribbon
from jixiao.forms.shapes import first_unit_width, is_han, is_points, width

_SLACK = 0.6
"""Ems by which a line may miss its column's width: a half-width sign or two."""
_BONUS = 2.5
"""More than what fit and follow can give back in a row beyond the cost of skipped columns: dearer paths are left without looking closer."""
STRAY = 8.0
"""Cost of a token that fits no slot: dearer than an odd fit, cheaper than a wrong number in a column of points."""


class Search:
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
        self.certain = rows_known and not any(map(self.is_soft, range(len(tokens))))
        self.skipped = [0.0]
        for slot in slots:
            self.skipped.append(self.skipped[-1] + slot.skip)
        size = len(tokens) + 1
        self.best = [[INFINITE] * len(slots) for _ in range(size)]
        self.back: list[list[tuple[int, int, bool, float] | None]] = [[None] * len(slots) for _ in range(size)]
        self.strayed: list[list[bool]] = [[False] * len(slots) for _ in range(size)]
        self.points = [is_points(token.key) for token in tokens]
        self.longest = max(slot.longest for slot in slots)
        self.across = {gap: joins.across(gap) for gap in Gap}

    @cached_property
    def widths(self) -> list[float]:
        """The width of every token as printed."""
        return [width(token.text) for token in self.tokens]

    @cached_property
    def units(self) -> list[float]:
        """The width of what a line break cannot divide at the beginning of every token."""
        return [first_unit_width(token.key) for token in self.tokens]

    def rows(self) -> list[AlignedRow]:
        """Run forward and follow the back pointers."""
        for run in self._runs():
            if not self._fill(run):
                for i in run:
                    self._stray(i)
                    self._extend_from(i)
        return self._trace()

    def _runs(self) -> list[range]:
        """The tokens of each row where the rows and all cells are certain, else all tokens at once."""
        size = len(self.tokens)
        if not self.certain:
            return [range(size)]
        starts = [i for i in range(size) if i == 0 or self.tokens[i].gap is Gap.ROW]
        return [range(start, end) for start, end in pairwise([*starts, size])]

    def _fill(self, row: range) -> bool:
        """Cut a row of certain cells, every token into a cell; False where that is not possible, or setting one aside may be cheaper."""
        spare = len(self.slots) - len(row)
        if not self.certain or spare < 0:
            return False
        above, last = self.closed(row.start)
        for first, i in enumerate(row):
            slots = range(first, first + spare + 1)
            if i == row.start:
                self._begin_row(i, slots, above, last)
            else:
                self._go_on(i, slots)
        if self.closed(row.stop)[0] - above < STRAY - _BONUS:
            return True
        for i in row:
            self.best[i + 1] = [INFINITE] * len(self.slots)
        return False

    def _begin_row(self, i: int, slots: range, above: float, last: int) -> None:
        """Take certain token i for the first cell of a row; the rows above cost `above` and end with slot `last`."""
        for slot in slots:
            cost = self.fit(slot, self.tokens[i].key, i)
            self.best[i + 1][slot] = above + self.skipped[slot] + cost
            self.back[i + 1][slot] = (i, last, True, cost)

    def _go_on(self, i: int, slots: range) -> None:
        """Take certain token i for the cell behind the one before."""
        text, text_before = self.tokens[i].key, self.tokens[i - 1].key
        cheapest, before = INFINITE, -1
        for slot in slots:
            reached = self.best[i][slot - 1] - self.skipped[slot]
            if reached < cheapest:
                cheapest, before = reached, slot - 1
            cost, follow = self.fit(slot, text, i), self.follow(slot, text, i, before, text_before, i - 1)
            self.best[i + 1][slot] = cheapest + self.skipped[slot] + cost + follow
            self.back[i + 1][slot] = (i, before, False, cost + follow)

    def closed(self, end: int) -> tuple[float, int]:
        """What the cheapest cut of tokens[:end] costs when its last row ends there, and the last slot of it."""
        if end == 0:
            return 0.0, -1
        ends = [cost + self.skipped[-1] - self.skipped[slot + 1] for slot, cost in enumerate(self.best[end])]
        cost = min(ends)
        return cost, ends.index(cost)

    def _stray(self, i: int) -> None:
        if i == 0 or self.tokens[i].gap is Gap.ROW:
            return
        after = self.best[i + 1]
        for slot, cost in enumerate(self.best[i]):
            if cost + STRAY < after[slot]:
                after[slot] = cost + STRAY
                self.strayed[i + 1][slot] = True
                self.back[i + 1][slot] = (i, slot, False, STRAY)

    def may_open(self, i: int) -> tuple[bool, bool]:
        """Whether a row may begin at token i, and whether the one before may go on."""
        on = self.tokens[i].gap is not Gap.ROW
        return (not on if self.rows_known else True), on

    def opening(self, i: int) -> float:
        """What it costs to begin a row at token i."""
        gap = self.tokens[i].gap
        return 0.0 if gap is Gap.ROW else self.joins.row + (0.3 if gap in (Gap.SPACE, Gap.GLUE) else 0.0)

    def entries(self, i: int) -> list[tuple[float, int, bool]]:
        """For every slot the cheapest way to begin a cell of it at token i: cost, slot before, whether a new row begins."""
        count = len(self.slots)
        if i == 0:
            return [(self.skipped[slot], -1, True) for slot in range(count)]
        arrived = self.best[i]
        new_row, same_row = self.may_open(i)
        opening, last = INFINITE, -1
        if new_row:
            for slot in range(count):
                cost = arrived[slot] + self.skipped[count] - self.skipped[slot + 1]
                if cost < opening:
                    opening, last = cost, slot
            opening += self.opening(i)
        entries: list[tuple[float, int, bool]] = []
        running, before = INFINITE, -1
        for slot in range(count):
            fresh = opening + self.skipped[slot]
            along = running + self.skipped[slot] if same_row else INFINITE
            entries.append((along, before, False) if along <= fresh else (fresh, last, True))
            reached = arrived[slot] - self.skipped[slot + 1]
            if reached < running:
                running, before = reached, slot
        return entries

    def _extend_from(self, i: int) -> None:
        entries = self.entries(i)
        for slot, j, cost, follow in self.cells_from(i, entries, self.best):
            entry, before, fresh = entries[slot]
            whole = entry + cost + follow
            if whole < self.best[j][slot]:
                self.best[j][slot] = whole
                self.back[j][slot] = (i, before, fresh, cost + follow)
                self.strayed[j][slot] = False

    def cells_from(
        self,
        i: int,
        entries: Sequence[tuple[float, int, bool]],
        known: Sequence[Sequence[float]],
        most: float | None = None,
    ) -> Iterator[tuple[int, int, float, float]]:
        """The cells that may begin at token i: slot, token behind the end, cost, and cost of standing behind the cell before.

        Left out are those that cannot be the best up to their end, as `known` tells; with `most` those of which cuts cost more, where
        `known` tells what remains to be paid.
        """
        open_to = [(slot, *entry) for slot, entry in enumerate(entries) if entry[0] < INFINITE]
        if i + 1 == len(self.tokens) or self._ends_row(i + 1):
            return self._single_cells(i, open_to, known[i + 1], most)
        return self._growing_cells(i, open_to, known, most)

    def _growing_cells(
        self,
        i: int,
        open_to: Sequence[tuple[int, float, int, bool]],
        known: Sequence[Sequence[float]],
        most: float | None,
    ) -> Iterator[tuple[int, int, float, float]]:
        """The same, a token more each time."""
        divide = {Gap.GLUE: self.joins.divide, Gap.SPACE: self.joins.part}.get(self.tokens[i].gap, 0.0) if i else 0.0
        text = ""
        joining = [0.0] * len(self.slots)
        least = {
            slot: entry - _BONUS - (0.0 if fresh else self.skipped[slot] - self.skipped[before + 1])
            for slot, entry, before, fresh in open_to
        }
        cell = _CellWidth(self, i)
        for j in range(i + 1, min(i + self.longest, len(self.tokens)) + 1):
            if j > i + 1:
                if self._ends_row(j - 1):
                    return
                base, room = cell.add(j - 1)
                if room is None:
                    joining = [cost + base for cost in joining]
                else:
                    for slot, *_ in open_to:
                        joining[slot] += base + self._ragged(j - 1, room, slot, cell)
            text += self.tokens[j - 1].key
            reached = known[j]
            for slot, _, before, fresh in open_to:
                cost = joining[slot]
                limit = reached[slot] if most is None else most - reached[slot]
                if least[slot] + cost >= limit or j - i > self.slots[slot].longest:
                    continue
                cost += divide + self._fullness(j, slot) + self.fit(slot, text, i)
                follow = 0.0
                if not fresh and before >= 0:
                    start = self._start_before(i, before)
                    follow = self.follow(slot, text, i, before, self._text(start, i), start)
                yield slot, j, cost, follow

    def _single_cells(
        self, i: int, open_to: Sequence[tuple[int, float, int, bool]], reached: Sequence[float], most: float | None
    ) -> Iterator[tuple[int, int, float, float]]:
        """The same where no cell can reach beyond token i, as in every table with certain cells: nothing is joined to it."""
        divide = {Gap.GLUE: self.joins.divide, Gap.SPACE: self.joins.part}.get(self.tokens[i].gap, 0.0) if i else 0.0
        text, skipped = self.tokens[i].key, self.skipped
        before_it: dict[int, tuple[int, str]] = {}
        for slot, entry, before, fresh in open_to:
            limit = reached[slot] if most is None else most - reached[slot]
            if entry - (0.0 if fresh else skipped[slot] - skipped[before + 1]) - _BONUS >= limit:
                continue
            cost = divide + self._fullness(i + 1, slot) + self.fit(slot, text, i)
            follow = 0.0
            if not fresh and before >= 0:
                if before not in before_it:
                    start = self._start_before(i, before)
                    before_it[before] = (start, self._text(start, i))
                start, text_before = before_it[before]
                follow = self.follow(slot, text, i, before, text_before, start)
            yield slot, i + 1, cost, follow

    def apart(self, k: int) -> float:
        """What it costs, beyond the gap, to join token k to the one before it on its line."""
        if self.tokens[k].gap is not Gap.SPACE:
            return 0.0
        if self.points[k]:
            return self.joins.number
        return self.joins.words if is_han(self.tokens[k - 1].key[-1]) and is_han(self.tokens[k].key[0]) else 0.0

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
        return self.tokens[start].key if end == start + 1 else "".join(token.key for token in self.tokens[start:end])

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
        for row in () if self.certain else rows:
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

    def is_soft(self, index: int) -> bool:
        """Whether nothing certain bounds a cell before a token."""
        return 0 < index < len(self.tokens) and self.tokens[index].gap < Gap.CELL


class _CellWidth:
    """The lines of a growing cell: the width of the one being written, of the one before the last break, and of the widest."""

    def __init__(self, search: Search, start: int) -> None:
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
            return cost + self.search.apart(k), None
        self.before, self.line = self.line, self.search.widths[k]
        self.widest = max(self.widest, self.line)
        return cost, self.widest - self.before - self.search.units[k]
