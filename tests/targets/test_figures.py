"""Intervals: what lies inside, apart and how far."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jixiao.targets.figures import Interval, apart, distance, plain, within

bounds = st.none() | st.integers(min_value=-5, max_value=5).map(Decimal)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = draw(bounds), draw(bounds)
    if low is not None and high is not None and low > high:
        low, high = high, low
    closed = low == high
    return Interval(low, high, closed or draw(st.booleans()), closed or draw(st.booleans()))


def holds(interval: Interval, value: Decimal) -> bool:
    above = interval.low is None or value > interval.low or (interval.low_included and value == interval.low)
    below = interval.high is None or value < interval.high or (interval.high_included and value == interval.high)
    return above and below


POINTS = [Decimal(step) / 4 for step in range(-40, 41)]


@given(intervals(), intervals())
def test_inside_and_apart_are_what_their_points_say(one: Interval, two: Interval) -> None:
    members = [value for value in POINTS if holds(one, value)]
    assert within(one, two) == all(holds(two, value) for value in members)
    assert apart(one, two) == (not any(holds(two, value) for value in members))


def test_no_distance_between_intervals_that_meet() -> None:
    assert distance(Interval(Decimal(1), Decimal(3)), Interval(Decimal(2), None)) == (Decimal(0), None)


def test_figures_are_printed_for_people() -> None:
    assert [plain(Decimal(text)) for text in ("1E+3", "26.670", "0.10", "66.66666667", "0")] == [
        "1000",
        "26.67",
        "0.1",
        "66.6667",
        "0",
    ]
