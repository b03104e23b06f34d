"""Which cell a finding is remarked on, and in which words."""

import msgspec

from jixiao.findings import Quote
from jixiao.model import Evaluation, Indicator, Submission
from jixiao.papers.grids import check
from jixiao.papers.paper import Grid
from jixiao.places import Place, Source
from jixiao.renderers.annotated.remarks import placed, remarks, text_of
from jixiao.renderers.annotated.summary import counted, paper, summary
from jixiao.results import Audited
from tests.renderers.annotated.support import finding, remark


def _row(number: int, *, noted: bool) -> Indicator:
    cells = {"name": Place(table=1, row=number, column=3, page=1, box=(0.3, number / 10, 0.4, number / 10 + 0.1))}
    if noted:
        cells["note"] = Place(table=1, row=number, column=8, page=1, box=(0.8, number / 10, 0.9, number / 10 + 0.1))
    return Indicator(
        level1=None, level2=None, name=f"指标{number}", note="原因" if noted else None, place=cells["name"], cells=cells
    )


def _audited(quote: Quote, *rows: Indicator, forms: int = 1) -> Audited:
    form = Evaluation(indicators=rows, title="自评表")
    found = msgspec.structs.replace(finding(None), quotes=(quote,), evaluation=0)
    source = Source(name="a.docx", sha256="", media_type="", reader="")
    return Audited(path="a.docx", submission=Submission(source=source, evaluations=(form,) * forms), findings=(found,))


def test_a_blank_cell_is_looked_for_where_the_other_rows_have_theirs() -> None:
    blank = Quote(text=None, place=Place(table=1, row=2, page=1), path="indicators/1/note")
    (told,) = remarks(_audited(blank, _row(1, noted=True), _row(2, noted=False)))
    crossing, name, row = told.places
    assert crossing == Place(table=1, row=2, column=8, page=1, box=(0.8, 0.2, 0.9, 0.2 + 0.1))
    assert (name.column, row.column) == (3, None)


def test_where_no_row_has_such_a_cell_the_name_of_the_row_carries_the_remark() -> None:
    blank = Quote(text=None, place=Place(table=1, row=2), path="indicators/1/note")
    (told,) = remarks(_audited(blank, _row(1, noted=False), _row(2, noted=False)))
    assert [place.column for place in told.places] == [3, None]


def test_cells_of_other_files_and_unknown_places_carry_nothing() -> None:
    (told,) = remarks(_audited(Quote(text="1", place=Place(row=1), file="b.docx")))
    assert told.places == ()
    (told,) = remarks(_audited(Quote(text="1")))
    assert told.places == ()


def test_the_form_is_named_where_there_are_several() -> None:
    (told,) = remarks(_audited(Quote(text="1"), forms=2))
    assert told.form == "表1　自评表"
    whole = _audited(Quote(text="1"), forms=2)
    whole = msgspec.structs.replace(whole, findings=(msgspec.structs.replace(whole.findings[0], evaluation=None),))
    assert remarks(whole)[0].form == "全文"
    assert remarks(_audited(Quote(text="1")))[0].form == ""


def test_a_remark_stands_at_the_first_place_that_there_is() -> None:
    told = msgspec.structs.replace(remark(1, None), places=(Place(row=1), Place(row=2), Place(row=3)))
    at, nowhere = placed(
        [told, remark(2, Place(row=9)), remark(3, None)], lambda place: place.row if place.row in {2, 3} else None
    )
    assert {spot: [each.number for each in found] for spot, found in at.items()} == {2: [1]}
    assert [each.number for each in nowhere] == [2, 3]


def test_long_quotes_are_cut_and_many_are_counted() -> None:
    quotes = tuple(Quote(text="字" * 100, place=Place(line=number)) for number in range(1, 12))
    told = msgspec.structs.replace(remark(1, None), finding=msgspec.structs.replace(finding(None), quotes=quotes))
    assert "等11处" in text_of([told])
    assert "字" * 41 not in text_of([told])


def test_what_is_said_above_the_summary() -> None:
    told = [remark(1, None), remark(2, None)]
    assert counted(told, 0) == "共2个问题（错误2），均已标注在相应的单元格或段落上。"
    assert counted(told, 1) == "共2个问题（错误2），其中1个已标注在相应的单元格或段落上。"
    assert counted(told, 2) == "共2个问题（错误2），均没有对应的单元格，只列于下表。"
    assert counted([], 0) == "本次审核未发现问题。"


def test_the_summary_is_a_sound_paper() -> None:
    for found in ([], [remark(1, Place(line=1))]):
        for block in paper(summary("a.docx", found, found)).blocks:
            if isinstance(block, Grid):
                check(block)
