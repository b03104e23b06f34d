"""Papers as PDF (版式文件), set by typst: the letters are part of the file, and the same papers always give the same bytes on one machine.

Texts go to the template as data and are never read as markup. Nothing is fetched from a network: the template imports no package.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any, get_args

import msgspec
import typst

from jixiao.papers.characters import breadth, lines
from jixiao.papers.fonts import Face, families, installed, missing
from jixiao.papers.paper import Cell, Figure, Grid, Line, PageBreak, Paper

_WIDTH, _HEIGHT = 210.0, 297.0
"""A4 in millimetres."""
_POINT = 25.4 / 72
_INSET = 3.0
"""Points between the border of a cell and its text."""
_WHOLE_LINES = 8
"""A row of no more lines than these is not broken at the end of a page."""
_BROKEN_ANYWAY = re.compile("[\\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+")
"""Characters beside which a line may be broken: Chinese ones that are no punctuation, and spaces."""
_RUNS = re.compile(f"{_BROKEN_ANYWAY.pattern}|[^{_BROKEN_ANYWAY.pattern[1:-2]}]+")
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
    return compiled("paper.typ", inputs, accessible=not missing(papers))


def compiled(template: str, inputs: dict[str, str], *, accessible: bool = False) -> bytes:
    """Set a template of this package as PDF, `accessible` by the rules of PDF/UA-1, which want a glyph for each character."""
    content = _compiler().compile(
        input=_template(template), format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"] if accessible else []
    )
    if not isinstance(content, bytes):  # pragma: no cover - typst returns bytes where no output is named
        message = f"typst gave {type(content).__name__} for {template}"
        raise TypeError(message)
    return content


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=installed(), ignore_system_fonts=True)


@cache
def _template(name: str) -> bytes:
    return (resources.files("jixiao.papers") / "templates" / name).read_bytes()


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
                "lines": _pieces(block.text, width / _POINT / 22),
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
                "caption": _pieces(block.caption, width / _POINT / 12),
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


def _cell_pieces(cell: Cell, columns: Sequence[float], size: float) -> list[list[str]]:
    if cell.upright:
        return [[character] for line in lines(cell.text) for character in line.strip()] or [[""]]
    return _pieces(cell.text, _inner(cell, columns) / size)


def _inner(cell: Cell, columns: Sequence[float]) -> float:
    """Points that a line of text in the cell may have."""
    return max(sum(columns[cell.column : cell.column + cell.column_span]) - 2 * _INSET, 1.0)


def _height(cell: Cell, pieces: list[list[str]], columns: Sequence[float], size: float) -> float:
    """About how many lines the cell's text takes."""
    ems = max(_inner(cell, columns) / size, 1.0)
    return sum(1 + breadth("".join(line)) // ems for line in pieces)


def _pieces(text: str, ems: float) -> list[list[str]]:
    """The lines of a text, each cut where it may be broken besides the usual places."""
    return [_breakable(line, ems) for line in lines(text)]


def _breakable(line: str, ems: float) -> list[str]:
    """Cut what is longer than a line and has no place to break (a long number, an address) at every letter."""
    pieces = [""]
    for run in _RUNS.findall(line):
        if not _BROKEN_ANYWAY.match(run) and breadth(run) > ems:
            pieces += [*run, ""]
        else:
            pieces[-1] += run
    return [piece for piece in pieces if piece] or [""]
