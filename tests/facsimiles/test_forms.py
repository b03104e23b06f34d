"""A form laid out says what it said: the recogniser alone, given a table without fault, comes to the same evaluation."""

from functools import cache
from pathlib import Path

import pytest

from jixiao import pipeline
from jixiao.forms import recognise
from jixiao.model import Evaluation, Indicator, Submission
from jixiao.places import Source
from tests.facsimiles.booklets import as_document, booklet
from tests.facsimiles.comparing import differences, said, unspaced
from tests.facsimiles.forms import Form, laid_out
from tests.facsimiles.styles import PLAIN, Style, drawn

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.txt"))


@cache
def submission(path: Path) -> Submission:
    return pipeline.read(path)


@pytest.mark.parametrize("style", range(12))
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_faultless_table_is_read_as_what_was_laid_out(path: Path, style: int) -> None:
    book = booklet(submission(path), drawn(style))
    assert differences(book.truth, recognise(as_document(book)).evaluations) == []


@pytest.mark.parametrize("style", range(12))
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_value_is_left_out(path: Path, style: int) -> None:
    """Nothing is lost on the way to the sheet, whatever the recogniser would make up for."""
    book = booklet(submission(path), drawn(style))
    forms = [piece for piece in book.pieces if isinstance(piece, Form)]
    for truth, form in zip(book.truth, forms, strict=True):
        texts = [form.title, *form.lines, *(cell.text for sheet in form.sheets for cell in sheet.cells)]
        drawn_text = unspaced("".join(texts))
        for row in truth.indicators:
            values = (row.name, row.actual, row.weight, row.score, row.note, row.rule, row.remark, row.forecast)
            assert [value for value in values if value and unspaced(value) not in drawn_text] == []
        for field in truth.fields:
            assert unspaced(field.value or "") in drawn_text


def test_the_same_seed_draws_the_same_style() -> None:
    assert drawn(0) == PLAIN
    assert drawn(7) == drawn(7)
    assert len({repr(drawn(seed)) for seed in range(20)}) == 20


def form(**values: object) -> Evaluation:
    row = Indicator(
        level1="产出指标", level2="数量指标", name="培训场次", weight="50", target="≥2场", actual="3场", score="50"
    )
    return Evaluation(indicators=(row,), title="项目支出绩效自评表", **{"project_name": "培训", **values})


def test_a_form_of_unknown_layout_takes_the_usual_one() -> None:
    [sheet] = laid_out(form(layout=None), PLAIN).sheets
    assert "偏差原因分析及改进措施" in {cell.text for cell in sheet.cells}


def test_a_grade_that_nothing_else_tells_is_drawn() -> None:
    [sheet] = laid_out(form(grade="良"), PLAIN).sheets
    assert {"自评等级", "良"} <= {cell.text for cell in sheet.cells}


def test_the_indicators_stand_apart_below_the_head() -> None:
    head, table = laid_out(form(), Style(apart=True)).sheets
    assert "项目名称" in {cell.text for cell in head.cells}
    assert next(cell.text for cell in table.cells if cell.row == 0) == "一级指标"
    assert table.repeated == (0,)


def test_running_text_and_forms_keep_their_order() -> None:
    path = next(path for path in EXAMPLES if path.stem == "t5-two-forms-narrative")
    kinds = [isinstance(piece, Form) for piece in booklet(submission(path)).pieces]
    assert kinds == [False] * 7 + [True] * 2


def test_differences_name_path_and_both_readings() -> None:
    truth = form()
    other = form(project_name="培 训")
    assert differences([truth], [other]) == ["0/project_name: '培训' read as '培 训'"]
    assert differences([truth], [other], unspaced) == []
    assert differences([truth], []) != []
    assert differences([truth], [form(year=2023)]) == ["0/year: None read as 2023"]


def test_places_and_confidence_do_not_matter() -> None:
    source = Source(name="a", sha256="", media_type="", reader="")
    assert said(Submission(source=source))["evaluations"] == []
    assert "source" not in said(Submission(source=source))
    assert "confidence" not in said(form())["indicators"][0]
