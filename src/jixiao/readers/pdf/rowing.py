"""Rows of a table without rules: the cheapest way to cut its lines, by what all columns say together.

In a row every cell holds lines at the usual distance, stands in the middle of the row (or at its top), and a column of figures has one
of them; between rows there is more space than between lines, as a rule. None of this is sure by itself: rows may stand as close as
lines, cells may be broken by hand, a label may stand between two rows. So every cut is priced, and one that costs nearly as much either
way is told.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import msgspec

from jixiao.readers.lattice import Box

_CORE = 0.22
"""Share of an item's height, from its middle, that no cut may run through."""
_WIDER, _STEEP = 0.04, 10.0
"""By how much more than the usual distance, as a share of it, lines of one cell may lie apart; the cost of more, for each of it."""
_FARTHEST = 4.0
_BROKEN, _ROOM = 0.4, 0.7
"""Cost of a line that ends although the next character had room, and the ems that this must miss."""
_TWO_FIGURES, _TWO_VALUES, _NEW_VALUE = 6.0, 3.0, 1.0
"""Cost of two figures in a cell, of two values or of a figure below its heading, of a value below other text."""
_ASIDE, _OFF = 4.0, 0.15
"""Cost of a cell that stands a line beside the middle of its row, and the share of a line that costs nothing."""
_NO_FIGURE, _ALONE = 1.5, 2.0
"""Cost of a row that lacks a figure which nearly all have, and of a row with one cell only."""
_MANY = 0.8
_LIKELY = 0.6
"""Share of a column's items that are figures, so that the column is one of figures."""
_TIGHT = 0.15
"""What is left of such a cost where rows stand no farther apart than lines."""
_NO_FARTHER = 1.06
_USUAL = 1.25
"""Ems from line to line where no cell shows it."""
_OPEN = 0.75
"""What the other reading must cost more for a cut to be sure."""
_EXCESSIVE = 14.0
"""Cost inside of a row above which it is none."""

FIGURE = re.compile(r"[-+]?\d[\d,.]*%?|[-—–/]+")
_VALUE = re.compile(r"[≥≤＞＜><=＝]\s?\d[\d,.，]*[%％‰]?[\u4e00-\u9fff/]{0,4}|\d[\d,.]*[%％‰]")


class Item(msgspec.Struct, frozen=True):
    """What of one line stands in one column."""

    box: Box
    text: str

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def width(self) -> float:
        """Its breadth."""
        return self.box[2] - self.box[0]


Column = Sequence[Item]


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """Heights at which rows part, those among them and between them that are open to doubt, and what the cut cost."""

    cuts: tuple[float, ...]
    open: frozenset[float]
    cost: float


class Leading(msgspec.Struct, frozen=True, kw_only=True):
    """How lines follow one another: the breadth of a character, the distance of lines in a cell, and whether rows stand farther apart."""

    em: float
    pitch: float
    tight: bool = False

    def closeness(self, apart: float) -> float:
        """The cost of a boundary between two lines that lie no farther apart than those of one cell."""
        return (_TIGHT if self.tight else 1.0) * min(1.0, max(0.0, 1 - _STEEP * (apart - _WIDER)))


def spread(apart: float) -> float:
    """The cost of two lines of one cell that lie farther apart than usual, by a share of the usual distance."""
    return min(_FARTHEST, max(0.0, _STEEP * (apart - _WIDER)))


def broken(above: Item, below: Item, broadest: float, em: float) -> float:
    """The cost of a line of a cell that ends although what begins the next one had room."""
    return _BROKEN if above.width + _unit(below) <= broadest - _ROOM * em else 0.0


def rows_of(columns: Sequence[Column], leading: Leading, forced: Sequence[float] = ()) -> Rows:
    """Cut the items of columns into rows; `forced` are heights at which a rule parts them."""
    heights = _possible(columns, forced)
    if not heights:
        return Rows(cuts=(), open=frozenset(), cost=0.0)
    found = [_Cutting(columns, heights, leading, forced, at_top=at_top).rows() for at_top in (True, False)]
    best, other = sorted(found, key=lambda rows: rows.cost)
    # Where both fit, cells stand at the top: in the middle, some would lie half a line beside the others.
    if other.cost < best.cost + _OPEN:
        best = msgspec.structs.replace(best, open=best.open | ({*best.cuts} ^ {*other.cuts}))
    return best


def _possible(columns: Sequence[Column], forced: Sequence[float]) -> list[float]:
    """The heights between items that no item stands at."""
    cores = []
    for item in (item for column in columns for item in column):
        height = item.box[3] - item.box[1]
        cores.append((item.middle - _CORE * height, item.middle + _CORE * height))
    cores.sort()
    heights, reached = [], float("inf")
    for top, bottom in cores:
        if top > reached:
            ruled = [at for at in forced if reached <= at <= top]
            heights.append(ruled[0] if ruled else (reached + top) / 2)
        reached = bottom if reached == float("inf") else max(reached, bottom)
    return heights


class _Cutting:
    """One search: strips between possible cuts are put together to rows."""

    def __init__(
        self,
        columns: Sequence[Column],
        heights: Sequence[float],
        leading: Leading,
        forced: Sequence[float],
        *,
        at_top: bool,
    ) -> None:
        self.columns, self.heights, self.leading, self.at_top = columns, heights, leading, at_top
        self.count = len(heights) + 1
        self.starts = [[bisect_left(_middles(column), height) for height in heights] for column in columns]
        """For every column the item that is first below each cut."""
        self.figures = [_is_figures(column) for column in columns]
        self.pairs: list[list[tuple[int, float]]] = [[] for _ in range(self.count)]
        """For every strip the items in it that have one above: in which strip, and what it costs to leave both in one row."""
        self.parted = [0.0] * self.count
        """What a cut above each strip costs; the first has none."""
        self._price()
        self.ruled = frozenset(
            index + 1 for index, height in enumerate(heights) if any(abs(height - rule) < 1.0 for rule in forced)
        )
        self.usual = self._usual()

    def _price(self) -> None:
        for column, starts, figures in zip(self.columns, self.starts, self.figures, strict=True):
            broadest = max((item.width for item in column), default=0.0)
            for index in range(1, len(column)):
                above, below = column[index - 1], column[index]
                apart = (below.middle - above.middle) / self.leading.pitch - 1
                cost = spread(apart) + _unlike(above.text, below.text, figures=figures)
                cost += broken(above, below, broadest, self.leading.em)
                upper, lower = bisect_right(starts, index - 1), bisect_right(starts, index)
                self.pairs[lower].append((upper, cost))
                for strip in range(upper + 1, lower + 1):
                    self.parted[strip] += self.leading.closeness(apart)

    def _usual(self) -> list[int]:
        """Columns of figures that nearly every row fills."""
        most = max(
            (len(column) for column, figures in zip(self.columns, self.figures, strict=True) if figures), default=0
        )
        return [
            index
            for index, (column, figures) in enumerate(zip(self.columns, self.figures, strict=True))
            if figures and len(column) >= _MANY * most
        ]

    def rows(self) -> Rows:
        """The cheapest rows, with all cuts of which another choice costs nearly as much."""
        self._run()
        chosen, end = set(), self.count
        while end:
            end = self.back[end]
            chosen.add(end)
        chosen.discard(0)
        return Rows(
            cuts=tuple(self.heights[strip - 1] for strip in sorted(chosen)),
            open=frozenset(self._open(chosen)),
            cost=self.front[-1],
        )

    def _run(self) -> None:
        size = self.count + 1
        self.front = [0.0] + [float("inf")] * self.count
        self.back = [0] * size
        self.priced: list[tuple[int, int, float]] = []
        for start in range(self.count):
            entry = self.front[start] + self.parted[start]
            inside = 0.0
            for end in range(start + 1, size):
                if end - 1 in self.ruled and end > start + 1:
                    break
                inside += sum(cost for upper, cost in self.pairs[end - 1] if upper >= start)
                if inside > _EXCESSIVE:
                    break
                cost = inside + self._row(start, end)
                self.priced.append((start, end, cost))
                if entry + cost < self.front[end]:
                    self.front[end], self.back[end] = entry + cost, start

    def _row(self, start: int, end: int) -> float:
        """What one row costs apart from the distances of its lines: cells beside its middle, figures that it lacks."""
        first, last = start - 1, end - 1
        tallest, level, filled = -1.0, 0.0, 0
        levels: list[float] = []
        missing = 0
        for index, (column, starts) in enumerate(zip(self.columns, self.starts, strict=True)):
            begin = starts[first] if first >= 0 else 0
            finish = starts[last] if last < len(starts) else len(column)
            if begin == finish:
                missing += index in self.usual
                continue
            filled += 1
            top, bottom = column[begin].middle, column[finish - 1].middle
            own = top if self.at_top else (top + bottom) / 2
            levels.append(own)
            if bottom - top > tallest:
                tallest, level = bottom - top, own
        cost = _NO_FIGURE * missing
        if filled == 1 and len(self.columns) > 2:
            cost += _ALONE
        for own in levels:
            off = abs(own - level) / self.leading.pitch
            if off > _OFF:
                cost += _ASIDE * min(1.0, off)
        return cost

    def _open(self, chosen: Collection[int]) -> Iterator[float]:
        """The heights at which to cut, or not to, costs nearly as much as what was chosen."""
        ahead = [float("inf")] * self.count + [0.0]
        """What all rows from a strip on cost, with the cut above them."""
        for start, end, cost in reversed(self.priced):
            ahead[start] = min(ahead[start], cost + ahead[end] + self.parted[start])
        least = self.front[-1]
        uncut = [float("inf")] * self.count
        for start, end, cost in self.priced:
            total = self.front[start] + self.parted[start] + cost + ahead[end]
            if total < least + _OPEN:
                for strip in range(start + 1, end):
                    uncut[strip] = min(uncut[strip], total)
        for strip in range(1, self.count):
            other = uncut[strip] if strip in chosen else self.front[strip] + ahead[strip]
            if other < least + _OPEN:
                yield self.heights[strip - 1]


def _middles(column: Column) -> list[float]:
    return [item.middle for item in column]


def _is_figures(column: Column) -> bool:
    """Whether a column is one of figures."""
    return len(column) > 2 and sum(bool(FIGURE.fullmatch(item.text)) for item in column) >= _LIKELY * len(column)


def _unlike(above: str, below: str, *, figures: bool) -> float:
    """What it costs to take two texts, one above the other, for one cell because of what they say."""
    if figures:
        known = bool(FIGURE.fullmatch(above)) + bool(FIGURE.fullmatch(below))
        return (0.0, _TWO_VALUES, _TWO_FIGURES)[known]
    if not _VALUE.fullmatch(below):
        return 0.0
    return _TWO_VALUES if _VALUE.fullmatch(above) else _NEW_VALUE


_CLOSING = "，。、；：！？）》”’,.;:!?)%％"


def _unit(item: Item) -> float:
    """The room that the beginning of a line would have taken at the end of the line above: a word, a figure, a character."""
    text = item.text
    size = item.width / max(1.0, sum(0.5 if character < "\u2000" else 1.0 for character in text))
    end = 1
    if text[:1].isascii() and text[:1].isalnum():
        while end < len(text) and text[end].isascii() and text[end].isalnum():
            end += 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return size * sum(0.5 if character < "\u2000" else 1.0 for character in text[:end])


def leading_of(columns: Sequence[Column], em: float) -> Leading:
    """The distance of lines within a cell: the smallest that occurs more than by chance, preferably below a line that is full."""
    full: list[float] = []
    all_: list[float] = []
    rows: list[float] = []
    for column in columns:
        broadest = max((item.width for item in column), default=0.0)
        figures = _is_figures(column)
        for above, below in pairwise(column):
            apart = below.middle - above.middle
            if not 0.85 * em <= apart <= 2.2 * em:
                continue
            all_.append(apart)
            if _unlike(above.text, below.text, figures=figures) >= _TWO_VALUES:
                rows.append(apart)
            elif not broken(above, below, broadest, em):
                full.append(apart)
    pitch = _smallest(sorted(full)) or _smallest(sorted(all_)) or _USUAL * em
    return Leading(em=em, pitch=pitch, tight=any(apart <= _NO_FARTHER * pitch for apart in rows))


def _smallest(ordered: Sequence[float]) -> float:
    """The middle of the lowest group of values that lie within a twentieth, of two or more; else the lowest of all."""
    for group in _groups(ordered):
        if len(group) > 1:
            return group[len(group) // 2]
    return ordered[0] if ordered else 0.0


def _groups(ordered: Sequence[float]) -> Iterator[list[float]]:
    group: list[float] = []
    for value in ordered:
        if group and value > 1.05 * group[0]:
            yield group
            group = []
        group.append(value)
    if group:
        yield group
