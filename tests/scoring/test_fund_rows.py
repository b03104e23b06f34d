"""Which fund row is the total and which carries the points: one answer for scoring, audit and reports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.model import Fund
from jixiao.scoring import names_total, points_row, total_row

LABELS = st.sampled_from([None, "年度资金总额：", "资金合计", "其中：财政拨款", "上级补助", "其他资金", "宣传经费"])
FUNDS = st.lists(
    st.builds(Fund, label=LABELS, weight=st.sampled_from([None, "10"]), score=st.sampled_from([None, "9"])), max_size=5
).map(tuple)


def funds(labels: list[str | None], pointed: int | None = None) -> tuple[Fund, ...]:
    return tuple(Fund(label=label, weight="10" if index == pointed else None) for index, label in enumerate(labels))


@pytest.mark.parametrize(
    ("label", "is_it"),
    [
        (None, True),
        ("年度资金总额：", True),
        ("合 计", True),
        ("项目资金", True),
        ("总预算", True),
        ("其中：财政资金总额", False),
        ("其他资金", False),
        ("宣传经费", False),
    ],
)
def test_a_total_is_named_by_its_label(label: str | None, *, is_it: bool) -> None:
    assert names_total(label) is is_it


@pytest.mark.parametrize(
    ("labels", "total"),
    [
        (["年度资金总额：", "其中：财政拨款", "其他资金"], 0),
        (["其中：财政拨款", "其他资金", "合 计"], 2),
        ([None, "其中：财政拨款"], 0),
        (["其他资金"], 0),
        (["医保宣传经费", "其中：财政拨款"], 0),
        (["财政拨款", "其他资金"], None),
        ([], None),
    ],
)
def test_the_total_is_found_by_its_label(labels: list[str | None], total: int | None) -> None:
    assert total_row(funds(labels)) == total


def test_without_a_label_the_only_row_with_points_is_the_total() -> None:
    assert total_row(funds(["财政拨款", "其他资金"], pointed=1)) == 1


def test_points_stand_in_the_total_else_in_the_first_row_that_has_any() -> None:
    both = (Fund(label="财政拨款", weight="6"), Fund(label="年度资金总额", weight="10"))
    assert points_row(both) == 1
    assert points_row(funds(["年度资金总额", "财政拨款", "其他资金"], pointed=2)) == 2
    assert points_row(funds(["年度资金总额", "财政拨款"])) is None


@given(FUNDS)
def test_the_rows_named_exist_and_points_are_found_wherever_they_are(rows: tuple[Fund, ...]) -> None:
    pointed, total = points_row(rows), total_row(rows)
    assert (pointed is None) == all(fund.weight is None and fund.score is None for fund in rows)
    assert pointed is None or rows[pointed].weight or rows[pointed].score
    assert total is None or total < len(rows)
