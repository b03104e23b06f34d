"""The total row: which figure is the weight and which the score."""

import pytest

from jixiao.forms import recognise
from jixiao.forms.totals import settle
from jixiao.model import Indicator
from tests.forms.generated import read_text

ROWS = (
    Indicator(level1=None, level2=None, name="培训", weight="60", score="55"),
    Indicator(level1=None, level2=None, name="宣传", weight="40", score=None),
)


@pytest.mark.parametrize(
    ("weight", "score", "stated", "settled"),
    [
        ("100", "55", "90", ("100", "55")),
        (None, None, "55", (None, "55")),
        (None, None, None, (None, None)),
        (None, "55", None, (None, "55")),
        (None, "100", "55", ("100", "55")),
        (None, "100", "90", (None, "100")),
        (None, "55", "90", (None, "55")),
    ],
)
def test_a_lone_total_is_the_weight_only_where_the_report_names_the_sum_of_the_scores(
    weight: str | None, score: str | None, stated: str | None, settled: tuple[str | None, str | None]
) -> None:
    assert settle(weight, score, stated, ROWS) == settled


HEADING = "项目支出绩效自评表\n项目名称\t医保宣传\n一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t"
ROW = "产出指标\t数量指标\t培训场次\t3场\t4场\t"


@pytest.mark.parametrize(
    ("columns", "row", "total", "expected"),
    [
        ("分值\t得分", "100\t90", "总分\t\t\t\t\t100\t90", ("100", "90")),
        ("得分\t分值", "90\t100", "总分\t\t\t\t\t90\t100", ("100", "90")),
        ("分值\t得分", "100\t90", "总分\t90", (None, "90")),
        ("分值\t得分", "100\t90", "总分：90", (None, "90")),
        ("分值\t得分", "100\t90", "总分\n90", (None, "90")),
        ("分值\t得分", "100\t90", "总分", (None, None)),
        ("分值", "100", "合计\t\t\t\t\t100", ("100", None)),
        ("分值\t得分\t折算得分", "100\t90\t45", "总分\t100\t90\t45", ("100", "90")),
        ("分值\t得分\t折算得分", "100\t90\t45", "总分\t100\t90", ("100", "90")),
    ],
)
def test_the_columns_say_what_the_figures_of_the_total_row_are(
    columns: str, row: str, total: str, expected: tuple[str | None, str | None]
) -> None:
    (evaluation,) = recognise(read_text(f"{HEADING}{columns}\n{ROW}{row}\n{total}\n")).evaluations
    assert (evaluation.total_weight, evaluation.total_score) == expected


def test_a_converted_total_is_kept_as_a_field() -> None:
    text = f"{HEADING}分值\t得分\t折算得分\n{ROW}100\t90\t45\n总分\t100\t90\t45\n"
    (evaluation,) = recognise(read_text(text)).evaluations
    assert ("折算得分", "45") in [(field.label, field.value) for field in evaluation.fields]


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("总 分   100   97. 3l", ("100", "97. 3l")),
        ("总 分   100   97.3l", ("100", "97.3l")),
        ("总 分   1OO   97.31", ("1OO", "97.31")),
    ],
)
def test_a_damaged_total_does_not_hand_its_place_to_the_other(total: str, expected: tuple[str, str]) -> None:
    (evaluation,) = recognise(read_text(f"{HEADING}分值\t得分\n{ROW}100\t97.31\n{total}\n")).evaluations
    assert (evaluation.total_weight, evaluation.total_score) == expected


GLUED = "项目支出绩效自评表\n项目名称医保宣传\n一级指标二级指标三级指标年度指标值实际完成值分值得分偏差原因\n"


@pytest.mark.parametrize(
    ("total", "expected"),
    [("总分9087.63", ("90", "87.63")), ("总分95", (None, "95")), ("总分10097.5", ("100", "97.5"))],
)
def test_glued_totals_are_cut_where_there_is_one_way(total: str, expected: tuple[str | None, str]) -> None:
    (evaluation,) = recognise(read_text(f"{GLUED}产出指标数量指标培训场次≥3场4场9087.63\n{total}\n")).evaluations
    assert (evaluation.total_weight, evaluation.total_score) == expected


def test_glued_totals_that_cannot_be_cut_are_no_score() -> None:
    reading = recognise(read_text(f"{GLUED}产出指标数量指标培训场次≥3场4场9087.63\n总分8187\n"))
    assert reading.evaluations[0].total_score is None


def test_a_score_that_only_the_report_states_stands_where_the_report_states_it() -> None:
    report = "2023年度医保宣传项目绩效自评报告\n经综合评定，自评得分为90分，等级为优。\n\n"
    submission = recognise(read_text(f"{report}{HEADING}分值\t得分\n{ROW}100\t90\n合计\t\t\t\t\t100\t"))
    form = submission.evaluations[0]
    assert (form.total_weight, form.total_score) == ("100", "90")
    assert form.cells["total_score"].line == 2
    assert form.cells["total_weight"].line == 8
