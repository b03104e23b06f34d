"""How high the rows of a grid must be: no spreadsheet makes room for the text of merged cells by itself."""

from collections.abc import Callable

from jixiao.papers.measuring import lines
from jixiao.papers.paper import Cell, Grid

_LINE, _PADDING = 1.35, 5.0
"""The height of a line of a size, and what a cell needs above and below its lines, in points; generous, since fonts differ."""

_LEAST = 20.0


def heights(grid: Grid, room: Callable[[Cell], float]) -> list[float]:
    """The height of each row in points, `room` giving the width in points that a cell's text has.

    What a cell over several rows needs beyond them is shared out among them.
    """
    result = [_LEAST] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.row_span):
        needed = _needed(cell, grid.size, room(cell))
        rows = range(cell.row, cell.row + cell.row_span)
        missing = needed - sum(result[row] for row in rows)
        if missing > 0:
            for row in rows:
                result[row] += missing / cell.row_span
    return result


def text_height(count: int, size: float) -> float:
    """The height in points of a cell with this many lines."""
    return count * size * _LINE + _PADDING


def _needed(cell: Cell, size: float, room: float) -> float:
    if not cell.text:
        return 0.0
    if cell.upright:
        return text_height(max(len(line) for line in cell.text.split("\n")), size)
    return text_height(lines(cell.text, room / size), size)
