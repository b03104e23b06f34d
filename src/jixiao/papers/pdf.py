"""Papers as PDF (版式文件): the letters are part of the file, and the same papers always give the same bytes on one machine."""

import re
from collections.abc import Container, Iterator, Sequence
from typing import Any, NamedTuple, get_args

import msgspec

from jixiao.papers import measuring
from jixiao.papers.breaking import Pieces, pieces, upright
from jixiao.papers.characters import lines
from jixiao.papers.families import FACES, Face
from jixiao.papers.fonts import families
from jixiao.papers.grids import repeated
from jixiao.papers.looks import (
    CAPTION,
    CELL_MARGIN,
    GAP_COLOUR,
    LINES,
    is_letter,
    page_size,
    small_size,
)
from jixiao.papers.paper import Cell, Figure, Grid, Line, Paper
from jixiao.papers.typesetting import pages

_POINT = 25.4 / 72
_INSET = CELL_MARGIN / _POINT
_WHOLE_LINES = 24
_WHOLE_SHARE = 0.4
"""A row of no more lines than these, and no more of a page's height than this, is not broken at the end of a page."""
_LONGEST_UPRIGHT = 24
"""Characters below one another; a longer text would be higher than half a page and lies."""
_TAIL = 2
_CHINESE_TAIL = re.compile(r"\S[\u4e00-\u9fff]{2}$")
_LINE = 1.5
"""Ems from one line of a cell to the next, or to the border, on the safe side."""
_HEAD_SHARE = 1 / 3
"""Rows that take more of a page's height than this are not repeated."""
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
    return pages("paper.typ", inputs)


def _title(papers: Sequence[Paper]) -> str:
    """The first title that stands on a paper, else the first paper's name."""
    titles = (
        block.text for paper in papers for block in paper.blocks if isinstance(block, Line) and block.style == "title"
    )
    return " ".join(lines(next(titles, papers[0].name if papers else ""))).strip() or "绩效自评材料"


def _paper(paper: Paper, inputs: dict[str, str]) -> dict[str, Any]:
    width, height = page_size(paper)
    top, right, bottom, left = paper.margins
    room = _Room((width - left - right) / _POINT, (height - top - bottom) / _POINT)
    return {
        "landscape": paper.orientation == "landscape",
        "margins": list(paper.margins),
        "page_numbers": paper.page_numbers,
        "letter": is_letter(paper),
        "blocks": list(_blocks(paper, room, inputs)),
    }


class _Room(NamedTuple):
    """Width and height between the margins, in points."""

    width: float
    height: float


def _blocks(paper: Paper, room: _Room, inputs: dict[str, str]) -> Iterator[dict[str, Any]]:
    level = 0
    for index, block in enumerate(paper.blocks):
        if isinstance(block, Line):
            look = LINES[block.style]
            heading = min(look.level or 0, level + 1) if block.text.strip() else 0
            level = heading or level
            small = block.style in {"small", "small_right"}
            yield _line(block, heading, small_size(paper.blocks, index) if small else look.size, room)
        elif isinstance(block, Grid):
            following = paper.blocks[index + 1 : index + 2]
            yield _grid(block, room, continued=any(isinstance(one, Grid) and one.joined for one in following))
        elif isinstance(block, Figure):
            name = f"figure{len(inputs)}"
            inputs[name] = block.svg.decode("utf-8")
            captions = pieces(block.caption, room.width / CAPTION.size)
            yield {
                "kind": "figure",
                "input": name,
                "width": min(block.width / _POINT, room.width),
                "height": max(room.height - (len(captions) + 1) * CAPTION.leading, CAPTION.leading),
                "alt": " ".join(lines(block.description)),
                "caption": captions,
                "titled": bool(block.caption),
                "size": CAPTION.size,
            }
        elif 0 < index < len(paper.blocks) - 1:
            yield {"kind": "break"}


def _line(line: Line, level: int, size: float, room: _Room) -> dict[str, Any]:
    """A paragraph; `level` is that of a heading, of which none may be left out (PDF/UA), or 0."""
    look = LINES[line.style]
    face = FACES[look.font]
    return {
        "kind": "line",
        "lines": pieces(line.text, room.width / size - look.first - look.right),
        "face": face,
        "weight": "bold" if face == "title" and families("title")[0].startswith(_BOLD_FOR_TITLE) else "regular",
        "size": size,
        "align": look.align,
        "leading": max(look.leading, size),
        "before": look.before,
        "after": look.after,
        "first": look.first,
        "right": look.right,
        "level": level,
        "gap": line.style == "gap",
        "colour": f"#{GAP_COLOUR}",
    }


def _grid(grid: Grid, room: _Room, *, continued: bool) -> dict[str, Any]:
    total = sum(grid.widths)
    laid = [_Laid(cell, grid, [share / total * room.width for share in grid.widths]) for cell in grid.cells]
    whole = min(_WHOLE_LINES, _WHOLE_SHARE * room.height / (grid.size * _LINE))
    tall = {row for one in laid if one.height > whole for row in one.rows}
    head = repeated(grid)
    lines_of = [
        max((one.height for one in laid if one.rows == range(row, row + 1)), default=1.0) for row in range(grid.rows)
    ]
    headings = {one.cell.row for one in laid if one.cell.role == "heading"}
    for one in laid:
        # What a label holds together with headings of its own (目标 above its text) is not parted from them, unless it is long.
        one.together = one.cell.row in headings and sum(lines_of[row] for row in one.rows) <= _WHOLE_LINES
    if sum(lines_of[:head]) * grid.size * _LINE > _HEAD_SHARE * room.height:
        head = 0
    return {
        "kind": "grid",
        "widths": list(grid.widths),
        "size": grid.size,
        "joined": grid.joined,
        "continued": continued,
        "head": [one.as_data(tall) for one in laid if one.cell.row < head],
        "cells": [one.as_data(tall) for one in laid if one.cell.row >= head],
    }


_WHOLE_LABEL = 20.0
"""A label of at most so many lines stands on one page, though the rows beside it are broken over two."""


class _Laid:
    """A cell with its text cut for the room it has."""

    def __init__(self, cell: Cell, grid: Grid, columns: Sequence[float]) -> None:
        width = max(sum(columns[cell.column : cell.column + cell.column_span]) - 2 * _INSET, 1.0)
        self.size = grid.size
        if cell.role == "number" or measuring.is_figure(cell.text):
            # A figure broken between two lines would be misread.
            self.size = measuring.fitting(cell.text, grid.size, width)
        ems = max(width / self.size, 1.0)
        self.cell = cell
        self.rows = range(cell.row, cell.row + cell.row_span)
        self.together = False
        """Whether the rows that it spans are kept on one page."""
        standing = cell.upright and len(cell.text) <= _LONGEST_UPRIGHT
        self.pieces: list[Pieces] = upright(cell.text) if standing else pieces(cell.text, ems)
        self.height = sum(measuring.lines("".join(line), ems) for line in self.pieces)
        """About how many lines the text takes."""
        self.tail = ""
        """What stays together at the end: in the middle of a cell, four characters are broken after two, not before the last one."""
        last = self.pieces[-1][-1]
        if cell.role != "text" and not standing and ems >= _TAIL and _CHINESE_TAIL.search(last):
            self.tail = last[-_TAIL:]
            self.pieces = [*self.pieces[:-1], [*self.pieces[-1][:-1], last[:-_TAIL]]]

    def as_data(self, tall: Container[int]) -> dict[str, Any]:
        """The cell for the template; one that spans rows never keeps them together, one of a tall row may be broken."""
        return {
            "x": self.cell.column,
            "y": self.cell.row,
            "colspan": self.cell.column_span,
            "rowspan": self.cell.row_span,
            "role": self.cell.role,
            "size": self.size,
            "lines": self.pieces,
            "tail": self.tail,
            "inset": _INSET,
            "breakable": (self.cell.row_span > 1 and not self.together) or self.cell.row in tall,
            "whole": self.cell.role == "label" and self.height <= _WHOLE_LABEL,
        }
