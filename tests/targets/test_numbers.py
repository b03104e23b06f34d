"""Plain figures of the columns are read exactly or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.targets import amount, number, percentage, yuan_per
from jixiao.targets.numbers import MOST_DIGITS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,300,848.16", "1300848.16"),
        ("153,000", "153000"),
        ("１５３，０００", "153000"),
        ("１，２３４", "1234"),
        ("１２，３４５．６", "12345.6"),
        ("1，300，848.16", "1300848.16"),
        ("10", "10"),
        (" 10 ", "10"),
        ("9.6", "9.6"),
        ("0.00", "0.00"),
        ("１００．００", "100.00"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("－5", "-5"),
        ("+5", "5"),
        ("20250211", "20250211"),
        ("1\u200b0", "10"),
    ],
)
def test_number(text: str, expected: str) -> None:
    assert number(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        None, "", " ", "-", "—", "/", "1,2", "10，20", "100，200", "12,34,567", "1.2.3", "9.9e3", "1e5", "①", "½", "²", "30/20",
        "90%", "15万元", "≥90", "1 300", "5.", ".5", "1_000", "٣", "三十", "NaN", "Infinity", "0x10", "1,300,84", "一", "100(含)",
        "9" * (MOST_DIGITS + 1),
    ],
)  # fmt: skip
def test_not_a_number(text: str | None) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("89.89%", "89.89"), ("100.00", "100.00"), ("８９．８９％", "89.89"), ("100.00 %", "100.00"), ("0", "0")],
)
def test_percentage(text: str, expected: str) -> None:
    assert percentage(text) == Decimal(expected)


@pytest.mark.parametrize("text", [None, "", "-", "≥90%", "90%%", "%", "百分之九十", "5‰"])
def test_not_a_percentage(text: str | None) -> None:
    assert percentage(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("15", "万元", "150000"),
        ("15", "元", "15"),
        ("2,321,808.08", "元", "2321808.08"),
        ("15", "（万元）", "150000"),
        ("15", "单位：万元", "150000"),
        ("0.3", "亿元", "30000000"),
        ("25.5万元", "元", "255000"),
        ("3359.62万", "万元", "33596200"),
        ("3359.62万", "元", "33596200"),
        ("153,000元", "万元", "153000"),
        ("200元整", "万元", "200"),
        ("￥1,300", "元", "1300"),
        ("15", None, "15"),
        ("15", "人", "15"),
        ("-3", "万元", "-30000"),
    ],
)
def test_amount(text: str, unit: str | None, expected: str) -> None:
    assert amount(text, unit) == Decimal(expected)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("元", "1"),
        ("千元", "1000"),
        ("万元", "10000"),
        ("百万元", "1000000"),
        ("单位：人民币万元", "10000"),
        ("（万元）", "10000"),
        ("万元（人民币）", "10000"),
        ("亿元", "100000000"),
    ],
)
def test_a_unit_of_money_is_so_many_yuan(unit: str, expected: str) -> None:
    assert yuan_per(unit) == Decimal(expected)
    assert amount("3", unit) == 3 * Decimal(expected)


@pytest.mark.parametrize("unit", [None, "", "美元", "万美元", "日元", "人", "万", "元/人"])
def test_what_is_no_unit_of_our_money_has_no_size(unit: str | None) -> None:
    assert yuan_per(unit) is None


@pytest.mark.parametrize("text", [None, "", "-", "≤15万元", "15%", "15人", "1,2万元", "十五万元", "9" * 30 + "万元"])
def test_not_an_amount(text: str | None) -> None:
    assert amount(text, "万元") is None


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_printed_with_separators_reads_back(value: Decimal) -> None:
    assert number(f"{value:,.2f}") == value


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_ten_thousand_yuan_are_yuan(value: Decimal) -> None:
    assert amount(f"{value}", "万元") == amount(f"{value}万元", "元") == value * 10000


@given(st.text())
def test_never_raises(text: str) -> None:
    for reading in (number(text), percentage(text), amount(text, text), amount(text, None)):
        assert reading is None or reading.is_finite()
