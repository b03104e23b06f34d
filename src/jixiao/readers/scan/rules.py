"""The rules of a scanned table: found although thin, broken or a little askew, handed to the lattice, and wiped off the text."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from jixiao.readers.lattice import Lattice, Segment, Tolerance, lattices, merged
from jixiao.readers.scan.pictures import Picture

_ACROSS, _UPRIGHT = 2.2, 0.95
"""Pitches that a level and an upright rule run at least: longer than any stroke, shorter than the cells they bound."""
_WAVER = 1
"""Pixels by which a rule may waver up and down on its way."""
_GAP = 0.16
"""Pitches of a gap that is bridged."""
_PLAIN = 6.0
"""Pitches from which on a line is a rule by its length alone; a shorter one has to end at other rules, as the strokes of
neighbouring characters that happen to meet do not."""
_TOUCH = 0.25
"""Pitches within which a rule ends at another."""
_LEAST_TABLE = 8.0
"""Pitches that the width and the height of a table together measure at least, in a picture of large letters as in any other."""
_SHORT, _NEAR = 2.2, 0.5
"""Pitches below which a piece of a line may be a stroke, and within which it must end at other lines to be a rule."""
_MEETS, _HELD = 0.13, 0.7
"""Pitches beside such a line, and the share of them that is drawn where a rule comes from it."""
_BESIDE, _MOST_COMPANY = 0.2, 0.42
"""Pitches around a line in which other ink is looked for, and the share of its length that may have any there."""
_DRIFT = 0.012
"""Pixels that a rule may drift per pixel of its length, on paper that does not lie flat."""
_UNBROKEN = 0.97
"""Share of its length that a rule is drawn at least where text stands close to it."""
_THICKEST = 0.3
"""Pitches of the thickest rule; thicker is a bar or a photograph."""


class Rules(msgspec.Struct, frozen=True):
    """The tables that rules draw, and the pixels that the rules cover."""

    tables: tuple[Lattice, ...]
    covered: NDArray[np.bool_]


def ink(page: Picture, pitch: float) -> Picture:
    """What is dark against its surroundings on a grey page: 1 where there is ink, else 0."""
    window = round(pitch * 1.6) | 1
    return np.asarray(
        cv2.adaptiveThreshold(
            cv2.GaussianBlur(page, (3, 3), 0), 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, 14
        ),
        np.uint8,
    )


def rules(page: Picture, pitch: float) -> Rules:
    """Find the rules of a level grey page whose lines take `pitch` pixels; raises TooFineError."""
    dark = ink(page, pitch)
    across = _Lines(dark, round(_ACROSS * pitch), pitch)
    down = _Lines(np.ascontiguousarray(dark.T), round(_UPRIGHT * pitch), pitch)
    tolerance = Tolerance(snap=0.35 * pitch, reach=0.4 * pitch, least=_UPRIGHT * pitch, covered=0.75)
    # Level rules are the longer ones, so they are told first and upright ones by them.
    level = across.rules(down.segments)
    upright = down.rules(level)
    rows, columns = merged(level, tolerance), merged(upright, tolerance)
    rows = [rule for rule in rows if _is_rule(rule, columns, pitch)]
    columns = [rule for rule in columns if _is_rule(rule, rows, pitch)]
    tables = tuple(table for table in lattices(rows, columns, tolerance) if _is_table(table, pitch))
    runs = across.runs | np.ascontiguousarray(down.runs.T)
    return Rules(tables, _covered(runs, tables, pitch))


class _Lines:
    """The level lines of a page: thin runs of ink, some of which are rules and others strokes of text on one height."""

    def __init__(self, dark: Picture, length: int, pitch: float) -> None:
        self._dark = dark
        self._pitch = pitch
        runs = _long(dark, length, round(_GAP * pitch))
        joined = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((3, round(_GAP * pitch) | 1), np.uint8))
        _, parts, boxes, _ = cv2.connectedComponentsWithStats(joined)
        self.runs = np.zeros_like(runs)
        self._lines: list[tuple[int, int, Segment]] = []
        for number, (left, top, width, height, _) in enumerate(boxes):
            if number and width >= self._shortest:
                inside = parts[top : top + height, left : left + width] == number
                self._take(
                    np.asarray(inside & (runs[top : top + height, left : left + width] > 0)), int(left), int(top)
                )

    @property
    def _shortest(self) -> float:
        return 0.9 * self._pitch

    def _take(self, part: NDArray[np.bool_], left: int, top: int) -> None:
        """Take the level line out of connected runs: strokes of text may hang on a rule, above or below it."""
        height, width = part.shape
        band = min(height, round(0.15 * self._pitch + _DRIFT * width) + 3)
        weights = np.convolve(part.sum(axis=1), np.ones(band), "valid")
        first = int(weights.argmax())
        line = part[first : first + band]
        columns = np.flatnonzero(line.any(axis=0))
        rows = np.flatnonzero(line.any(axis=1))
        length = int(columns[-1] - columns[0]) + 1
        if length < self._shortest or line.sum() / length > _THICKEST * self._pitch:
            return
        upper, lower = top + first + int(rows[0]), top + first + int(rows[-1]) + 1
        middle = top + first + float((line.sum(axis=1) * np.arange(band)).sum() / line.sum())
        start, end = left + int(columns[0]), left + int(columns[-1]) + 1
        self.runs[upper:lower, start:end] |= line[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.uint8)
        self._lines.append((upper, lower, Segment(middle, float(start), float(end))))

    @property
    def segments(self) -> list[Segment]:
        """All lines."""
        return [line for _, _, line in self._lines]

    def rules(self, crossing: Sequence[Segment]) -> list[Segment]:
        """The lines, or the pieces of them between the lines that cross, that are rules; the runs of the others are forgotten."""
        found = []
        reach = _TOUCH * self._pitch
        for top, bottom, line in self._lines:
            meeting = [other.at for other in crossing if other.start - reach <= line.at <= other.end + reach]
            cuts = sorted(at for at in meeting if line.start + reach < at < line.end - reach)
            for start, end in pairwise((line.start, *cuts, line.end)):
                left, right = round(start), round(end)
                short = end - start < _SHORT * self._pitch
                stroke = short and not self._is_held(top, bottom, start, end, meeting)
                if stroke or self._is_text(left, top, right, bottom):
                    self.runs[top:bottom, left:right] = 0
                else:
                    found.append(Segment(line.at, start, end))
        return found

    def _is_held(self, top: int, bottom: int, start: float, end: float, meeting: Sequence[float]) -> bool:
        """Whether a short piece runs without a gap into other lines at both its ends; a stroke of text stops short of them."""
        reach = max(3, round(_MEETS * self._pitch))
        held: list[float] = []
        for edge, inwards in ((start, 1), (end, -1)):
            at = min(meeting, key=lambda other, edge=edge: abs(other - edge), default=None)  # type: ignore[misc]
            if at is None or abs(at - edge) > _NEAR * self._pitch:
                return False
            first = round(at) + inwards * 2
            left, right = sorted((first, first + inwards * reach))
            if _inked(self._dark[max(0, top - 1) : bottom + 1, max(0, left) : right]) < _HELD:
                return False
            held.append(at)
        return held[0] < held[1]

    def _is_text(self, left: int, top: int, right: int, bottom: int) -> bool:
        """Whether a piece of a line has ink close by, above or below it, and gaps: the strokes of text have both, a rule at most one."""
        reach = round(_BESIDE * self._pitch)
        above = self._dark[max(0, top - reach) : max(0, top - 2), left:right]
        below = self._dark[bottom + 2 : bottom + reach, left:right]
        company = max(_inked(above), _inked(below))
        drawn = _inked(self._dark[max(0, top - 1) : bottom + 1, left:right])
        return company > _MOST_COMPANY and drawn < _UNBROKEN


def _inked(strip: Picture) -> float:
    """The share of the columns of a strip that hold ink."""
    return float((strip.sum(axis=0) > 0).mean()) if strip.size else 0.0


def _is_rule(line: Segment, crossing: list[Segment], pitch: float) -> bool:
    """Whether a line is long, or ends at crossing lines on both sides."""
    reach = _TOUCH * pitch

    def held(end: float) -> bool:
        return any(
            abs(other.at - end) <= reach and other.start - reach <= line.at <= other.end + reach for other in crossing
        )

    return line.end - line.start >= _PLAIN * pitch or (held(line.start) and held(line.end))


def _is_table(table: Lattice, pitch: float) -> bool:
    """Whether cells are large enough for text: the strokes of a printed title enclose small ones."""
    left, top, right, bottom = table.box
    sides = [min(cell.box[2] - cell.box[0], cell.box[3] - cell.box[1]) for cell in table.cells]
    return right - left + bottom - top >= _LEAST_TABLE * pitch and float(np.median(sides)) >= pitch


def _covered(runs: Picture, tables: tuple[Lattice, ...], pitch: float) -> NDArray[np.bool_]:
    """The pixels of the rules of tables; lines elsewhere are strokes of large characters or underlines, and stay."""
    near = np.zeros(runs.shape, np.uint8)
    reach = max(2, round(0.35 * pitch))
    for table in tables:
        for cell in table.cells:
            corner, opposite = (round(cell.box[0]), round(cell.box[1])), (round(cell.box[2]), round(cell.box[3]))
            cv2.rectangle(near, corner, opposite, 1, 2 * reach)
    return np.asarray(cv2.dilate(runs & near, np.ones((3, 3), np.uint8)) > 0)


def _long(dark: Picture, length: int, gap: int) -> Picture:
    """Keep what runs on level for `length` pixels, wavering and with small gaps, no thicker than it was."""
    wavering = cv2.dilate(dark, np.ones((2 * _WAVER + 1, 1), np.uint8))
    bridged = cv2.morphologyEx(wavering, cv2.MORPH_CLOSE, np.ones((1, max(1, gap)), np.uint8))
    runs = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    return np.asarray(runs, np.uint8) & dark


def wiped(page: Picture, covered: NDArray[np.bool_]) -> Picture:
    """A grey page with paper where its rules were."""
    clean = page.copy()
    clean[covered] = np.uint8(np.percentile(page, 80))
    return clean
