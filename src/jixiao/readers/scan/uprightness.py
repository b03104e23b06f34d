"""Which way up a page lies, and how large its print is: what a quick look for its lines of text tells."""

from collections.abc import Sequence

import cv2
import numpy as np

from jixiao.readers.scan.pictures import Picture
from jixiao.readers.scan.recognition import Quad, detect, recognise
from jixiao.readers.scan.straightening import Sheet, grey, sized, turned

_GLANCE = 960
"""Pixels of the longer side for a quick look."""
_LONG = 3.0
"""How many times longer than high a line is that tells which way it runs."""
_TRIED = 4
"""Lines read to tell a page from one upside down."""
_SURE = 0.8
"""Mean confidence from which on a line is the right way up."""
_MEASURED = 24
"""Lines measured to tell how large the print is."""
_INKED = 0.02
"""Share of a row that is dark where a line's ink is."""
_LEADING = 1.4
"""The pitch of lines in heights of their ink: what a line takes with the paper to the next one."""
_DEFAULT = 36.0


def upright(sheet: Sheet) -> tuple[Sheet, float]:
    """Turn a page the right way up and bring it to the size recognition wants; returns it and the height that a line takes."""
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
    pitch = _pitch(sheet.pixels, lines)
    if lines and _upside_down(sheet.pixels, lines):
        sheet = turned(sheet, 2)
    before = sheet.pixels.shape[1]
    sheet = sized(sheet, pitch)
    return sheet, pitch * sheet.pixels.shape[1] / before


def _pitch(picture: Picture, lines: Sequence[Quad]) -> float:
    """The height that a line of the page takes, from the ink of its longest lines."""
    heights = []
    for line in sorted(lines, key=lambda line: -_sides(line)[0])[:_MEASURED]:
        (left, top), (right, bottom) = line.min(axis=0).astype(int), line.max(axis=0).astype(int)
        part = grey(picture[max(0, top) : bottom + 1, max(0, left) : right + 1])
        if part.size and right - left > bottom - top:
            heights.append(_ink_height(part))
    return _LEADING * float(np.median(heights)) if heights else _DEFAULT


def _ink_height(line: Picture) -> int:
    """The height of the ink in a line's box: its rows with ink, up to the first blank ones above and below the middle."""
    _, dark = cv2.threshold(line, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    inked = np.asarray(dark).mean(axis=1) > _INKED
    middle = len(inked) // 2
    above = next((row for row in range(middle, -1, -1) if not inked[row]), -1)
    below = next((row for row in range(middle, len(inked)) if not inked[row]), len(inked))
    return max(1, below - above - 1)


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
