"""A page as it lay under the glass or the lens, made upright and level: perspective, quarter turns, skew and size.

Every step notes how its pixels map back to the picture it was given, so that a cell's box can be shown on the original.
"""

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from jixiao.readers.scan.pictures import Picture

Matrix = NDArray[np.float64]
"""A homography, 3 × 3."""

_WORKING = 700
"""Pixels of the longer side at which a sheet of paper is looked for."""
_SHEET, _WHOLE = 0.35, 0.985
"""Share of a photograph that a sheet of paper covers at least, and from which on it is the whole picture."""
_STANDS_OUT = 35.0
"""Grey levels by which a sheet is lighter than what it lies on."""
_STRAIGHT = 0.03
"""How far, as a share of its length, a side of a sheet may bulge."""
_MOST_SKEW = 6.0
_LEAST_SKEW = 0.04
"""Degrees: more is no skew but a way of laying a page, less would only blur it."""
_MEASURED = 1600
"""Pixels of the longer side at which skew is measured."""
_RUN = 13
"""Pixels of the shortest level run of a rule: two thirds of a character."""
_PITCH = 36.0
"""Pixels of the pitch of lines that a page is brought to: print of 9 points at 170 dpi."""
_NEAR = 0.8, 1.3
"""Factors between which a page is left in the size it has."""
_FINEST = 12_000_000
"""Pixels of a page: A4 at 300 dots per inch has 9 million, A3 at 250 dots 12 million."""
_LARGEST = 4200
"""Pixels of the longer side to which a page is enlarged at most."""


class Sheet(msgspec.Struct, frozen=True):
    """A page's pixels on their way; `back` maps them to those of the picture as it came, `size` is the width and height of that."""

    pixels: Picture
    back: Matrix
    size: tuple[int, int]

    def moved(self, pixels: Picture, back: Matrix) -> "Sheet":
        """Replace the pixels by ones that `back` maps to the present ones."""
        return Sheet(pixels, self.back @ back, self.size)

    def corners(self, box: tuple[float, float, float, float]) -> NDArray[np.float64]:
        """The corners of a box of the present pixels in the picture as it came, from its upper left one clockwise."""
        left, top, right, bottom = box
        corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
        return np.asarray(cv2.perspectiveTransform(corners, self.back)[0], np.float64)

    def original(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """The upright box around a box of the present pixels in the picture as it came."""
        seen = self.corners(box)
        low, high = seen.min(axis=0), seen.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def laid(picture: Picture) -> Sheet:
    """Take a picture as it came; one that is finer than anybody reads is made smaller, since each step takes its size in memory anew."""
    height, width = picture.shape[:2]
    sheet = Sheet(picture, np.eye(3), (width, height))
    if width * height <= _FINEST:
        return sheet
    scale = (_FINEST / (width * height)) ** 0.5
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    return sheet.moved(small, np.diag([width / small.shape[1], height / small.shape[0], 1.0]))


def grey(picture: Picture) -> Picture:
    """Shades of grey of a page in colour."""
    return picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def flattened(sheet: Sheet) -> Sheet:
    """Cut a photographed sheet of paper out of what it lies on and see it from straight above, if its four sides are plain."""
    corners = _paper(sheet.pixels)
    if corners is None:
        return sheet
    top, right, bottom, left = (float(np.hypot(*side)) for side in np.roll(corners, -1, axis=0) - corners)
    width, height = round(max(top, bottom)), round(max(left, right))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    view = cv2.getPerspectiveTransform(corners, target)
    pixels = cv2.warpPerspective(sheet.pixels, view, (width, height), flags=cv2.INTER_CUBIC)
    return sheet.moved(np.asarray(pixels, np.uint8), np.linalg.inv(np.asarray(view, np.float64)))


def _paper(picture: Picture) -> NDArray[np.float32] | None:
    """The corners of a sheet of paper on something darker, from the upper left one clockwise."""
    scale = min(1.0, _WORKING / max(picture.shape[:2]))
    small = cv2.resize(grey(picture), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    soft = cv2.morphologyEx(cv2.GaussianBlur(small, (0, 0), 2), cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    _, light = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    outline = cv2.convexHull(max(outlines, key=cv2.contourArea))
    whole = float(small.shape[0] * small.shape[1])
    if not _SHEET * whole < cv2.contourArea(outline) < _WHOLE * whole:
        return None
    corners = cv2.approxPolyDP(outline, _STRAIGHT * cv2.arcLength(outline, closed=True), closed=True)
    if len(corners) != 4 or cv2.contourArea(corners) < (1 - 2 * _STRAIGHT) * cv2.contourArea(outline):
        return None
    inside = np.zeros_like(small)
    cv2.fillConvexPoly(inside, corners, 255)
    if np.median(soft[inside > 0]) - np.median(soft[inside == 0]) < _STANDS_OUT:
        return None
    points = corners.reshape(4, 2).astype(np.float32)
    around = np.arctan2(*(points - points.mean(axis=0)).T[::-1])
    ordered = points[np.argsort(around)]
    return np.asarray(ordered / np.float32(scale), np.float32)


def turned(sheet: Sheet, quarters: int) -> Sheet:
    """Turn a page by quarters, counter-clockwise."""
    height, width = sheet.pixels.shape[:2]
    back = {
        0: np.eye(3),
        1: np.array([[0, -1, width - 1], [1, 0, 0], [0, 0, 1]]),
        2: np.array([[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]]),
        3: np.array([[0, 1, 0], [-1, 0, height - 1], [0, 0, 1]]),
    }[quarters % 4]
    pixels = np.ascontiguousarray(np.rot90(sheet.pixels, quarters))
    return sheet.moved(pixels, back.astype(np.float64))


def levelled(sheet: Sheet) -> Sheet:
    """Turn a page by the few degrees that its rules, or its lines of text, lie askew."""
    angle = skew(grey(sheet.pixels))
    if abs(angle) < _LEAST_SKEW:
        return sheet
    height, width = sheet.pixels.shape[:2]
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), np.float64)
    level = cv2.warpAffine(sheet.pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return sheet.moved(np.asarray(level, np.uint8), np.linalg.inv(np.vstack([turn, [0.0, 0.0, 1.0]])))


def skew(page: Picture) -> float:
    """By how many degrees a grey page has to be turned counter-clockwise so that its rules lie level; 0 where nothing tells."""
    scale = min(1.0, _MEASURED / max(page.shape))
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else page
    dark = np.asarray(
        cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12), np.uint8
    )
    # A rule that lies askew is a stair of level runs: long runs are kept, then the stair is joined.
    runs = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, _RUN), np.uint8))
    stairs = cv2.dilate(runs, np.ones((3, 7), np.uint8))
    _, parts, boxes, _ = cv2.connectedComponentsWithStats(stairs)
    angles, lengths = [], []
    for part, (left, top, width, height, _) in enumerate(boxes):
        if part == 0 or width < small.shape[1] / 8 or height > width * np.tan(np.deg2rad(_MOST_SKEW)) + 6:
            continue
        inside = parts[top : top + height, left : left + width] == part
        rows, columns = np.nonzero(runs[top : top + height, left : left + width] * inside)
        angles.append(float(np.rad2deg(np.arctan(np.polyfit(columns, rows, 1)[0]))))
        lengths.append(float(width))
    if not angles:
        return _skew_of_text(dark * np.uint8(255))
    order = np.argsort(angles)
    middle = np.searchsorted(np.cumsum(np.array(lengths)[order]), sum(lengths) / 2)
    return float(angles[order[middle]])


def _skew_of_text(dark: Picture) -> float:
    """The angle at which lines of text are told best from the gaps between them."""
    small = cv2.resize(dark, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    height, width = small.shape

    def contrast(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        profile = cv2.warpAffine(small, turn, (width, height)).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(profile)).sum())

    coarse = max(np.arange(-5.0, 5.01, 0.5), key=contrast)
    best = max(np.arange(coarse - 0.5, coarse + 0.51, 0.1), key=contrast)
    return float(best) if contrast(best) > 1.15 * contrast(0.0) else 0.0


def sized(sheet: Sheet, pitch: float) -> Sheet:
    """Bring a page whose lines take `pitch` pixels to the size recognition is set for, if it is far from it."""
    height, width = sheet.pixels.shape[:2]
    scale = min(_PITCH / pitch, _LARGEST / max(height, width))
    if _NEAR[0] <= scale <= _NEAR[1]:
        return sheet
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    pixels = cv2.resize(sheet.pixels, (round(width * scale), round(height * scale)), interpolation=interpolation)
    back = np.diag([width / round(width * scale), height / round(height * scale), 1.0])
    return sheet.moved(np.asarray(pixels, np.uint8), back)
