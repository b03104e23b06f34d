"""The 资金 table as a sum: roles by label, and the law that a table made from its sources always ties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.fund_table import FundTable, Role, is_blank, role
from jixiao.audit.rows import FundRow
from jixiao.model import Fund

SUMS = st.decimals(min_value="0.01", max_value="99999", places=2)
LABELS = ("其中：财政拨款", "上年结转资金", "其他资金")


def row(index: int, label: str | None, adjusted: str | None, executed: str | None = None) -> FundRow:
    return FundRow(index, Fund(label=label, adjusted=adjusted, executed=executed), "万元")


def table(total: Decimal, *sources: tuple[str, Decimal | None]) -> FundTable:
    rows = [row(0, "年度资金总额：", str(total))]
    rows += [
        row(index, label, None if value is None else str(value))
        for index, (label, value) in enumerate(sources, start=1)
    ]
    return FundTable(tuple(rows))


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (None, Role.TOTAL),
        ("年度资金总额：", Role.TOTAL),
        ("资金合计", Role.TOTAL),
        ("项目资金", Role.TOTAL),
        ("其中：当年财政拨款", Role.FISCAL),
        ("一般公共预算", Role.FISCAL),
        ("  财政拨款：", Role.FISCAL),
        ("本级安排：", Role.LOCAL),
        ("地方财政资金", Role.LOCAL),
        ("其中：上级补助：", Role.SUPERIOR),
        ("其中: 中央财政资金", Role.SUPERIOR),
        ("上年结转资金", Role.CARRIED),
        ("其他资金", Role.OTHER),
        ("彩票公益金", Role.OTHER),
    ],
)
def test_role_by_label(label: str | None, expected: Role) -> None:
    assert role(row(0, label, "1")) is expected


@given(st.lists(SUMS, min_size=3, max_size=3))
def test_total_of_its_sources_ties(values: list[Decimal]) -> None:
    assert table(sum(values, Decimal(0)), *zip(LABELS, values, strict=True)).mismatch("adjusted") is None


@given(st.lists(SUMS, min_size=3, max_size=3), st.decimals(min_value="0.02", max_value="1000", places=2))
def test_total_that_differs_beyond_rounding_is_found(values: list[Decimal], difference: Decimal) -> None:
    whole = sum(values, Decimal(0))
    for wrong in (whole + difference, whole - difference):
        found = table(wrong, *zip(LABELS, values, strict=True)).mismatch("adjusted")
        assert found is not None
        assert found.sure
        assert (found.expected, found.found) == (wrong, whole)


@given(SUMS, SUMS, SUMS)
def test_parts_of_fiscal_money_never_count_twice(local: Decimal, superior: Decimal, other: Decimal) -> None:
    made = table(
        local + superior + other,
        ("财政拨款", local + superior),
        ("本级安排", local),
        ("其中：上级补助", superior),
        ("其他", other),
    )
    assert made.mismatch("adjusted") is None
    assert made.fiscal is made.rows[1]
    assert made.parts == made.rows[2:4]


@given(st.lists(SUMS, min_size=3, max_size=3))
def test_order_of_plain_sources_does_not_matter(values: list[Decimal]) -> None:
    sources = list(zip(("财政拨款", "上年结转资金", "其他资金"), values, strict=True))
    wrong = sum(values, Decimal(0)) + 7
    forward, backward = table(wrong, *sources).mismatch("adjusted"), table(wrong, *sources[::-1]).mismatch("adjusted")
    assert forward is not None
    assert backward is not None
    assert forward.found == backward.found


def test_whole_figures_below_a_thousand_are_exact_larger_ones_may_be_rounded() -> None:
    assert table(Decimal(25), ("财政拨款", Decimal(10)), ("其他资金", Decimal(14))).mismatch("adjusted") is not None
    assert table(Decimal(13801), ("财政拨款", Decimal(11075)), ("其他资金", Decimal(2725))).mismatch("adjusted") is None


def test_table_without_total_or_sources_is_not_judged() -> None:
    assert FundTable(()).total is None
    assert FundTable(()).mismatch("adjusted") is None
    alone = FundTable((row(0, "财政拨款", "5"),))
    assert alone.total is alone.rows[0]
    assert FundTable((row(0, "财政拨款", "5"), row(1, "其他", "5"))).total is None


def test_blank_row() -> None:
    assert is_blank(row(0, "其他资金", None))
    assert not is_blank(row(0, "其他资金", None, "0"))
