"""Runs to lines: what stands side by side on one height, from left to right, with the spaces that the eye sees between."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from jixiao.readers.lattice import Box
from jixiao.readers.pdf.runs import UNKNOWN, Glyph, Run, around, turned

_SAME_LINE = 0.5
"""Share of the smaller height by which the middles of two runs of one line may differ."""
_WORD_GAP = 0.15
"""Ems between Latin letters or figures that are a space; Chinese characters have none."""
_PIECE_GAP = 0.45
"""Ems between any two characters that the eye sees as a space."""
_WIDE_GAP = 1.6
"""Ems that part two statements on one line; shown as two spaces or more."""


_BROKEN_NAME = re.compile(r"(?<=[A-Z])\n(?=[A-Z])")
_GARBLED = 0.3
"""Confidence in a cell with a character that the file does not name."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Runs on one height from left to right, and the box around them."""

    runs: tuple[Run, ...]
    box: Box

    @property
    def text(self) -> str:
        """The text of the line with its spaces."""
        text = ""
        last: Run | None = None
        for run in self.runs:
            text += ("" if last is None else spaces(last, run)) + run.text
            last = run
        return text

    @property
    def height(self) -> float:
        """Height in points."""
        return self.box[3] - self.box[1]


def spaces(left: Run, right: Run) -> str:
    """The spaces that stand between two neighbouring runs of a line."""
    gap = (right.box[0] - left.box[2]) / max(min(left.size, right.size), 0.1)
    if gap >= _WIDE_GAP:
        return " " * min(8, max(2, round(gap / 2)))
    if left.spaced_after or right.spaced_before:
        return " "
    words = left.glyphs[-1].text.isascii() and right.glyphs[0].text.isascii()
    return " " if gap >= (_WORD_GAP if words else _PIECE_GAP) else ""


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """Gather level runs into lines, from top to bottom."""
    lines: list[list[Run]] = []
    middle = 0.0
    for run in sorted(runs, key=lambda run: run.box[1] + run.box[3]):
        own = (run.box[1] + run.box[3]) / 2
        if lines and own - middle <= _SAME_LINE * min(run.size, max(each.size for each in lines[-1])):
            lines[-1].append(run)
        else:
            lines.append([run])
            middle = own
    return [
        Line(runs=tuple(sorted(line, key=lambda run: run.box[0])), box=around([run.box for run in line]))
        for line in lines
    ]


def cell_text(runs: Sequence[Run]) -> str:
    """The text of a cell: its lines under one another; a label with one character above the other is one line.

    So are several such columns, read from the right.

    Runs that are turned are lines of their own, in the order in which one reads them with the head inclined.
    """
    level, inclined = [run for run in runs if not run.turn], [run for run in runs if run.turn]
    texts = [line.text for line in lines_of(level)]
    if len(texts) > 1 and len(runs) > 2 and all(len(text) == 1 for text in texts):
        # Latin letters and figures within such a label are turned.
        return "".join(run.text for run in sorted(runs, key=lambda run: run.box[1]))
    columns = _columns_of_upright_text(level, inclined) if len(texts) > 1 else None
    if columns is not None:
        return columns
    if inclined:
        texts += [line.text for line in lines_of([_levelled(run) for run in inclined])]
    # Narrow columns break names such as DRG anywhere; as two lines they would be two words.
    return _BROKEN_NAME.sub("", "\n".join(texts))


def _columns_of_upright_text(level: Sequence[Run], inclined: Sequence[Run]) -> str | None:
    """The text of a narrow, high cell whose characters stand one above the other in two columns or more; None for any other.

    There characters touch from top to bottom and columns lie apart; in level lines it is the other way round. Latin letters and figures
    are turned with their column.
    """
    glyphs = [glyph for run in level for glyph in run.glyphs if not glyph.text.isspace()]
    if not _FEWEST_UPRIGHT <= len(glyphs) <= _MOST_UPRIGHT or any(glyph.text.isascii() for glyph in glyphs):
        return None
    if any(len(run.glyphs) > _ABREAST for run in level):
        return None
    size = sorted(run.size for run in level)[len(level) // 2]
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.box[0] - glyph.box[2]):
        if columns and _middle_x(columns[-1][0]) - _middle_x(glyph) <= _SAME_COLUMN * size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    if len(columns) < 2:
        return None
    down = [_gap_below(one, other) for column in columns for one, other in pairwise(_from_top(column))]
    across = [_middle_x(one[0]) - _middle_x(other[0]) for one, other in pairwise(columns)]
    if not down or max(down) > _TOUCHING * size or min(across) < max(down) + _COLUMNS_APART * size:
        return None
    for glyph in (glyph for run in inclined for glyph in run.glyphs):
        min(columns, key=lambda column: abs(_middle_x(column[0]) - _middle_x(glyph))).append(glyph)
    return "".join(glyph.text for column in columns for glyph in _from_top(column))


_FEWEST_UPRIGHT, _MOST_UPRIGHT = 4, 60
"""Characters of a label in several columns."""
_ABREAST = 3
"""More characters than this in one run were written from left to right: columns are written from top to bottom."""
_SAME_COLUMN, _TOUCHING, _COLUMNS_APART = 0.4, 1.12, 0.12
"""Ems: between the middles of characters of one column, from one character to the one below it, and how much more to the next column."""


def _from_top(column: Iterable[Glyph]) -> list[Glyph]:
    return sorted(column, key=lambda glyph: glyph.box[1] + glyph.box[3])


def _middle_x(glyph: Glyph) -> float:
    return (glyph.box[0] + glyph.box[2]) / 2


def _gap_below(one: Glyph, other: Glyph) -> float:
    """From the middle of a character to the middle of the one below it."""
    return (other.box[1] + other.box[3] - one.box[1] - one.box[3]) / 2


def _levelled(run: Run) -> Run:
    """A turned run in the frame in which it is level."""
    return msgspec.structs.replace(run, box=turned(run.box, run.turn), turn=0)


def confidence(text: str) -> float:
    """How sure the text of a cell is: certain, unless the file leaves a character of it unnamed."""
    return _GARBLED if UNKNOWN in text else 1.0
