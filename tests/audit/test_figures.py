"""Figures in findings: precision, wording, and the amounts of money in running text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao import targets
from jixiao.audit.figures import amounts_in, half_unit, money, places, rounds_to
from jixiao.scoring import written
from jixiao.scoring.unit_slips import slipped

AMOUNTS = st.decimals(min_value="0.01", max_value="999999", places=2)


@pytest.mark.parametrize(
    ("number", "decimals", "half", "words"),
    [
        ("100", 0, "0.5", "100"),
        ("100.00", 2, "0.005", "100"),
        ("0.5", 1, "0.05", "0.5"),
        ("1E+3", 0, "0.5", "1000"),
        ("0.00", 2, "0.005", "0"),
    ],
)
def test_precision_and_wording(number: str, decimals: int, half: str, words: str) -> None:
    value = Decimal(number)
    assert (places(value), half_unit(places(value)), written(value)) == (decimals, Decimal(half), words)


@given(AMOUNTS, st.integers(min_value=0, max_value=2))
def test_rounding_and_cutting_are_both_right(exact: Decimal, decimals: int) -> None:
    assert rounds_to(round(exact, decimals), exact)
    assert rounds_to(exact.quantize(Decimal(1).scaleb(-decimals), "ROUND_FLOOR"), exact)


@given(AMOUNTS)
def test_two_units_of_the_last_place_are_wrong(exact: Decimal) -> None:
    assert not rounds_to(exact + Decimal("0.02"), exact)


@given(AMOUNTS)
def test_slip_is_seen_from_both_sides_and_nothing_else_is(value: Decimal) -> None:
    assert slipped(value, value * 10_000)
    assert slipped(value * 10_000, value)
    assert not slipped(value, value * 1_000)
    assert not slipped(value, value)
    assert not slipped(value, Decimal(0))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2023年已支付10.2万元，2024年支付15.3万元", ["102000", "153000"]),
        ("发放举报奖励200元整", ["200"]),
        ("追回医保资金3,902.55万元", ["39025500"]),
        ("支出救助资金3.8亿元", ["380000000"]),
        ("每条线索奖励最高不超过20万元", []),
        ("按每年每人1.2万元标准发放", []),
        ("补助标准为640元", []),
        ("补助640元/人", []),
        ("补助640元（每人）", []),
        ("200元以上的案件", []),
        ("对30人按照每人每年1.2万元标准拨付补助36万元", ["360000"]),
        ("检查了30家机构", []),
        ("0元", []),
    ],
)
def test_amounts_in_text(text: str, found: list[str]) -> None:
    assert [str(amount.yuan.normalize().quantize(1)) for amount in amounts_in(text)] == found


def test_printed_precision_is_the_tolerance_of_an_amount() -> None:
    (amount,) = amounts_in("共支付130.08万元")
    assert amount.near(Decimal("1300848.16"))
    assert not amount.near(Decimal(1300900))


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("≤46.41万元", "464100"), ("25.5万元", "255000"), ("340084元", "340084"), ("每人每月100元", None), ("12个", None)],
)
def test_money_of_a_value(text: str, yuan: str | None) -> None:
    found = money(targets.parse(text))
    assert (None if found is None else found.yuan) == (None if yuan is None else Decimal(yuan))


def test_blank_is_no_money() -> None:
    assert money(None) is None
