"""Text into the cells of a lattice, run by run: the one that ran over a rule, and the one that was written over several cells."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from jixiao.readers.lattice import Box, Lattice
from jixiao.readers.pages import PageTable, ruled_table
from jixiao.readers.pdf.lines import cell_text, confidence
from jixiao.readers.pdf.runs import Glyph, Run

_PADDING = 0.6
"""Ems between a rule and text that was set against it."""
_SPILT, _SPILT_LINES = 0.6, 8
"""Ems between the lines of a cell, at most, and by which their edges or middles differ; ems by which they run out of the table."""
_SAME_LINE = 0.5
"""Ems by which the middles of runs on one line differ, at most."""
_AT = 1.0
"""Points by which heights that are one may differ."""
_PARTED = 0.15
"""Ems of space at a rule that show text to be set in two cells, though it was written in one go."""


class Grid:
    """A lattice while text is put into its cells."""

    def __init__(self, lattice: Lattice, doubted: Sequence[float] = ()) -> None:
        self.lattice = lattice
        self._doubted = doubted
        """Heights at which it is open to doubt whether rows part."""
        self.area = (lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[-1] - lattice.ys[0])
        self._runs: list[list[Run]] = [[] for _ in lattice.cells]
        self._cells = {
            (row, column): index
            for index, cell in enumerate(lattice.cells)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything: the lines of a chart or an ornament."""
        return not any(self._runs)

    def holds(self, run: Run) -> bool:
        """Whether a run stands in this lattice."""
        x, y = middle(run.box)
        left, top, right, bottom = self.lattice.box
        return left <= x <= right and top <= y <= bottom

    def spills(self, run: Run, runs: Sequence[Run]) -> bool:
        """Whether one of the runs of a page, below the last rule, goes on with the lines of a cell that is too low for them.

        Such a cell is a label as a rule: its text goes over several lines or fills the only one, and nothing on the line below stands
        outside of it.
        """
        left, top, right, _ = run.box
        outer = self.lattice.box
        if run.turn or not (
            outer[0] <= left and right <= outer[2] and 0 <= top + run.size - outer[3] <= _SPILT_LINES * run.size
        ):
            return False
        index = self._at((left + right) / 2, outer[3])
        cell, above = self.lattice.cells[index], [each for each in self._runs[index] if not each.turn]
        if not above or left < cell.box[0] or right > cell.box[2] or cell.column_span == len(self.lattice.xs) - 1:
            return False
        last = max(above, key=lambda each: each.box[3])
        line = [each for each in above if _beside(each, last)]
        if len(line) == len(above) and _has_room(cell.box, line, run.size):
            return False
        if any(_beside(each, run) and not cell.box[0] <= each.box[0] <= each.box[2] <= cell.box[2] for each in runs):
            return False
        aside = min(abs(left - last.box[0]), abs(left + right - last.box[0] - last.box[2]) / 2)
        return abs(top - last.box[3]) <= _SPILT * run.size and aside <= _SPILT * run.size

    def take(self, run: Run) -> None:
        """Put a run into its cell; one that was written over several cells is parted at the rules between them."""
        for piece in self._parted(run):
            self._runs[self._cell_of(piece)].append(piece)

    def _at(self, x: float, y: float) -> int:
        xs, ys = self.lattice.xs, self.lattice.ys
        row = min(max(bisect_right(ys, y) - 1, 0), len(ys) - 2)
        column = min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)
        return self._cells[row, column]

    def _cell_of(self, run: Run) -> int:
        """The cell of a run: that of its middle; when it runs over a rule, that in which it begins or ends like set text."""
        x, y = middle(run.box)
        own = self._at(x, y)
        if run.turn:
            return own
        left, right = self._at(run.box[0] + 0.5, y), self._at(run.box[2] - 0.5, y)
        if left == right:
            return own
        after = run.box[0] - self.lattice.cells[left].box[0]
        before = self.lattice.cells[right].box[2] - run.box[2]
        near = _PADDING * run.size
        if (after <= near) != (before <= near):
            return left if after <= near else right
        return own

    def _parted(self, run: Run) -> list[Run]:
        if run.turn:
            return [run]
        y = middle(run.box)[1]
        first, last = self._at(run.box[0], y), self._at(run.box[2], y)
        if first == last:
            return [run]
        glyphs = run.glyphs
        cuts = [
            index
            for index in range(1, len(glyphs))
            if (rule := self._rule_between(glyphs[index - 1].box, glyphs[index].box, y)) is not None
            and _space_around(glyphs, index, rule) >= _PARTED * run.size
        ]
        edges = [0, *cuts, len(glyphs)]
        return [part for start, end in pairwise(edges) if (part := run.part(start, end)) is not None]

    def _rule_between(self, one: Box, other: Box, y: float) -> float | None:
        """Where the rule stands that parts two neighbouring characters; None when they are in one cell."""
        left, right = self._at(middle(one)[0], y), self._at(middle(other)[0], y)
        return None if left == right else self.lattice.cells[right].box[0]

    def table(self, number: int, size: tuple[float, float]) -> PageTable:
        """The table with its texts."""
        texts = [cell_text(runs) for runs in self._runs]
        table = ruled_table(self.lattice, texts, number, size, list(map(confidence, texts)))
        if not self._doubted:
            return table
        cells = tuple(
            msgspec.structs.replace(cell, open=self._is_open(placed.box))
            for cell, placed in zip(table.cells, self.lattice.cells, strict=True)
        )
        return msgspec.structs.replace(table, cells=cells)

    def _is_open(self, box: Box) -> bool:
        """Whether it is open to doubt that a cell ends at its top or bottom, or that no row ends within it."""
        return any(box[1] - _AT < height < box[3] + _AT for height in self._doubted)


def _beside(one: Run, other: Run) -> bool:
    """Whether two runs stand on one line."""
    return abs(middle(one.box)[1] - middle(other.box)[1]) < _SAME_LINE * other.size


def _has_room(cell: Box, line: Sequence[Run], size: float) -> bool:
    """Whether a line of a cell leaves room for another character, so that what follows it was not broken off."""
    written = max(run.box[2] for run in line) - min(run.box[0] for run in line)
    return cell[2] - cell[0] - written > size + 2 * _PADDING * size


def middle(box: Box) -> tuple[float, float]:
    """The middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _space_around(glyphs: Sequence[Glyph], index: int, rule: float) -> float:
    """How much white there is around a rule between two characters; negative when one of them stands on it."""
    before, after = index - 1, index
    while before and glyphs[before].text.isspace():
        before -= 1
    while after < len(glyphs) - 1 and glyphs[after].text.isspace():
        after += 1
    left, right = glyphs[before].box[2], glyphs[after].box[0]
    return right - left if left <= rule + 0.5 and right >= rule - 0.5 else -1.0
