"""The rules of a scanned table: found although thin, broken or a little askew, handed to the lattice, and wiped off the text."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from jixiao.readers.lattice import Lattice, Segment, Tolerance, lattices, merged
from jixiao.readers.scan.pictures import Picture

_ACROSS, _UPRIGHT = 2.2, 1.35
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
    level, upright = across.rules(down.segments), down.rules(across.segments)
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
        count, parts, boxes, centres = cv2.connectedComponentsWithStats(joined)
        kept = np.zeros(count, np.uint8)
        self._lines: list[tuple[int, int, Segment]] = []
        for number, ((left, top, width, height, area), (_, middle)) in enumerate(zip(boxes, centres, strict=True)):
            thick, drift = area / width, 0.15 * pitch + _DRIFT * width
            if number and width >= pitch and thick <= _THICKEST * pitch and height <= thick + drift:
                kept[number] = 1
                segment = Segment(float(middle), float(left), float(left + width))
                self._lines.append((int(top), int(top + height), segment))
        self.runs = np.asarray(kept[parts] & runs, np.uint8)

    @property
    def segments(self) -> list[Segment]:
        """All lines."""
        return [line for _, _, line in self._lines]

    def rules(self, crossing: Sequence[Segment]) -> list[Segment]:
        """The lines, or the pieces of them between the lines that cross, that are rules; the runs of the others are forgotten."""
        found = []
        reach = _TOUCH * self._pitch
        for top, bottom, line in self._lines:
            cuts = sorted(
                other.at
                for other in crossing
                if line.start + reach < other.at < line.end - reach
                and other.start - reach <= line.at <= other.end + reach
            )
            for start, end in pairwise((line.start, *cuts, line.end)):
                left, right = round(start), round(end)
                if self._is_text(left, top, right, bottom):
                    self.runs[top:bottom, left:right] = 0
                else:
                    found.append(Segment(line.at, start, end))
        return found

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
