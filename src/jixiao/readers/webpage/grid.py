"""A table on its way from rows of cells with spans to a grid, and the question whether it is a table at all or the frame of a page."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import msgspec

from jixiao.readers.contents import Limits, RefusedError
from jixiao.readers.webpage.flow import Flow, Gap, Line

_TOO_MANY = "的表格超过 {limit} 个单元格，不像绩效自评表，未予读取；请只保留自评表再试。"
_TOO_NARROW = re.compile(r"#{3,}")
_WIDEST = 1_000
"""Columns that a cell may span at most, as in browsers."""
_TELLING_ROWS = 3
"""Rows of several short cells that make a table with tables in it a form; fewer make it the frame of a page."""
_SHORT = 200
"""Characters beyond which a cell tells nothing about what its table is."""
_ARTICLE = 8
"""Lines from which a cell is an article and not a value."""
_FRAME = 3
"""Cells with text that the frame around an article has at most."""


class RawCell:
    """A cell as the page has it: what flows in it, its spans, and the number that a spreadsheet has written beside its text."""

    def __init__(self, row_span: int, column_span: int, number: str | None = None) -> None:
        self.flow = Flow()
        self.number = number
        self.row_span = row_span
        self.column_span = column_span

    def lines(self) -> list[str]:
        """The texts of its lines."""
        return [item.text for item in self.flow.items if isinstance(item, Line)]

    def gaps(self) -> list[int]:
        """The numbers of what was left out in it, that in the tables in it not counted."""
        return [item.number for item in self.flow.items if isinstance(item, Gap)]

    def text(self) -> str:
        """Its lines in one text; the number where the column was too narrow to show it."""
        text = "\n".join(self.lines())
        return self.number if self.number and _TOO_NARROW.fullmatch(text) else text

    def everything(self) -> str:
        """Its lines and those of the tables in it."""
        inner = (placed.cell.everything() for part in self.parts() for placed in part.cells)
        return "\n".join(text for text in (*self.lines(), *inner) if text)

    def parts(self) -> list["Part"]:
        """The tables in it."""
        return [item for item in self.flow.items if isinstance(item, Part)]


class Row:
    """A row: its group (a group's rows stand together, and no cell leaves it), whether it is hidden, its cells."""

    def __init__(self, section: int, group: int, *, gone: bool) -> None:
        self.section = section
        self.group = group
        self.gone = gone
        self.cells: list[RawCell] = []


class Placed(msgspec.Struct):
    """A cell at its place in the grid, rows and columns from 0."""

    cell: RawCell
    row: int
    column: int
    row_span: int
    column_span: int


class Part(msgspec.Struct):
    """A table, or as much of one as stands before or behind a table within it; parts of one table share its `grid`."""

    grid: object
    cells: list[Placed]


class Frame:
    """An open table element: rows as they come; `parts` says what became of it."""

    def __init__(self, *, presentation: bool = False) -> None:
        self.rows: list[Row] = []
        self.cell: RawCell | None = None
        self.hidden_columns: set[int] = set()
        self._columns = 0
        self._section = 1
        self._group = 0
        self._row: Row | None = None
        self._presentation = presentation

    def add_columns(self, count: int, *, gone: bool) -> None:
        """Take the next columns as declared before the rows."""
        behind = self._columns + min(count, _WIDEST)
        if gone:
            self.hidden_columns.update(range(self._columns, behind))
        self._columns = behind

    def open_section(self, section: int) -> None:
        """Begin a group of rows: 0 for a head, 1 for a body, 2 for a foot, in the order in which they are displayed."""
        self._section = section
        self._group += 1
        self._row = None

    def open_row(self, *, gone: bool = False) -> Row:
        """Begin a row."""
        self._row = row = Row(self._section, self._group, gone=gone)
        self.rows.append(row)
        return row

    def close_row(self) -> None:
        """End the row; a cell that comes before the next begins one of its own."""
        self._row = None

    def open_cell(self, cell: RawCell) -> None:
        """Begin a cell, and a row if none is open."""
        row = self._row or self.open_row()
        row.cells.append(cell)
        self.cell = cell

    def close_cell(self) -> None:
        """End the cell."""
        self.cell = None

    def is_layout(self) -> bool:
        """Tell whether the table only arranges the page: one column, or tables and articles side by side."""
        if self._presentation or max((len(row.cells) for row in self.rows), default=0) <= 1:
            return True
        cells = [cell for row in self.rows for cell in row.cells]
        if any(cell.parts() for cell in cells):
            return sum(_is_telling(row) for row in self.rows) < _TELLING_ROWS
        full = [lines for lines in (cell.lines() for cell in cells) if lines]
        return len(full) <= _FRAME and any(len(lines) >= _ARTICLE for lines in full)

    def items(self) -> Iterator[object]:
        """All that stands in its cells, row by row, for a table that only arranges the page."""
        for row in _in_order(self.rows):
            for cell in row.cells if not row.gone else ():
                yield from cell.flow.items

    def hidden(self) -> Iterator[RawCell]:
        """The cells of hidden rows, for a table that only arranges the page."""
        return (cell for row in self.rows if row.gone for cell in row.cells)

    def parts(self, limits: Limits) -> tuple[list[Part], list[RawCell]]:
        """The table cut where tables stand within it, these between its parts; and the cells of hidden rows and columns."""
        placed = _placed(_in_order(self.rows), limits, self.hidden_columns)
        hidden = [cell.cell for cell in placed if not cell.row_span or not cell.column_span]
        found: list[Part] = []
        own: list[Placed] = []
        shown = (cell for cell in placed if cell.row_span and cell.column_span)
        for _, row in groupby(shown, key=lambda cell: cell.row):
            cells = list(row)
            own += cells
            within = [part for cell in cells for part in cell.cell.parts()]
            if within:
                found += [Part(self, own), *within]
                own = []
        return [*found, *([Part(self, own)] if own else [])], hidden


def _is_telling(row: Row) -> bool:
    texts = ["".join(cell.lines()) for cell in row.cells if not cell.parts()]
    return sum(0 < len(text) <= _SHORT for text in texts) > 1


def _in_order(rows: list[Row]) -> list[Row]:
    """The first head in front and the first foot behind; others stand where they are, as in browsers."""
    head = next((row.group for row in rows if row.section == 0), None)
    foot = next((row.group for row in rows if row.section == 2), None)
    return sorted(rows, key=lambda row: (row.group != head) + (row.group == foot))


def _placed(rows: list[Row], limits: Limits, hidden_columns: set[int]) -> list[Placed]:
    """Give every cell its place.

    A hidden row is no row for the spans that reach over it, as in browsers; where these then clash, it is one, as spreadsheets count
    it when they save a page.
    """
    if not any(row.gone for row in rows):
        return _compacted(_anchored(rows, limits)[0], hidden_columns, limits)
    visible = [row for row in rows if not row.gone]
    without, clashes = _anchored(visible, limits)
    counted, others = _anchored(rows, limits)
    if clashes and others < clashes:
        gone = [index for index, row in enumerate(rows) if row.gone]
        for cell in counted:
            covered = range(cell.row, cell.row + cell.row_span)
            cell.row_span -= sum(index in covered for index in gone)
        return _compacted(counted, hidden_columns, limits)
    hidden = [Placed(cell, 0, 0, 0, 0) for row in rows if row.gone for cell in row.cells]
    return _compacted(without, hidden_columns, limits) + hidden


def _anchored(rows: list[Row], limits: Limits) -> tuple[list[Placed], int]:
    """Place cells as browsers do, spans cut where another cell stands; and how many were cut, or rows are not as wide as most."""
    last_of_group: dict[int, int] = {}
    for index, row in enumerate(rows):
        last_of_group[row.group] = index
    placed: list[Placed] = []
    reaching: list[tuple[int, int, int]] = []  # first column, column behind the last, row behind the last
    widths: Counter[int] = Counter()
    covered = clashes = 0
    for index, row in enumerate(rows):
        reaching = [span for span in reaching if span[2] > index]
        covered += len(reaching)
        added: list[tuple[int, int, int]] = []
        column = position = 0
        for cell in row.cells:
            while position < len(reaching) and reaching[position][0] <= column:
                column = max(column, reaching[position][1])
                position += 1
            end = column + min(max(cell.column_span, 1), _WIDEST)
            if position < len(reaching) and reaching[position][0] < end:
                end, clashes = reaching[position][0], clashes + 1
            left = last_of_group[row.group] + 1 - index
            height = min(cell.row_span or left, left)
            clashes += height < cell.row_span
            placed.append(Placed(cell, index, column, height, end - column))
            added.append((column, end, index + height))
            column = end
        covered += len(added)
        if covered > limits.cells:
            raise RefusedError(_TOO_MANY.format(limit=limits.cells))
        reaching = sorted([*reaching, *added])
        widths[max((end for _, end, _ in reaching), default=0)] += 1
    return placed, clashes + widths.total() - max(widths.values(), default=0)


def _compacted(placed: list[Placed], hidden_columns: set[int], limits: Limits) -> list[Placed]:
    """Count only the columns in which some cell begins: others cannot be seen. Hidden columns have a width of none."""
    starts = sorted({cell.column for cell in placed if cell.row_span and cell.column not in hidden_columns})
    covered = 0
    for cell in placed:
        first, behind = (bisect_left(starts, column) for column in (cell.column, cell.column + cell.column_span))
        cell.column, cell.column_span = first, behind - first
        covered += cell.row_span * cell.column_span
        if covered > limits.cells:
            raise RefusedError(_TOO_MANY.format(limit=limits.cells))
    return placed
