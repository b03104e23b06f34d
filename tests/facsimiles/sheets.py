"""A form as a sheet of cells: what every writer of a format draws, each with the means of its format."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

Role = Literal["title", "label", "heading", "level", "value", "text"]
"""What a cell is for: it decides only how it looks. `text` is running text, which is set flush left."""


class Piece(msgspec.Struct, frozen=True):
    """A cell on its way to the sheet: text, columns and rows that it covers, and what it is for."""

    text: str
    columns: int = 1
    rows: int = 1
    role: Role = "value"


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A cell at its anchor (from 0)."""

    row: int
    column: int
    columns: int
    rows: int
    text: str
    role: Role
    upright: bool = False
    """Its characters stand one above the other."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """Cells row by row without gap or overlap; widths in characters of the body; rows that are repeated on a new page."""

    cells: tuple[Placed, ...]
    widths: tuple[float, ...]
    repeated: tuple[int, ...] = ()

    @property
    def height(self) -> int:
        """How many rows there are."""
        return max(cell.row + cell.rows for cell in self.cells)

    def rows(self) -> Iterator[list[Placed]]:
        """The cells by the row of their anchor; rows that others cover wholly are empty."""
        for row in range(self.height):
            yield [cell for cell in self.cells if cell.row == row]

    def split(self, row: int) -> tuple["Sheet", "Sheet"]:
        """Part the sheet in two above a row; no cell may reach across."""
        above = [cell for cell in self.cells if cell.row < row]
        if any(cell.row + cell.rows > row for cell in above):
            message = f"a cell reaches across row {row}"
            raise ValueError(message)
        below = tuple(msgspec.structs.replace(cell, row=cell.row - row) for cell in self.cells if cell.row >= row)
        repeated = tuple(again - row for again in self.repeated if again >= row)
        return (
            Sheet(cells=tuple(above), widths=self.widths),
            Sheet(cells=below, widths=self.widths, repeated=repeated),
        )


def placed(lines: Sequence[Sequence[Piece]], width: int) -> tuple[Placed, ...]:
    """Give every piece its anchor: the first column that no piece above reaches into.

    Raises ValueError when a row has a gap, is too wide, or the last rows are not closed: the caller laid it out wrongly.
    """
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, pieces in enumerate(lines):
        column = 0
        for piece in pieces:
            while (row, column) in taken:
                column += 1
            covered = {(row + down, column + right) for down in range(piece.rows) for right in range(piece.columns)}
            if covered & taken or column + piece.columns > width:
                message = f"no room for {piece.text!r} in row {row}"
                raise ValueError(message)
            taken |= covered
            cells.append(
                Placed(row=row, column=column, columns=piece.columns, rows=piece.rows, text=piece.text, role=piece.role)
            )
        if any((row, free) not in taken for free in range(width)):
            message = f"row {row} has a gap: {[piece.text for piece in pieces]}"
            raise ValueError(message)
    if len(taken) != width * len(lines):
        message = "a cell reaches below the last row"
        raise ValueError(message)
    return tuple(cells)


def fitted(room: Sequence[float], wanted: Sequence[float]) -> list[int]:
    """Divide columns of certain widths among parts in order, each at least one, as near to the widths wanted as they go.

    A part that comes out too narrow is worse than one too wide. Raises ValueError when there are more parts than columns.
    """
    if len(wanted) > len(room):
        message = f"{len(wanted)} parts have no room in {len(room)} columns"
        raise ValueError(message)
    ends = [0.0, *itertools.accumulate(room)]
    scale = ends[-1] / sum(wanted)
    best: list[dict[int, tuple[float, tuple[int, ...]]]] = [{0: (0.0, ())}]
    for part, want in enumerate(wanted):
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (strain, spans) in best[-1].items():
            for end in range(start + 1, len(room) - (len(wanted) - part - 1) + 1):
                lack = 1 - (ends[end] - ends[start]) / (want * scale)
                worse = strain + lack**2 * (4 if lack > 0 else 1)
                if end not in reached or worse < reached[end][0]:
                    reached[end] = (worse, (*spans, end - start))
        best.append(reached)
    return list(best[-1][len(room)][1])
