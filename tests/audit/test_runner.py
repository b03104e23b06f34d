"""Running the checks: crashes stay with the check, doubt weakens, unread parts weaken, scopes and forms are kept."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec
import pytest

from jixiao.audit import Case, Check, Fault, SubmissionCase, audit, check, checks, run
from jixiao.audit.examples import SOUND, example
from jixiao.audit.runner import examine, unconfirmed
from jixiao.findings import Certainty, Severity
from jixiao.model import Submission, Unread
from jixiao.places import Place
from jixiao.scoring import Interval, packs, score


@pytest.fixture
def submission() -> Submission:
    return example(SOUND)


def crashing(case: Case | SubmissionCase) -> Iterator[Fault]:
    yield case.finding(message="先发现的问题。")
    message = "没有预算"
    raise ZeroDivisionError(message)


def replaced(code: str, **changes: object) -> Check:
    return msgspec.structs.replace(checks[code], **changes)


def test_crash_keeps_what_was_found_and_is_reported(submission: Submission) -> None:
    found = list(run(replaced("FUN-05", function=crashing), Case(submission, 0)))
    assert [finding.code for finding in found] == ["FUN-05", "AUDIT-00"]
    assert found[1].evaluation == 0
    assert "FUN-05（执行数大于预算数）运行出错" in found[1].message
    assert "ZeroDivisionError：没有预算" in found[1].message


def test_crash_about_the_whole_file_names_no_form(submission: Submission) -> None:
    found = list(run(replaced("STR-02", function=crashing), SubmissionCase(submission, ())))
    assert [finding.evaluation for finding in found] == [None, None]


def test_one_crash_does_not_stop_the_others(submission: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(checks._entries, "STR-01", replaced("STR-01", function=crashing))
    without_score = example("总分：分值 100")
    codes = {finding.code for finding in audit(without_score)[1]}
    assert {"AUDIT-00", "STR-01", "STR-14"} <= codes
    assert audit(submission)[0]


def test_findings_come_by_form_and_the_file_s_last() -> None:
    two = example(
        """
        评价：project self_evaluation 2023 万元
        总分：分值 100
        评价：project self_evaluation 2023 万元
        项目名称：医保经办服务
        实施单位：-
        叙述：组织对部门整体支出开展绩效自评。
        """
    )
    assert [(finding.evaluation, finding.code) for finding in audit(two)[1]] == [
        (0, "STR-14"),
        (1, "STR-01"),
        (None, "STR-17"),
    ]


def test_target_forms_are_not_scored_nor_held_to_checks_of_self_evaluations() -> None:
    scorecards, findings = audit(
        example("评价：project target 2024 万元 绩效目标申报表\n资金：年度资金总额 | 年初 100\n总分：分值 90")
    )
    assert scorecards == ()
    assert findings == ()


FIVE = "指标：产出指标 / 时效指标 / 宣传活动按时完成率 | 分值 15 | 指标值 ≥90% | 实际值 96% | 得分 10"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Certainty.CERTAIN),
        ({"doubtful": ("weight",)}, Certainty.POSSIBLE),
        ({"doubtful": ("actual",)}, Certainty.CERTAIN),
        ({"confidence": 0.5}, Certainty.CERTAIN),
    ],
)
def test_doubt_about_an_addend_weakens_a_sum(changes: dict[str, object], expected: Certainty) -> None:
    form = example(FIVE).evaluations[0]
    last = msgspec.structs.replace(form.indicators[-1], **changes)
    changed = msgspec.structs.replace(form, indicators=(*form.indicators[:-1], last))
    submission = msgspec.structs.replace(example(FIVE), evaluations=(changed,))
    assert [finding.certainty for finding in audit(submission)[1] if finding.code == "WGT-01"] == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [(None, Certainty.POSSIBLE), (3, Certainty.POSSIBLE), (500, Certainty.CERTAIN)],
)
def test_unread_part_of_the_form_weakens_a_sum(line: int | None, expected: Certainty) -> None:
    two = example(f"{FIVE}\n评价：project self_evaluation 2023 万元\n项目名称：基金监督检查")
    moved = msgspec.structs.replace(two.evaluations[1], place=Place(line=400))
    unread = Unread(text="？", why="看不清。", place=Place(line=line))
    submission = msgspec.structs.replace(two, evaluations=(two.evaluations[0], moved), unread=(unread,))
    assert [finding.certainty for finding in audit(submission)[1] if finding.code == "WGT-01"] == [expected]


def test_quotes_carry_text_place_and_path(submission: Submission) -> None:
    case = Case(submission, 0)
    score = case.quote("indicators/0/score")
    assert (score.text, score.path) == ("20", "indicators/0/score")
    assert score.place is not None
    assert case.quote("indicators/0").text == "产出指标"
    assert case.quote("total_score").text == "100"
    assert case.quote("fields/0/value").text == "2024-01-15"
    nowhere = msgspec.structs.replace(submission.evaluations[0], place=Place(), cells={})
    bare = Case(msgspec.structs.replace(submission, evaluations=(nowhere,)), 0)
    assert bare.quote("grade").place is None


def test_case_knows_the_figures_of_the_form(submission: Submission) -> None:
    case = Case(submission, 0)
    assert (case.budget, case.executed, case.execution_rate, case.factor) == (100, 100, 100, 10_000)
    assert case.field("联系") == "财务科"
    assert case.field("电话") is None
    assert case.scored
    empty = Case(example("资金：-\n指标：-"), 0)
    assert (empty.budget, empty.executed, empty.execution_rate, empty.scored) == (None, None, None, False)


def test_rate_is_taken_as_printed_where_it_cannot_be_worked_out() -> None:
    case = Case(example("资金：年度资金总额 | 年初 100 | 全年 100 | 分值 10 | 执行率 80% | 得分 8"), 0)
    assert case.execution_rate == 80


def test_check_function_stays_callable_and_code_cannot_be_taken_twice() -> None:
    case = Case(example("主管部门：-"), 0)
    assert next(checks["STR-01"].function(case)).message == "表头缺少主管部门（共1项）。"
    first = checks["STR-01"]
    with pytest.raises(ValueError, match="STR-01"):
        check(
            code="STR-01",
            name=first.name,
            title=first.title,
            severity=Severity.INFO,
            basis=(),
            definition="",
            why="",
            remedy="",
            faulty="",
            sound="",
        )(first.function)


def test_prepared_cases_can_be_examined_without_scorecards(submission: Submission) -> None:
    assert [finding.code for finding in examine(submission, (Case(submission, 0),))] == []


def test_a_score_that_the_second_scorer_does_not_confirm_is_reported(submission: Submission) -> None:
    pack = packs["mof-2020-10"]
    card = score(submission.evaluations[0], pack)
    wrong = msgspec.structs.replace(card.rows[0], computed=Interval.exactly(Decimal(3)))
    [row, *rest] = unconfirmed(submission, (msgspec.structs.replace(card, rows=(wrong, *card.rows[1:])),), pack)
    assert (row.code, row.evaluation) == ("AUDIT-01", 0)
    assert "第1行指标“政策宣传场次”的得分，本程序记为3分，另一套独立的算法算得20分" in row.message
    assert rest == []
    assert list(unconfirmed(submission, (card,), pack)) == []
