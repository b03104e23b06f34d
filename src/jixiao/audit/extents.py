"""Where each form of a file begins and ends, so that a spot which could not be read is held against the form it lies in and no other."""

from bisect import bisect_right
from functools import lru_cache

import msgspec

from jixiao.places import Place

_SCALES = (("line",), ("table", "row"), ("row",), ("page",))
"""How spots are put in order, finest first: by line in running text, by table and row in Word, by row on a sheet, by page."""

Position = tuple[int, ...]


class _Order(msgspec.Struct, frozen=True):
    """The forms of one sheet (of the whole file where there are none) in the order of one scale: their beginnings, sorted."""

    beginnings: tuple[Position, ...]

    def form_at(self, spot: Position) -> Position:
        """The beginning of the form that a spot lies in; what stands above all forms counts to the first."""
        return self.beginnings[max(bisect_right(self.beginnings, spot) - 1, 0)]


def may_hold(starts: tuple[Place, ...], index: int, spot: Place) -> bool:
    """Tell whether a spot may lie in a form; `starts` are the places of all forms. True where the places cannot be compared."""
    own = starts[index]
    if own.sheet != spot.sheet:
        return False
    for scale, order in _orders(starts).get(spot.sheet, {}).items():
        position = _position(spot, scale)
        if position is not None:
            return order.form_at(position) == (_position(own, scale) or ())
    return True


# Asked for every form of a file, one after the other.
@lru_cache(maxsize=8)
def _orders(starts: tuple[Place, ...]) -> dict[str | None, dict[tuple[str, ...], _Order]]:
    """The order of the forms by sheet and scale, without the scales that none of them is placed by."""
    sheets: dict[str | None, list[Place]] = {}
    for start in starts:
        sheets.setdefault(start.sheet, []).append(start)
    return {
        sheet: {
            scale: _Order(tuple(sorted(_position(place, scale) or () for place in places)))
            for scale in _SCALES
            if any(_position(place, scale) is not None for place in places)
        }
        for sheet, places in sheets.items()
    }


def _position(place: Place, scale: tuple[str, ...]) -> Position | None:
    numbers: list[int | None] = [getattr(place, name) for name in scale]
    return None if numbers[0] is None else tuple(number or 0 for number in numbers)
