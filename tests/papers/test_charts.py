import re
import struct
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from jixiao.papers import Figure
from jixiao.papers.charts import Count, Points, Rate, Years, completion, distribution, execution, scores, years
from jixiao.papers.plots import scale, shown

pytestmark = pytest.mark.usefixtures("chinese_fonts")
SVG = "{http://www.w3.org/2000/svg}"
DECIMALS = st.decimals(min_value=-1000, max_value=100_000, places=2)


def rates(*percents: str) -> list[Rate]:
    return [Rate(f"资金{i}", Decimal(percent)) for i, percent in enumerate(percents)]


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">LL", png[16:24])
    return width, height


def drawn(figure: Figure) -> None:
    root = etree.fromstring(figure.svg)
    assert root.tag == f"{SVG}svg"
    assert not list(root.iter(f"{SVG}text")), "letters are outlines"
    assert b"http" not in re.sub(rb'xmlns(:\w+)?="[^"]*"', b"", figure.svg), "nothing is fetched"
    assert figure.png.startswith(b"\x89PNG")
    width, height = size(figure.png)
    assert width == pytest.approx(figure.width / 25.4 * 200, abs=2)
    assert height / width == pytest.approx(
        float(root.get("height", "0").removesuffix("pt")) / figure.width * 25.4 / 72, rel=0.01
    )


def test_each_chart_says_in_words_what_it_shows() -> None:
    (one,) = execution(rates("98.560", "100"))
    assert one.description == "资金执行率：资金098.56%；资金1100%。"
    (two,) = scores([Points("产出指标", Decimal("46.5"), Decimal(50))], caption="得分")
    assert two.description == "得分：产出指标分值50分，得46.5分。"
    (three,) = years([Years("总分", None, Decimal(90))], unit="分")
    assert three.description == "与上年比较情况：总分上年无数据、本年90分。"
    (four,) = distribution([Count("优", 3), Count("良", 0)])
    assert four.description == "项目分布情况：优3个；良0个。"
    for figure in (one, two, three, four):
        drawn(figure)


def test_nothing_to_show_gives_no_figure() -> None:
    assert execution([]) == scores([]) == completion([]) == years([]) == distribution([]) == ()
    assert distribution([Count("优", 0)]) == ()


def test_a_rate_beyond_two_hundred_per_cent_is_cut_and_keeps_its_figure() -> None:
    (even,), (beyond,) = completion(rates("200")), completion(rates("1234.5"))
    assert "1234.5%" in beyond.description
    strokes = [figure.svg.count(b'stroke="#ffffff"') for figure in (even, beyond)]
    assert strokes[1] == strokes[0] + 2, "two white strokes across the bar"


def test_what_missed_its_target_looks_different_without_colour() -> None:
    (missed,), (reached,) = completion(rates("99.99")), completion(rates("100"))
    blue = b'fill="#1f4e79"'
    assert missed.svg.count(blue) == reached.svg.count(blue) - 1


def test_many_indicators_are_spread_over_figures_of_a_page_each() -> None:
    figures = completion([Rate(f"第{i}项" + "很长的指标名称" * 9, Decimal(i)) for i in range(70)])
    assert len(figures) > 1
    assert figures[0].caption == f"指标完成率（1/{len(figures)}）"
    for figure in figures:
        width, height = size(figure.png)
        assert height * figure.width / width < 220
    names = [name for figure in figures for name in re.findall(r"第\d+项", figure.description)]
    assert names == [f"第{i}项" for i in range(70)], "none is lost, none twice, all in order"


def test_a_value_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no bar can be drawn for NaN"):
        execution(rates("NaN"))


@given(st.lists(DECIMALS), st.booleans())
def test_a_scale_reaches_over_all_values_with_few_round_marks(values: list[Decimal], whole: bool) -> None:  # noqa: FBT001
    axis = scale(values, whole=whole)
    assert axis.end >= max([*values, Decimal(0)])
    assert 1 <= axis.end / axis.step <= 5
    assert axis.end % axis.step == 0
    assert not whole or axis.step == axis.step.to_integral_value()
    assert all(0 <= axis.at(value) <= 1 for value in values)
    assert len({tick.text for tick in axis.ticks()}) == axis.end / axis.step + 1


@pytest.mark.parametrize(("value", "text"), [("100.00", "100"), ("0.00", "0"), ("1E+3", "1000"), ("-5.10", "-5.1")])
def test_a_figure_is_shown_as_it_is_read(value: str, text: str) -> None:
    assert shown(Decimal(value)) == text


@settings(max_examples=25, deadline=None)
@given(st.lists(st.builds(Rate, st.text(), DECIMALS), min_size=1, max_size=6), st.sampled_from([60.0, 150.0, 240.0]))
def test_any_names_and_figures_can_be_drawn(values: list[Rate], width: float) -> None:
    for figure in (*completion(values, width=width), *execution(values, width=width)):
        drawn(figure)


def test_a_name_is_never_markup() -> None:
    plain, marked = (
        scores([Points("名称", Decimal(1), Decimal(2))]),
        scores([Points("#panic()", Decimal(1), Decimal(2))]),
    )
    assert len(plain) == len(marked) == 1
