"""Rows of pieces with edges in hundredths of the width, on their way to a grid of cells that all of them fit."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from jixiao.papers import Cell, Grid, Role

WIDTH = 100.0
_NEAR = 2.0
"""Edges nearer to each other than this are drawn as one."""
_UPRIGHT = 6.0
"""A label beside several rows that is not wider than this stands upright."""


_PER_ROW = 2
"""An upright label of more characters for each row would make the rows higher than what stands in them."""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A cell by its edges: from `left` to `right`, in as many rows as it covers."""

    left: float
    right: float
    text: str = ""
    role: Role = "value"
    rows: int = 1
    upright: bool = False


Row = list[Piece]


def divided(left: float, right: float, shares: Sequence[float]) -> list[tuple[float, float]]:
    """Divide a stretch in proportion to shares: the edges of each part."""
    total = sum(shares)
    edges = [left]
    for share in shares[:-1]:
        edges.append(edges[-1] + (right - left) * share / total)
    return list(zip(edges, [*edges[1:], right], strict=True))


def framed(frame: str, width: float, rows: list[Row]) -> list[Row]:
    """Put a label at the left of some rows: in a narrow place upright, beside too few rows for that in lines of two characters."""
    if not rows:
        return []
    upright = width <= _UPRIGHT and len(rows) > 1
    if upright and len(frame) > _PER_ROW * len(rows):
        frame, upright = "\n".join(frame[at : at + _PER_ROW] for at in range(0, len(frame), _PER_ROW)), False
    piece = Piece(left=0.0, right=width, text=frame, role="label", rows=len(rows), upright=upright)
    return [[piece, *rows[0]], *rows[1:]]


def edges_of(rows: Sequence[Row]) -> list[float]:
    """All edges of some rows."""
    return sorted({edge for row in rows for piece in row for edge in (piece.left, piece.right)})


class Ruling:
    """The columns that all tables of a form share, so that one below the other they are one table.

    Edges that nearly meet one of the guides, those of the main table, are moved there, and others to a near one before them.
    """

    def __init__(self, tables: Sequence[Sequence[Row]], guides: Sequence[float]) -> None:
        self._moved: dict[float, float] = {}
        for rows in tables:
            placed: list[float] = []
            for edge in edges_of(rows):
                target = _nearest(edge, guides)
                if target is None:
                    target = placed[-1] if placed and edge - placed[-1] < _NEAR and edge < WIDTH else edge
                self._moved[edge] = target
                placed.append(target)
        self._lines = sorted(set(self._moved.values()))

    def grid(self, rows: Sequence[Row], *, header_rows: int, joined: bool, size: float) -> Grid:
        """Make a grid of rows."""
        cells = []
        for number, row in enumerate(rows):
            for piece in row:
                left, right = (self._lines.index(self._moved[edge]) for edge in (piece.left, piece.right))
                cells.append(
                    Cell(
                        row=number,
                        column=left,
                        row_span=piece.rows,
                        column_span=right - left,
                        text=piece.text,
                        role=piece.role,
                        upright=piece.upright,
                    )
                )
        widths = tuple(round((right - left) / WIDTH, 4) for left, right in pairwise(self._lines))
        return Grid(widths=widths, cells=tuple(cells), header_rows=header_rows, joined=joined, size=size)


def _nearest(edge: float, guides: Sequence[float]) -> float | None:
    at = bisect_left(guides, edge)
    near = [guide for guide in guides[max(0, at - 1) : at + 1] if abs(guide - edge) <= _NEAR]
    return min(near, key=lambda guide: abs(guide - edge)) if near else None


def bracket_below(text: str) -> str:
    """Set what a label has in brackets at its end in a line of its own."""
    return re.sub(r"(?<=[^\n])（(?=[^（）]*）$)", "\n（", text)
