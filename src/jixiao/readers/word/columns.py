"""Columns of a table whose boundaries were dragged by hand: boundaries that nearly coincide are one.

Word stores every boundary that any row has. When somebody drags the boundary of a few cells by a millimetre, a table of eight columns is
stored as one of thirty, and no two rows seem to have a cell in the same column.
"""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

NEAR = 120.0
"""Twips (2 mm): nothing fits between boundaries so near; an empty cell there is a sliver that a dragged boundary left."""
_REACH = 567.0
"""Twips (1 cm): how far rows may disagree about a boundary, as long as no row has two of those that are taken for one."""


class Extent(msgspec.Struct, frozen=True):
    """From where to where a cell reaches, in twips, and whether anything stands in it."""

    left: float
    right: float
    filled: bool


def column_numbers(extents: Sequence[Extent], reach: float = _REACH) -> dict[float, int]:
    """Give each boundary the number of the column that begins there, the same to boundaries that are near one another.

    The nearest are joined first. No group of joined boundaries is wider than `reach`, however many there are in a chain, and no cell
    disappears between two boundaries, unless it is an empty sliver.
    """
    positions = sorted({side for extent in extents for side in (extent.left, extent.right)})
    kept: dict[float, float] = {}
    for extent in extents:
        width = extent.right - extent.left
        if width <= reach and (extent.filled or width > NEAR):
            kept[extent.left] = min(extent.right, kept.get(extent.left, extent.right))
    # A group is known at both of its ends by its other end.
    end = {position: position for position in positions}
    start = {position: position for position in positions}
    gaps = sorted((right - left, left, right) for left, right in pairwise(positions) if right - left <= reach)
    for _, left, right in gaps:
        low, high = start[left], end[right]
        if high - low <= reach and not any(low <= begin and kept[begin] <= high for begin in kept):
            end[low], start[high] = high, low
    numbers: dict[float, int] = {}
    column, last = -1, float("-inf")
    for position in positions:
        if position > last:
            column, last = column + 1, end[position]
        numbers[position] = column
    return numbers
