"""Amounts in another unit are the same amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.renderers.official.amounts import converted
from jixiao.targets import amount


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("232.180808", "万元", "元", "2321808.08"),
        ("2,321,808.08", "元", "万元", "232.180808"),
        ("360,000", "元", "万元", "36"),
        ("1,234,567.00", "万元", "元", "12,345,670,000"),
        ("60.00", "万元", "元", "600000"),
        ("0", "万元", "元", "0"),
        ("-5", "元", "万元", "-0.0005"),
        ("1.5", "亿元", "万元", "15000"),
    ],
)
def test_an_amount_is_written_in_plain_digits(text: str, source: str, target: str, expected: str) -> None:
    assert converted(text, source, target) == expected


@pytest.mark.parametrize("text", ["3359.62万", "约12", "12万元", "1,2", "无", "12/15"])
def test_what_is_no_plain_number_is_not_converted(text: str) -> None:
    assert converted(text, "万元", "元") is None


def test_units_that_are_not_our_money_are_not_converted() -> None:
    assert converted("12", "万美元", "元") is None


@given(
    st.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False),
    st.sampled_from([("元", "万元"), ("万元", "元"), ("亿元", "元"), ("元", "亿元")]),
    st.booleans(),
)
def test_no_money_is_lost_or_made(value: Decimal, units: tuple[str, str], grouped: bool) -> None:  # noqa: FBT001 - hypothesis
    source, target = units
    text = f"{value:,}" if grouped else f"{value:f}"
    moved = converted(text, source, target)
    assert moved is not None
    assert amount(moved, target) == amount(text, source)
