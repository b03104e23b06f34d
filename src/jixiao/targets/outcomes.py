"""What a comparison of an actual with its target says (比较结果)."""

from decimal import Decimal
from enum import StrEnum
from typing import Literal

import msgspec


class Outcome(StrEnum):
    """What a comparison found."""

    REACHED = "reached"
    MISSED = "missed"
    UNDECIDED = "undecided"


class Direction(StrEnum):
    """Which way a target points (正向, 反向, 等于 …); `level` is a bare value whose good direction nothing tells."""

    POSITIVE = "positive"
    REVERSE = "reverse"
    EQUAL = "equal"
    LEVEL = "level"
    RANGE = "range"
    DEADLINE = "deadline"
    QUALITATIVE = "qualitative"
    RELATIVE = "relative"
    COMPOUND = "compound"
    UNKNOWN = "unknown"


class Comparison(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The outcome with its figures and a Chinese sentence, `because`.

    `target` and `actual` are in `unit`: the target's as printed, or its base where moving the point does not lead there. `actual` is
    None when only a bound was given; for a range `target` is the bound that was missed. `ratio` is actual / target, None for a target
    of zero. `gap` is the distance to the nearest value allowed: 0 when reached (or when a strict bound is just touched), None when
    undecided or without figures; of a deadline in days, of a percentage in points.

    `inferred`: the direction of a bare value was taken from the indicator's name. `by_phrase`: a figure or date was asked and
    a phrase given. `restates`: the actual repeats the target's words or gives a bound instead of a value. `assumed`: a unit or
    year missing on one side was taken from the other (a unit printed in brackets behind the name is none). `level` is how far
    an achievement phrase says the target was met.
    """

    outcome: Outcome
    direction: Direction
    because: str
    target: Decimal | None = None
    actual: Decimal | None = None
    unit: str | None = None
    ratio: Decimal | None = None
    gap: Decimal | None = None
    inferred: bool = False
    by_phrase: bool = False
    restates: bool = False
    assumed: bool = False
    level: Literal["reached", "mostly", "partly", "missed"] | None = None
    parts: tuple["Comparison", ...] = ()


def undecided(direction: Direction, because: str, *, inferred: bool = False) -> Comparison:
    """A comparison that cannot be decided, and why."""
    return Comparison(outcome=Outcome.UNDECIDED, direction=direction, because=because, inferred=inferred)
