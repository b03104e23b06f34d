"""What a cut of tokens into cells and rows is made of: the columns to fill, the costs of joining, the cells and rows that come of it."""

from collections.abc import Callable

import msgspec

from jixiao.forms.ribbon import Gap, Ribbon, cell_text
from jixiao.forms.words import key

INFINITE = float("inf")
"""The cost of what cannot be."""


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A column to fill: its field, the most tokens a cell of it may take, the cost of leaving it empty.

    In a `closed` column cells are known words, complete as they are, however full their last line is.
    """

    field: str
    longest: int
    skip: float
    closed: bool = False


class Joins(msgspec.Struct, frozen=True, kw_only=True):
    """What it costs to keep two tokens in one cell across each kind of gap, and to begin a row at a soft gap.

    Columns are filled before they are broken: `ragged` is the cost of a line that breaks although the next word would have fitted,
    `brim` that of a cell ending with a line that is quite full. `number` is the cost of a bare number inside a text, `divide` that
    of a boundary where nothing divides, `words` that of a space between two Chinese characters, over and above that of a space;
    `part` that of a boundary at a space.
    """

    space: float = 0.4
    wide: float = 1.5
    line: float = 0.15
    blank: float = 0.15
    ragged: float = 2.0
    brim: float = 0.4
    number: float = 1.5
    glue: float = 0.0
    divide: float = 0.2
    row: float = 0.1
    words: float = 0.0
    part: float = 0.0

    def across(self, gap: Gap) -> float:
        """The cost of joining over this gap; infinite over a certain cell boundary."""
        return {
            Gap.GLUE: self.glue,
            Gap.SPACE: self.space,
            Gap.WIDE: self.wide,
            Gap.LINE: self.line,
            Gap.BLANK: self.blank,
        }.get(gap, INFINITE)


class Segment(msgspec.Struct, kw_only=True):
    """One cell: tokens[start:end] in a slot, what it cost, and by how much the next best cut beside it is dearer."""

    slot: int
    start: int
    end: int
    cost: float
    margin: float = INFINITE


class AlignedRow(msgspec.Struct, kw_only=True):
    """The cells of one row by slot number, and the tokens that fitted nowhere."""

    cells: dict[int, Segment]
    strays: list[int]


Fit = Callable[[int, str, int], float]
"""Cost of (slot, key of the cell's text, index of its first token)."""
Follow = Callable[[int, str, int, int, str, int], float]
"""Cost, mostly a bonus, of (slot, key, first token) standing behind (previous slot, its key, its first token) in one row."""


def text_of(tokens: Ribbon, segment: Segment) -> str | None:
    """The printed text of a cell, or None when it holds nothing but a dash."""
    text = cell_text(tokens[segment.start : segment.end])
    return None if key(text) in {"", "-", "--", "/", "\\"} else text
