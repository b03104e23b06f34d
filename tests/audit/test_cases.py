"""The cases of tests/audit/cases/CODE.yaml: what a check must say of a form, and what it must let pass.

Each case: `name`; `form`, a fragment of notation completed to a whole form (or `whole`, taken as it stands); `expect`, one entry per
finding of this code, each a fragment of its message or a mapping with `message` (one or several fragments), `certainty`, `severity`,
`quotes` (paths), `figures`. `pack` names the rule pack if it is not the usual one. No `expect` means that this check must keep silent.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from jixiao.audit import audit, checks
from jixiao.audit.examples import example
from jixiao.model import parse_notation
from jixiao.scoring import DEFAULT_PACK, packs

FOLDER = Path(__file__).parent / "cases"


def cases() -> list[Any]:
    return [
        pytest.param(file.stem, case, id=f"{file.stem}-{case['name']}")
        for file in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("code", "case"), cases())
def test_case(code: str, case: dict[str, Any]) -> None:
    submission = parse_notation(case["whole"]) if "whole" in case else example(case["form"])
    findings = [
        finding for finding in audit(submission, packs[case.get("pack", DEFAULT_PACK)])[1] if finding.code == code
    ]
    expected = case.get("expect") or []
    assert len(findings) == len(expected), [finding.message for finding in findings]
    for finding, wanted in zip(findings, expected, strict=True):
        told = {"message": wanted} if isinstance(wanted, str) else wanted
        fragments = told.get("message", [])
        for fragment in [fragments] if isinstance(fragments, str) else fragments:
            assert fragment in finding.message
        if "certainty" in told:
            assert finding.certainty == told["certainty"]
        if "severity" in told:
            assert finding.severity == told["severity"]
        if "quotes" in told:
            assert [quote.path for quote in finding.quotes] == told["quotes"]
        if "figures" in told:
            assert finding.figures == told["figures"]


def test_every_check_has_cases_and_every_file_a_check() -> None:
    assert {file.stem for file in FOLDER.glob("*.yaml")} == {check.code for check in checks}
