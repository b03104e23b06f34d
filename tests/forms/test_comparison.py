"""The comparison itself: it must not call a wrong reading right, nor an owned fault silent."""

from pathlib import Path

import msgspec
import pytest

from jixiao.model import Evaluation, Indicator, Submission, Unread, parse_notation
from tests.forms import acceptance_report
from tests.forms.comparison import align, compare, plain

FORM = """
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保宣传
资金：年度资金总额 | 全年 15 | 执行 12 | 执行率 80% | 得分 8
指标：产出指标 / 数量指标 / 宣传场次 | 分值 10 | 指标值 ≥2场 | 实际值 3场 | 得分 10
指标：产出指标 / 质量指标 / 资料合格率 | 分值 10 | 指标值 100% | 实际值 98% | 得分 9.8 | 原因 个别折页错印
"""


@pytest.fixture
def truth() -> Submission:
    return parse_notation(FORM)


def changed(submission: Submission, row: int, **fields: object) -> Submission:
    evaluation = submission.evaluations[0]
    rows = list(evaluation.indicators)
    rows[row] = msgspec.structs.replace(rows[row], **fields)
    return with_rows(submission, rows)


def with_rows(submission: Submission, rows: list[Indicator], unread: str = "") -> Submission:
    evaluation: Evaluation = msgspec.structs.replace(submission.evaluations[0], indicators=tuple(rows))
    pieces = (Unread(text=unread, why="看不清"),) if unread else ()
    return msgspec.structs.replace(submission, evaluations=(evaluation,), unread=pieces)


@pytest.mark.parametrize("name", acceptance_report.names())
def test_the_truth_agrees_with_itself(name: str) -> None:
    itself = acceptance_report.truth(name)
    report = compare(name, itself, itself)
    assert (report.rows.part, report.funds.part, report.head.part) == (1.0, 1.0, 1.0)
    assert report.differences == []


@pytest.mark.parametrize(
    ("fields", "right", "silent"),
    [
        ({"score": "10"}, 1, 1),
        ({"score": "10", "doubtful": ("score",)}, 1, 0),
        ({"score": "9.80"}, 2, 0),
        ({"score": None}, 1, 1),
        ({"target": "１００％"}, 2, 0),
        ({"name": "资料合格 率"}, 2, 0),
        ({"level1": None}, 1, 1),
        ({"note": None, "remark": "个别折页错印"}, 2, 0),
        ({"note": "别折页错印"}, 2, 1),
    ],
)
def test_a_cell_read_otherwise(truth: Submission, fields: dict[str, object], right: int, silent: int) -> None:
    report = compare("form", truth, changed(truth, 1, **fields))
    assert report.rows.right == right
    assert len(report.silent) == silent


def test_a_missing_row_is_silent_unless_it_stands_in_unread(truth: Submission) -> None:
    rows = list(truth.evaluations[0].indicators[:1])
    assert len(compare("form", truth, with_rows(truth, rows)).silent) == 1
    owned = compare("form", truth, with_rows(truth, rows, "资料合格率 100% 98%"))
    assert (len(owned.silent), owned.rows.right, owned.rows.total) == (0, 1, 2)


def test_an_invented_row_is_silent(truth: Submission) -> None:
    rows = [*truth.evaluations[0].indicators, Indicator(level1=None, level2=None, name="指标2")]
    assert [difference.got for difference in compare("form", truth, with_rows(truth, rows)).silent] == ["row 指标2"]


def test_a_form_too_many_and_a_form_too_few(truth: Submission) -> None:
    nothing = msgspec.structs.replace(truth, evaluations=())
    assert compare("form", truth, nothing).forms.right == 0
    assert compare("form", truth, nothing).silent
    twice = msgspec.structs.replace(truth, evaluations=(*truth.evaluations, Evaluation()))
    assert compare("form", truth, twice).silent


def test_a_reader_that_crashes_has_read_nothing() -> None:
    def crash(path: Path) -> Submission:
        raise KeyError(path.name)

    name = acceptance_report.names()[0]
    report = acceptance_report.report(name, crash)
    assert report.rows.right == 0
    assert "KeyError" in str(report.silent[0])


def test_a_damaged_cell_must_be_marked(truth: Submission) -> None:
    damaged = changed(truth, 0, doubtful=("score",))
    assert compare("form", damaged, truth).silent
    assert not compare("form", damaged, changed(truth, 0, score="1O", doubtful=("score",))).silent


def test_align_pairs_in_order() -> None:
    pairs = align("abcd", "axd", lambda left, right: float(left == right))
    assert list(pairs) == [(0, 0), (1, None), (2, None), (None, 1), (3, 2)]


@pytest.mark.parametrize(
    ("printed", "same"), [("—", ""), ("≧ 90 %", "≥90%"), ("其中：", "其中"), (None, ""), ("1,300.50", "1300.5")]
)
def test_plain(printed: str | None, same: str) -> None:
    assert plain(printed, "weight") == same
