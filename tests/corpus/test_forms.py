"""Every form of the corpus gives exactly the findings expected of it; a missing one and one too many fail alike."""

from collections import Counter

import pytest

from corpus.forms_read import FORMS, audited, expected, named
from jixiao.findings import Severity

FEWEST_FORMS, FEWEST_LAYOUTS, FEWEST_SOUND = 60, 12, 25


def test_every_form_has_its_expectation() -> None:
    assert sorted(path.name for path in FORMS.iterdir()) == sorted(expected())


def test_the_corpus_is_wide_enough() -> None:
    told = expected().values()
    assert len(expected()) >= FEWEST_FORMS
    assert len({each.layout for each in told}) >= FEWEST_LAYOUTS
    assert len({each.about for each in told}) >= FEWEST_LAYOUTS
    assert sum(all(_quiet(name, code) for code in told.findings) for name, told in expected().items()) >= FEWEST_SOUND


def _quiet(name: str, finding: str) -> bool:
    """Tell whether an expected finding is no more than a hint."""
    grave = {named(each) for each in audited(name).findings if each.severity is not Severity.INFO}
    return finding not in grave


@pytest.mark.parametrize("name", expected())
def test_a_form_gives_just_the_findings_expected(name: str) -> None:
    found, hoped = Counter(map(named, audited(name).findings)), Counter(expected()[name].findings)
    missing, unexpected = sorted((hoped - found).elements()), sorted((found - hoped).elements())
    told = [finding.message for finding in audited(name).findings if named(finding) in unexpected]
    assert (missing, unexpected) == ([], []), told


@pytest.mark.parametrize("name", expected())
def test_a_form_is_read_whole(name: str) -> None:
    submission = audited(name).submission
    assert submission.evaluations
    assert [each.text for each in submission.unread] == []
