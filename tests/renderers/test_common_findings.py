"""What is found alike in three forms or more is told once, with the forms; what is grave or answered stays with its form."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from jixiao.findings import Answer, Certainty, Finding, Severity
from jixiao.renderers.common_findings import common_findings
from jixiao.renderers.report import report
from jixiao.renderers.report.overview import overview
from jixiao.renderers.terminal import show_findings, terminal_text
from jixiao.results import Audited

Make = Callable[..., Any]


@pytest.fixture
def hints(finding: Make) -> tuple[Finding, ...]:
    """One hint in each of three forms."""
    return tuple(
        finding("SAT-01", Severity.INFO, evaluation=form, message=f"第{form + 1}张没有写。", key=f"{form:08}")
        for form in range(3)
    )


@pytest.fixture
def three_forms(audited: Audited, hints: tuple[Finding, ...]) -> Audited:
    forms = audited.submission.evaluations[:1] * 3
    submission = msgspec.structs.replace(audited.submission, evaluations=forms)
    return msgspec.structs.replace(audited, submission=submission, findings=hints, scorecards=())


def findings_text(results: list[Audited]) -> str:
    return terminal_text(lambda console: show_findings(results, console))


def told(findings: tuple[Finding, ...]) -> list[list[int | None]]:
    return [list(each.homes) for each in common_findings((each.evaluation, each) for each in findings)]


def test_a_matter_of_three_forms_is_common(hints: tuple[Finding, ...]) -> None:
    assert told(hints) == [[0, 1, 2]]
    (common,) = common_findings((each.evaluation, each) for each in (*hints, hints[1]))
    assert (common.homes, len(common.findings)) == ((0, 1, 2), 4)
    assert common.suggestions == ("请改正。",)


@pytest.mark.parametrize(
    "change",
    [
        {"severity": Severity.ERROR},
        {"code": "SAT-02"},
        {"title": "别的题目"},
        {"certainty": Certainty.POSSIBLE},
        {"evaluation": 0},
        {"answer": Answer(reason="已核对")},
    ],
)
def test_what_differs_or_is_settled_is_not_common(hints: tuple[Finding, ...], change: dict[str, Any]) -> None:
    assert told((*hints[:2], msgspec.structs.replace(hints[2], **change))) == []


def test_what_is_grave_stays_with_its_form(hints: tuple[Finding, ...]) -> None:
    assert told(tuple(msgspec.structs.replace(each, severity=Severity.FATAL) for each in hints)) == []


def test_the_text_tells_it_once_behind_the_forms(three_forms: Audited) -> None:
    text = findings_text([three_forms])
    forms, _, common = text.partition("各表共有的问题\n")
    assert forms.count("另见后面各表共有的问题：SAT-01") == 3
    assert "张没有写。" not in forms
    assert [common.count(f"表{form}　第{form}张没有写。 #{form - 1:08}") for form in (1, 2, 3)] == [1, 1, 1]
    assert common.count("共3张表") == common.count("请改正。") == common.count("依据　") == 1


def test_the_report_tells_advice_and_basis_once_and_leads_to_each(three_forms: Audited) -> None:
    (file,) = overview([three_forms]).files
    (common,) = file.common
    assert [(form, spot.finding.message) for form, spot in common.spots] == [
        (1, "第1张没有写。"),
        (2, "第2张没有写。"),
        (3, "第3张没有写。"),
    ]
    page = report([three_forms])
    assert page.count("请改正。") == 1
    assert page.count('<p class="message">第2张没有写。</p>') == 1
    assert page.count(f'href="#{common.anchor}"') == 3
    assert all(page.count(f'id="{spot.anchor}"') == 1 for _, spot in common.spots)


def test_with_two_forms_nothing_changes(three_forms: Audited) -> None:
    two = msgspec.structs.replace(three_forms, findings=three_forms.findings[:2])
    assert "各表共有的问题" not in findings_text([two])
    assert "各表共有的问题" not in report([two])
