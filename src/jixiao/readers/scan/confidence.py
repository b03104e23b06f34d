"""From what recognition says of its certainty to how likely a cell is right: measured, kept as data (confidence.yaml)."""

import re
from functools import cache
from itertools import pairwise

import msgspec

from jixiao import data

_FIGURES = re.compile(r"[\d.,%≥≤<>=＝+\-—\s]+")


class Step(msgspec.Struct, frozen=True, array_like=True):
    """A certainty of recognition, and the share of cells read right that had it."""

    sure: float
    right: float


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """The steps for cells of figures and for cells of words, ascending, and where they were measured."""

    origin: str
    figures: tuple[Step, ...]
    words: tuple[Step, ...]


@cache
def _calibration() -> Calibration:
    return data.load(__package__, "confidence.yaml", Calibration)


def probability(text: str, sure: float) -> float:
    """How likely a cell with this text is read right, of whose characters the least sure one has the certainty `sure` (both 0..1).

    An empty cell is certain: where there is ink from which nothing was read, the page says so apart.
    """
    if not text:
        return 1.0
    steps = _calibration().figures if is_figure(text) else _calibration().words
    if sure <= steps[0].sure:
        return steps[0].right
    for low, high in pairwise(steps):
        if sure <= high.sure:
            share = (sure - low.sure) / (high.sure - low.sure)
            return round(low.right + share * (high.right - low.right), 4)
    return steps[-1].right


def is_figure(text: str) -> bool:
    """Whether a text is a figure alone: digits with their signs."""
    return bool(_FIGURES.fullmatch(text))
