"""Ink and paper: uneven light is evened out, red seals are taken off the black text under them, heavy noise is smoothed."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from jixiao.readers.scan.lines import Spot
from jixiao.readers.scan.pictures import Picture

_UNEVEN = 22.0
"""Grey levels by which the paper may differ from place to place before its light is evened out."""
_BAND = 512
"""Rows of pixels that are worked on at a time, because fractions take twelve times the memory of the picture."""
_RED = 38
"""By how much red outweighs green and blue in the ink of a seal."""
_FADED, _BLACK = 0.78, 40.0
"""What becomes paper, as a share of the red light that the ink of a seal throws back, and the grey level that becomes black."""
_RIM = 9
"""Pixels across which JPEG smears the colour of a seal."""
_SEAL = 0.05
"""Share of the page's longer side that a seal measures at least in both directions; red words are text."""
_NOISE = 9.0
"""Grey levels of noise from which on smoothing helps more than it harms."""


def lit_evenly(picture: Picture) -> Picture:
    """Take lamp and shadow off a photographed page; a page in even light is left alone."""
    height, width = picture.shape[:2]
    scale = 400 / max(height, width)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # What is lightest around a place is paper: no stroke is as broad as the window.
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((17, 17), np.uint8)), (0, 0), 9)
    shades = np.percentile(cv2.cvtColor(paper, cv2.COLOR_BGR2GRAY), [2, 98])
    if shades[1] - shades[0] < _UNEVEN and shades[1] > 200:
        return picture
    ground = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    even = np.empty_like(picture)
    for top in range(0, height, _BAND):
        band = slice(top, top + _BAND)
        factor = np.float32(245.0) / np.maximum(ground[band], np.uint8(40)).astype(np.float32)
        even[band] = np.clip(picture[band].astype(np.float32) * factor, 0, 255).astype(np.uint8)
    return even


def seals(picture: Picture) -> list[Spot]:
    """The boxes of the red seals on a page in colour."""
    red = (_redness(picture) > _RED).astype(np.uint8)
    return _seals(red) if red.any() else []


def without_seals(picture: Picture, found: Sequence[Spot]) -> Picture:
    """Take the red seals that were found off a page in colour.

    Red ink lets red light through to the paper, black ink does not: in the red channel a seal fades and the text under it stays.
    """
    if not found:
        return picture
    cleaned = picture.copy()
    for left, top, right, bottom in found:
        part = picture[top:bottom, left:right]
        solid = _redness(part) > _RED
        ink = float(np.median(part[:, :, 2][solid]))
        reach = cv2.dilate(solid.astype(np.uint8), np.ones((_RIM, _RIM), np.uint8)) > 0
        white = max(_FADED * ink, 2 * _BLACK)
        light = (part[:, :, 2].astype(np.float32) - _BLACK) * (255.0 / (white - _BLACK))
        faded = np.clip(light, 0, 255).astype(np.uint8)
        cleaned[top:bottom, left:right][reach] = faded[reach][:, np.newaxis]
    return cleaned


def outermost(boxes: Sequence[Spot]) -> list[Spot]:
    """Boxes without those that lie within others: the star of a seal within its ring."""
    return [
        box
        for box in boxes
        if not any(
            other[0] <= box[0] and other[1] <= box[1] and box[2] <= other[2] and box[3] <= other[3]
            for other in boxes
            if other != box
        )
    ]


def _redness(picture: Picture) -> NDArray[np.int16]:
    """By how much red outweighs green and blue."""
    blue, green, red = (picture[:, :, channel] for channel in range(3))
    return np.subtract(red, np.maximum(blue, green), dtype=np.int16)


def _seals(red: NDArray[np.uint8]) -> list[Spot]:
    """The boxes of red patches that are as large in both directions as seals are."""
    size = max(red.shape)
    gap = max(3, size // 120)
    near = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(near)
    found = []
    for left, top, width, height, _ in boxes[1:]:
        if min(width, height) >= _SEAL * size and max(width, height) < 2.2 * min(width, height):
            edge = gap
            found.append(
                (
                    max(0, int(left) - edge),
                    max(0, int(top) - edge),
                    min(red.shape[1], int(left + width) + edge),
                    min(red.shape[0], int(top + height) + edge),
                )
            )
    return found


def noise(page: Picture) -> float:
    """The noise of a grey page in grey levels, as its lightest places show it."""
    values = page.astype(np.float32)
    smooth = cv2.GaussianBlur(values, (0, 0), 2.0)
    difference = values - smooth
    paper = smooth >= np.percentile(smooth, 60)
    return float(difference[paper].std())


def smoothed(page: Picture) -> Picture:
    """Take heavy noise off a grey page; light noise does recognition no harm, smoothing does."""
    level = noise(page)
    if level < _NOISE:
        return page
    return np.asarray(
        cv2.fastNlMeansDenoising(page, None, h=1.1 * level, templateWindowSize=5, searchWindowSize=15), np.uint8
    )
