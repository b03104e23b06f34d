"""The generated forms are read whole and are sound: otherwise the measurements would measure error handling."""

from decimal import Decimal

import generated
import pytest

from jixiao.audit import audit
from jixiao.findings import Severity
from jixiao.forms import recognise
from jixiao.readers.choosing import read_bytes


@pytest.mark.parametrize(("forms", "rows"), [(1, 1), (1, 7), (1, 30), (3, 30), (1, 300)])
def test_every_generated_row_is_read(forms: int, rows: int) -> None:
    submission = recognise(read_bytes(generated.file(forms, rows).encode(), "generated.txt"))
    assert [len(form.indicators) for form in submission.evaluations] == [rows] * forms
    assert {(form.total_weight, form.total_score) for form in submission.evaluations} == {("100", "99")}


@pytest.mark.parametrize("rows", [1, 7, 30, 300, 3000])
def test_weights_add_up_to_what_the_execution_rate_leaves(rows: int) -> None:
    lines = [line.split("\t") for line in generated.form(rows).splitlines()]
    weights = [Decimal(line[6]) for line in lines if line[0] == "" and len(line) == 9 and line[1].endswith("指标")]
    assert len(weights) == rows
    assert sum(weights) == generated.FORMS_WEIGHT
    assert min(weights) > 0


def test_a_generated_form_of_the_usual_size_has_no_faults() -> None:
    submission = recognise(read_bytes(generated.form().encode(), "generated.txt"))
    _, findings = audit(submission)
    assert [finding.message for finding in findings if finding.severity.at_least(Severity.ERROR)] == []
