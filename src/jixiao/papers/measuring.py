"""How wide a text is and how many lines it takes, reckoned without any font: generously, so that nothing is hidden."""

import re
import unicodedata
from functools import lru_cache
from math import floor

_ASCII_WIDE = frozenset("MWmw@%&QOGD—…")
_PIECE = re.compile(r"[!-~]+|.", re.DOTALL)
"""What is not broken: a run of letters and figures; everything else breaks anywhere."""

_FIGURE = re.compile(r"[-+≥≤<>=]?\d[\d,]*(?:\.\d+)?[%％]?")


@lru_cache(maxsize=8192)
def _character(character: str) -> float:
    if "0" <= character <= "9":
        return 0.5
    if character < "\x7f":
        return 0.85 if character in _ASCII_WIDE else 0.55
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    return 1.0


def width(text: str) -> float:
    """The width of a text in characters of its size: a Chinese one counts 1, a Latin one about half."""
    return sum(map(_character, text))


def is_figure(text: str) -> bool:
    """Whether a text is nothing but a figure: 95.67, 1,234.50, 97.33%, -5."""
    return _FIGURE.fullmatch(text.strip()) is not None


def fitting(text: str, size: float, room: float) -> float:
    """The size in which a figure fits into `room` points without being broken, by half points, also in a font broader than usual.

    A text that does not even fit in 7 points is no figure and keeps its size.
    """
    fits = floor(room / max(width(text) * 1.12, 0.1) * 2) / 2
    return size if fits >= size or fits < 7 else fits


def lines(text: str, room: float) -> int:
    """How many lines a text takes where one holds `room` Chinese characters; a line has room for one character at least."""
    return sum(_wrapped(line, max(room, 1.0)) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    if len(line) <= room and width(line) <= room:
        return 1
    count, used = 1, 0.0
    for piece in _PIECE.findall(line):
        length = _character(piece) if len(piece) == 1 else width(piece)
        if used + length <= room:
            used += length
        elif length <= room:
            count, used = count + 1, length
        else:
            # A word longer than a line is broken wherever the line ends.
            for character in piece:
                single = _character(character)
                if used + single > room:
                    count, used = count + 1, 0.0
                used += single
    return count
