"""Runs to lines: what stands side by side on one height, from left to right, with the spaces that the eye sees between."""

import re
from collections.abc import Sequence

import msgspec

from jixiao.readers.lattice import Box
from jixiao.readers.pdf.runs import UNKNOWN, Run, around, turned

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

    Runs that are turned are lines of their own, in the order in which one reads them with the head inclined.
    """
    level, inclined = [run for run in runs if not run.turn], [run for run in runs if run.turn]
    texts = [line.text for line in lines_of(level)]
    if len(texts) > 1 and len(runs) > 2 and all(len(text) == 1 for text in texts):
        # Latin letters and figures within such a label are turned.
        return "".join(run.text for run in sorted(runs, key=lambda run: run.box[1]))
    if inclined:
        texts += [line.text for line in lines_of([_levelled(run) for run in inclined])]
    # Narrow columns break names such as DRG anywhere; as two lines they would be two words.
    return _BROKEN_NAME.sub("", "\n".join(texts))


def _levelled(run: Run) -> Run:
    """A turned run in the frame in which it is level."""
    return msgspec.structs.replace(run, box=turned(run.box, run.turn), turn=0)


def confidence(text: str) -> float:
    """How sure the text of a cell is: certain, unless the file leaves a character of it unnamed."""
    return _GARBLED if UNKNOWN in text else 1.0
