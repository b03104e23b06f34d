"""A table told column by column, as some programs copy it out of a PDF: every heading stands above all the cells of its column.

Columns are put side by side again where they are equally long. Levels span rows, and the text does not say which: a level is given
back its rows where its points or its own number of cells leave one way, and is reported as unread where not.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache

import msgspec

from jixiao.documents import Block, Cell, Paragraph, Table
from jixiao.forms import shapes
from jixiao.forms.levels import split_points
from jixiao.forms.streams import ends_table
from jixiao.forms.words import SUFFIX, alternation, inverted, key, words
from jixiao.model import Unread

_LEVELS = ("level1", "level2")
_POINTS = frozenset({"weight", "score"})
_BESIDE = _POINTS | {"target", "actual", "forecast", "likelihood", "reviewed_actual", "reviewed_score"}
_MEASURES = ("operator", "unit")
"""Columns that are blank where the target is a state and no figure."""
_FEWEST_ROWS = 2
_FEWEST_BESIDE = 2
"""Columns as long as that of the names, without which lines that follow headings are no columns."""

_LABEL = re.compile(r"[\s:：]")
_MOST_COLUMNS = 24
"""More than there are fields that a heading can name."""
_UNKNOWN_ROW = "表格按列排成了文字，看不出这段文字属于哪一行。"
_UNEQUAL = "表格按列排成了文字，各列的行数不等，看不出哪些内容属于同一行。"

Texts = tuple[Paragraph, ...]


class Column(msgspec.Struct, frozen=True):
    """A heading, the field that it fills, and the lines below it."""

    field: str
    heading: Paragraph
    cells: Texts


def turned(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Unread, ...]]:
    """Give the tables that are told column by column their rows, and tell of the cells whose rows are unknown."""
    result: list[Block] = []
    strays: list[Unread] = []
    for _, run in itertools.groupby(blocks, key=lambda block: isinstance(block, Paragraph)):
        together = tuple(run)
        lines = tuple(block for block in together if isinstance(block, Paragraph))
        result.extend(_turned(lines, strays) if lines else together)
    return tuple(result), tuple(strays)


def _turned(lines: Texts, strays: list[Unread]) -> list[Block]:
    fields = [_field(line) for line in lines]
    result: list[Block] = []
    done = 0
    heads = [index for index, field in enumerate(fields) if field is not None]
    for place, head in enumerate(heads):
        if fields[head] == "name" and head >= done:
            first = _first(fields, heads, place, done)
            columns = _columns(lines, fields, heads[first : first + _MOST_COLUMNS], head)
            table = _side_by_side(columns, strays)
            if table is not None:
                result += [*lines[done : heads[first]], table]
                done = heads[first] + sum(len(column.cells) + 1 for column in columns)
            elif _stand_apart(columns):
                cells = (cell for column in columns for cell in column.cells)
                strays += [Unread(text=cell.text, why=_UNEQUAL, place=cell.place) for cell in cells]
    return [*result, *lines[done:]]


@cache
def _headings() -> re.Pattern[str]:
    return re.compile(f"({alternation(inverted(words().indicator_columns))}){SUFFIX}")


def _field(line: Paragraph) -> str | None:
    match = _headings().fullmatch(key(line.text))
    return inverted(words().indicator_columns)[match.group(1)] if match else None


def _first(fields: list[str | None], heads: list[int], place: int, start: int) -> int:
    """The first heading of a table: that of a level in front of the names, if cells stand below it; no level stands there twice."""
    left = set(_LEVELS)
    while place and fields[heads[place - 1]] in left and start <= heads[place - 1] < heads[place] - 1:
        place -= 1
        left.discard(str(fields[heads[place]]))
    return place


def _columns(lines: Texts, fields: list[str | None], heads: Sequence[int], name: int) -> list[Column]:
    """The columns from the first heading on, up to one whose field is there already."""
    own = [heads[0]]
    for head in heads[1:]:
        if fields[head] in {fields[other] for other in own}:
            break
        own.append(head)
    bounds = [*own, heads[len(own)] if len(own) < len(heads) else len(lines)]
    columns = [
        Column(str(fields[head]), lines[head], lines[head + 1 : behind]) for head, behind in itertools.pairwise(bounds)
    ]
    rows = bounds[bounds.index(name) + 1] - name - 1
    columns[-1] = _ended(columns[-1], rows)
    return columns


def _ended(column: Column, rows: int) -> Column:
    """The last column up to where the table ends: at its last row, or where something begins that is told by its label."""
    most = rows + 1 if column.field in _POINTS else rows
    cells = itertools.takewhile(
        lambda cell: not ends_table(key(_LABEL.split(cell.text.strip())[0])), column.cells[:most]
    )
    if column.field in _POINTS:
        cells = itertools.takewhile(lambda cell: _are_points((cell,)), cells)
    return msgspec.structs.replace(column, cells=tuple(cells))


def _side_by_side(columns: list[Column], strays: list[Unread]) -> Table | None:
    """The table that the columns make up, without the cells whose rows nobody can tell; None when they are no columns."""
    by_field = {column.field: column.cells for column in columns}
    rows = len(by_field["name"])
    totals = {field: cells[rows] for field, cells in by_field.items() if field in _POINTS and _has_total(cells, rows)}
    full = {
        field: cells[:rows]
        for field, cells in by_field.items()
        if len(cells) == rows + (field in totals) and (field not in _POINTS or _are_points(cells))
    }
    if rows < _FEWEST_ROWS or len(_BESIDE & full.keys()) < _FEWEST_BESIDE:
        return None
    measured = [row for row, cell in enumerate(full.get("target", ()), start=1) if shapes.is_number(key(cell.text))]
    for field in _MEASURES:
        if by_field.get(field) and field not in full and len(by_field[field]) != len(measured):
            # A target without its unit would be another target.
            return None
    if not any(ends_table(key(cell.text)) for column in columns for cell in column.cells):
        totals = {}
    levels = _levels(by_field, full, rows)
    cells: list[Cell] = []
    for number, column in enumerate(columns):
        cells.append(_cell(column.heading, 0, number))
        spans = levels.get(column.field) or [1] * len(full.get(column.field, ()))
        starts: Iterable[int] = itertools.accumulate(spans, initial=1)
        if column.field in _MEASURES and not spans:
            starts, spans = measured, [1] * len(column.cells)
        cells += [_cell(cell, row, number, span) for cell, row, span in zip(column.cells, starts, spans, strict=False)]
        for cell in column.cells[len(spans) :]:
            if cell in totals.values() or ends_table(key(cell.text)):
                cells.append(_cell(cell, rows + 1, number))
            else:
                strays.append(Unread(text=cell.text, why=_UNKNOWN_ROW, place=cell.place))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(cells=tuple(cells), fidelity="grid", place=cells[0].place)


def _stand_apart(columns: Sequence[Column]) -> bool:
    """Whether lines surely are columns although none is as long as that of the names: each has cells, those of points nothing else."""
    told = {column.field: column.cells for column in columns if len(column.cells) >= _FEWEST_ROWS}
    points = [cells for field, cells in told.items() if field in _POINTS]
    return "name" in told and len(_BESIDE & told.keys()) > _FEWEST_BESIDE and all(map(_are_points, points))


def _cell(line: Paragraph, row: int, column: int, rows: int = 1) -> Cell:
    return Cell(row=row, column=column, text=line.text.strip(), row_span=rows, place=line.place)


def _are_points(cells: Texts) -> bool:
    texts = [key(cell.text) for cell in cells]
    return all(shapes.is_points(text) or shapes.is_many_points(text) or shapes.is_rate(text) for text in texts)


def _points(cell: Paragraph) -> Decimal:
    return Decimal(key(cell.text).rstrip("分%"))


def _has_total(cells: Texts, rows: int) -> bool:
    """Tell whether a column of points has one cell more than there are rows, and that cell is no smaller than all others together."""
    if len(cells) != rows + 1 or not _are_points(cells):
        return False
    *points, total = map(_points, cells)
    return total >= sum(points)


def _levels(by_field: dict[str, Texts], full: dict[str, Texts], rows: int) -> dict[str, list[int]]:
    """How many rows each cell of a level spans, for the levels of which that is certain."""
    weights = [_points(cell) for cell in full.get("weight", ())]
    found: dict[str, list[int]] = {}
    for level in _LEVELS:
        cells = tuple(cell for cell in by_field.get(level, ()) if not ends_table(key(cell.text)))
        spans = [rows] if len(cells) == 1 else _by_points(cells, weights)
        if spans and level not in full:
            found[level] = spans
    return found


def _by_points(cells: Texts, weights: list[Decimal]) -> list[int]:
    """The rows of every label by the points printed beside it: 产出指标（50分） goes as far as the weights add up to 50."""
    spans: list[int] = []
    ends = list(itertools.accumulate(weights, initial=Decimal(0)))
    position = 0
    for cell in cells:
        points = split_points(cell.text).points
        wanted = ends[position] + Decimal(points) if points else None
        if wanted is None or ends.count(wanted) != 1 or wanted == ends[position]:
            return []
        spans.append(ends.index(wanted) - position)
        position = ends.index(wanted)
    return spans if position == len(weights) else []
