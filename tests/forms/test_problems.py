"""What the reading itself reports: no form, cells in doubt, text that was not understood."""

import msgspec
import pytest

from jixiao.findings import Certainty, Severity
from jixiao.forms.closing import doubt_cells
from jixiao.forms.problems import ReadingProblem, problems_of, reading_problems
from jixiao.model import Field, Fund, Unread, parse_notation
from jixiao.places import Place

FORM = """
评价：project self_evaluation 2023 万元 项目支出绩效自评表
指标：产出指标 / 数量指标 / 培训场次 | 分值 10 | 指标值 ≥2场 | 实际值 3场 | 得分 10
"""


def test_a_file_without_forms_is_not_taken_for_a_sound_one() -> None:
    (problem,) = problems_of((), ())
    assert (problem.code, problem.severity, problem.certainty) == ("READ-01", Severity.ERROR, Certainty.CERTAIN)


def test_a_form_read_without_doubt_has_no_problem() -> None:
    assert not list(problems_of(parse_notation(FORM).evaluations, ()))


def test_doubtful_cells_are_quoted_with_row_and_column() -> None:
    (evaluation,) = parse_notation(FORM).evaluations
    row = msgspec.structs.replace(evaluation.indicators[0], doubtful=("score", "actual"), actual=None)
    (problem,) = problems_of((msgspec.structs.replace(evaluation, indicators=(row,)),), ())
    assert problem.code == "READ-02"
    assert problem.evaluation == 0
    assert problem.figures == {"存疑单元格": "2"}
    assert [(quote.text, quote.path) for quote in problem.quotes] == [
        ("培训场次　得分：10", "indicators/0/score"),
        ("培训场次　实际完成值：空白", "indicators/0/actual"),
    ]


def test_text_that_was_not_understood_is_quoted_with_its_place() -> None:
    evaluations = parse_notation(FORM).evaluations
    (problem,) = problems_of(evaluations, (Unread(text="见附表", why="", place=Place(line=7)),))
    assert problem.code == "READ-03"
    assert [(quote.text, quote.place) for quote in problem.quotes] == [("见附表", Place(line=7))]


@pytest.mark.parametrize("problem", reading_problems, ids=lambda problem: problem.code)
def test_every_problem_explains_itself(problem: ReadingProblem) -> None:
    assert problem.definition.endswith("。")
    assert problem.why.endswith("。")
    assert problem.remedy.endswith("。")


def test_damaged_amounts_and_totals_are_in_doubt() -> None:
    fund = Fund(label="年度资金总额：", adjusted="18O.00", executed="171.00", place=Place(line=3))
    (evaluation,) = parse_notation(FORM).evaluations
    extra = Field(label="填报日期", value="2024年1月l0日")
    damaged = msgspec.structs.replace(
        evaluation, funds=(fund,), total_weight="100", total_score="97. 3l", fields=(extra,)
    )
    doubted = doubt_cells(damaged, ("funds/0/executed", "funds/0/adjusted", "fields/0/value"))
    assert doubted.funds[0].doubtful == ("executed", "adjusted")
    assert doubted.doubtful == ("fields/0/value", "total_score")
    (problem,) = problems_of((doubted,), ())
    assert [(quote.text, quote.path) for quote in problem.quotes] == [
        ("填报日期：2024年1月l0日", "fields/0/value"),
        ("总分：97. 3l", "total_score"),
        ("年度资金总额　全年执行数：171.00", "funds/0/executed"),
        ("年度资金总额　全年预算数：18O.00", "funds/0/adjusted"),
    ]
