"""What the writers write holds to its format, says what was laid out, and is the same on any day."""

import io
import zipfile
from functools import cache
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from docx import Document as WordDocument

from jixiao import pipeline
from tests.facsimiles import excel, linear, office, scans, typesetting, webpage, word
from tests.facsimiles.booklets import Booklet, booklet
from tests.facsimiles.formats import FORMATS, GRID_FORMATS, PDF_FORMATS, SCAN_FORMATS, written
from tests.facsimiles.settling import settled, settled_pdf
from tests.facsimiles.styles import Style, drawn

EXAMPLES = Path(__file__).parents[2] / "examples"


@cache
def book(name: str = "t1-fund-supervision", style: Style | int = 0) -> Booklet:
    drawn_style = drawn(style) if isinstance(style, int) else style
    return booklet(pipeline.read(EXAMPLES / f"{name}.txt"), drawn_style)


@pytest.mark.parametrize("writer", [word, excel, webpage, linear, typesetting], ids=lambda writer: writer.__name__)
def test_the_same_form_gives_the_same_file(writer: word) -> None:
    assert writer.write(book(style=3)) == writer.write(book(style=3))


def test_word_merges_down_and_across() -> None:
    [table] = WordDocument(io.BytesIO(word.write(book()))).tables
    xml = table._tbl.xml
    assert 'w:vMerge w:val="restart"' in xml
    assert "w:gridSpan" in xml


def test_columns_dragged_by_hand_have_more_edges_than_the_sheet() -> None:
    def edges(style: Style) -> int:
        return len(WordDocument(io.BytesIO(word.write(book(style=style)))).tables[0]._tbl.tblGrid.gridCol_lst)

    assert edges(Style(dragged=True)) > edges(Style()) + 20


def test_word_repeats_the_heading_of_a_table_that_stands_apart() -> None:
    document = WordDocument(io.BytesIO(word.write(book(style=Style(apart=True)))))
    assert ["w:tblHeader" in table._tbl.xml for table in document.tables] == [False, True]


def test_upright_text_is_upright_in_every_format() -> None:
    upright = book(style=Style(upright=True))
    assert 'w:val="tbRlV"' in WordDocument(io.BytesIO(word.write(upright))).tables[0]._tbl.xml
    page = openpyxl.load_workbook(io.BytesIO(excel.write(upright))).active
    turned = {cell.value for row in page.iter_rows() for cell in row if cell.alignment.text_rotation == 255}
    assert turned == {"绩效指标", "年度总体目标"}
    assert "绩<br>效<br>指<br>标" in webpage.write(upright).decode()
    assert 'text("绩"); linebreak(); text("效")' in typesetting.source(upright)


def values(content: bytes) -> dict[object, str]:
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    return {
        cell.value: cell.number_format
        for page in workbook
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_a_workbook_of_numbers_holds_numbers_with_formats() -> None:
    numbers = values(excel.write(book(style=Style(numbers=True))))
    assert numbers[0.975] == "0.00%"
    assert numbers[128.7] == "0.0"
    assert numbers[132] == "0"
    thousands = values(excel.write(book("t1-yuan-hotline", Style(numbers=True))))
    assert thousands[360000] == "#,##0"
    texts = values(excel.write(book()))
    assert {"97.50%", "128.7", "132"} <= set(texts)


def test_a_target_that_begins_with_an_equals_sign_is_no_formula() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(excel.write(book("t5-two-forms-narrative"))))
    kinds = [cell.data_type for page in workbook for row in page.iter_rows() for cell in row if cell.value == "=100%"]
    assert kinds == ["s"]


def test_all_forms_stand_on_one_sheet_or_each_on_its_own() -> None:
    def sheets(style: Style) -> list[str]:
        return openpyxl.load_workbook(io.BytesIO(excel.write(book("t5-two-forms-narrative", style)))).sheetnames

    assert sheets(Style()) == ["说明", "表1", "表2"]
    assert len(sheets(Style(one_sheet=True))) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_texts_and_pages_are_in_the_encoding_of_the_style(encoding: str) -> None:
    style = Style(encoding=encoding)
    assert "云岭市医疗保障局" in webpage.write(book(style=style)).decode(encoding)
    assert "云岭市医疗保障局" in linear.write(book(style=style)).decode(encoding)


def test_a_web_page_escapes_what_would_be_markup() -> None:
    page = webpage.write(Booklet(pieces=("甲<乙&丙",), style=Style(), truth=()))
    assert "甲&lt;乙&amp;丙".encode() in page


def test_typst_writes_signs_of_its_own_language_as_text() -> None:
    content = typesetting.write(Booklet(pieces=('#"甲\\乙" $*_',), style=Style(), truth=()))
    text = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded()
    assert '#"甲\\乙" $*_' in text


def test_settling_takes_the_clock_out() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as members:
        members.writestr("docProps/core.xml", "<modified>2026-07-08T09:10:11Z</modified>")
        members.writestr("docProps/thumbnail.jpeg", b"picture")
    with zipfile.ZipFile(io.BytesIO(settled(packed.getvalue()))) as members:
        assert members.namelist() == ["docProps/core.xml"]
        assert members.read("docProps/core.xml") == b"<modified>2025-01-01T00:00:00Z</modified>"
    pdf = b"/CreationDate (D:20260708091011+08'00') /ID [<0AF1> <0af2>] /DocChecksum /9F"
    assert settled_pdf(pdf) == b"/CreationDate (D:20250101000000+08'00') /ID [<0000> <0000>] /DocChecksum /00"


def test_every_format_is_written_by_us_or_made_of_another_one() -> None:
    for name, form in FORMATS.items():
        assert (form.write is None) == (form.source in FORMATS), name
    assert {*GRID_FORMATS, *PDF_FORMATS, *SCAN_FORMATS} == set(FORMATS)
    assert not set(SCAN_FORMATS) & {*GRID_FORMATS, *PDF_FORMATS}


@pytest.mark.parametrize(
    ("kind", "head"), [("pdf", b"%PDF"), ("png", b"\x89PNG"), ("jpg", b"\xff\xd8"), ("tiff", b"II*\0")]
)
def test_scans_are_packed_as_their_kind(kind: str, head: bytes) -> None:
    [page] = scans.pages(typesetting.write(book()), "clean")
    assert page.shape[:2] == (2339, 1654)
    assert scans.packed([page], kind, 75).startswith(head)


def test_the_seed_of_a_scan_decides_every_dot() -> None:
    [page] = scans.pages(typesetting.write(book()), "mild", seed=1)
    assert page.shape[:2] == (2339, 1654)
    [again] = scans.pages(typesetting.write(book()), "mild", seed=1)
    assert (page == again).all()


def test_a_scan_of_several_pages_keeps_them_all() -> None:
    pdf = typesetting.write(book("t5-two-forms-narrative"))
    pages = list(scans.pages(pdf, "clean"))
    assert len(pages) == len(pypdfium2.PdfDocument(pdf)) == 3
    assert len(pypdfium2.PdfDocument(scans.packed(pages, "pdf"))) == 3
    assert len(list(scans.pages(pdf, "clean", limit=1))) == 1


def test_an_unknown_packing_is_refused() -> None:
    with pytest.raises(ValueError, match="gif"):
        scans.packed([], "gif")


def test_what_is_not_installed_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "PROGRAM", None)
    assert not FORMATS["pdf-writer"].available
    assert FORMATS["docx"].available
    with pytest.raises(RuntimeError, match="soffice"):
        written({"甲": book()}, ["doc"])


def test_nothing_is_converted_of_nothing() -> None:
    assert office.PROGRAM is None or office.converted({}, "docx", "doc") == {}
