"""The registry of checks tests itself: every check is complete, and its own examples show what it says."""

import re

import pytest

from jixiao.audit import FAMILIES, Check, audit_files, checks
from jixiao.audit.examples import SOUND, example_files
from jixiao.findings import Finding
from jixiao.scoring import DEFAULT_PACK, packs

ALL = pytest.mark.parametrize("check", list(checks), ids=lambda check: check.code)


def found(fragment: str, pack: str = DEFAULT_PACK) -> list[Finding]:
    """Audit a fragment, completed to whole forms, of one file or of several."""
    files = example_files(fragment)
    return [finding for found in audit_files(files.audited, files.against, packs[pack]) for finding in found]


def test_sound_form_raises_nothing() -> None:
    assert found(SOUND) == []


@ALL
def test_code_and_name_are_well_formed(check: Check) -> None:
    assert re.fullmatch(r"[A-Z]{3}-\d\d", check.code)
    assert check.family in FAMILIES
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", check.name)
    assert check.function.__name__ == check.name.replace("-", "_")
    assert (check.function.__doc__ or "").startswith(f"{check.code}: ")


@ALL
def test_texts_are_whole_sentences(check: Check) -> None:
    assert check.basis
    assert not check.title.endswith("。")
    assert all(text.endswith("。") for text in (check.definition, check.why, check.remedy))


@ALL
def test_faulty_example_yields_its_code_and_no_other(check: Check) -> None:
    findings = found(check.faulty, check.pack)
    assert {finding.code for finding in findings} == {check.code, *check.also}
    own = [finding for finding in findings if finding.code == check.code]
    assert own
    for finding in own:
        assert finding.message.endswith("。")
        assert all(figure in finding.message for figure in finding.figures.values())


@ALL
def test_sound_example_does_not_yield_its_code(check: Check) -> None:
    assert check.code not in {finding.code for finding in found(check.sound, check.pack)}


def test_names_are_unique_and_families_in_order() -> None:
    codes = [check.code for check in checks]
    assert codes == sorted(codes, key=lambda code: (list(FAMILIES).index(code[:3]), code))
    assert len({check.name for check in checks}) == len(codes)
    assert len({check.title for check in checks}) == len(codes)
