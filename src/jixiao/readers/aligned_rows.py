"""Rows of aligned text: which lines make up one row of the table, where cells are wrapped over several lines.

A row is a run of lines. It is the cheapest division of the table's lines into rows that is taken: a new row costs one point, and
going on costs what speaks against it in every column. A cell goes on below only if its line filled the column to the brim, so that
the next word would not have fitted; a figure never goes on in another figure; what opens with a comma or a closing bracket always
goes on. Empty lines and lines left out within a cell speak against going on, and so does a cell that stands neither at the top nor
in the middle of its row.

Columns of labels (the first ones, where some rows have none) are merged over rows and say nothing of where a row begins.
"""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from jixiao.readers.aligned_grid import Piece, Run

_TALLEST = 40
"""Lines of one row at most."""
_LIMIT = 6.0
"""Cost of going on at which a row has certainly ended."""
_ROW = 1.0
BRIM = 0.5
"""Cost up to which a text may well go on below."""
_CUT = 0.5
"""Cost of opening a row with what stands right below full lines of its columns, if that is all it opens with."""
_LEADS, _LEADS_ALONE = 0.8, 0.65
"""Cost of going on with a line that has a piece in the first column, with others beside it or alone."""
_HOLE = 0.1
"""Cost of a line left out within a cell, as it is where cells of even and odd heights stand in the middle of one row."""
_STOP = 1.2
"""Cost of going on below a sentence that ends with room left."""
_TOGETHER = 0.2
"""Cost of every further cell that goes on in the same line."""
_ASKEW = 1.5
"""Cost of going on with a line that is not set under the one above."""
_NO_WAY = 3.0
"""Cost of joining two figures, or of opening a cell with a comma."""
_SLACK = 0.75
"""Ems by which a full line may miss its column's width."""
_CLOSING = "，。；：、！？）】》〕”’,;:!?)]%％"
_OPENING = "（【《〔“‘(["
_ENDS = "。；;！"
_COMPARING = "≥≤＝=<>＜＞"
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?|[-—/]")
_UNIT = re.compile(rf"[{re.escape(_OPENING)}]*(?:[A-Za-z0-9.,%]+|.)[{re.escape(_CLOSING)}]*")


class Line(msgspec.Struct, frozen=True):
    """One line of a part of a table: its pieces by column, its number in the text, the empty lines above it."""

    cells: dict[int, Piece]
    number: int
    blank: int


@lru_cache(maxsize=4096)
def ems(text: str) -> float:
    """The width of a text as printed, in ems."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "AFW" else 0.5 for character in text)


@lru_cache(maxsize=4096)
def _first_unit(text: str) -> float:
    """The width of what must stand together at the head of a line."""
    match = _UNIT.match(text)
    return ems(match.group()) if match else 0.0


class Widths:
    """What is known of the width of each column: its fullest line, and whether the next column begins right behind it."""

    def __init__(self, run: Run) -> None:
        self.full = [0.0] * len(run.columns)
        for cells in run.cells:
            for column, piece in cells.items():
                self.full[column] = max(self.full[column], ems(piece.text))
        gaps = [after[0] - before[1] for before, after in itertools.pairwise(run.columns)]
        self.doubt = [min(1.0, 0.1 + 0.1 * max(0, gap - 3)) for gap in gaps] + [0.3]

    def going_on(self, column: int, above: str, below: str) -> float:
        """What speaks against one text being the next line of a cell after another."""
        if below[0] in _CLOSING or is_open(above):
            return 0.0
        if _FIGURE.fullmatch(below):
            return _NO_WAY if _FIGURE.fullmatch(above) else 1.0
        if below[0] in _COMPARING:
            return 1.0
        room = self.full[column] - ems(above) - _first_unit(below)
        if room < _SLACK:
            return self.doubt[column]
        if above[-1] in _ENDS:
            return _STOP
        return 1.0 + min(2.0, room)


def is_open(text: str) -> bool:
    """Whether a bracket is opened and not closed."""
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")


def rows(lines: Sequence[Line], labels: int, widths: Widths) -> list[tuple[int, int]]:
    """Divide lines into rows, each as (first, end); the first `labels` columns are left out of account."""
    dense = [index for index, line in enumerate(lines) if max(line.cells) >= labels]
    # Below the last row no label can stand in the middle of a merged cell: two pieces there are a row of their own.
    below = dense[-1] + 1 if dense else 0
    dense += [index for index in range(below, len(lines)) if len(lines[index].cells) > 1 or not dense]
    before = [-1, *dense]
    blanks = [
        max(line.blank for line in lines[last + 1 : index + 1]) for last, index in zip(before, dense, strict=False)
    ]
    spacing = min(blanks[1:], default=0)
    excess = [blank - spacing for blank in blanks]
    best = [0.0] + [float("inf")] * len(dense)
    back = [0] * (len(dense) + 1)
    for first in range(len(dense)):
        row = _Row(lines, dense, labels, widths, excess, first)
        for last in range(first, min(first + _TALLEST, len(dense))):
            if not row.take(last):
                break
            cost = best[first] + row.cost()
            if cost < best[last + 1]:
                best[last + 1], back[last + 1] = cost, first
    found: list[tuple[int, int]] = []
    end = len(dense)
    while end:
        found.append((dense[back[end]], dense[end - 1] + 1))
        end = back[end]
    return found[::-1]


class _Row:
    """A row that grows line by line, and what it costs."""

    def __init__(
        self,
        lines: Sequence[Line],
        dense: Sequence[int],
        labels: int,
        widths: Widths,
        blanks: Sequence[int],
        first: int,
    ) -> None:
        self.lines, self.dense, self.labels, self.widths = lines, dense, labels, widths
        self.blanks, self.first, self.last = blanks, first, first
        self.joins = 0.0
        self.reach: dict[int, tuple[int, int]] = {}
        opening = self._cells(first)
        self.opens = _ROW
        above = {
            column: piece
            for before in (first - 2, first - 1)
            if before >= 0
            for column, piece in self._cells(before).items()
        }
        if first and any(piece.text[0] in _CLOSING for piece in opening.values()):
            self.opens += _NO_WAY
        elif 0 not in opening:
            full = [
                column in above and widths.going_on(column, above[column].text, piece.text) <= BRIM
                for column, piece in opening.items()
            ]
            self.opens += _CUT * sum(full) / len(full)

    def _cells(self, position: int) -> dict[int, Piece]:
        cells = self.lines[self.dense[position]].cells
        return {column: piece for column, piece in cells.items() if column >= self.labels} or cells

    def take(self, position: int) -> bool:
        """Take the next line in; False when that is certainly wrong."""
        cells = self._cells(position)
        if position > self.first and max(cells) < self.labels:
            return False
        going = 0
        for column, piece in cells.items():
            start, end = self.reach.get(column, (position, position))
            if end < position:
                above = self._cells(end)[column]
                hole = position - end - 1
                cost = self.widths.going_on(column, above.text, piece.text) + (_HOLE * hole if hole < 2 else 2.0)
                self.joins += cost + (0.0 if piece.is_below(above) else _ASKEW)
                going += cost > 0
            self.reach[column] = (start, position)
        if position > self.first:
            self.joins += 1.5 if self.blanks[position] else 0.0
            beside = self.lines[self.dense[position - 1]].cells
            going += sum(column in beside for column in self.lines[self.dense[position]].cells if column < self.labels)
            self.joins += _TOGETHER * max(0, going - 1)
            self.joins += (_LEADS if len(cells) > 1 else _LEADS_ALONE) if 0 in cells else 0.0
        self.last = position
        return self.joins < _LIMIT

    def cost(self) -> float:
        """The cost of the row as it stands."""
        middle = (self.first + self.last) / 2
        top = sum(1.0 for start, _ in self.reach.values() if start > self.first)
        centred = 0.0
        for start, end in self.reach.values():
            off = abs((start + end) / 2 - middle)
            centred += 0.1 * off if off <= 0.5 else off
        return self.opens + self.joins + min(top, centred)
