"""Folding a stream of cells into rows: a heading of n cells tells that every n cells are a row, if the columns then hold what they say."""

import msgspec

from jixiao.documents import Table
from jixiao.forms import shapes
from jixiao.forms.words import inverted, key, words

_ROWS = 4
"""Rows, the heading among them, without which a width other than the heading's would be chance."""
_AGREE = 0.9
"""Share of the figures below a column of points that must be points for the fold to be believed."""
_POINTS = frozenset({"weight", "score"})


def fold(table: Table) -> tuple[Table, ...]:
    """Give the cells of a stream below an indicator heading their rows and columns.

    Returns what stands above the heading, still a stream, and the folded rows; a table that is no stream or does not fold is returned
    as it is.
    """
    if table.fidelity != "stream":
        return (table,)
    lookup = inverted(words().indicator_columns)
    fields = [lookup.get(key(cell.text)) for cell in table.cells]
    start = next((i for i in range(len(fields) - 3) if all(fields[i : i + 4])), None)
    if start is None:
        return (table,)
    width = next((n for n in range(len(fields) - start) if fields[start + n] is None), 0)
    for count in range(width, 3, -1):
        if count < width and len(table.cells) - start < _ROWS * count:
            continue
        if _agrees(table, fields[start : start + count], start + count):
            return _folded(table, start, count)
    return (table,)


def _agrees(table: Table, fields: list[str | None], start: int) -> bool:
    count = len(fields)
    texts = [
        key(cell.text)
        for index, cell in enumerate(table.cells[start:])
        if fields[index % count] in _POINTS and key(cell.text)
    ]
    return bool(texts) and sum(map(shapes.is_points, texts)) >= _AGREE * len(texts)


def _folded(table: Table, start: int, count: int) -> tuple[Table, ...]:
    above, below = table.cells[:start], table.cells[start:]
    rows = tuple(
        msgspec.structs.replace(cell, row=index // count, column=index % count) for index, cell in enumerate(below)
    )
    folded = Table(cells=rows, fidelity="ragged", place=rows[0].place)
    return (msgspec.structs.replace(table, cells=above), folded) if above else (folded,)
