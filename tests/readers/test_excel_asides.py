"""Ranges that a workbook names 非填报内容 are no part of its forms; everything else is read as ever."""

import io
from collections.abc import Callable

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.documents import Document, Paragraph, Table
from jixiao.forms import recognise
from jixiao.readers.choosing import read_bytes
from jixiao.readers.excel.asides import NAME
from tests.facsimiles.office import PROGRAM, converted

_FORM = (
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    ("产出指标", "数量指标", "培训次数", "≥8次", "9次", "90", "90"),
)


def _read(fill: Callable[[Workbook, Worksheet], None]) -> Document:
    content = io.BytesIO()
    with Workbook(content) as book:
        sheet = book.add_worksheet("自评表")
        line = book.add_format({"border": 1})
        for row, texts in enumerate(_FORM):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, line)
        fill(book, sheet)
    return read_bytes(content.getvalue(), "表.xlsx")


def _texts(document: Document) -> list[str]:
    texts: list[str] = []
    for block in document.blocks:
        match block:
            case Paragraph():
                texts.append(block.text)
            case Table():
                texts += [cell.text for cell in block.cells]
    return texts


@pytest.mark.parametrize("cells", ["$I:$XFD", "$I$1:$J$9", "$I$1:$XFD$1048576", "I1:J9"])
def test_what_stands_in_the_named_range_is_left_out_and_told_as_an_aside(cells: str) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_string("I1", "应得分", book.add_format({"border": 1}))
        sheet.write_string("I2", "90")
        sheet.write_comment("I2", "由公式算出")
        book.define_name(f"自评表!{NAME}", f"=自评表!{cells}")

    document = _read(fill)
    assert _texts(document) == [text for texts in _FORM for text in texts]
    assert [(one.text, one.aside) for one in document.omissions] == [("应得分\n90", True)]
    submission = recognise(document)
    assert not submission.problems
    assert not submission.unread
    assert submission.evaluations[0].indicators[0].score == "90"


def test_a_whole_sheet_is_left_out_hidden_or_not() -> None:
    def fill(book: Workbook, _: Worksheet) -> None:
        for name in ("填表说明", "辅助"):
            book.add_worksheet(name).write_string("A1", "怎样填写")
            book.define_name(f"{name}!{NAME}", f"={name}!$1:$1048576")
        book.get_worksheet_by_name("辅助").hide()

    document = _read(fill)
    assert "怎样填写" not in _texts(document)
    assert [one.aside for one in document.omissions] == [True, True]


def test_names_of_sheets_are_understood_in_quotation_marks() -> None:
    def fill(book: Workbook, _: Worksheet) -> None:
        book.add_worksheet("1. it's").write_string("B2", "说明")
        book.define_name(f"1. it's!{NAME}", "='1. it''s'!$A:$XFD")

    assert "说明" not in _texts(_read(fill))


def test_a_sheet_that_bears_no_such_name_is_read_as_ever() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_string("I2", "旁注")
        book.add_worksheet("附表").write_string("A1", "补充说明")
        book.define_name("自评表!填报区域", "=自评表!$A:$H")
        book.define_name(NAME, "=自评表!#REF!")

    texts = _texts(_read(fill))
    assert {"旁注", "补充说明"} <= set(texts)


def test_lines_drawn_beside_a_form_do_not_make_its_title_a_row_of_the_table() -> None:
    content = io.BytesIO()
    with Workbook(content) as book:
        sheet = book.add_worksheet("自评表")
        line = book.add_format({"border": 1})
        sheet.write_string("A1", "项目支出绩效自评表")
        sheet.write_string("I1", "填报辅助", line)
        for row, texts in enumerate(_FORM, start=2):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, line)
        book.define_name(f"自评表!{NAME}", "=自评表!$H:$XFD")
    document = read_bytes(content.getvalue(), "表.xlsx")
    assert isinstance(document.blocks[0], Paragraph)


@pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")
def test_workbooks_of_1997_name_such_ranges_as_well() -> None:
    content = io.BytesIO()
    with Workbook(content) as book:
        sheet = book.add_worksheet("自评表")
        line = book.add_format({"border": 1})
        for row, texts in enumerate(_FORM):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, line)
        sheet.write_string("I1", "应得分", line)
        book.add_worksheet("填表说明").write_string("A1", "怎样填写")
        book.define_name(f"自评表!{NAME}", "=自评表!$H:$XFD")
        book.define_name(f"填表说明!{NAME}", "=填表说明!$A:$XFD")
    old = converted({"form": content.getvalue()}, "xlsx", "xls")["form"]
    document = read_bytes(old, "表.xls")
    assert _texts(document) == [text for texts in _FORM for text in texts]
    assert [(one.text, one.aside) for one in document.omissions] == [("应得分", True), ("怎样填写", True)]
