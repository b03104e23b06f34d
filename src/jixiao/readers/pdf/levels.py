"""Text by its exact height: where cells stand in the middle of rows, lines of neighbouring cells lie half a line apart."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from jixiao.readers.lattice import Box
from jixiao.readers.pdf.gutters import APART
from jixiao.readers.pdf.lines import Line
from jixiao.readers.pdf.runs import Run, around

_LEVEL = 0.22
"""Ems by which the middles of runs of one height may differ."""
_NARROW = 0.15
"""Ems of white between two runs that may be in two cells."""
_IDEOGRAPHS = "\u3400", "\u9fff"
_LATIN = 1.25
"""How many times an em a line is high, where nothing tells better."""


class Level(msgspec.Struct, frozen=True):
    """Pieces that stand on one height, from left to right, each of runs that nothing parts; and the boxes around them."""

    middle: float
    pieces: tuple[tuple[Run, ...], ...]
    boxes: tuple[Box, ...]

    def apart(self, em: float) -> int:
        """How many pieces stand apart from one another as cells do."""
        return 1 + sum(right[0] - left[2] >= APART * em for left, right in pairwise(self.boxes))


def em_of(lines: Sequence[Line]) -> float:
    """The breadth of a Chinese character in most of the text; boxes are higher than that by what the font leaves above and below."""
    breadths = sorted(
        glyph.box[2] - glyph.box[0]
        for line in lines
        for run in line.runs
        if not run.turn
        for glyph in run.glyphs
        if _IDEOGRAPHS[0] <= glyph.text[0] <= _IDEOGRAPHS[1]
    )
    if breadths:
        return max(1.0, breadths[len(breadths) // 2])
    heights = sorted(line.height for line in lines)
    return max(1.0, heights[len(heights) // 2] / _LATIN)


def levels_of(runs: Sequence[Run], em: float) -> list[Level]:
    """Gather runs by their heights, from top to bottom."""
    levels: list[list[Run]] = []
    first = 0.0
    for run in sorted(runs, key=_middle):
        if levels and _middle(run) - first <= _LEVEL * em:
            levels[-1].append(run)
        else:
            levels.append([run])
            first = _middle(run)
    return [_level(level, em) for level in levels]


def _middle(run: Run) -> float:
    return (run.box[1] + run.box[3]) / 2


def _level(runs: Sequence[Run], em: float) -> Level:
    pieces: list[list[Run]] = []
    reached = float("-inf")
    for run in sorted(runs, key=lambda run: run.box[0]):
        if pieces and run.box[0] - reached < _NARROW * em:
            pieces[-1].append(run)
        else:
            pieces.append([run])
        reached = max(reached, run.box[2])
    middle = sum(map(_middle, runs)) / len(runs)
    return Level(middle, tuple(map(tuple, pieces)), tuple(around([run.box for run in piece]) for piece in pieces))
