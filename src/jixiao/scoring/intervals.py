"""A score as an interval: one point where the rule is exact, a range where the law leaves room."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

ZERO = Decimal(0)


class Interval(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """From `low` to `high` points, both included unless `open_above` says that `high` itself is not reached.

    Raises ValueError when low exceeds high.
    """

    low: Decimal
    high: Decimal
    open_above: bool = False

    def __post_init__(self) -> None:
        if self.low > self.high:
            message = f"interval from {self.low} to {self.high} is empty"
            raise ValueError(message)

    @classmethod
    def exactly(cls, value: Decimal) -> "Interval":
        """Make the interval that holds one value only."""
        return cls(low=value, high=value)

    @property
    def is_exact(self) -> bool:
        """Tell whether the rule leaves one value only."""
        return self.low == self.high

    def admits(self, value: Decimal, slack: Decimal = ZERO) -> bool:
        """Tell whether a printed score lies inside, or outside by no more than `slack` points."""
        if value == self.high and self.open_above and not slack and not self.is_exact:
            return False
        return self.low - slack <= value <= self.high + slack

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(
            low=self.low + other.low, high=self.high + other.high, open_above=self.open_above or other.open_above
        )


def hull(intervals: Iterable[Interval]) -> Interval:
    """Return the smallest interval that holds all of them; raises ValueError when there are none."""
    held = tuple(intervals)
    high = max(interval.high for interval in held)
    return Interval(
        low=min(interval.low for interval in held),
        high=high,
        open_above=all(interval.open_above for interval in held if interval.high == high),
    )
