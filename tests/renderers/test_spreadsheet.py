import csv
import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.findings import Quote
from jixiao.renderers.spreadsheet import COLUMNS, spreadsheet
from jixiao.results import Audited, Failed
from jixiao.texts.formulas import unmarked


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_one_finding_is_one_row_that_says_file_form_place_and_figures(audited: Audited) -> None:
    table = rows(spreadsheet([audited]))
    assert [row["审核点"] for row in table] == ["STR-02", "SCO-04", "SCO-02", "DEV-05"]
    second = table[2]
    assert second["文件"] == "材料/自评表.txt"
    assert (second["表序号"], second["项目名称"]) == ("1", "医保政策宣传")
    assert (second["严重程度"], second["把握程度"]) == ("错误", "确定")
    assert (second["位置"], second["原文"], second["计算过程"]) == ("原文第13行", "11", "分值：10")
    assert "财预〔2020〕10号" in second["依据"]


def test_a_finding_about_the_whole_file_names_no_form(audited: Audited) -> None:
    assert rows(spreadsheet([audited]))[0]["自评表"] == "全文"


def test_a_blank_cell_is_called_blank(audited: Audited) -> None:
    assert rows(spreadsheet([audited]))[3]["原文"] == "（空白）"


def test_a_file_that_failed_gets_a_row_with_the_reason(audited: Audited, failed: Failed) -> None:
    last = rows(spreadsheet([audited, failed]))[-1]
    assert (last["文件"], last["说明"]) == (failed.path, failed.message)


def test_lines_end_as_excel_expects_and_every_row_has_every_column(audited: Audited, failed: Failed) -> None:
    text = spreadsheet([audited, failed])
    assert text.count("\r\n") == 6
    assert {len(row) for row in csv.reader(io.StringIO(text[1:], newline=""))} == {len(COLUMNS)}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_excel_would_take_for_a_formula_is_neutralised(audited: Audited, start: str) -> None:
    dangerous = msgspec.structs.replace(audited.findings[1], quotes=(Quote(text=f"{start}cmd|' /C calc'!A0"),))
    result = msgspec.structs.replace(audited, findings=(dangerous,))
    assert rows(spreadsheet([result]))[0]["原文"].startswith(f"'{start}cmd")


@given(st.text())
def test_no_message_whatever_begins_a_formula_or_breaks_the_table(message: str) -> None:
    written = rows(spreadsheet([Failed(path="a", message=message)]))
    assert len(written) == 1
    assert unmarked(written[0]["说明"]) == message
