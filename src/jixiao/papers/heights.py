"""How high the rows of a grid must be: no spreadsheet makes room for the text of merged cells by itself."""

from collections.abc import Callable

import msgspec

from jixiao.papers.measuring import lines
from jixiao.papers.paper import Cell, Grid


class Spacing(msgspec.Struct, frozen=True):
    """How a program sets rows: the height of a line of a size, what a cell has above and below its lines, the least height, in points."""

    line: float
    padding: float
    least: float


SPREADSHEET = Spacing(line=1.35, padding=5.0, least=20.0)
"""Generous, since fonts differ."""


def heights(grid: Grid, room: Callable[[Cell], float], spacing: Spacing = SPREADSHEET) -> list[float]:
    """The height of each row in points, `room` giving the width in points that a cell's text has.

    What a cell over several rows needs beyond them is shared out among them.
    """
    result = [spacing.least] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.row_span):
        needed = _needed(cell, grid.size, room(cell), spacing)
        rows = range(cell.row, cell.row + cell.row_span)
        missing = needed - sum(result[row] for row in rows)
        if missing > 0:
            for row in rows:
                result[row] += missing / cell.row_span
    return result


def text_height(count: int, size: float, spacing: Spacing = SPREADSHEET) -> float:
    """The height in points of a cell with this many lines."""
    return count * size * spacing.line + spacing.padding


def _needed(cell: Cell, size: float, room: float, spacing: Spacing) -> float:
    if not cell.text:
        return 0.0
    if cell.upright:
        return text_height(max(len(line) for line in cell.text.split("\n")), size, spacing)
    return text_height(lines(cell.text, room / size), size, spacing)
