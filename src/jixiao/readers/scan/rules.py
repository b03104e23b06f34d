"""The rules of a scanned table: found although thin, broken or a little askew, handed to the lattice, and wiped off the text."""

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from jixiao.readers.lattice import Lattice, Segment, Tolerance, lattices, merged
from jixiao.readers.scan.pictures import Picture

_ACROSS, _UPRIGHT = 2.2, 1.35
"""Characters that a level and an upright rule run at least: longer than any stroke, shorter than the cells they bound."""
_WAVER = 1
"""Pixels by which a rule may waver up and down on its way."""
_GAP = 0.16
"""Characters of a gap that is bridged."""
_PLAIN = 6.0
"""Characters from which on a line is a rule by its length alone; a shorter one has to end at other rules, as the strokes of
neighbouring characters that happen to meet do not."""
_TOUCH = 0.25
"""Characters within which a rule ends at another."""
_LEAST_TABLE = 8.0
"""Characters that the width and the height of a table together measure at least, in a picture of large letters as in any other."""
_BESIDE, _MOST_COMPANY = 0.2, 0.42
"""Characters around a line in which other ink is looked for, and the share of its length that may have any there."""
_DRIFT = 0.012
"""Pixels that a rule may drift per pixel of its length, on paper that does not lie flat."""
_THICKEST = 0.3
"""Characters of the thickest rule; thicker is a bar or a photograph."""


class Rules(msgspec.Struct, frozen=True):
    """The tables that rules draw, and the pixels that the rules cover."""

    tables: tuple[Lattice, ...]
    covered: NDArray[np.bool_]


def ink(page: Picture, character: float) -> Picture:
    """What is dark against its surroundings on a grey page: 1 where there is ink, else 0."""
    window = round(character * 1.6) | 1
    return np.asarray(
        cv2.adaptiveThreshold(
            cv2.GaussianBlur(page, (3, 3), 0), 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, 14
        ),
        np.uint8,
    )


def rules(page: Picture, character: float) -> Rules:
    """Find the rules of a level grey page whose characters are `character` pixels high; raises TooFineError."""
    dark = ink(page, character)
    level = _long(dark, round(_ACROSS * character), round(_GAP * character))
    upright = _long(np.ascontiguousarray(dark.T), round(_UPRIGHT * character), round(_GAP * character))
    tolerance = Tolerance(snap=0.35 * character, reach=0.4 * character, least=_UPRIGHT * character, covered=0.75)
    level_lines, level = _segments(level, dark, character)
    upright_lines, upright = _segments(upright, np.ascontiguousarray(dark.T), character)
    across, down = merged(level_lines, tolerance), merged(upright_lines, tolerance)
    across = [rule for rule in across if _is_rule(rule, down, character)]
    down = [rule for rule in down if _is_rule(rule, across, character)]
    tables = tuple(table for table in lattices(across, down, tolerance) if _is_table(table, character))
    return Rules(tables, _covered(level, upright, tables, character))


def _is_rule(line: Segment, crossing: list[Segment], character: float) -> bool:
    """Whether a line is long, or ends at crossing lines on both sides."""
    reach = _TOUCH * character

    def held(end: float) -> bool:
        return any(
            abs(other.at - end) <= reach and other.start - reach <= line.at <= other.end + reach for other in crossing
        )

    return line.end - line.start >= _PLAIN * character or (held(line.start) and held(line.end))


def _is_table(table: Lattice, character: float) -> bool:
    """Whether cells are large enough for text: the strokes of a printed title enclose small ones."""
    left, top, right, bottom = table.box
    sides = [min(cell.box[2] - cell.box[0], cell.box[3] - cell.box[1]) for cell in table.cells]
    return right - left + bottom - top >= _LEAST_TABLE * character and float(np.median(sides)) >= character


def _covered(level: Picture, upright: Picture, tables: tuple[Lattice, ...], character: float) -> NDArray[np.bool_]:
    """The pixels of the rules of tables; lines elsewhere are strokes of large characters or underlines, and stay."""
    near = np.zeros(level.shape, np.uint8)
    reach = max(2, round(0.35 * character))
    for table in tables:
        for cell in table.cells:
            corner, opposite = (round(cell.box[0]), round(cell.box[1])), (round(cell.box[2]), round(cell.box[3]))
            cv2.rectangle(near, corner, opposite, 1, 2 * reach)
    found = (level | np.ascontiguousarray(upright.T)) & near
    return np.asarray(cv2.dilate(found, np.ones((3, 3), np.uint8)) > 0)


def _long(dark: Picture, length: int, gap: int) -> Picture:
    """Keep what runs on level for `length` pixels, wavering and with small gaps, no thicker than it was."""
    wavering = cv2.dilate(dark, np.ones((2 * _WAVER + 1, 1), np.uint8))
    bridged = cv2.morphologyEx(wavering, cv2.MORPH_CLOSE, np.ones((1, max(1, gap)), np.uint8))
    runs = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    return np.asarray(runs, np.uint8) & dark


def _segments(runs: Picture, dark: Picture, character: float) -> tuple[list[Segment], Picture]:
    """The rules that runs of pixels make up, and those runs; a rule in parts becomes several segments, the lattice joins them."""
    joined = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((3, round(_GAP * character) | 1), np.uint8))
    count, parts, boxes, centres = cv2.connectedComponentsWithStats(joined)
    found: list[Segment] = []
    kept = np.zeros(count, np.uint8)
    for number, ((left, top, width, height, area), (_, middle)) in enumerate(zip(boxes, centres, strict=True)):
        thick, drift = area / width, 0.15 * character + _DRIFT * width
        if number == 0 or width < character or thick > _THICKEST * character or height > thick + drift:
            continue
        if _company(dark, (int(left), int(top), int(left + width), int(top + height)), character) <= _MOST_COMPANY:
            found.append(Segment(float(middle), float(left), float(left + width)))
            kept[number] = 1
    return found, np.asarray(kept[parts] & runs, np.uint8)


def _company(dark: Picture, box: tuple[int, int, int, int], character: float) -> float:
    """The share of a level line's length that has ink close by, on the side that has more: the strokes of text have, rules have not."""
    left, top, right, bottom = box
    reach = round(_BESIDE * character)
    above = dark[max(0, top - reach) : max(0, top - 2), left:right]
    below = dark[bottom + 2 : bottom + reach, left:right]
    return max(float(side.any(axis=0).mean()) if side.size else 0.0 for side in (above, below))


def wiped(page: Picture, covered: NDArray[np.bool_]) -> Picture:
    """A grey page with paper where its rules were."""
    clean = page.copy()
    clean[covered] = np.uint8(np.percentile(page, 80))
    return clean
