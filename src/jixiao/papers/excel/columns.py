"""The columns of a sheet: one sheet holds several grids of different columns, so its own columns are those of all grids together."""

from collections.abc import Sequence
from itertools import accumulate

import msgspec

from jixiao.papers.paper import Grid

_NEARLY = 0.006
"""Edges of two grids nearer than this share of the width (1 mm of A4) are one."""


_OF_TEXT = 8
"""Columns of a sheet without a grid."""


class Columns(msgspec.Struct, frozen=True):
    """The edges of a sheet's columns as shares of the width from 0 to 1, and for each grid the number of each of its edges."""

    edges: tuple[float, ...]
    grids: tuple[tuple[int, ...], ...]

    @property
    def count(self) -> int:
        """How many columns the sheet has."""
        return len(self.edges) - 1

    def share(self, first: int, end: int) -> float:
        """The share of the width from one edge to another."""
        return self.edges[end] - self.edges[first]


def columns(grids: Sequence[Grid]) -> Columns:
    """Lay the columns of all grids over each other; two edges of one grid never fall together."""
    if not grids:
        # Text alone; LibreOffice does not fit a single column to the page.
        return Columns(tuple(part / _OF_TEXT for part in range(_OF_TEXT + 1)), ())
    edges = [0.0, 1.0]
    chosen: list[list[float]] = []
    for grid in grids:
        total = sum(grid.widths)
        own = [0.0]
        shares = [part / total for part in accumulate(grid.widths)]
        for share in shares[:-1]:
            nearest = min(edges, key=lambda edge: abs(edge - share))
            edge = nearest if own[-1] < nearest < 1 and abs(nearest - share) < _NEARLY else share
            edge = max(edge, own[-1] + 1e-6)
            own.append(edge)
            if edge not in edges:
                edges.append(edge)
        chosen.append([*own, 1.0])
    edges.sort()
    numbers = {edge: number for number, edge in enumerate(edges)}
    return Columns(tuple(edges), tuple(tuple(numbers[edge] for edge in own) for own in chosen))
