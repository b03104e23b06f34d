"""Reading what was written gives the same form, for every layout in every format; benchmarks/round_trip.py does the same with many more."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao import pipeline
from jixiao.forms import layouts
from jixiao.forms.parts import Account
from jixiao.model import Goal
from jixiao.papers.formats import formats
from jixiao.renderers.official import fill
from tests.renderers.official.by_chance import form_by_chance
from tests.renderers.official.same import read_again, round_trip

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.txt"))
CODES = [layout.code for layout in layouts() if layout.part(Account) is None]
KINDS = ("docx", "xlsx", "html", "txt")
PDF_SEEDS = (1, 2)
pytestmark = pytest.mark.no_cover  # hundreds of forms there and back; each writer and reader is traced in its own tests


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", CODES)
@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6))
def test_a_form_is_read_as_it_was_written(code: str, kind: str, seed: int) -> None:
    assert round_trip(form_by_chance(layouts()[code], seed), layouts()[code], kind) == []


@pytest.mark.parametrize("seed", PDF_SEEDS)
@pytest.mark.parametrize("code", CODES)
def test_a_form_is_read_from_pdf_as_it_was_written(code: str, seed: int) -> None:
    assert round_trip(form_by_chance(layouts()[code], seed), layouts()[code], "pdf") == []


@pytest.mark.parametrize("kind", [*KINDS, "pdf"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_read_as_it_was_written(path: Path, kind: str) -> None:
    for form in pipeline.read(path).evaluations:
        assert round_trip(form, layouts()[str(form.layout)], kind) == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_in_any_layout_is_read_as_it_was_written(path: Path, code: str) -> None:
    for form in pipeline.read(path).evaluations:
        assert round_trip(form, layouts()[code], "xlsx") == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_is_written_is_known_for_the_same_layout(path: Path) -> None:
    for form in pipeline.read(path).evaluations:
        filled = fill(form, layouts()[str(form.layout)])
        (read,) = read_again(formats["docx"].write(filled.papers), "docx").evaluations
        assert read.layout == form.layout


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "pdf"])
@pytest.mark.parametrize("code", ["T1", "T2", "T8"])
def test_goals_of_few_words_above_the_table_are_read_as_goals(code: str, kind: str) -> None:
    layout = layouts()[code]
    goals = (Goal(expected="开展医保政策宣传", actual="已开展宣传"),)
    assert round_trip(msgspec.structs.replace(form_by_chance(layout, 1), goals=goals), layout, kind) == []
