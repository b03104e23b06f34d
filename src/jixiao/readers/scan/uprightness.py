"""Which way up a page lies, and how large its characters are: what a quick look for its lines of text tells."""

from collections.abc import Sequence

import numpy as np

from jixiao.readers.scan.pictures import Picture
from jixiao.readers.scan.recognition import Quad, detect, recognise
from jixiao.readers.scan.straightening import Sheet, sized, turned

_GLANCE = 960
"""Pixels of the longer side for a quick look."""
_LONG = 3.0
"""How many times longer than high a line is that tells which way it runs."""
_TRIED = 4
"""Lines read to tell a page from one upside down."""
_SURE = 0.8
"""Mean confidence from which on a line is the right way up."""
_LINE = 0.74
"""Share of the height of a detected line that its characters take."""
_DEFAULT = 26.0


def upright(sheet: Sheet) -> tuple[Sheet, float]:
    """Turn a page the right way up and bring it to the size recognition wants; returns it and the height of its characters."""
    lines = detect(sheet.pixels, _GLANCE)
    if not lines:
        return sheet, _DEFAULT
    sides = np.array([_sides(line) for line in lines])
    long = sides.max(axis=1) > _LONG * sides.min(axis=1)
    on_end = sides[long, 1] > sides[long, 0]
    if long.sum() >= 3 and on_end.mean() > 0.6:
        sheet = turned(sheet, 1)
        lines = detect(sheet.pixels, _GLANCE)
        sides = np.array([_sides(line) for line in lines]) if lines else sides[:, ::-1]
    if lines and _upside_down(sheet.pixels, lines):
        sheet = turned(sheet, 2)
    level = sides[sides[:, 0] > 1.5 * sides[:, 1]]
    character = _LINE * float(np.median(level[:, 1])) if len(level) else _DEFAULT
    before = sheet.pixels.shape[1]
    sheet = sized(sheet, character)
    return sheet, character * sheet.pixels.shape[1] / before


def _sides(line: Quad) -> tuple[float, float]:
    """Length and height of a line as it lies."""
    (width, height) = line.max(axis=0) - line.min(axis=0)
    return float(width), float(height)


def _upside_down(picture: Picture, lines: Sequence[Quad]) -> bool:
    """Whether the longest lines are read better with the page on its head."""
    longest = sorted(lines, key=lambda line: -_sides(line)[0])[:_TRIED]
    crops = []
    for line in longest:
        (left, top), (right, bottom) = line.min(axis=0).astype(int), line.max(axis=0).astype(int)
        part = picture[max(0, top) : bottom + 1, max(0, left) : right + 1]
        crops.append(np.ascontiguousarray(part))
    as_is = [_mean(reading.sure) for reading in recognise(crops)]
    if np.mean(as_is) >= _SURE:
        return False
    turned_over = [
        _mean(reading.sure) for reading in recognise([np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops])
    ]
    return bool(np.mean(turned_over) > np.mean(as_is))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
