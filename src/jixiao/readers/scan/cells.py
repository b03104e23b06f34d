"""Fragments as recognised, put together to the texts of cells and to lines outside of tables."""

import re
from collections.abc import Sequence

import msgspec

from jixiao.readers.scan.lines import Fragment, Spot, text_lines
from jixiao.readers.scan.punctuation import restored
from jixiao.readers.scan.recognition import Reading

_APART = 1.2
"""Pitches of a gap within a line from which on two texts stand apart."""
_CUT = 0.5
"""How sure a reading can be at most whose text runs into a rule: 100.00% may have lost its first digit."""
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})*\.\d{3}")
"""A figure of thousands, if its point is a comma that lost its tail: 50.000."""
_LATIN = re.compile(r"[A-Za-z0-9]$")


class Recognised(msgspec.Struct, frozen=True):
    """A fragment and what was read from it."""

    fragment: Fragment
    reading: Reading


class CellText(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a cell or in a line: its text with line breaks, how sure the least sure character is, the box of its ink."""

    text: str
    sure: float
    box: Spot
    blot: bool = False
    """There is ink, but nothing was read."""


def together(pieces: Sequence[Recognised], pitch: float) -> CellText:
    """Put the pieces of one cell in reading order; texts far apart within a line are kept apart by two blanks."""
    read = _without_marks([piece for piece in pieces if piece.reading.text])
    boxes = [piece.fragment.box for piece in read]
    lines = []
    for numbers in text_lines(boxes):
        line = ""
        end = 0
        for number in numbers:
            left, _, right, _ = boxes[number]
            text = read[number].reading.text
            if line and left - end > _APART * pitch:
                line += "  "
            elif line and _LATIN.search(line) and text[0].isascii() and text[0].isalpha():
                line += " "
            line += text
            end = right
        lines.append(line)
    return CellText(
        text=restored("\n".join(lines)),
        sure=min((_sure(piece) for piece in read), default=1.0),
        box=_around(boxes or [piece.fragment.box for piece in pieces]),
        blot=bool(pieces) and not read,
    )


def _sure(piece: Recognised) -> float:
    """How sure a reading is; where the figure itself may be another one, recognition does not know of it."""
    doubted = piece.fragment.cut or _GROUPED.fullmatch(piece.reading.text) is not None
    return min(piece.reading.confidence, _CUT) if doubted else piece.reading.confidence


def _without_marks(pieces: Sequence[Recognised]) -> Sequence[Recognised]:
    """Leave dashes that the detector had not seen out beside text that it had: they are what is left of a rule."""
    text = [piece for piece in pieces if not (piece.fragment.overlooked and piece.reading.text in "-—")]
    return text or pieces


def _around(boxes: Sequence[Spot]) -> Spot:
    if not boxes:
        return 0, 0, 0, 0
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
