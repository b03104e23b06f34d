"""Figures in running text: what they count, of which time, and which of them say nothing that could be compared."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.facts.prose import Figure, figures, meaning


def told(text: str, year: int | None = 2024) -> list[tuple[str, Decimal, str]]:
    return [(figure.measure, figure.value, figure.unit) for figure in figures(text, year)]


def only(text: str, year: int | None = 2024) -> Figure:
    (figure,) = figures(text, year)
    return figure


@pytest.mark.parametrize(
    ("text", "measure", "value", "unit"),
    [
        ("全市检查定点医药机构810家", "检查定点医药机构", "810", "家"),
        ("追回违规资金1,203.5万元。", "追回违规资金", "12035000.0", "元"),
        ("今年以来参保人数达到21.4万人", "以来参保人数", "214000.0", "人"),
        ("印制宣传手册２９万册", "印制宣传手册", "290000", "册"),
        ("502家定点医疗机构", "定点医疗机构", "502", "家"),
    ],
)
def test_what_a_figure_counts(text: str, measure: str, value: str, unit: str) -> None:
    assert told(text) == [(measure, Decimal(value), unit)]


@pytest.mark.parametrize(
    "text",
    [
        "参保人数同比增加3万人",
        "按每人每年1.2万元的标准发放",
        "奖励最高不超过20万元，预计发放30例",
        "年度结余控制在5%-10%",
        "根据川某发〔2023〕61号文件",
        "没有数字",
        "",
    ],
)
def test_what_cannot_be_compared(text: str) -> None:
    assert told(text) == []


def test_two_values_of_one_measure_in_one_text_are_of_parts() -> None:
    assert told("举办业务培训班3期，后又举办业务培训班5期") == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("激活率达95%以上", "≥"),
        ("激活率超过95%", "≥"),
        ("办理笔数230万余笔", "≥"),
        ("差错率控制在1%以内", "≤"),
        ("参保人数约21万人", "约"),
        ("处罚违约金49万元", ""),
    ],
)
def test_bounds(text: str, bound: str) -> None:
    assert only(text).bound == bound


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        ("2023年参保人数21万人", 2023, ""),
        ("上年参保人数21万人", 2023, ""),
        ("参保人数21万人", 2024, ""),
        ("1-10月参保缴费人数21万人", 2024, "1-10月"),
        ("上半年参保缴费人数21万人", 2024, "上半年"),
        ("截至12月底参保人数21万人", 2024, ""),
    ],
)
def test_time(text: str, year: int, period: str) -> None:
    figure = only(text)
    assert (figure.year, figure.period) == (year, period)


def test_the_stretch_is_that_of_the_original() -> None:
    text = "一是强化监管，全市检查定点医药机构810家，成效明显"
    figure = only(text)
    assert text[figure.start : figure.end] == "全市检查定点医药机构810家"
    assert figure.printed == "810家"


@pytest.mark.parametrize(
    ("counted", "act", "thing"),
    [
        ("检查定点医药机构", "检查", "定点医药机构"),
        ("开展定点医疗机构检查", "检查", "定点医疗机构"),
        ("定点药店", "", "定点零售药店"),
        ("检查二级定点医疗机构", "", ""),
        ("违规定点医疗机构", "", ""),
        ("宣传手册", "", ""),
    ],
)
def test_what_is_done_to_what(counted: str, act: str, thing: str) -> None:
    assert meaning(counted) == (act, thing)


def test_those_something_is_done_to_are_not_all_there_are() -> None:
    assert [figure.object for figure in figures("对12家定点医疗机构拨付医疗费", 2024)] == [""]


@given(st.text(st.sampled_from("0123456789.,年月家万元%人参保检查定点机构，。；为达约 -至"), max_size=60))
def test_any_text_is_read_without_complaint_and_stretches_lie_in_it(text: str) -> None:
    for figure in figures(text, 2024):
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.measure
        assert figure.tolerance >= 0
