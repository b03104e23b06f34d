"""Width of punctuation, and how sure a reading is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.readers.scan.confidence import is_figure, probability
from jixiao.readers.scan.punctuation import restored


@pytest.mark.parametrize(
    ("claimed", "printed"),
    [
        ("(2023年度)", "（2023年度）"),
        ("产出指标\n(50\n分)", "产出指标\n（50\n分）"),
        ("年度指标值(A)", "年度指标值(A)"),
        ("执行率（B/A)", "执行率（B/A）"),
        ("1,234,567", "1,234,567"),
        ("63，412件", "63,412件"),
        ("5，10", "5，10"),
        ("目标1:完成", "目标1：完成"),
        ("完成12：30前", "完成12:30前"),
        ("编制.", "编制。"),
        ("优.自评", "优。自评"),
        ("药品≥85%,耗材≥75%", "药品≥85%，耗材≥75%"),
        ("≥95%,≤5%", "≥95%,≤5%"),
        ("14。81", "14.81"),
        ("≤0.9%0", "≤0.9‰"),
        ("%0", "‰"),
        ("95%05", "95%05"),
        ("３５％", "35%"),
        ('开展"医保进万家"活动', "开展“医保进万家”活动"),
        ("2024年1月-12月", "2024年1月-12月"),
        ("https://a.cn", "https://a.cn"),
    ],
)
def test_punctuation_has_the_width_of_its_neighbours(claimed: str, printed: str) -> None:
    assert restored(claimed) == printed


@given(st.text("0123456789.,%()（）：，。年度指标ab\n", max_size=20))
def test_putting_right_twice_changes_nothing_more(text: str) -> None:
    assert restored(restored(text)) == restored(text)


@given(st.sampled_from(["12.5", "≥95%", "产出指标", "2023年度"]), st.floats(0, 1), st.floats(0, 1))
def test_surer_readings_are_likelier_right(text: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= probability(text, low) <= probability(text, high) < 1


def test_an_empty_cell_is_certain() -> None:
    assert probability("", 0.0) == 1.0


@pytest.mark.parametrize(
    ("text", "figure"), [("≥95.5%", True), ("1,234", True), ("12家", False), ("-", True), ("无", False)]
)
def test_figures_are_told_from_words(text: str, figure: bool) -> None:  # noqa: FBT001
    assert is_figure(text) is figure
