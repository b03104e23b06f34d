"""One form, many files: however its grid was flattened, and in whatever order its rows and columns stand, it says the same."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.documents import Document
from jixiao.forms import recognise
from jixiao.model import Evaluation, Fund, Goal, Indicator
from tests.forms import generated
from tests.forms.generated import HEADINGS, Drawn, drawn, evaluations, lay_out, said

few = settings(max_examples=12)

FLATTENED: dict[str, Callable[[Drawn], str]] = {
    "tabs": generated.as_tabs,
    "tabs, rows shifted left": generated.as_shifted_tabs,
    "pipes": generated.as_pipes,
    "a cell per line": generated.as_lines,
}


def read(document: Document) -> list[str]:
    """What the document's forms say, and what was left unread."""
    submission = recognise(document)
    return [*map(said, submission.evaluations), *(unread.text for unread in submission.unread)]


@few
@given(drawn())
def test_a_real_table_with_merged_cells_is_read_as_it_stands(form: Drawn) -> None:
    assert read(generated.as_grid(form)) == [said(form.evaluation)]


@pytest.mark.parametrize("way", FLATTENED)
@few
@given(form=drawn())
def test_a_flattened_table_says_what_the_table_said(way: str, form: Drawn) -> None:
    assert read(generated.read_text(FLATTENED[way](form))) == [said(form.evaluation)]


@few
@given(drawn())
def test_a_stream_of_cells_says_what_the_table_said(form: Drawn) -> None:
    assert read(generated.read_text(generated.as_stream(form))) == [said(form.evaluation)]


@few
@given(drawn())
def test_every_value_of_a_real_table_knows_its_cell(form: Drawn) -> None:
    texts = {cell.place: cell.text for cell in form.cells}
    (evaluation,) = recognise(generated.as_grid(form)).evaluations
    records: list[Indicator | Fund | Goal] = [*evaluation.indicators, *evaluation.funds, *evaluation.goals]
    places = [(getattr(record, field), place) for record in records for field, place in record.cells.items()]
    assert [(value, texts[place]) for value, place in places if value is not None and value != texts[place]] == []


def cells_of(row: Indicator) -> dict[str, str | None]:
    return {field: getattr(row, field) for field in HEADINGS}


@few
@given(evaluation=evaluations(), data=st.data())
def test_the_order_of_the_rows_does_not_matter_where_every_row_names_its_levels(
    evaluation: Evaluation, data: st.DataObject
) -> None:
    rows = tuple(data.draw(st.permutations(evaluation.indicators)))
    shuffled = msgspec.structs.replace(evaluation, indicators=rows)
    form = lay_out(shuffled, tuple(HEADINGS), dict.fromkeys(HEADINGS, 1), merged=False)
    (found,) = recognise(generated.as_grid(form)).evaluations
    assert [cells_of(row) for row in found.indicators] == [cells_of(row) for row in rows]


@few
@given(
    evaluation=evaluations(),
    order=st.permutations(list(HEADINGS)),
    spans=st.lists(st.integers(1, 3), min_size=8, max_size=8),
)
def test_the_order_and_width_of_the_columns_do_not_matter(
    evaluation: Evaluation, order: list[str], spans: list[int]
) -> None:
    form = lay_out(evaluation, order, dict(zip(HEADINGS, spans, strict=True)), merged=False)
    (found,) = recognise(generated.as_grid(form)).evaluations
    assert [cells_of(row) for row in found.indicators] == [cells_of(row) for row in evaluation.indicators]
    assert (found.total_weight, found.total_score) == (evaluation.total_weight, evaluation.total_score)
