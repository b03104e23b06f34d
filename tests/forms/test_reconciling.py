"""The printed totals decide between readings of a row, and only they do."""

import pytest

from jixiao.forms import recognise
from tests.forms import generated

HEAD = "项目支出绩效自评表\n项目名称\t走访慰问\n三级指标\t分值\t年度指标值\t实际完成值\t得分\n宣传场次\t50\t≥5场\t6场\t50\n"


def points(text: str) -> list[tuple[str | None, str | None, str | None, str | None]]:
    (evaluation,) = recognise(generated.read_text(text)).evaluations
    return [(row.weight, row.target, row.actual, row.score) for row in evaluation.indicators]


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        pytest.param("总分\t62\t\t\t60\n", ("12", "10", None, "10"), id="the actual value is blank"),
        pytest.param("总分\t62\t\t\t50\n", ("12", "10", "10", None), id="the score is blank"),
        pytest.param("总分\t50\t\t\t60\n", (None, "12", "10", "10"), id="the weight is blank and its cell was dropped"),
        pytest.param("总分\t70\t\t\t70\n", ("12", "10", None, "10"), id="no cut ties, so the row stays as it is read"),
        pytest.param("", ("12", "10", None, "10"), id="no total, no decision"),
    ],
)
def test_a_row_with_one_figure_too_few_is_cut_as_the_total_demands(
    total: str, expected: tuple[str | None, ...]
) -> None:
    assert points(HEAD + "走访次数\t12\t10\t10\n" + total)[1] == expected


def test_a_sum_is_not_made_to_tie_by_leaving_a_figure_out() -> None:
    text = HEAD + "走访次数\t10\t10次\t10次\t10\n总分\t50\t\t\t50\n"
    assert points(text)[1] == ("10", "10次", "10次", "10")
