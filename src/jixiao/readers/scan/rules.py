"""The rules of a scanned table: found although thin, broken or a little askew, handed to the lattice, and wiped off the text."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from jixiao.readers.lattice import Lattice, Segment, Tolerance, lattices, merged
from jixiao.readers.scan.pictures import Picture

_ACROSS, _UPRIGHT = 2.2, 0.8
"""Pitches that a level and an upright rule run at least: longer than any stroke, shorter than the cells they bound. Tight rows leave
little more than the height of a character, which is 0.7 pitches."""
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
_TIGHT = 1.1
"""Pitches up to which a piece of a line may be a stroke of a character that fills its row."""
_LOWEST = 0.6
"""Pitches of the lowest row."""
_BREAK = 0.25, 0.45
"""How much nearer to paper the lightest place of a rule is at most, and when nothing stands at its side."""
_MOST_BESIDE = 0.2
"""Share of the length of such a rule beside which there may be ink."""
_STRETCH = 3.0
"""Pitches of a line in which it does not drift."""
_MEETS, _HELD = 0.13, 0.7
"""Pitches beside such a line, and the share of them that is drawn where a rule comes from it."""
_BESIDE, _MOST_COMPANY = 0.2, 0.42
"""Pitches around a line in which other ink is looked for, and the share of its length that may have any there."""
_DRIFT = 0.012
"""Pixels that a rule may drift per pixel of its length, on paper that does not lie flat."""
_UNBROKEN = 0.97
"""Share of its length that a rule is drawn at least where text stands close to it."""
_ALONG = 7
"""Pixels along which a hairline is averaged."""
_FOLLOWED = 0.85
"""Share of a step along a hairline that is drawn."""
_AWAY, _DARKER = 0.12, 10
"""Pitches above and below a hairline at which it is darker than the paper, and by how many grey levels."""
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
    turned = np.ascontiguousarray(page.T)
    across = _Lines(page, dark, round(_ACROSS * pitch), pitch)
    down = _Lines(turned, np.ascontiguousarray(dark.T), round(_UPRIGHT * pitch), pitch)
    tolerance = Tolerance(snap=0.35 * pitch, reach=0.4 * pitch, least=_UPRIGHT * pitch, covered=0.75)
    # Level rules are the longer ones, so they are told first, by what is surely no stroke, then upright ones by them, and both again.
    level = across.rules([line for line in down.segments if line.end - line.start >= _SHORT * pitch])
    upright = down.rules(level, known=True)
    level = across.rules(upright)
    lengths = across.continued(level, upright)
    level = [*across.rules(upright, known=True, lengths=lengths), *lengths]
    upright = down.rules(level, known=True)
    rows, columns = merged(level, tolerance), merged(upright, tolerance)
    rows = [rule for rule in rows if _is_rule(rule, columns, pitch)]
    columns = [rule for rule in columns if _is_rule(rule, rows, pitch)]
    tables = tuple(table for table in lattices(rows, columns, tolerance) if _is_table(table, pitch))
    runs = across.runs | np.ascontiguousarray(down.runs.T)
    return Rules(tables, _covered(runs, tables, pitch))


def _ridges(page: Picture, pitch: float) -> Picture:
    """Where a grey page is darker than a little above and a little below: hairlines, also close to text that makes all around them dark."""
    level = cv2.blur(page, (_ALONG, 1)).astype(np.int16)
    ridges = np.zeros(page.shape, np.bool_)
    for away in (2, max(3, round(_AWAY * pitch))):
        beyond = np.pad(level, ((away, away), (0, 0)), mode="edge")
        ridges |= np.minimum(beyond[: -2 * away], beyond[2 * away :]) - level >= _DARKER
    return ridges.astype(np.uint8)


class _Lines:
    """The level lines of a page: thin runs of ink, some of which are rules and others strokes of text on one height."""

    def __init__(self, page: Picture, dark: Picture, length: int, pitch: float) -> None:
        self._page = page
        self._dark = dark
        self._pitch = pitch
        runs = _long(dark, length, round(_GAP * pitch))
        joined = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((3, round(_GAP * pitch) | 1), np.uint8))
        self._runs = np.zeros_like(runs)
        self._strokes: list[tuple[slice, slice]] = []
        self._lines: list[tuple[int, int, Segment]] = []
        self._part(np.asarray(joined, np.uint8), runs, 0, 0)

    def _part(self, joined: Picture, runs: Picture, left: int, top: int) -> None:
        """Take the lines out of what is connected."""
        _, parts, boxes, _ = cv2.connectedComponentsWithStats(joined)
        for number, (x, y, width, height, _) in enumerate(boxes.tolist()):
            if number and width >= self._shortest:
                place = slice(y, y + height), slice(x, x + width)
                inside = parts[place] == number
                self._take(np.asarray(inside & (runs[place] > 0)), left + x, top + y)

    @property
    def _shortest(self) -> float:
        return _UPRIGHT * self._pitch

    def _take(self, part: NDArray[np.bool_], left: int, top: int) -> None:
        """Take the level line out of connected runs: strokes of text may hang on a rule, above or below it."""
        height, width = part.shape
        band = min(height, round(0.15 * self._pitch + _DRIFT * width) + 3)
        weights = np.convolve(part.sum(axis=1), np.ones(band), "valid")
        first = int(weights.argmax())
        if height > band:
            # Text that touches two rules connects them.
            rest = part.copy()
            rest[first : first + band] = False
            self._part(rest.astype(np.uint8), rest.astype(np.uint8), left, top)
        line = self._followed(part[first : first + band])
        columns = np.flatnonzero(line.any(axis=0))
        rows = np.flatnonzero(line.any(axis=1))
        length = int(columns[-1] - columns[0]) + 1
        if length < self._shortest or line.sum() / length > _THICKEST * self._pitch:
            return
        upper, lower = top + first + int(rows[0]), top + first + int(rows[-1]) + 1
        middle = top + first + float((line.sum(axis=1) * np.arange(band)).sum() / line.sum())
        start, end = left + int(columns[0]), left + int(columns[-1]) + 1
        self._runs[upper:lower, start:end] |= line[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(
            np.uint8
        )
        self._lines.append((upper, lower, Segment(middle, float(start), float(end))))

    def _followed(self, line: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A line without what hangs on it, wherever it drifts to: of every stretch the few rows that hold most of it."""
        thin = round(0.1 * self._pitch) + 3
        if line.shape[0] <= thin:
            return line
        kept = np.zeros_like(line)
        step = max(1, round(_STRETCH * self._pitch))
        for left in range(0, line.shape[1], step):
            part = line[:, left : left + step]
            first = int(np.convolve(part.sum(axis=1), np.ones(thin), "valid").argmax())
            kept[first : first + thin, left : left + step] = part[first : first + thin]
        return kept

    @property
    def runs(self) -> Picture:
        """The pixels of the lines that were last told to be rules."""
        runs = self._runs.copy()
        for place in self._strokes:
            runs[place] = 0
        return runs

    @property
    def segments(self) -> list[Segment]:
        """All lines."""
        return [line for _, _, line in self._lines]

    def rules(
        self, crossing: Sequence[Segment], *, known: bool = False, lengths: Sequence[Segment] = ()
    ) -> list[Segment]:
        """The lines, or the pieces of them between the lines that cross, that are rules.

        Where the crossing lines are `known` to be rules, what is no longer than a stroke has to lead from one to the next,
        by itself or by the `lengths` that continue it.
        """
        found = []
        self._strokes = []
        reach = _TOUCH * self._pitch
        joints: dict[float, list[float]] = {}
        for length in lengths:
            joints.setdefault(length.at, []).extend((length.start, length.end))
        for top, bottom, line in self._lines:
            meeting = [other.at for other in crossing if other.start - reach <= line.at <= other.end + reach]
            cuts = sorted(at for at in meeting if line.start + reach < at < line.end - reach)
            for start, end in pairwise((line.start, *cuts, line.end)):
                left, right = round(start), round(end)
                stroke = end - start < _SHORT * self._pitch and not self._is_held(top, bottom, start, end, meeting)
                loose = known and not self._leads(start, end, [*meeting, *joints.get(line.at, ())])
                tight = known and not stroke and end - start < _TIGHT * self._pitch
                unsound = tight and not self._is_bare(top, bottom, start, end, meeting)
                if stroke or loose or unsound or self._is_text(left, top, right, bottom):
                    self._strokes.append((slice(top, bottom), slice(left, right)))
                else:
                    found.append(Segment(line.at, start, end))
        return found

    def _leads(self, start: float, end: float, meeting: Sequence[float]) -> bool:
        """Whether a piece is long, or leads from one crossing line to another."""
        if end - start >= _PLAIN * self._pitch:
            return True
        return all(any(abs(at - edge) <= _NEAR * self._pitch for at in meeting) for edge in (start, end))

    def continued(self, rules: Sequence[Segment], crossing: Sequence[Segment]) -> list[Segment]:
        """What joins a rule with the next one that crosses, too faint to be told as ink or beside text that makes all around dark."""
        ridges = _ridges(self._page, self._pitch)
        reach = _TOUCH * self._pitch
        found = []
        for rule in rules:
            meeting = [other.at for other in crossing if other.start - reach <= rule.at <= other.end + reach]
            for end, way in ((rule.start, -1), (rule.end, 1)):
                row = self._row_at(rule, end, way)
                far = self._followed_to(ridges, row, round(end), way)
                passed = [at for at in meeting if (at - end) * way > reach and (far - at) * way >= -reach]
                if passed:
                    stop = max(passed, key=lambda at, way=way: at * way)  # type: ignore[misc]
                    found.append(Segment(rule.at, min(end, stop), max(end, stop)))
                    left, right = sorted((round(end), round(stop)))
                    self._runs[row - 1 : row + 2, left:right] |= ridges[row - 1 : row + 2, left:right]
        return found

    def _row_at(self, rule: Segment, end: float, way: int) -> int:
        """The row in which a rule runs at its end."""
        near = slice(*sorted((round(end), max(0, round(end) - way * round(self._pitch)))))
        slack = round(_BESIDE * self._pitch)
        first = max(0, round(rule.at) - slack)
        return first + int(self._runs[first : round(rule.at) + slack + 1, near].sum(axis=1).argmax())

    @staticmethod
    def _followed_to(ridges: Picture, row: int, column: int, way: int) -> int:
        """The column up to which a line can be followed from a place on, a pixel up or down with every step."""
        height, width = ridges.shape
        while 0 <= column + way * _ALONG <= width and 1 <= row < height - 1:
            left, right = sorted((column, column + way * _ALONG))
            part = ridges[row - 1 : row + 2, left:right]
            if _inked(part) < _FOLLOWED:
                break
            row += (0, -1, 1)[int(part.sum(axis=1)[[1, 0, 2]].argmax())]
            column += way * _ALONG
        return column

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

    def _is_bare(self, top: int, bottom: int, start: float, end: float, meeting: Sequence[float]) -> bool:
        """Whether a piece no longer than a stroke runs from one line to the next without a break and without strokes at its side.

        A stroke of a character that fills its row ends a pixel or two short of the rules, and is lighter there.
        """
        low, high = (round(min(meeting, key=lambda other, edge=edge: abs(other - edge))) for edge in (start, end))  # type: ignore[misc]
        around = self._page[max(0, top - 1) : bottom + 1, low : high + 1]
        edge = max(3, round(_MEETS * self._pitch))
        if not around.size or high - low < _LOWEST * self._pitch:
            return False
        shades = around.min(axis=0).astype(np.float64)
        usual, paper = float(np.median(shades)), float(np.percentile(self._page[:, low : high + 1], 75))
        lighter = (shades.max() - usual) / max(paper - usual, 1.0)
        if lighter <= _BREAK[0] or lighter > _BREAK[1]:
            return bool(lighter <= _BREAK[0])
        inner = slice(low + edge, high - edge)
        sides = self._dark[max(0, top - 3) : max(0, top - 1), inner], self._dark[bottom + 1 : bottom + 3, inner]
        return max(map(_inked, sides)) <= _MOST_BESIDE

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
    return right - left + bottom - top >= _LEAST_TABLE * pitch and float(np.median(sides)) >= _UPRIGHT * pitch


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
