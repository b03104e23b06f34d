"""Doubt about a cell, wherever it stands, takes the certainty from every finding that rests on it."""

from itertools import chain

import msgspec
import pytest

from jixiao.audit import Check, audit, audit_files, checks
from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.examples import example, example_files
from jixiao.findings import Certainty, Quote
from jixiao.model import Evaluation, Submission

_ROWS = ("funds", "fund_management", "goals", "indicators")


def doubted(submission: Submission) -> Submission:
    """The same file with every cell read with doubt."""
    return msgspec.structs.replace(
        submission, evaluations=tuple(_doubted(evaluation) for evaluation in submission.evaluations)
    )


def _doubted(evaluation: Evaluation) -> Evaluation:
    rows = {
        group: tuple(msgspec.structs.replace(row, doubtful=_texts(row)) for row in getattr(evaluation, group))
        for group in _ROWS
    }
    further = (f"fields/{number}/value" for number, _ in enumerate(evaluation.fields))
    return msgspec.structs.replace(evaluation, **rows, doubtful=(*_texts(evaluation), *further))


def _texts(item: msgspec.Struct) -> tuple[str, ...]:
    return tuple(field for field in item.__struct_fields__ if isinstance(getattr(item, field), str | int | None))


_RESTS_ON_NO_CELL = {"STR-15", "DEP-01", "DEP-02"}
"""What is said of the layouts of forms, or of figures within one passage of the report, is no matter of what cells say."""


@pytest.mark.parametrize(
    "check", [check for check in checks if check.code not in _RESTS_ON_NO_CELL], ids=lambda check: check.code
)
def test_nothing_is_certain_in_a_form_read_with_doubt(check: Check) -> None:
    files = example_files(check.faulty)
    audited = audit_files([doubted(file) for file in files.audited], [doubted(file) for file in files.against])
    found = [finding for finding in chain.from_iterable(audited) if finding.code == check.code]
    assert [finding.message for finding in found if finding.certainty is Certainty.CERTAIN] == []


@pytest.mark.parametrize(
    ("doubts", "expected"),
    [("", Certainty.CERTAIN), (" | 存疑 rate", Certainty.POSSIBLE), (" | 存疑 initial", Certainty.CERTAIN)],
)
def test_a_doubtful_cell_of_funds_grounds_no_certain_finding(doubts: str, expected: Certainty) -> None:
    """A rate is printed although the budget that it would be a share of is blank."""
    funds = "资金：年度资金总额 | 年初 100 | 全年 - | 执行 100 | 分值 10 | 执行率 100% | 得分 10"
    found = audit(example(funds + doubts))[1]
    assert [finding.certainty for finding in found if finding.code == "FUN-04"] == [expected]


def test_doubt_is_told_of_by_path() -> None:
    submission = example(
        "资金：年度资金总额 | 全年 20 | 执行 20 | 存疑 executed\n目标：预期 甲 | 实际 乙 | 存疑 actual"
    )
    (form,) = submission.evaluations
    case = Case(
        msgspec.structs.replace(
            submission, evaluations=(msgspec.structs.replace(form, doubtful=("total_score", "fields/1/value")),)
        ),
        0,
    )
    told = ["funds/0/executed", "goals/0/actual", "total_score", "fields/1/value"]
    sure = ["funds/0/adjusted", "funds/0", "goals/0", "indicators/0", "total_weight", "fields/0/value"]
    assert [path for path in (*told, *sure) if case.doubts(path)] == told


def test_a_quote_in_a_finding_about_the_file_is_looked_up_in_its_form() -> None:
    first = "评价：project self_evaluation 2023 万元\n项目名称：甲\n资金：年度资金总额 | 全年 20 | 执行 20"
    second = "评价：project self_evaluation 2023 万元\n项目名称：乙\n资金：-"
    for doubt, expected in (("", False), (" | 存疑 executed", True)):
        submission = example(f"{first}{doubt}\n{second}")
        cases = tuple(Case(submission, index) for index in range(2))
        file = SubmissionCase(submission, cases)
        assert file.finding(message="甲", quotes=[cases[0].quote("funds/0/executed")]).doubtful is expected
        assert not file.finding(message="甲", quotes=[Quote(text="甲"), cases[1].quote("project_name")]).doubtful
