"""Papers as a reader that makes no mistake would see them: what the recogniser makes of a paper with no file between."""

import hashlib
from collections.abc import Sequence

from jixiao.documents import Block, Cell, Document, Paragraph, Table
from jixiao.papers import Grid, Line, Paper
from jixiao.places import Place, Source


def as_document(papers: Sequence[Paper], *, joined: bool = True) -> Document:
    """The papers as one document; `joined` tables are one table, as in a workbook, else each its own, as in Word."""
    blocks: list[Block] = []
    for paper in papers:
        before: list[Grid] = []
        for block in paper.blocks:
            if isinstance(block, Grid):
                if before and not (joined and block.joined):
                    blocks.append(_table(before, len(blocks)))
                    before = []
                before.append(block)
                continue
            if before:
                blocks.append(_table(before, len(blocks)))
                before = []
            if isinstance(block, Line):
                blocks.append(Paragraph(text=block.text, place=Place(line=len(blocks) + 1)))
        if before:
            blocks.append(_table(before, len(blocks)))
    source = Source(name="paper", sha256=hashlib.sha256(b"").hexdigest(), media_type="", reader="paper")
    return Document(source=source, blocks=tuple(blocks))


def _table(grids: Sequence[Grid], number: int) -> Table:
    """One table of grids below each other, on the edges of all of them."""
    edges = sorted({round(edge, 3) for grid in grids for edge in _edges(grid)})
    cells: list[Cell] = []
    row = 0
    for grid in grids:
        own = [edges.index(round(edge, 3)) for edge in _edges(grid)]
        for cell in grid.cells:
            left, right = own[cell.column], own[cell.column + cell.column_span]
            cells.append(
                Cell(
                    row=row + cell.row,
                    column=left,
                    text=cell.text,
                    row_span=cell.row_span,
                    column_span=right - left,
                    place=Place(table=number + 1, row=row + cell.row + 1, column=left + 1),
                )
            )
        row += grid.rows
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(cells=tuple(cells), fidelity="grid", place=Place(table=number + 1))


def _edges(grid: Grid) -> list[float]:
    edges = [0.0]
    for width in grid.widths:
        edges.append(edges[-1] + width)
    return edges
