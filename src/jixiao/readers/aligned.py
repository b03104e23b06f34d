"""Tables in plain text whose columns are aligned by runs of spaces, as `pdftotext -layout` and typewriters leave them.

Purely by geometry, without a word of the forms: lines that agree on gutters (aligned_grid), the lines that make up a row
(aligned_rows), the labels of merged cells (aligned_labels). Where the geometry does not convince - too few lines of several pieces,
pieces that are not set under one another - there is no table, and the text stays what it was.
"""

import itertools
from collections import Counter
from collections.abc import Sequence

import msgspec

from jixiao.documents import Block, Cell, Paragraph, Table
from jixiao.places import Place
from jixiao.readers.aligned_grid import Measure, PrintedLine, Run, pieces, runs
from jixiao.readers.aligned_labels import Label, frames, labels, merged
from jixiao.readers.aligned_rows import Line, Widths, rows

_COLUMNS = 3
"""Columns, and lines with as many pieces, that convince of a table."""
_EXPLAINED = 0.75
"""Share of the lines of several pieces that must stand in tables: where they are fewer, wide gaps are not columns but separators."""
_SEPARATORS = 0.8
"""Share of gaps equally wide from which they are separators: padding is as wide as the cell is short."""
_LONGEST = 20_000
"""Lines of a text in which tables are looked for: some 500 pages."""
_AGREEMENT = 0.6
"""Share of its pieces that must be set under one another."""


class Aligned(msgspec.Struct, frozen=True):
    """What was recovered of some lines: the index of the line behind the last, and the tables with what interrupts them."""

    end: int
    blocks: tuple[Block, ...]


def recover(lines: Sequence[PrintedLine]) -> dict[int, Aligned]:
    """Find the aligned tables of a text: the index of the first line of each, and what was recovered from there on."""
    if len(lines) > _LONGEST:
        return {}
    cut = [pieces(line.text, Measure.CHARACTERS) for line in lines]
    gaps = Counter(
        after.start - before.end
        for found in cut
        if len(found) >= _COLUMNS
        for before, after in itertools.pairwise(found)
    )
    full = sum(len(found) >= _COLUMNS for found in cut)
    if full < _COLUMNS or max(gaps.values()) > _SEPARATORS * gaps.total():
        return {}
    found = max((runs(lines, measure) for measure in Measure), key=_credit)
    tables = _convincing(found)
    if sum(map(_full, tables)) < _EXPLAINED * full:
        return {}
    return {run.lines[0]: Aligned(run.lines[-1] + 1, tuple(_blocks(run, lines))) for run in tables}


def _credit(found: list[Run]) -> float:
    """How well a measure explains a text: the pieces that its runs set under one another."""
    return sum(run.agreement() * sum(map(len, run.cells)) for run in found)


def _convincing(found: list[Run]) -> list[Run]:
    """The runs that convince, and those that stand right above or below one of them."""
    sound = [_is_table(run) for run in found]
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for index in order:
            other = index - order.step
            upper, lower = sorted((index, other))
            if sound[other] and found[lower].lines[0] == found[upper].lines[-1] + 1:
                sound[index] = True
    return list(itertools.compress(found, sound))


def _is_table(run: Run) -> bool:
    return _full(run) >= _COLUMNS and run.agreement() >= _AGREEMENT


def _full(run: Run) -> int:
    return sum(len(cells) >= _COLUMNS for cells in run.cells)


def _blocks(run: Run, lines: Sequence[PrintedLine]) -> list[Block]:
    """The tables of a run, and between them the lines that interrupt it."""
    widths = Widths(run)
    parts: list[list[Line]] = []
    blocks: list[Block] = []
    position = run.lines[0]
    for index, cells in zip(run.lines, run.cells, strict=True):
        if index > position or not parts:
            parts.append([])
        parts[-1].append(Line(cells, lines[index].number, lines[index].blank_before))
        position = index + 1
    merging = max(merged(part, rows(part, 0, widths), len(run.columns)) for part in parts)
    position = run.lines[0]
    for part in parts:
        while lines[position].number < part[0].number:
            line = lines[position]
            blocks.append(Paragraph(text=line.text, place=Place(line=line.number), blank_before=line.blank_before))
            position += 1
        blocks.append(_table(part, merging, widths))
        position += len(part)
    return blocks


def _table(part: Sequence[Line], merging: int, widths: Widths) -> Table:
    found = rows(part, merging, widths)
    cells: list[Cell] = []
    if not merging and frames(part, found, widths):
        merging = 1
        texts = tuple((index, line.cells[0].text) for index, line in enumerate(part) if 0 in line.cells)
        cells.append(_cell(part, Label(texts, 0), 0))
    else:
        cells += [
            _cell(part, label, column) for column in range(merging) for label in labels(part, found, column, widths)
        ]
    for row, (first, end) in enumerate(found):
        columns: dict[int, list[tuple[int, str]]] = {}
        for index in range(first, end):
            for column, piece in part[index].cells.items():
                if column >= merging:
                    columns.setdefault(column, []).append((index, piece.text))
        cells += [_cell(part, Label(tuple(texts), row), column) for column, texts in columns.items()]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(cells=tuple(cells), fidelity="ragged", place=Place(line=part[0].number))


def _cell(part: Sequence[Line], label: Label, column: int) -> Cell:
    text = "\n".join(text for _, text in label.lines)
    return Cell(row=label.row, column=column, text=text, place=Place(line=part[label.lines[0][0]].number))
