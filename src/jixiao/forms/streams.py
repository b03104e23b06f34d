"""Folding a stream of cells into rows: the heading tells how many cells a row has, and what its columns hold tells where rows begin.

A level merged over several rows stands in the first of them only, so that rows are one or two cells short; blank cells are there.
"""

import itertools
import re
from collections.abc import Sequence
from functools import cache

import msgspec

from jixiao.documents import Cell, Table
from jixiao.forms import shapes
from jixiao.forms.levels import level_fit
from jixiao.forms.words import SUFFIX, alternation, inverted, key, keys, words

_LEAST = 4
"""Headings side by side that are those of a table."""
_ROWS = 4
"""Rows, the heading among them, without which a width other than the heading's would be chance."""
_AGREE = 0.9
"""Share of the figures below a column of points that must be points for the fold to be believed."""
_POINTS = frozenset({"weight", "score"})
_ANSWERS = frozenset({"target", "actual"})
_LEVELS = {"level1": 1, "level2": 2}
_BELIEVED = 0.75
"""Cost of a row on the average up to which it is believed that the rows begin where they are cut."""
_BLANK, _ODD, _WRONG = 0.2, 0.4, 4.0
"""Cost of a blank cell where there should be none, of an unusual content, and of one that the column cannot hold."""


def fold(table: Table) -> tuple[Table, ...]:
    """Give the cells of a stream below its indicator headings their rows and columns.

    Returns the rows of every heading, and what stands around them, still a stream; a table that is no stream or does not fold is
    returned as it is.
    """
    if table.fidelity != "stream":
        return (table,)
    lookup = inverted(words().indicator_columns)
    texts = [key(cell.text) for cell in table.cells]
    fields = [lookup.get(text) for text in texts]
    result: list[Table] = []
    first: int | None = None
    done = passed = 0
    for start in range(len(fields) - _LEAST + 1):
        if start < passed or not all(fields[start : start + _LEAST]):
            continue
        first = start if first is None else first
        passed = next((index for index in range(start, len(fields)) if fields[index] is None), len(fields))
        columns = [field or "" for field in fields[start:passed]]
        # 绩效指标 in front of the headings is the label beside the whole table, in a column of its own.
        framed = columns[0] == "name" and "name" in columns[1:]
        begins = _row_begins(texts, fields, passed, columns[framed:])
        if begins:
            result += _stream(table, done, start + framed)
            result.append(_rows(table.cells, start + framed, columns[framed:], begins))
            done = passed = begins[-1]
    if result or first is None:
        return (*result, *_stream(table, done, len(fields)))
    return _evenly_folded(table, fields, first)


def _stream(table: Table, start: int, end: int) -> list[Table]:
    return [msgspec.structs.replace(table, cells=table.cells[start:end])] if start < end else []


def _evenly_folded(table: Table, fields: list[str | None], start: int) -> tuple[Table, ...]:
    """Fold everything below a heading at one width, if the columns of points then hold points."""
    width = next((n for n in range(len(fields) - start) if fields[start + n] is None), 0)
    for count in range(width, _LEAST - 1, -1):
        if count < width and len(table.cells) - start < _ROWS * count:
            continue
        if _agrees(table, fields[start : start + count], start + count):
            return _folded(table, start, count)
    return (table,)


@cache
def _endings() -> re.Pattern[str]:
    labels = [word for texts in words().head_labels.values() for word in texts]
    return re.compile(f"(?:{alternation(keys([*labels, *words().totals]))}){SUFFIX}")


def ends_table(text: str) -> bool:
    """Tell whether a cell's key is what stands below the rows of a table: 总分, or the label of a field of the form."""
    return _endings().fullmatch(text) is not None


def _row_begins(texts: Sequence[str], fields: Sequence[str | None], first: int, columns: Sequence[str]) -> list[int]:
    """Where rows begin from a cell on, and behind them where the last one ends; none unless it is convincing."""
    ends = (
        index for index in range(first, len(texts)) if ends_table(texts[index]) or all(fields[index : index + _LEAST])
    )
    limit = next(ends, len(texts))
    levels = sum(field in _LEVELS for field in columns[:2])
    best: dict[int, tuple[float, int]] = {first: (0.0, first)}
    for begin in range(first, limit):
        for merged in range(levels + 1 if begin > first else 1) if begin in best else ():
            end = begin + len(columns) - merged
            if end <= limit:
                cost = best[begin][0] + _row_cost(texts[begin:end], columns[merged:])
                best[end] = min(best.get(end, (cost, begin)), (cost, begin))
    if limit == first or limit not in best:
        return []
    begins = [limit]
    while begins[0] > first:
        begins.insert(0, best[begins[0]][1])
    return begins if best[limit][0] <= _BELIEVED * (len(begins) - 1) else []


def _row_cost(texts: Sequence[str], columns: Sequence[str]) -> float:
    return sum(_cell_cost(text, field) for text, field in zip(texts, columns, strict=True))


def _cell_cost(text: str, field: str) -> float:
    """What it costs to believe that a column holds such a text."""
    if field in _LEVELS:
        return min(level_fit(text, 1 if field == "level1" else 2), _WRONG) if text else _BLANK
    if field in _POINTS:
        fits = shapes.is_points(text) or shapes.is_dash(text) or shapes.is_rate(text)
        return (0.0 if fits else _WRONG) if text else _BLANK
    if field in _ANSWERS:
        return (0.0 if shapes.is_value(text) else _ODD) if text else _BLANK
    if field == "name":
        return _WRONG if not text or shapes.is_number(text) or level_fit(text, 2) == 0 else 0.0
    return _ODD if shapes.is_points(text) else 0.0


def _rows(cells: Sequence[Cell], start: int, columns: Sequence[str], begins: Sequence[int]) -> Table:
    """The heading at `start` with its rows as a real table."""
    placed = [_placed(cell, 0, column) for column, cell in enumerate(cells[start : start + len(columns)])]
    for row, (begin, end) in enumerate(itertools.pairwise(begins), start=1):
        merged = len(columns) - (end - begin)
        placed += [_placed(cell, row, merged + number) for number, cell in enumerate(cells[begin:end])]
    return Table(cells=tuple(placed), fidelity="grid", place=placed[0].place)


def _placed(cell: Cell, row: int, column: int) -> Cell:
    return msgspec.structs.replace(cell, row=row, column=column)


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
    rows = tuple(_placed(cell, index // count, index % count) for index, cell in enumerate(below))
    folded = Table(cells=rows, fidelity="ragged", place=rows[0].place)
    return (msgspec.structs.replace(table, cells=above), folded) if above else (folded,)
