"""How many pages a paper takes, reckoned as a word processor would lay it out, and margins that spare one with hardly anything on it."""

from collections.abc import Iterator, Sequence

import msgspec

from jixiao.papers.grids import repeated
from jixiao.papers.heights import Spacing, heights
from jixiao.papers.looks import CELL_MARGIN, LEAST_ROW, LINES, page_size, small_size, text_width
from jixiao.papers.measuring import lines
from jixiao.papers.paper import Cell, Grid, Line, Paper

_POINT = 25.4 / 72
_WORD = Spacing(line=1.52, padding=0.0, least=LEAST_ROW / _POINT)
"""Rows in Word, with the highest of the fonts that may stand in for 仿宋; those of a PDF are about as high."""
_SURE = 0.97
"""The part of a page's height that is reckoned with, since programs differ."""
_NARROWER = ((15.0, 15.0, 15.0, 15.0), (12.0, 12.0, 13.0, 12.0))
"""Margins that are tried in place of a paper's own, each leaving more room than the one before."""


class _Row(msgspec.Struct, frozen=True):
    """What is not broken: a line of text, or a row of a grid below headings that take `head` points of each further page."""

    height: float
    head: float = 0.0


def tightened(paper: Paper) -> Paper:
    """The paper with margins just so narrow that it takes a page less, where that suffices; else as it is.

    A signature or a few rows alone on a page are what nobody hands in.
    """
    least = pages(paper)
    if least == 1:
        return paper
    narrower = [msgspec.structs.replace(paper, margins=margins) for margins in _NARROWER]
    return next((each for each in narrower if pages(each) < least), paper)


def pages(paper: Paper) -> int:
    """About how many pages a paper of lines and grids takes; a row that is higher than a page goes on on the next one."""
    top, _, bottom, _ = paper.margins
    room = _SURE * (page_size(paper)[1] - top - bottom) / _POINT
    count, used = 1, 0.0
    for row in _rows(paper):
        if used and used + row.height > room:
            count, used = count + 1, row.head
        used += row.height
        while used > room:
            count, used = count + 1, used - room + row.head
    return count


def _rows(paper: Paper) -> Iterator[_Row]:
    width = text_width(paper) / _POINT
    for index, block in enumerate(paper.blocks):
        if isinstance(block, Line):
            look = LINES[block.style]
            size = small_size(paper.blocks, index) if block.style.startswith("small") else look.size
            yield _Row(lines(block.text, width / size) * look.leading + look.before + look.after)
        elif isinstance(block, Grid):
            yield from _grid(block, width)


def _grid(grid: Grid, width: float) -> Iterator[_Row]:
    total = sum(grid.widths)
    inset = 2 * CELL_MARGIN / _POINT

    def room(cell: Cell) -> float:
        return _share(grid.widths, cell) / total * width - inset

    each = heights(grid, room, _WORD)
    head = sum(each[: repeated(grid)])
    yield from (_Row(height, head) for height in each)


def _share(widths: Sequence[float], cell: Cell) -> float:
    return sum(widths[cell.column : cell.column + cell.column_span])
