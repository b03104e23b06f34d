"""Forms as a careful bureau would hand them in, in layouts of their own, are blamed for nothing: hints at most.

They were written apart from the checks, unlike the corpus; a finding above a hint on one of them is a fault of the check.
"""

from pathlib import Path

import pytest

from jixiao import pipeline
from jixiao.findings import Severity

FORMS = sorted((Path(__file__).parent / "sound").glob("*.txt"))


def test_there_are_forms() -> None:
    assert len(FORMS) >= 6


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_nothing_above_a_hint_is_found(path: Path) -> None:
    audited = pipeline.audit(path)
    assert audited.submission.evaluations
    blamed = [each for each in audited.findings if each.severity.at_least(Severity.WARNING)]
    assert [(each.code, each.message) for each in blamed] == []
