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


BLANK = (
    "项目支出绩效自评表\n（2023年度）\n项目名称\t窗口延伸\n一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t{points}\t偏差原因\n"
    "产出指标\t数量指标\t监督检查覆盖率\t＝100%\t100%\t\t\t\n\t\t机构覆盖率\t≥90%\t94.2%\t\t\t\n\t\t开展业务培训\t≥8期\t8期\t\t\t\n"
    "满意度指标\t服务对象满意度指标\t服务满意度\t≥85%\t91.3%\t\t\t\n{total}"
)


@pytest.mark.parametrize("total", ["", "总分\t\t\t\t\t\t\t\n"])
def test_rates_are_no_weights_where_the_columns_of_points_are_blank(total: str) -> None:
    read = points(BLANK.format(points="分值\t得分", total=total))
    assert [(weight, score) for weight, _, _, score in read] == [(None, None)] * 4
    assert [actual for _, _, actual, _ in read] == ["100%", "94.2%", "8期", "91.3%"]
