"""Ruling lines to cells: what printed rules enclose, whether they came out of a PDF or off a picture.

Coordinates are floats of any unit with the origin in the upper left corner. The steps: collinear pieces that touch become one rule;
rules that touch make one lattice; between two neighbouring places of the grid an edge stands where a rule covers most of it; places
without an edge between them are one cell. What a page break or a frugal designer left out is closed: outer borders, and rows that run
off the page.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


class TooFineError(ValueError):
    """More rules or more places than a form can have: a drawing, a map, or an attack."""


class Segment(msgspec.Struct, frozen=True):
    """A piece of a rule: a horizontal one lies at height `at` and runs from left to right, an upright one from top to bottom."""

    at: float
    start: float
    end: float


class Tolerance(msgspec.Struct, frozen=True, kw_only=True):
    """What is still called equal, in the unit of the segments."""

    snap: float
    """Rules this near to each other are one, as the two strokes of a double rule are."""
    reach: float
    """Ends this near to each other, or to a crossing rule, touch; the gaps of a dashed rule are bridged."""
    drag: float = 0.0
    """The same for upright rules, where that is more: columns dragged by hand lie a little elsewhere in every row."""
    least: float
    """Rules shorter than this, after joining, are no rules: bullets, dashes, the strokes of a drawn character."""
    covered: float = 0.6
    """Share of an edge that must be drawn."""
    places: int = 300_000
    """Places of the grid, crossings and segments of a page, beyond which it is refused."""


class LatticeCell(msgspec.Struct, frozen=True, kw_only=True):
    """What rules enclose: anchor row and column from 0, spans, and the box from rule to rule."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


class Lattice(msgspec.Struct, frozen=True, kw_only=True):
    """One table: boundaries of its columns and rows, ascending, and its cells row by row.

    `open_above` and `open_below` say that most of the border there is not drawn though upright rules run beyond the last row's rule: the
    first or last row may be cut by the page.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[LatticeCell, ...]
    open_above: bool = False
    open_below: bool = False

    @property
    def box(self) -> Box:
        """The outer border."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def lattices(horizontal: Iterable[Segment], upright: Iterable[Segment], tolerance: Tolerance) -> tuple[Lattice, ...]:
    """Find the tables that rules draw, from top to bottom; tables that do not touch are apart, also one inside a cell of another.

    Rules that enclose nothing, such as underlines, give none.

    Raises:
        TooFineError: the rules or the places between them are more than `tolerance.places`.

    """
    across = merged(horizontal, tolerance)
    tolerance = msgspec.structs.replace(tolerance, drag=max(tolerance.drag, tolerance.snap))
    down = merged(upright, msgspec.structs.replace(tolerance, snap=tolerance.drag))
    found = [
        lattice
        for rows, columns in _connected(across, down, tolerance)
        if (lattice := _lattice(rows, columns, tolerance)) is not None
    ]
    return tuple(sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0])))


def merged(segments: Iterable[Segment], tolerance: Tolerance) -> list[Segment]:
    """Join collinear pieces that touch into rules, ordered by where they lie; what stays shorter than `least` is left out.

    Raises:
        TooFineError: there are more segments than `tolerance.places`.

    """
    ordered = sorted(segments, key=lambda segment: segment.at)
    if len(ordered) > tolerance.places:
        message = f"{len(ordered)} segments"
        raise TooFineError(message)
    bands = _bands(ordered, tolerance.snap)
    return [
        rule for band in bands for rule in _joined(band, tolerance.reach) if rule.end - rule.start >= tolerance.least
    ]


def _joined(band: Sequence[Segment], reach: float) -> list[Segment]:
    """The rules that the pieces of one band make up, in order and apart from one another."""
    at = _middle(band)
    rules: list[Segment] = []
    for piece in sorted(band, key=lambda segment: segment.start):
        if rules and piece.start <= rules[-1].end + reach:
            rules[-1] = Segment(at, rules[-1].start, max(rules[-1].end, piece.end))
        else:
            rules.append(Segment(at, piece.start, piece.end))
    return rules


def _bands(ordered: Sequence[Segment], snap: float) -> Iterable[list[Segment]]:
    """Cut segments, ordered by where they lie, into groups no broader than `snap`."""
    band: list[Segment] = []
    for segment in ordered:
        if band and segment.at - band[0].at > snap:
            yield band
            band = []
        band.append(segment)
    if band:
        yield band


def _middle(band: Sequence[Segment]) -> float:
    """Where a band lies: the mean of its pieces, each by its length, so that a stray dot does not move a rule."""
    lengths = [max(segment.end - segment.start, 1e-6) for segment in band]
    return sum(segment.at * length for segment, length in zip(band, lengths, strict=True)) / sum(lengths)


class _Groups:
    """Union-find over the numbers below `size`."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def find(self, member: int) -> int:
        parents = self._parents
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    def join(self, one: int, other: int) -> None:
        self._parents[self.find(other)] = self.find(one)


def _connected(
    across: Sequence[Segment], down: Sequence[Segment], tolerance: Tolerance
) -> list[tuple[list[Segment], list[Segment]]]:
    """Group rules that touch one another; each group with its horizontal and its upright ones."""
    reach = tolerance.reach
    groups = _Groups(len(across) + len(down))
    positions = [rule.at for rule in down]
    looked_at = 0
    for number, row in enumerate(across):
        first = bisect_left(positions, row.start - reach)
        last = bisect_right(positions, row.end + reach)
        looked_at += last - first
        if looked_at > tolerance.places:
            message = f"more than {tolerance.places} crossings"
            raise TooFineError(message)
        for index in range(first, last):
            if down[index].start - reach <= row.at <= down[index].end + reach:
                groups.join(number, len(across) + index)
    _take_lone(groups, across, down, reach)
    tables: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for number, row in enumerate(across):
        tables.setdefault(groups.find(number), ([], []))[0].append(row)
    for index, column in enumerate(down):
        tables.setdefault(groups.find(len(across) + index), ([], []))[1].append(column)
    return list(tables.values())


def _take_lone(groups: _Groups, across: Sequence[Segment], down: Sequence[Segment], reach: float) -> None:
    """Join upright rules that touch nothing with the table beside which they run from its top to its bottom.

    They bound cells that are merged over a whole page: no row of these begins or ends there.
    """
    heights: dict[int, tuple[float, float]] = {}
    for number, row in enumerate(across):
        group = groups.find(number)
        top, bottom = heights.get(group, (row.at, row.at))
        heights[group] = min(top, row.at), max(bottom, row.at)
    for index, column in enumerate(down):
        own = groups.find(len(across) + index)
        if own not in heights:
            beside = [
                group
                for group, (top, bottom) in heights.items()
                if bottom - top > reach and column.start <= top + reach and column.end >= bottom - reach
            ]
            if len(beside) == 1:
                groups.join(beside[0], own)


class _Rules(msgspec.Struct, frozen=True):
    """Where the rules of one direction lie, and what of each is drawn."""

    at: list[float]
    drawn: list[list[Segment]]

    def covered(self, line: int, start: float, end: float) -> float:
        """Share of a stretch of one line that is drawn."""
        rules, drawn = self.drawn[line], 0.0
        for index in range(bisect_right(rules, start, key=lambda rule: rule.end), len(rules)):
            if rules[index].start >= end:
                break
            drawn += min(end, rules[index].end) - max(start, rules[index].start)
        return drawn / (end - start)


def _rules(segments: Sequence[Segment], snap: float, reach: float, low: float, high: float) -> _Rules:
    """Line the rules of one direction up, closing the table at `low` and `high`, as far as other rules run."""
    bands = list(_bands(sorted(segments, key=lambda segment: segment.at), snap))
    at = [_middle(band) for band in bands]
    drawn = [_joined(band, reach) for band in bands]
    if low < at[0] - snap:
        at, drawn = [low, *at], [[], *drawn]
    if high > at[-1] + snap:
        at, drawn = [*at, high], [*drawn, []]
    return _Rules(at, drawn)


def _lattice(across: Sequence[Segment], down: Sequence[Segment], tolerance: Tolerance) -> Lattice | None:
    """The cells of one group of rules; None when it encloses nothing."""
    if not across or not down:
        return None
    columns = _rules(down, tolerance.drag, tolerance.reach, *_beyond(across, down, tolerance))
    rows = _rules(across, tolerance.snap, tolerance.reach, *_beyond(down, across, tolerance))
    xs, ys = columns.at, rows.at
    if len(xs) < 2 or len(ys) < 2:
        return None
    if (len(xs) - 1) * (len(ys) - 1) > tolerance.places:
        message = f"{len(xs) - 1} × {len(ys) - 1} places"
        raise TooFineError(message)
    boxes = _rectangles(_joined_places(columns, rows, tolerance.covered), len(ys) - 1, len(xs) - 1)
    used_x = sorted({edge for _, left, _, right in boxes for edge in (left, right)})
    used_y = sorted({edge for top, _, bottom, _ in boxes for edge in (top, bottom)})
    column_of = {edge: number for number, edge in enumerate(used_x)}
    row_of = {edge: number for number, edge in enumerate(used_y)}
    cells = tuple(
        LatticeCell(
            row=row_of[top],
            column=column_of[left],
            row_span=row_of[bottom] - row_of[top],
            column_span=column_of[right] - column_of[left],
            box=(xs[left], ys[top], xs[right], ys[bottom]),
        )
        for top, left, bottom, right in sorted(boxes)
    )
    return Lattice(
        xs=tuple(xs[edge] for edge in used_x),
        ys=tuple(ys[edge] for edge in used_y),
        cells=cells,
        open_above=rows.covered(0, xs[0], xs[-1]) < 0.5,
        open_below=rows.covered(len(ys) - 1, xs[0], xs[-1]) < 0.5,
    )


def _beyond(along: Sequence[Segment], crossing: Sequence[Segment], tolerance: Tolerance) -> tuple[float, float]:
    """Where the outermost borders lie: at the last rules that cross, or where at least two rules run on past these.

    A single one that stands out is an underline or a slip; and what is missing has to be of the size of a cell.
    """
    slack = max(tolerance.snap, tolerance.drag, tolerance.reach, tolerance.least)
    low, high = min(rule.at for rule in crossing), max(rule.at for rule in crossing)
    before = sorted(rule.start for rule in along if rule.start < low - slack)
    after = sorted(rule.end for rule in along if rule.end > high + slack)
    return (before[0] if len(before) > 1 else low), (after[-1] if len(after) > 1 else high)


def _joined_places(columns: _Rules, rows: _Rules, covered: float) -> list[list[int]]:
    """Number the cell that every place of the grid belongs to; the outer border counts as drawn."""
    width, height = len(columns.at) - 1, len(rows.at) - 1
    groups = _Groups(width * height)
    for row, (top, bottom) in enumerate(pairwise(rows.at)):
        for column in range(1, width):
            if columns.covered(column, top, bottom) < covered:
                groups.join(row * width + column - 1, row * width + column)
    for column, (left, right) in enumerate(pairwise(columns.at)):
        for row in range(1, height):
            if rows.covered(row, left, right) < covered:
                groups.join((row - 1) * width + column, row * width + column)
    return [[groups.find(row * width + column) for column in range(width)] for row in range(height)]


def _rectangles(groups: list[list[int]], height: int, width: int) -> list[tuple[int, int, int, int]]:
    """Cover every group with rectangles, each as broad and then as high as can be: top, left, bottom, right as boundary numbers.

    One rectangle covers a merged cell; a group of another shape lacks a rule somewhere and is cut along the rows.
    """
    taken = [[False] * width for _ in range(height)]
    found: list[tuple[int, int, int, int]] = []
    for top in range(height):
        for left in range(width):
            if taken[top][left]:
                continue
            group = groups[top][left]
            right = left + 1
            while right < width and groups[top][right] == group and not taken[top][right]:
                right += 1
            bottom = top + 1
            while bottom < height and all(groups[bottom][column] == group for column in range(left, right)):
                bottom += 1
            for row in range(top, bottom):
                taken[row][left:right] = [True] * (right - left)
            found.append((top, left, bottom, right))
    return found
