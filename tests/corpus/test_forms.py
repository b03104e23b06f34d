"""Every form of the corpus gives exactly the findings expected of it; a missing one and one too many fail alike."""

from collections import Counter

import msgspec
import pytest

from corpus.forms_read import FORMS, audited, expected, hosts, layout, named, written
from tests.facsimiles.comparing import differences

FEWEST_FORMS, FEWEST_LAYOUTS, FEWEST_SOUND = 60, 12, 25


def test_every_form_has_its_expectation() -> None:
    assert sorted(path.stem for path in FORMS.iterdir()) == sorted(expected())


def test_the_corpus_is_wide_enough() -> None:
    forms = [form for name in expected() for form in written(name).evaluations]
    assert len(forms) >= FEWEST_FORMS
    assert len({layout(name) for name in expected()}) >= FEWEST_LAYOUTS
    assert len({each.about for each in expected().values()}) >= FEWEST_LAYOUTS
    assert len(hosts()) >= FEWEST_SOUND


@pytest.mark.parametrize("name", expected())
def test_a_form_gives_just_the_findings_expected(name: str) -> None:
    found, hoped = Counter(map(named, audited(name).findings)), Counter(expected()[name].findings)
    missing, unexpected = sorted((hoped - found).elements()), sorted((found - hoped).elements())
    told = [finding.message for finding in audited(name).findings if named(finding) in unexpected]
    assert (missing, unexpected) == ([], []), told


@pytest.mark.parametrize("name", expected())
def test_a_form_is_read_as_it_was_written(name: str) -> None:
    submission = audited(name).submission
    read = [
        msgspec.structs.replace(form, layout=None) for form in submission.evaluations
    ]  # columns of some layouts are alike
    assert differences([msgspec.structs.replace(form, layout=None) for form in written(name).evaluations], read) == []
    assert [each.text for each in submission.unread] == []
