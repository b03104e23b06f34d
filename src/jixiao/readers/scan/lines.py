"""Where text stands on a level page: detected lines cut at the rules they cross, stacked characters, and ink that was overlooked."""

from collections.abc import Iterable, Sequence

import cv2
import msgspec
import numpy as np

from jixiao.readers.lattice import Lattice
from jixiao.readers.scan.pictures import Picture
from jixiao.readers.scan.recognition import Quad

Spot = tuple[int, int, int, int]
"""Left, top, right and bottom in whole pixels; right and bottom lie outside."""
CellNumber = tuple[int, int]
"""The number of a table on its page and of a cell in it."""

_TALL = 1.6
"""Pitches of height from which on a box holds more than one line."""
_STACKED = 1.45
"""Pitches of width up to which lines above each other are one text, set with a character per line."""
_FEWEST_STACKED = 2
_OVERLAP = 0.3
"""Pitches by which a box must reach into a cell to have part in it."""
_SLIVER = 0.5
"""Pitches of the least part that a box gives to another cell than its main one; of less ink, the lines of that cell take their own."""
_CLEARING = 0.45
"""Pitches to either side of a rule within which the gap between the texts of two cells is looked for."""
_CLEAR = 0.28
"""Pitches that are clear around a rule between two texts; the rule itself, which was wiped off, is among them."""
_RULE = 0.12
"""Pitches from the middle of a rule to where its ink surely ends."""
_NARROW, _HIGH = 2.3, 2.2
"""Pitches of the width up to which, and the height from which, a cell's lines are told by its ink alone: in columns of single
characters the detector takes several lines for one."""
_NEXT = 0.45
"""Pitches of a gap across which ink still belongs to a line."""
LINE_EDGE = 0.1
"""Pitches of paper around a line that the detector had seen."""
MARK_EDGE = 0.2
"""Pitches of paper around a mark that the detector had not seen."""
_REMNANT = 0.6
"""Share of a cell's width that a row of ink fills which is left of a rule."""
_SPECK = 0.12
"""Pitches; ink no larger in both directions is dust, or a point that belongs to a line found already."""


class Fragment(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of text to be recognised: the cell it stands in (None outside of tables), its box, and the boxes of stacked characters.

    `overlooked` says that the detector had not seen it.
    """

    cell: CellNumber | None
    box: Spot
    stack: tuple[Spot, ...] = ()
    overlooked: bool = False
    cut: bool = False
    """Its ink runs up to a rule, so that part of a character may lie under it or beyond."""


class Layout:
    """A level page with its tables and its ink (1 where there is any, rules wiped off); `pitch` is the height that its lines take."""

    def __init__(self, dark: Picture, tables: Sequence[Lattice], pitch: float) -> None:
        self.dark = dark
        self.pitch = pitch
        # What is left of a rule at the edge of its cell would be read as a character.
        self._edge = edge = max(2, round(_RULE * pitch))
        self.cells: dict[CellNumber, Spot] = {
            (table, number): _inset(_spot(cell.box), edge)
            for table, lattice in enumerate(tables)
            for number, cell in enumerate(lattice.cells)
        }
        numbers = np.full(dark.shape, -1, np.int32)
        self._keys = list(self.cells)
        for index, (left, top, right, bottom) in enumerate(self.cells.values()):
            numbers[max(0, top) : bottom, max(0, left) : right] = index
        self._numbers = numbers

    def fragments(self, quads: Iterable[Quad]) -> list[Fragment]:
        """Cut detected lines into fragments, each in one cell, and add the ink that no line covers."""
        parts = [part for quad in quads for part in self._parts(self._within(_around(quad)))]
        narrow = {key: box for key, box in self.cells.items() if self._is_narrow(box)}
        parts = [(key, box) for key, box in parts if key not in narrow]
        free = self.dark.copy()
        for _, (left, top, right, bottom) in parts:
            free[top:bottom, left:right] = 0
        found: list[Fragment] = []
        for key, box in (*narrow.items(), *parts):
            cell = None if key is None else self.cells[key]
            found.extend(self._fragment(key, box if cell is None else self._grown(box, cell, free)))
        return [self._marked(self._whole(piece)) for piece in (*found, *self._overlooked(found))]

    def _whole(self, piece: Fragment) -> Fragment:
        """A fragment with the ink above and below that comes nearer to the rules than remnants of these may: rows can be that tight."""
        if piece.cell is None or piece.stack:
            return piece
        left, top, right, bottom = piece.box
        cell = self.cells[piece.cell]
        if top <= cell[1]:
            top -= self._inked_rows(piece.box, cell, range(cell[1] - 1, max(-1, cell[1] - self._edge - 1), -1))
        if bottom >= cell[3]:
            bottom += self._inked_rows(piece.box, cell, range(cell[3], min(len(self.dark), cell[3] + self._edge)))
        return msgspec.structs.replace(piece, box=(left, top, right, bottom))

    def _inked_rows(self, box: Spot, cell: Spot, rows: Iterable[int]) -> int:
        """How many rows, one after another, hold strokes of a box; what runs along most of its cell is left of a rule."""
        count = 0
        for row in rows:
            along = float(self.dark[row, cell[0] : cell[2]].mean())
            if along >= _REMNANT or not self.dark[row, box[0] : box[2]].any():
                break
            count += 1
        return count

    def _marked(self, piece: Fragment) -> Fragment:
        """Tell of a fragment whether its ink runs up to a rule beside it, or beyond."""
        if piece.cell is None:
            return piece
        left, top, right, bottom = piece.box
        cell = self.cells[piece.cell]
        sides = [
            self.dark[top:bottom, edge : edge + 2]
            for edge, reached in ((cell[0], left <= cell[0]), (cell[2] - 2, right >= cell[2]))
            if reached
        ]
        return msgspec.structs.replace(piece, cut=any(side.any() for side in sides))

    def _is_narrow(self, box: Spot) -> bool:
        width, height = _size(box)
        return width <= _NARROW * self.pitch and height >= _HIGH * self.pitch

    def _grown(self, box: Spot, cell: Spot, free: Picture) -> Spot:
        """A line with the characters at its ends that the detector left off: ink next to it that is no other line's."""
        left, top, right, bottom = box
        lower = (bottom - top) // 5
        inked = np.asarray(free[top + lower : bottom - lower, cell[0] : cell[2]].sum(axis=0))
        gap = max(2, round(_NEXT * self.pitch))
        while left > cell[0]:
            near = np.flatnonzero(inked[max(0, left - gap - cell[0]) : left - cell[0]])
            if not near.size:
                break
            left = max(cell[0], left - gap) + int(near[0])
        while right < cell[2]:
            near = np.flatnonzero(inked[right - cell[0] : right + gap - cell[0]])
            if not near.size:
                break
            right += int(near[-1]) + 1
        return left, top, right, bottom

    def _parts(self, box: Spot) -> list[tuple[CellNumber | None, Spot]]:
        """Divide a detected box among the cells that it lies in."""
        if min(_size(box)) < 2:
            return []
        shares = self._shares(box)
        if not shares:
            return [(None, box)]
        return [(key, part) for key, part in self._cut(box, shares)]

    def _shares(self, box: Spot) -> list[CellNumber]:
        """The cells that a box has part in."""
        left, top, right, bottom = box
        present = np.unique(self._numbers[top:bottom, left:right])
        shares = []
        for index in present[present >= 0]:
            key = self._keys[index]
            width, height = _size(_common(box, self.cells[key]))
            if width >= _OVERLAP * self.pitch and height >= min(0.4 * (bottom - top), 0.6 * self.pitch):
                shares.append(key)
        return shares

    def _cut(self, box: Spot, shares: list[CellNumber]) -> list[tuple[CellNumber, Spot]]:
        """Divide a box among cells, at the clearing beside each rule; text that runs across a rule stays whole, in its main cell."""
        if len(shares) == 1:
            return [(shares[0], _common(box, self.cells[shares[0]]))]
        parts = []
        main = max(shares, key=lambda key: _area(_common(box, self.cells[key])))
        left, top, right, bottom = box
        inner = self.cells[main]
        # Text that is wider than its cell: what stands beyond the rule belongs to it.
        if left < inner[0] - 2 * self._edge and self._runs_across(inner[0] - self._edge, top, bottom):
            inner = (left, *inner[1:])
        if right > inner[2] + 2 * self._edge and self._runs_across(inner[2] + self._edge, top, bottom):
            inner = (inner[0], inner[1], right, inner[3])
        parts.append((main, _common(box, inner)))
        for key in shares:
            rest = _without(_common(box, self.cells[key]), inner)
            if key != main and _size(rest)[0] >= _SLIVER * self.pitch:
                parts.append((key, rest))
        return parts

    def _runs_across(self, edge: int, top: int, bottom: int) -> bool:
        """Whether ink stands so close to both sides of an upright rule that it is one text."""
        reach = max(3, round(_CLEARING * self.pitch))
        inked = np.flatnonzero(self.dark[top:bottom, max(0, edge - reach) : edge + reach].sum(axis=0))
        edges = np.concatenate([[0], inked, [2 * reach]])
        return int(np.diff(edges).max()) < round(_CLEAR * self.pitch)

    def _fragment(self, key: CellNumber | None, box: Spot) -> list[Fragment]:
        """One fragment for a line; several for a tall box, or one with a stack of characters."""
        tight = self._tight(box)
        if tight is None or min(_size(tight)) < _SPECK * self.pitch or self._is_remnant(tight):
            return []
        if tight[3] - tight[1] < _TALL * self.pitch or (key is None and tight[2] - tight[0] > 3 * self.pitch):
            return [Fragment(cell=key, box=tight)]
        lines = self._lines(tight)
        if len(lines) >= _FEWEST_STACKED and all(line[2] - line[0] <= _STACKED * self.pitch for line in lines):
            return [Fragment(cell=key, box=tight, stack=tuple(lines))]
        return [Fragment(cell=key, box=line) for line in lines]

    def _is_remnant(self, tight: Spot) -> bool:
        """Whether ink is as thin as a rule and higher than any figure 1."""
        width, height = _size(tight)
        return width <= (_RULE + 2 * LINE_EDGE) * self.pitch and height >= self.pitch

    def _lines(self, box: Spot) -> list[Spot]:
        """Cut a box at its blank rows; a piece too low for a character joins the one it is nearest to."""
        left, top, right, bottom = box
        inked = self.dark[top:bottom, left:right].any(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], inked.astype(np.int8), [0]])))
        spans = [(int(a) + top, int(b) + top) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        joined: list[tuple[int, int]] = []
        for start, end in spans:
            if joined and end - joined[-1][0] <= 1.15 * self.pitch:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        tight = (self._tight((left, start, right, end)) for start, end in joined)
        return [line for line in tight if line is not None and min(_size(line)) >= _SPECK * self.pitch]

    def _tight(self, box: Spot) -> Spot | None:
        """The box of the ink inside a box, with a little paper around it."""
        left, top, right, bottom = self._within(box)
        part = self.dark[top:bottom, left:right]
        rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        if not rows.size:
            return None
        edge = max(1, round(LINE_EDGE * self.pitch))
        return (
            max(left, left + int(columns[0]) - edge),
            max(top, top + int(rows[0]) - edge),
            min(right, left + int(columns[-1]) + 1 + edge),
            min(bottom, top + int(rows[-1]) + 1 + edge),
        )

    def _overlooked(self, found: Sequence[Fragment]) -> list[Fragment]:
        """Ink in cells that no fragment covers: lone dashes, single digits, lines that the detector missed."""
        left_over = self.dark.copy()
        for piece in found:
            left, top, right, bottom = piece.box
            edge = round(0.15 * self.pitch)
            left_over[max(0, top - edge) : bottom + edge, max(0, left - edge) : right + edge] = 0
        extra: list[Fragment] = []
        for key, (left, top, right, bottom) in self.cells.items():
            lines = self._marks(left_over, (left, top, right, bottom))
            extra.extend(Fragment(cell=key, box=line, overlooked=True) for line in lines)
        return extra

    def _marks(self, dark: Picture, box: Spot) -> list[Spot]:
        """The lines that ink in a box makes up, dust left out."""
        left, top, right, bottom = self._within(box)
        part = dark[top:bottom, left:right]
        if right - left < 3 or bottom - top < 3 or not part.any():
            return []
        gap = round(0.8 * self.pitch) | 1
        near = cv2.morphologyEx(
            cv2.copyMakeBorder(part, 0, 0, gap, gap, cv2.BORDER_CONSTANT), cv2.MORPH_CLOSE, np.ones((3, gap), np.uint8)
        )[:, gap:-gap]
        _, parts, boxes, _ = cv2.connectedComponentsWithStats(near)
        lines = []
        for number, (x, y, width, height, _) in enumerate(boxes.tolist()):
            ink_there = int(np.count_nonzero(part[parts == number]))
            small = max(width, height) < 2 * _SPECK * self.pitch or ink_there < (_SPECK * self.pitch) ** 2
            beside = x == 0 or y == 0 or x + width == right - left or y + height == bottom - top
            thin = min(width, height) <= _RULE * self.pitch + 1 and (beside or height >= self.pitch)
            if number and not small and not thin:
                edge = max(2, round(MARK_EDGE * self.pitch))
                lines.append(
                    self._within((left + x - edge, top + y - edge, left + x + width + edge, top + y + height + edge))
                )
        return lines

    def _within(self, box: Spot) -> Spot:
        height, width = self.dark.shape
        return max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])


def crop(page: Picture, fragment: Fragment) -> Picture:
    """The pixels of a fragment in colour, one line from left to right; stacked characters are laid side by side."""
    boxes = fragment.stack or (fragment.box,)
    pieces = [page[top:bottom, left:right] for left, top, right, bottom in boxes]
    if len(pieces) > 1:
        height = max(piece.shape[0] for piece in pieces)
        pieces = [_padded(piece, height) for piece in pieces]
    line = np.hstack(pieces)
    return np.asarray(cv2.cvtColor(line, cv2.COLOR_GRAY2BGR), np.uint8)


def _padded(piece: Picture, height: int) -> Picture:
    missing = height - piece.shape[0]
    paper = int(np.percentile(piece, 90))
    return np.asarray(
        cv2.copyMakeBorder(piece, missing // 2, missing - missing // 2, 2, 2, cv2.BORDER_CONSTANT, value=paper),
        np.uint8,
    )


def _spot(box: tuple[float, float, float, float]) -> Spot:
    return round(box[0]), round(box[1]), round(box[2]), round(box[3])


def _inset(box: Spot, edge: int) -> Spot:
    left, top, right, bottom = box
    return left + edge, top + edge, max(left + edge, right - edge), max(top + edge, bottom - edge)


def _around(quad: Quad) -> Spot:
    (left, top), (right, bottom) = np.floor(quad.min(axis=0)), np.ceil(quad.max(axis=0))
    return int(left), int(top), int(right) + 1, int(bottom) + 1


def _common(one: Spot, other: Spot) -> Spot:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _without(box: Spot, taken: Spot) -> Spot:
    """What is left of a box beside another one that overlaps it from the side."""
    left, top, right, bottom = box
    if taken[1] >= bottom or taken[3] <= top:
        return box
    if left < taken[0]:
        right = min(right, taken[0])
    else:
        left = max(left, taken[2])
    return left, top, right, bottom


def _size(box: Spot) -> tuple[int, int]:
    return max(0, box[2] - box[0]), max(0, box[3] - box[1])


def _area(box: Spot) -> int:
    width, height = _size(box)
    return width * height


def text_lines(boxes: Sequence[Spot]) -> list[list[int]]:
    """Group boxes into lines from top to bottom, each from left to right; gives the numbers of the boxes."""
    order = sorted(range(len(boxes)), key=lambda number: boxes[number][1] + boxes[number][3])
    lines: list[list[int]] = []
    for number in order:
        _, top, _, bottom = boxes[number]
        middle = (top + bottom) / 2
        if lines:
            tops = [boxes[other][1] for other in lines[-1]]
            bottoms = [boxes[other][3] for other in lines[-1]]
            high, low = sum(tops) / len(tops), sum(bottoms) / len(bottoms)
            other_middle = (high + low) / 2
            if high < middle < low or top < other_middle < bottom:
                lines[-1].append(number)
                continue
        lines.append([number])
    return [sorted(line, key=lambda number: boxes[number][0]) for line in lines]
