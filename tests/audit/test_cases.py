"""The cases of tests/audit/cases/CODE.yaml: what a check must say of a form, and what it must let pass.

Each case: `name`; `form`, a fragment of notation completed to whole forms of one file or of several (or `whole`, taken as it stands);
`expect`, one entry per finding of this code, each a fragment of its message or a mapping with `message` (one or several fragments),
`title`, `certainty`, `severity`, `quotes` (paths), `figures`, `file` (the name of the file it is about), `files` (those of the quotes,
null for its own). `pack` names the rule pack if it is not the usual one. No `expect` means that this check must keep silent.
"""

from pathlib import Path
from typing import Any

import pytest

from jixiao import data
from jixiao.audit import audit_files, checks
from jixiao.audit.examples import Files, example_files
from jixiao.model import parse_notation
from jixiao.scoring import DEFAULT_PACK, packs

FOLDER = Path(__file__).parent / "cases"


def cases() -> list[Any]:
    return [
        pytest.param(file.stem, case, id=f"{file.stem}-{case['name']}")
        for file in sorted(FOLDER.glob("*.yaml"))
        for case in data.parse(file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("code", "case"), cases())
def test_case(code: str, case: dict[str, Any]) -> None:
    files = Files((parse_notation(case["whole"]),), ()) if "whole" in case else example_files(case["form"])
    audited = audit_files(files.audited, files.against, packs[case.get("pack", DEFAULT_PACK)])
    named = [
        (submission.source.name, finding)
        for submission, found in zip(files.audited, audited, strict=True)
        for finding in found
        if finding.code == code
    ]
    findings = [finding for _, finding in named]
    expected = case.get("expect") or []
    assert len(findings) == len(expected), [finding.message for finding in findings]
    for (name, finding), wanted in zip(named, expected, strict=True):
        told = {"message": wanted} if isinstance(wanted, str) else wanted
        fragments = told.get("message", [])
        for fragment in [fragments] if isinstance(fragments, str) else fragments:
            assert fragment in finding.message
        if "certainty" in told:
            assert finding.certainty == told["certainty"]
        if "title" in told:
            assert finding.title == told["title"]
        if "severity" in told:
            assert finding.severity == told["severity"]
        if "quotes" in told:
            assert [quote.path for quote in finding.quotes] == told["quotes"]
        if "file" in told:
            assert name == told["file"]
        if "files" in told:
            assert [quote.file for quote in finding.quotes] == told["files"]
        if "figures" in told:
            assert finding.figures == told["figures"]


def test_every_check_has_cases_and_every_file_a_check() -> None:
    assert {file.stem for file in FOLDER.glob("*.yaml")} == {check.code for check in checks}
