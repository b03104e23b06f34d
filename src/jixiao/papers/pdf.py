"""Papers as PDF (版式文件): the letters are part of the file, and the same papers always give the same bytes on one machine."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

import msgspec

from jixiao.papers.breaking import Pieces, breadth, pieces, upright
from jixiao.papers.characters import lines
from jixiao.papers.fonts import Face, families, missing
from jixiao.papers.paper import Cell, Figure, Grid, Line, PageBreak, Paper
from jixiao.papers.typesetting import pages

_WIDTH, _HEIGHT = 210.0, 297.0
"""A4 in millimetres."""
_POINT = 25.4 / 72
_INSET = 3.0
"""Points between the border of a cell and its text."""
_WHOLE_LINES = 8
"""A row of no more lines than these is not broken at the end of a page."""
_HEADINGS = {"title": 1, "heading1": 2, "heading2": 3}
_BOLD_FOR_TITLE = ("Noto Serif", "Source Han Serif", "FandolSong")
"""Families without a cut for titles: their bold one comes nearest to 小标宋."""


def write(papers: Sequence[Paper]) -> bytes:
    """One PDF of all papers, tagged for screen readers; raises MissingFontsError when the machine has no Chinese font.

    A character that no font here can draw is shown as an empty box; `papers.fonts.missing` names them beforehand.
    """
    inputs: dict[str, str] = {}
    data = {
        "title": _title(papers),
        "faces": {face: list(families(face)) for face in get_args(Face)},
        "papers": [_paper(paper, inputs) for paper in papers],
    }
    inputs["data"] = msgspec.json.encode(data).decode("utf-8")
    return pages("paper.typ", inputs, accessible=not missing(papers))


def _title(papers: Sequence[Paper]) -> str:
    """The first title that stands on a paper, else the first paper's name."""
    titles = (
        block.text for paper in papers for block in paper.blocks if isinstance(block, Line) and block.style == "title"
    )
    return " ".join(lines(next(titles, papers[0].name if papers else ""))).strip() or "绩效自评材料"


def _paper(paper: Paper, inputs: dict[str, str]) -> dict[str, Any]:
    landscape = paper.orientation == "landscape"
    _, right, _, left = paper.margins
    width = (_HEIGHT if landscape else _WIDTH) - left - right
    return {
        "landscape": landscape,
        "margins": list(paper.margins),
        "page_numbers": paper.page_numbers,
        "blocks": list(_blocks(paper, width, inputs)),
    }


def _blocks(paper: Paper, width: float, inputs: dict[str, str]) -> Iterator[dict[str, Any]]:
    sizes = [block.size for block in paper.blocks if isinstance(block, Grid)]
    deepest = 0
    for block in paper.blocks:
        if isinstance(block, Line):
            level = min(_HEADINGS.get(block.style, 0), deepest + 1)
            deepest = level or deepest
            size = sizes[0] if sizes else 10.5
            yield {
                "kind": "line",
                "style": block.style,
                "lines": pieces(block.text, width / _POINT / 22),
                "level": level,
                "size": size,
                "weight": "bold" if families("title")[0].startswith(_BOLD_FOR_TITLE) else "regular",
            }
        elif isinstance(block, Grid):
            yield _grid(block, width)
        elif isinstance(block, Figure):
            name = f"figure{len(inputs)}"
            inputs[name] = block.svg.decode("utf-8")
            yield {
                "kind": "figure",
                "input": name,
                "width": min(block.width, width),
                "alt": " ".join(lines(block.description)),
                "caption": pieces(block.caption, width / _POINT / 12),
            }
        elif isinstance(block, PageBreak):
            yield {"kind": "break"}


def _grid(grid: Grid, width: float) -> dict[str, Any]:
    head = _head(grid)
    total = sum(grid.widths)
    columns = [share / total * width / _POINT for share in grid.widths]
    cells = [(cell, _cell_pieces(cell, columns, grid.size)) for cell in grid.cells]
    tall = {
        cell.row
        for cell, pieces in cells
        if cell.row_span == 1 and _height(cell, pieces, columns, grid.size) > _WHOLE_LINES
    }
    laid: list[tuple[int, dict[str, Any]]] = [
        (
            cell.row,
            {
                "x": cell.column,
                "y": cell.row,
                "colspan": cell.column_span,
                "rowspan": cell.row_span,
                "role": cell.role,
                "lines": pieces,
                "inset": _INSET,
                "breakable": cell.row_span > 1 or cell.row in tall,
            },
        )
        for cell, pieces in cells
    ]
    return {
        "kind": "grid",
        "widths": list(grid.widths),
        "size": grid.size,
        "joined": grid.joined,
        "head": [cell for row, cell in laid if row < head],
        "cells": [cell for row, cell in laid if row >= head],
    }


def _head(grid: Grid) -> int:
    """The rows to repeat: with them all that a cell of theirs spans; none when that is the whole grid."""
    head = grid.header_rows
    for cell in sorted(grid.cells, key=lambda cell: cell.row):
        if cell.row < head:
            head = max(head, cell.row + cell.row_span)
    return head if head < grid.rows else 0


def _cell_pieces(cell: Cell, columns: Sequence[float], size: float) -> list[Pieces]:
    if cell.upright:
        return upright(cell.text)
    return pieces(cell.text, _inner(cell, columns) / size)


def _inner(cell: Cell, columns: Sequence[float]) -> float:
    """Points that a line of text in the cell may have."""
    return max(sum(columns[cell.column : cell.column + cell.column_span]) - 2 * _INSET, 1.0)


def _height(cell: Cell, pieces: list[Pieces], columns: Sequence[float], size: float) -> float:
    """About how many lines the cell's text takes."""
    ems = max(_inner(cell, columns) / size, 1.0)
    return sum(1 + breadth("".join(line)) // ems for line in pieces)
