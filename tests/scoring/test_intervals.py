"""Intervals of points: what they admit, how they add up and enclose each other."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.scoring import Interval
from jixiao.scoring.intervals import hull

POINTS = st.decimals(min_value=0, max_value=100, places=2)
INTERVALS = st.builds(
    lambda one, other, open_above: Interval(
        low=min(one, other), high=max(one, other), open_above=open_above and one != other
    ),
    POINTS,
    POINTS,
    st.booleans(),
)


def between(low: str, high: str, *, open_above: bool = False) -> Interval:
    return Interval(low=Decimal(low), high=Decimal(high), open_above=open_above)


def test_an_empty_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        between("2", "1")


@pytest.mark.parametrize(
    ("interval", "value", "slack", "inside"),
    [
        (between("24", "30"), "24", "0", True),
        (between("24", "30"), "30", "0", True),
        (between("24", "30"), "30.01", "0", False),
        (between("24", "30"), "23.99", "0.01", True),
        (between("18", "24", open_above=True), "24", "0", False),
        (between("18", "24", open_above=True), "23.99", "0", True),
        (between("18", "24", open_above=True), "24", "0.01", True),
        (between("9.95", "9.95"), "9.95", "0", True),
        (between("9.95", "9.95"), "9.9", "0", False),
        (between("9.95", "9.95"), "9.9", "0.05", True),
    ],
)
def test_what_an_interval_admits(interval: Interval, value: str, slack: str, inside: bool) -> None:  # noqa: FBT001
    assert interval.admits(Decimal(value), Decimal(slack)) is inside


@given(INTERVALS, INTERVALS)
def test_the_hull_holds_both_and_the_sum_adds_the_ends(one: Interval, other: Interval) -> None:
    both = hull((one, other))
    assert both.low == min(one.low, other.low)
    assert both.high == max(one.high, other.high)
    total = one + other
    assert (total.low, total.high) == (one.low + other.low, one.high + other.high)
    assert total.open_above == (one.open_above or other.open_above)


def test_an_end_that_one_of_two_intervals_reaches_is_reached_by_their_hull() -> None:
    assert not hull((between("0", "10", open_above=True), between("10", "10"))).open_above
    assert hull((between("0", "10", open_above=True), between("3", "4"))).open_above
