"""One worksheet as its file holds it, before anything is decided about what of it is seen; rows and columns count from 1."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import msgspec

from jixiao.documents import Omission, Paragraph

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""The size of a worksheet; what lies beyond is no worksheet."""


class Area(msgspec.Struct, frozen=True, order=True):
    """A rectangle of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class SheetCell(msgspec.Struct, kw_only=True):
    """A cell that holds something: what it shows and, where that hides part of it, what is stored; see Cell.value.

    `across` tells that its text is centred across the blank cells to its right that are set so as well.
    """

    text: str
    value: str | None = None
    across: bool = False


class Sheet(msgspec.Struct, kw_only=True):
    """A worksheet: cells that hold something by row and column, and what else decides how they are seen.

    `across` are blank cells set to centre across the selection; `ruled_rows` and `ruled_columns` those with a line above or below some
    cell; `boxes` texts that float above the cells, by the row and column they are fixed to; `asides` the ranges that are no part of a form.
    """

    name: str
    cells: dict[tuple[int, int], SheetCell] = {}
    merged: list[Area] = []
    across: set[tuple[int, int]] = set()
    ruled_rows: set[int] = set()
    ruled_columns: set[int] = set()
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    boxes: list[tuple[int, int, list[Paragraph]]] = []
    omissions: list[Omission] = []
    asides: list[Area] = []


class Seen:
    """Which of a sheet's rows, or of its columns, are seen."""

    def __init__(self, hidden: Iterable[int]) -> None:
        self._hidden = sorted(hidden)

    def any(self, first: int, last: int) -> bool:
        """Tell whether one of the positions first … last is seen."""
        return self.first(first) <= last

    def first(self, position: int) -> int:
        """The first position from this one on that is seen."""
        start = bisect_left(self._hidden, position)
        following = range(len(self._hidden) - start)
        # Hidden positions that follow one another without a gap keep their distance to where they begin.
        return position + bisect_right(following, position, key=lambda index: self._hidden[start + index] - index)
