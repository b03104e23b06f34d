"""From rows of cells with extents to a table: columns numbered, vertical merges followed, each merged cell once."""

import msgspec

from jixiao.readers.contents import RefusedError
from jixiao.readers.word.columns import Extent, column_numbers
from jixiao.readers.word.structure import RawCell

_MOST_BOUNDARIES = 2_000
"""Word itself knows 63 columns; hand-dragged rows multiply the boundaries, but not to thousands."""


class GridCell(msgspec.Struct, kw_only=True):
    """A displayed cell: the raw cell that anchors it, its place counted from 0, and the raw cells that its merge covers."""

    raw: RawCell
    row: int
    column: int
    row_span: int
    column_span: int
    covered: list[RawCell] = []


def laid_out(rows: list[list[RawCell]], filled: set[int]) -> list[GridCell]:
    """Lay out the cells in reading order; `filled` holds the `id` of every raw cell in which anything stands.

    Empty slivers that a hand-dragged boundary left between two columns disappear. Raises RefusedError for a table with thousands of
    boundaries.
    """
    boundaries = {side for cells in rows for cell in cells for side in (cell.left, cell.right)}
    if len(boundaries) > _MOST_BOUNDARIES:
        message = f"里面的一张表格有 {len(boundaries)} 条列界，不像绩效自评材料，未予读取；请只提交自评表本身。"
        raise RefusedError(message)
    numbers = column_numbers([Extent(cell.left, cell.right, id(cell) in filled) for cells in rows for cell in cells])
    result: list[GridCell] = []
    above: dict[int, GridCell] = {}
    for row, cells in enumerate(rows):
        current: dict[int, GridCell] = {}
        for cell in cells:
            start, end = numbers[cell.left], numbers[cell.right]
            if start == end:
                continue
            merged = _merged(above, start, end) if cell.continues else None
            if merged is None:
                merged = GridCell(raw=cell, row=row, column=start, row_span=1, column_span=end - start)
                result.append(merged)
            else:
                merged.row_span = row - merged.row + 1
                merged.covered.append(cell)
            if cell.merges:
                current.update(dict.fromkeys(range(merged.column, merged.column + merged.column_span), merged))
        above = current
    return result


def _merged(above: dict[int, GridCell], start: int, end: int) -> GridCell | None:
    """The cell above that a cell from `start` to `end` continues: one that begins with it, else the first that it overlaps."""
    same = above.get(start)
    if same is not None and same.column == start:
        return same
    return next((above[column] for column in range(start, end) if column in above), None)
