"""A form whose cells were guessed for the most part is told to be so, once; the others of its file are audited as ever."""

import msgspec
import pytest

from jixiao.audit import audit
from jixiao.audit.examples import SOUND, example
from jixiao.facts import digest
from jixiao.forms.problems import problems_of
from jixiao.model import Submission


def guessed(submission: Submission, *, doubtful: int, of: int) -> Submission:
    """The submission with a first form of so many rows, so many of them doubtful, whose cells were supposed."""
    form, *others = submission.evaluations
    (row, *_) = form.indicators
    rows = tuple(msgspec.structs.replace(row, doubtful=("score",) if number < doubtful else ()) for number in range(of))
    evaluations = (msgspec.structs.replace(form, indicators=rows, total_score="999"), *others)
    problems = tuple(problems_of(evaluations, (), supposed=(0,)))
    return msgspec.structs.replace(submission, evaluations=evaluations, problems=problems)


@pytest.mark.parametrize(("doubtful", "of", "silent"), [(3, 4, True), (2, 4, False), (1, 4, False), (0, 4, False)])
def test_more_than_half_of_the_rows_in_doubt_say_nothing_about_the_form(doubtful: int, of: int, silent: bool) -> None:  # noqa: FBT001 - a column
    submission = guessed(example(SOUND), doubtful=doubtful, of=of)
    codes = [problem.code for problem in submission.problems]
    assert codes == (["READ-07"] if silent else ["READ-02"] if doubtful else [])
    findings = [finding for finding in audit(submission)[1] if finding.evaluation == 0]
    assert bool(findings) is not silent


def test_the_same_doubts_where_cells_are_bounded_or_proved_keep_the_findings() -> None:
    submission = guessed(example(SOUND), doubtful=4, of=4)
    submission = msgspec.structs.replace(submission, problems=tuple(problems_of(submission.evaluations, ())))
    assert [problem.code for problem in submission.problems] == ["READ-02"]
    assert any(finding.evaluation == 0 for finding in audit(submission)[1])


def test_other_forms_keep_their_findings_and_see_no_figures_of_the_guessed_one() -> None:
    one = example(SOUND)
    two = msgspec.structs.replace(
        one, evaluations=(*one.evaluations, msgspec.structs.replace(one.evaluations[0], total_score="999"))
    )
    submission = guessed(two, doubtful=4, of=4)
    found = audit(submission)[1]
    assert {finding.evaluation for finding in found if finding.evaluation is not None} == {1}
    first, second = digest(submission).forms
    assert not first.relied_on
    assert (first.score, first.statements, first.texts, first.adjusted) == (None, (), (), None)
    assert second.relied_on
    assert second.score is not None
    assert second.statements
