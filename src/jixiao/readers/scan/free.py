"""Text outside of ruled tables: lines, and tables whose columns only the white between them shows, found as they are in PDFs."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from jixiao.readers.lattice import Box
from jixiao.readers.pages import PageTable
from jixiao.readers.pdf.alignment import aligned
from jixiao.readers.pdf.cells import Grid
from jixiao.readers.pdf.lines import Line, lines_of
from jixiao.readers.pdf.runs import Glyph, Run
from jixiao.readers.scan.cells import Recognised
from jixiao.readers.scan.confidence import probability
from jixiao.readers.scan.lines import Spot

_POINTS = 14.0
"""Points of a line with its leading: what is found by the measures of PDFs is measured in points."""


class Free(msgspec.Struct, frozen=True, kw_only=True):
    """A line of text with the empty lines above it, or a table; `box` is in the pixels of the level page."""

    box: Box
    text: str = ""
    blank_before: int = 0
    table: PageTable | None = None


def free(
    pieces: Sequence[Recognised], tops: Sequence[float], pitch: float, size: tuple[int, int], number: int
) -> list[Free]:
    """Gather recognised lines of a page (width, height) to blocks; ruled tables, which begin at `tops`, part them."""
    point = _POINTS / pitch
    runs = [_run(piece, point) for piece in pieces if piece.reading.text]
    width, height = size[0] * point, size[1] * point
    blocks: list[Free] = []
    bottom: float | None = None
    for start, end in pairwise([float("-inf"), *sorted(top * point for top in tops), float("inf")]):
        between = [line for line in lines_of(runs) if start <= line.box[1] < end]
        for block in aligned(between, [], width):
            if isinstance(block, Grid):
                table = msgspec.structs.replace(block.table(number, (width, height)), fidelity="ragged")
                blocks.append(Free(box=_scaled(block.lattice.box, point), table=_doubted(table, block, pieces, point)))
                bottom = None
            else:
                blocks.append(_line(block, bottom, point))
                bottom = block.box[3]
    return blocks


def _line(line: Line, bottom: float | None, point: float) -> Free:
    blank = 0 if bottom is None else max(0, round((line.box[1] - bottom) / (1.5 * _POINTS)))
    return Free(box=_scaled(line.box, point), text=line.text, blank_before=blank)


def _doubted(table: PageTable, grid: Grid, pieces: Sequence[Recognised], point: float) -> PageTable:
    """A table with how likely its cells are right, by the least sure of the pieces in each."""
    cells = []
    for cell, place in zip(table.cells, grid.lattice.cells, strict=True):
        left, top, right, bottom = _scaled(place.box, point)
        inside = [piece for piece in pieces if _holds((left, top, right, bottom), piece.fragment.box)]
        sure = min((piece.reading.confidence for piece in inside), default=1.0)
        cells.append(msgspec.structs.replace(cell, confidence=probability(cell.text, sure)))
    return msgspec.structs.replace(table, cells=tuple(cells))


def _holds(box: Box, spot: Spot) -> bool:
    """Whether two boxes overlap by more than a little."""
    left, top, right, bottom = box
    return min(right, spot[2]) - max(left, spot[0]) > 2 and min(bottom, spot[3]) - max(top, spot[1]) > 2


def _run(piece: Recognised, point: float) -> Run:
    left, top, right, bottom = (edge * point for edge in piece.fragment.box)
    text, middles = piece.reading.text, piece.reading.middles
    half = min((bottom - top) / 2, (right - left) / (2 * len(text)))
    glyphs = tuple(
        Glyph(character, (left + at * (right - left) - half, top, left + at * (right - left) + half, bottom))
        for character, at in zip(text, middles, strict=True)
    )
    return Run(glyphs=glyphs, box=(left, top, right, bottom))


def _scaled(box: Box, point: float) -> Box:
    left, top, right, bottom = (edge / point for edge in box)
    return left, top, right, bottom
