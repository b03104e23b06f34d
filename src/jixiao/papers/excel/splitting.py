"""Texts longer than a cell of a spreadsheet may hold: they go on in a cell below, and both say so."""

from itertools import pairwise

import msgspec

from jixiao.papers.paper import Cell, Grid

_MOST = 32_767
"""UTF-16 units in a cell, after which Excel cuts."""

_FURTHER, _FROM_ABOVE = "（转下格）", "（续上格）"
_PIECE = _MOST - len(_FURTHER) - len(_FROM_ABOVE)


def pieces(text: str) -> list[str]:
    """The text itself, or the pieces that fit into a cell each."""
    if len(text) <= _MOST // 2 or _units(text) <= _MOST:
        return [text]
    cuts, used = [0], 0
    for position, character in enumerate(text):
        length = _units(character)
        if used + length > _PIECE:
            cuts.append(position)
            used = 0
        used += length
    parts = [text[left:right] for left, right in pairwise([*cuts, len(text)])]
    return [
        (_FROM_ABOVE if number else "") + part + (_FURTHER if number < len(parts) - 1 else "")
        for number, part in enumerate(parts)
    ]


def within_limits(grid: Grid) -> Grid:
    """The grid itself, or one with further rows in which the longest texts go on."""
    parts = {(cell.row, cell.column): found for cell in grid.cells if len(found := pieces(cell.text)) > 1}
    if not parts:
        return grid
    # How many rows follow a row of the grid in which texts that end there go on.
    further = [0] * grid.rows
    for cell in grid.cells:
        last = cell.row + cell.row_span - 1
        further[last] = max(further[last], len(parts.get((cell.row, cell.column), "1")) - 1)
    starts = [row + sum(further[:row]) for row in range(grid.rows + 1)]
    cells: list[Cell] = []
    for cell in grid.cells:
        found = parts.get((cell.row, cell.column), [cell.text])
        row, end = starts[cell.row], starts[cell.row + cell.row_span]
        own = end - row - further[cell.row + cell.row_span - 1]
        if len(found) == 1:
            own = end - row
        for number, text in enumerate(found):
            span = own if number == 0 else 1
            if number == len(found) - 1:
                span = end - row
            cells.append(msgspec.structs.replace(cell, row=row, row_span=span, text=text))
            row += span
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return msgspec.structs.replace(grid, cells=tuple(cells), header_rows=starts[grid.header_rows])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
