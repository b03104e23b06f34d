"""White between columns: where no text of many lines stands, cells part.

A page holds several blocks with columns of their own (head, funds, goals, indicators), so lines are cut into sections: as few as explain
what is seen, which is that pieces of a line stand apart. A section explains one when some white runs through all of
its lines there. Places are kept as the bits of integers, half a point each, so that thousands of sections are tried in no time.
"""

from collections.abc import Sequence

import msgspec

_BIT = 2.0
"""Places in a point."""
APART = 0.9
"""Ems of white between two pieces of a line that want to be explained; less may be a space within a cell."""
_THIN = 0.5
"""Ems: a gutter no broader than this must be needed to explain a space."""
_LEAST = 0.2
"""Ems of white, at least, between two columns."""
_SECTION = 0.8
"""Cost of a section, in spaces not explained: a line with one such space among its like stays with them, one with two does not."""
_NEAR = 0.15
"""Cost of not explaining a space between pieces that stand near each other."""
_ALONE, _STRAIGHT, _MOSTLY = 3, 0.2, 0.8
"""Lines in which a column must be seen alone; ems by which its texts may be out of line, and the share that is not."""
_LONGEST = 160
"""Lines of a section."""
_BRIDGED = 2
"""Units that cross the columns of those above and below, as a subtitle does, and part them in no two sections."""

Extent = tuple[float, float]


class Unit(msgspec.Struct, frozen=True):
    """A line, or all lines between two rules: where text stands from left to right, and what is white between its pieces."""

    covered: int
    pieces: tuple[Extent, ...]
    spaces: tuple[int, ...]
    """Where pieces stand apart."""
    gaps: tuple[int, ...]
    """Where they stand so near to each other that this may be a space within a cell."""


class Section(msgspec.Struct, kw_only=True):
    """Units `start` to `end` with the white that parts their columns; `crossing` ones run over it."""

    start: int
    end: int
    gutters: list[Extent]
    crossing: frozenset[int] = frozenset()


def unit(extents: Sequence[Extent], em: float, beside: Sequence[Extent] = ()) -> Unit:
    """What is seen of texts that stand side by side, each from left to right; `beside` stand half a line lower."""
    covered = 0
    for left, right in extents:
        covered |= _bits(left, right)
    spaces: list[int] = []
    gaps: list[int] = []
    reached = float("inf")
    for left, right in sorted([*extents, *beside]):
        if left > reached:
            (spaces if left - reached >= APART * em else gaps).append(_bits(reached, left))
        reached = right if reached == float("inf") else max(reached, right)
    return Unit(covered, tuple(sorted(extents)), tuple(spaces), tuple(gaps))


def _bits(left: float, right: float) -> int:
    start, end = max(0, round(left * _BIT)), max(0, round(right * _BIT))
    return (1 << max(end, start)) - (1 << start)


def sections(units: Sequence[Unit], partings: Sequence[float], em: float) -> list[Section]:
    """Cut units into sections at the least cost; `partings` say what it costs to cut above each unit."""
    erosion = _least(em) - 1
    best = [0.0] + [float("inf")] * len(units)
    back = [0] * (len(units) + 1)
    for start in range(len(units)):
        covered, lost = 0, 0.0
        spaces: list[int] = []
        gaps: list[int] = []
        for end in range(start + 1, min(len(units), start + _LONGEST) + 1):
            new = units[end - 1]
            covered |= new.covered
            white = _eroded(~covered, erosion)
            kept = [space for space in (*spaces, *new.spaces) if space & white]
            near = [space for space in (*gaps, *new.gaps) if space & white]
            lost += len(spaces) + len(new.spaces) - len(kept) + _NEAR * (len(gaps) + len(new.gaps) - len(near))
            spaces, gaps = kept, near
            cost = best[start] + partings[start] + _SECTION + lost
            if cost < best[end]:
                best[end], back[end] = cost, start
            elif cost > best[end] + 4:
                break
    found: list[Section] = []
    end = len(units)
    while end:
        start = back[end]
        found.append(Section(start=start, end=end, gutters=_gutters(units[start:end], em)))
        end = start
    return _bridged(found[::-1], units, em)


def _least(em: float) -> int:
    return max(1, round(_LEAST * em * _BIT))


def _eroded(white: int, by: int) -> int:
    for _ in range(by):
        white &= white >> 1
    return white


def _gutters(units: Sequence[Unit], em: float) -> list[Extent]:
    """The white that runs through all units and parts pieces of one.

    What parts only pieces that stand near each other has to be proved: by a column that is seen without the one beside it.
    """
    covered = spaced = near = 0
    for each in units:
        covered |= each.covered
        for space in each.spaces:
            spaced |= space
        for gap in each.gaps:
            near |= gap
    found: list[tuple[int, Extent]] = []
    for start, end in _runs((spaced | near) & ~covered):
        if end - start >= _least(em):
            found.append(((1 << end) - (1 << start), (start / _BIT, end / _BIT)))
    wide = [mask for mask, extent in found if mask & spaced and extent[1] - extent[0] > _THIN * em]
    needed = [space for each in units for space in each.spaces if not any(space & mask for mask in wide)]
    gutters = [extent for mask, extent in found if mask in wide or any(space & mask for space in needed)]
    for _, extent in found:
        if extent not in gutters and _is_proved(extent, gutters, units, em):
            gutters.append(extent)
    return sorted(gutters)


def _is_proved(white: Extent, gutters: Sequence[Extent], units: Sequence[Unit], em: float) -> bool:
    """Whether pieces to one side of some white stand alone in several lines, and like cells under one another."""
    low = max((right for _, right in gutters if right <= white[0]), default=float("-inf"))
    high = min((left for left, _ in gutters if left >= white[1]), default=float("inf"))
    alone: tuple[list[Extent], list[Extent]] = ([], [])
    for each in units:
        left = [piece for piece in each.pieces if low <= piece[0] and piece[1] <= white[0] + 0.5]
        right = [piece for piece in each.pieces if white[1] - 0.5 <= piece[0] and piece[1] <= high]
        if left and not right:
            alone[0].append((left[0][0], left[-1][1]))
        if right and not left:
            alone[1].append((right[0][0], right[-1][1]))
    return any(len(pieces) >= _ALONE and _is_column(pieces, em) for pieces in alone)


def _is_column(pieces: Sequence[Extent], em: float) -> bool:
    """Whether texts stand under one another at one edge or in one middle."""
    for places in (
        [left for left, _ in pieces],
        [right for _, right in pieces],
        [(left + right) / 2 for left, right in pieces],
    ):
        places.sort()
        middle = places[len(places) // 2]
        if sum(abs(place - middle) <= _STRAIGHT * em for place in places) >= _MOSTLY * len(places):
            return True
    return False


def _runs(bits: int) -> list[tuple[int, int]]:
    """The stretches of bits that are set."""
    found, at = [], 0
    while bits:
        zeros = (bits & -bits).bit_length() - 1
        bits >>= zeros
        ones = (~bits & (bits + 1)).bit_length() - 1
        found.append((at + zeros, at + zeros + ones))
        bits >>= ones
        at += zeros + ones
    return found


def _bridged(found: list[Section], units: Sequence[Unit], em: float) -> list[Section]:
    """Join sections with the same columns over a few units between them that cross these."""
    index = 0
    while index + 2 < len(found):
        above, between, below = found[index : index + 3]
        if between.end - between.start <= _BRIDGED and _alike(above.gutters, below.gutters):
            crossing = above.crossing | below.crossing | frozenset(range(between.start, between.end))
            own = [units[number] for number in range(above.start, below.end) if number not in crossing]
            gutters = _gutters(own, em)
            if len(gutters) >= max(len(above.gutters), len(below.gutters)):
                found[index : index + 3] = [
                    Section(start=above.start, end=below.end, gutters=gutters, crossing=crossing)
                ]
                continue
        index += 1
    return found


def _alike(one: Sequence[Extent], other: Sequence[Extent]) -> bool:
    """Whether the columns of two sections are the same, but for some that show in one alone."""
    fewer, more = sorted((one, other), key=len)
    return len(fewer) > 2 and all(any(left < end and start < right for left, right in more) for start, end in fewer)
