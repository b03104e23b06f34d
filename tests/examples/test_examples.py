"""The example forms: each is read without remainder, sound ones raise no alarm, and the faults planted in the others are found."""

import re
from functools import cache
from pathlib import Path

import pytest

from jixiao import data
from jixiao.audit import checks
from jixiao.findings import Severity
from jixiao.model import parse_notation
from jixiao.pipeline import audit
from jixiao.results import Audited
from tests.forms.comparison import compare

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
CODE = re.compile(r"[A-Z]{3}-\d\d")
TRUTHS = Path(__file__).parent / "truths"
EXPECTED: dict[str, dict[str, list[str]]] = {
    name: planted or {}
    for name, planted in data.parse((Path(__file__).parent / "expected.yaml").read_text("utf-8")).items()
}
SOUND = [name for name, expected in EXPECTED.items() if not expected]
FAULTY = [name for name in EXPECTED if name not in SOUND]


@cache
def audited(name: str) -> Audited:
    return audit(EXAMPLES / name)


def found(name: str, least: Severity) -> set[str]:
    return {finding.code for finding in audited(name).findings if finding.severity.at_least(least)}


def test_every_example_is_described_and_tested() -> None:
    files = {path.name for path in EXAMPLES.glob("*.txt")}
    described = re.findall(r"^\| `([^`]+)` \|", (EXAMPLES / "README.md").read_text("utf-8"), re.MULTILINE)
    truths = {f"{path.stem}.txt" for path in TRUTHS.glob("*.notation")}
    assert files == set(EXPECTED) == set(described) == truths
    assert len(files) >= 10
    assert SOUND
    assert FAULTY


@pytest.mark.parametrize("name", EXPECTED)
def test_the_description_names_the_planted_faults_and_those_beside_them(name: str) -> None:
    [line] = [line for line in (EXAMPLES / "README.md").read_text("utf-8").splitlines() if f"`{name}`" in line]
    *_, planted, beside, _ = line.split("|")
    assert set(CODE.findall(planted)) == set(EXPECTED[name].get("faults", ()))
    assert set(CODE.findall(beside)) == set(EXPECTED[name].get("also", ()))


@pytest.mark.parametrize("name", FAULTY)
def test_the_planted_faults_have_checks(name: str) -> None:
    assert {check.code for check in checks} >= set(EXPECTED[name]["faults"])


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_is_read_without_remainder(name: str) -> None:
    submission = audited(name).submission
    truth = parse_notation((TRUTHS / name).with_suffix(".notation").read_text("utf-8"), name)
    report = compare(name, truth, submission)
    assert list(map(str, report.differences)) == []
    assert [piece.text for piece in submission.unread] == []
    assert [row.name for form in submission.evaluations for row in form.indicators if row.doubtful] == []


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_form_raises_no_alarm(name: str) -> None:
    findings = [finding for finding in audited(name).findings if finding.severity.at_least(Severity.WARNING)]
    assert [f"{finding.code} {finding.message}" for finding in findings] == []


@pytest.mark.parametrize("name", FAULTY)
def test_the_planted_faults_are_found_and_nothing_else(name: str) -> None:
    planted, also = set(EXPECTED[name]["faults"]), set(EXPECTED[name].get("also", ()))
    assert found(name, Severity.INFO) == planted | also
