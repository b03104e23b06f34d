"""Workbooks of 1997, read as they are displayed, and refused when they are broken or made to do harm."""

import contextlib
import random
import struct

import pytest

from jixiao.documents import Paragraph, Table
from jixiao.readers.choosing import read_bytes
from jixiao.readers.contents import Content, Limits, RefusedError, Request
from jixiao.readers.excel import read_xls
from tests.readers.old_excel_books import (
    ACROSS,
    CONTINUE,
    RULED,
    blank,
    blanks,
    compound,
    hidden_columns,
    hidden_row,
    label,
    merged,
    note,
    number,
    record,
    stream,
    text_box,
    truth,
    wide,
)

GRID = label(0, 0, "项目名称") + label(0, 1, "宣传") + label(1, 0, "分值") + number(1, 1, 10)


def read_stream(content: bytes, limits: Limits | None = None) -> Content:
    return read_xls(compound(content), Request(limits=limits or Limits()))


def cells(content: Content) -> list[str]:
    return [cell.text for block in content.blocks if isinstance(block, Table) for cell in block.cells]


def test_values_are_shown_by_their_formats() -> None:
    rows = number(0, 0, 0.9733, 3) + number(0, 1, 45565, 4) + number(0, 2, 153000, 5) + number(0, 3, 0.1 + 0.2)
    rows += (
        truth(1, 0, 1)
        + truth(1, 1, 0)
        + truth(1, 2, 7, error=True)
        + truth(1, 3, 99, error=True)
        + label(1, 4, "合格", 6)
    )
    content = read_stream(stream(rows, codes=("0.0%", 14, '0!.0,"万元"', '@"级"')))
    assert cells(content) == ["97.3%", "2024/9/30", "15.3万元", "0.3", "TRUE", "FALSE", "#DIV/0!", "#N/A", "合格级"]
    assert [(omission.text, str(omission.place)) for omission in content.omissions] == [
        ("#DIV/0!", "工作表“表1”第2行第3列"),
        ("#N/A", "工作表“表1”第2行第4列"),
    ]
    assert (content.reader, content.media_type) == ("excel", "application/vnd.ms-excel")


def test_a_picture_that_wps_shows_in_a_cell_is_told_and_no_text() -> None:
    content = read_stream(stream(GRID + label(2, 1, '=DISPIMG("ID_8A",1)')))
    assert "DISPIMG" not in str(content.blocks)
    assert [(omission.place.row, omission.place.column) for omission in content.omissions] == [(3, 2)]


def test_a_built_in_format_that_follows_the_system_is_shown_as_a_chinese_system_shows_it() -> None:
    rows = number(0, 0, 45565, 3) + number(0, 1, 45565, 4) + number(0, 2, 0.5, 5)
    assert cells(read_stream(stream(rows, codes=(31, 57, 10)))) == ["2024年9月30日", "2024年9月", "50.00%"]


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    content = read_stream(stream(number(0, 0, 44103, 3) + label(0, 1, "前"), codes=("yyyy-mm-dd",), epoch_1904=True))
    assert cells(content) == ["2024-09-30", "前"]


def test_merged_hidden_and_centred_cells_are_as_in_workbooks_of_today() -> None:
    rows = (
        label(0, 0, "标题", ACROSS)
        + blanks(0, 1, [ACROSS, ACROSS])
        + label(1, 0, "产出", RULED)
        + blank(2, 0, RULED)
        + label(1, 1, "场次")
        + label(1, 2, "旧")
        + number(2, 1, 9)
        + label(3, 0, "藏")
        + hidden_row(3)
        + hidden_columns(2, 2)
        + merged((1, 2, 0, 0), (9, 8, 0, 0))
    )
    content = read_stream(stream(rows))
    title, table = content.blocks
    assert isinstance(title, Paragraph)
    assert title.text == "标题"
    assert isinstance(table, Table)
    assert [(cell.text, cell.row_span) for cell in table.cells] == [("产出", 2), ("场次", 1), ("9", 1)]
    assert [(omission.text, str(omission.place)) for omission in content.omissions] == [
        ("藏", "工作表“表1”第4行"),
        ("旧", "工作表“表1”第3列"),
    ]


def test_a_text_centred_across_blank_cells_covers_them() -> None:
    rows = label(0, 0, "资金", ACROSS) + blanks(0, 1, [ACROSS, 0]) + number(0, 3, 5)
    rows += b"".join(label(1, column, text) for column, text in enumerate("甲乙丙丁"))
    (table,) = read_stream(stream(rows)).blocks
    assert isinstance(table, Table)
    assert [(cell.text, cell.column, cell.column_span) for cell in table.cells[:2]] == [("资金", 0, 2), ("5", 3, 1)]


def test_sheets_stand_in_order_and_hidden_ones_are_told() -> None:
    content = read_stream(stream(GRID, GRID, label(0, 0, "优"), names=("甲", "乙", "选项"), states=(0, 0, 2)))
    assert [block.place.sheet for block in content.blocks] == ["甲", "乙"]
    assert [(omission.text, omission.place.sheet) for omission in content.omissions] == [("优", "选项")]


def test_comments_are_told_and_text_boxes_are_running_text() -> None:
    long = "一、如实填写。" * 600
    rows = (
        GRID + note(1, 1, "请核实") + text_box(9, 2, "填表说明\n其一") + text_box(0, 0, "绩效自评表") + note(0, 0, " ")
    )
    rows += _split_text_box(long)
    content = read_stream(stream(rows, stream_free_sheet()))
    texts = [block.text if isinstance(block, Paragraph) else "表" for block in content.blocks]
    assert texts == ["绩效自评表", long, "表", "填表说明", "其一", "表"]
    assert content.blocks[3].place.row == 10
    assert [(omission.text, str(omission.place)) for omission in content.omissions] == [
        ("请核实", "工作表“表1”第2行第2列")
    ]


def stream_free_sheet() -> bytes:
    """A sheet whose drawing tells of a text that never comes."""
    return GRID + text_box(5, 5, "")


def _split_text_box(text: str) -> bytes:
    """A text box whose text runs over two records, with the place of the one before it."""
    box = text_box(0, 0, text)
    whole = b"\x01" + text.encode("utf-16-le")
    first, second = whole[:5001], b"\x01" + whole[5001:]
    return box.replace(record(CONTINUE, whole), record(CONTINUE, first) + record(CONTINUE, second))


def test_the_chooser_hands_old_workbooks_to_this_reader() -> None:
    document = read_bytes(compound(stream(GRID)), "自评表.xlsx")
    assert document.source.media_type == "application/vnd.ms-excel"
    assert len(document.blocks) == 1


@pytest.mark.parametrize(
    "content",
    [
        compound(b""),
        compound(b"\x09\x08\x10\x00\x00\x06\x05\x00"),
        compound(stream(GRID)[:300]),
        compound(stream(GRID), name="Contents"),
        compound(stream(GRID))[:1600],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"no workbook at all",
        compound(stream(record(0x0203, b"\0"))),
        compound(stream(GRID, before=record(0x0085, b"\0"))),
    ],
)
def test_what_is_damaged_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedError, match=r"请"):
        read_xls(content, Request())


def test_an_encrypted_workbook_is_refused_with_what_to_do() -> None:
    with pytest.raises(RefusedError, match=r"加密.*--password"):
        read_stream(stream(GRID, before=record(0x002F, bytes(6))))


def test_a_workbook_without_worksheet_is_refused() -> None:
    with pytest.raises(RefusedError, match="没有工作表"):
        read_stream(stream())


FEW = Limits(cells=20, text=100)


@pytest.mark.parametrize(
    "rows",
    [
        record(0x0099) * 11_000,
        b"".join(blank(row, 255, 0) for row in range(4)),
        b"".join(blanks(row, 0, [0] * 100) for row in range(4)),
        b"".join(number(row, 0, 1) for row in range(30)),
        b"".join(label(row, 0, "字" * 30) for row in range(5)),
    ],
    ids=["records", "places", "runs of blanks", "cells", "text"],
)
def test_what_is_beyond_the_limits_is_refused(rows: bytes) -> None:
    with pytest.raises(RefusedError, match="内容过多"):
        read_stream(stream(rows), FEW)


def test_a_sound_workbook_is_within_few_limits() -> None:
    assert cells(read_stream(stream(GRID), FEW)) == ["项目名称", "宣传", "分值", "10"]


def test_damage_anywhere_is_read_or_refused_and_nothing_else() -> None:
    rows = (
        GRID
        + merged((0, 0, 0, 1))
        + note(1, 1, "批注")
        + text_box(3, 3, "说明")
        + hidden_row(5)
        + number(6, 0, 45565, 3)
    )
    sound = compound(stream(rows, codes=("yyyy-mm-dd",)))
    chance = random.Random(20240930)  # noqa: S311 - the same damage every time
    for _ in range(400):
        damaged = bytearray(sound)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        shortened = bytes(damaged[: chance.choice([len(damaged), chance.randrange(len(damaged))])])
        with contextlib.suppress(RefusedError):
            read_xls(shortened, Request())


def test_the_older_eight_bit_code_is_read() -> None:
    """Excel 5 and 95 keep texts in the code page of the system."""
    old = stream(GRID).replace(wide("宣传"), struct.pack("<HB", 2, 1) + "宣传".encode("utf-16-le"))
    assert "宣传" in cells(read_stream(old))
