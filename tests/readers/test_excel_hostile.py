"""Workbooks that are broken, absurd or made to do harm: each is refused in one sentence, or read at no cost."""

import contextlib
import random

import pytest

from jixiao.documents import Table
from jixiao.readers.contents import Limits, RefusedError, Request
from jixiao.readers.excel import read
from tests.readers.excel_books import RULED, packed, sheet, texts, workbook

ROWS = texts([("A1", "项目名称"), ("B1", "宣传"), ("A2", "分值"), ("B2", "10")])
FEW = Limits(cells=50, text=300)


def refused(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(RefusedError) as caught:
        read(content, Request(limits=limits or Limits()))
    return str(caught.value)


def cells(content: bytes, limits: Limits | None = None) -> int:
    blocks = read(content, Request(limits=limits or Limits())).blocks
    return sum(len(block.cells) for block in blocks if isinstance(block, Table))


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c r="AAAA1"><v>1</v></c></row>',
        '<row><c r="XFE1"/></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row><c r="1A"><v>1</v></c></row>',
        "<row>" + "<c/>" * 16_385 + "</row>",
    ],
)
def test_cells_outside_of_any_worksheet_are_refused(rows: str) -> None:
    assert "超出 Excel 范围" in refused(workbook(sheet(rows)))


@pytest.mark.parametrize(
    "part",
    [
        sheet("<row>" + "<c><v>1</v></c>" * 51 + "</row>"),
        sheet("<row/>" * 1_000),
        sheet("".join(f'<row><c t="inlineStr"><is><t>{"字" * 101}</t></is></c></row>' for _ in range(3))),
        sheet("", after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 17 + "</mergeCells>"),
    ],
    ids=["cells", "tags", "text", "merged areas"],
)
def test_what_is_beyond_the_limits_is_refused(part: str) -> None:
    assert "工作表“表1”内容过多" in refused(workbook(part), FEW)


def test_columns_told_over_and_over_are_refused() -> None:
    part = sheet(ROWS, before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 16_400 + "</cols>")
    assert "内容过多" in refused(workbook(part))


def test_spans_beyond_the_limits_are_refused() -> None:
    rows = "".join(f'<row><c r="A{row}"><v>1</v></c><c r="B{row}"><v>1</v></c></row>' for row in range(1, 12))
    rows += '<row><c r="D12"><v>1</v></c><c r="E12"><v>1</v></c><c r="F12"><v>1</v></c></row>'
    rows = rows.replace('<c r="B1">', '<c r="C1">')
    part = sheet(rows, after='<mergeCells><mergeCell ref="C1:Z1"/></mergeCells>')
    assert cells(workbook(part), Limits(cells=28)) == 25
    assert "超过 26 个单元格" in refused(workbook(part), Limits(cells=26))


def test_a_part_with_more_tags_than_it_can_need_is_refused() -> None:
    styles = "<styleSheet>" + "<xf/>" * 400_001 + "</styleSheet>"
    assert "过于庞大" in refused(workbook(sheet(ROWS), parts={"xl/styles.xml": styles}))


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
)
def test_xml_that_declares_entities_or_is_cut_short_is_refused(part: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert "文档类型声明" in refused(workbook(sheet(ROWS), parts={part: bomb}))
    assert "已损坏" in refused(workbook(sheet(ROWS), parts={part: "<x><y>"}))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "已损坏"),
        (b"PK\x03\x04 and nothing more", "已损坏"),
        (packed({"xl/workbook.xml": "<workbook/>"}), "已损坏"),
        (workbook(), "没有工作表"),
        (workbook(sheet(ROWS), parts={"xl/_rels/workbook.xml.rels": "<Relationships/>"}), "没有工作表"),
        (
            workbook(
                sheet(ROWS),
                parts={
                    "_rels/.rels": '<r><x Type="a/officeDocument" Target="xl/styles.bin"/></r>',
                    "xl/styles.bin": "",
                },
            ),
            "已损坏",
        ),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, said: str) -> None:
    assert said in refused(content)


def test_relations_that_lead_outside_are_not_followed() -> None:
    links = (
        '<Relationships><Relationship Id="a" Type="x/comments" Target="../../../../etc/passwd"/>'
        '<Relationship Id="b" Type="x/drawing" Target="/xl/styles.xml" TargetMode="External"/></Relationships>'
    )
    book = workbook(sheet(ROWS), parts={"xl/worksheets/_rels/sheet1.xml.rels": links})
    assert cells(book) == 4


def test_styles_that_do_not_exist_are_plain() -> None:
    broken = '<styleSheet><cellXfs><xf numFmtId="x" borderId="7"/><xf numFmtId="99999"/></cellXfs><other/></styleSheet>'
    rows = '<row><c s="0"><v>1</v></c><c s="1"><v>2</v></c><c s="77"><v>3</v></c></row>'
    assert cells(workbook(sheet(rows), parts={"xl/styles.xml": broken})) == 3


def test_blank_styled_cells_cost_nothing_but_their_tags() -> None:
    blank = "".join(f'<row r="{row}">' + f'<c s="{RULED}"/>' * 100 + "</row>" for row in range(10, 1_000))
    assert cells(workbook(sheet(ROWS + blank))) == 4


def test_damage_anywhere_is_read_or_refused_and_nothing_else() -> None:
    rows = ROWS + '<row hidden="1"><c t="s"><v>0</v></c><c s="3"><f>A1</f><v>45565</v></c></row>'
    part = sheet(
        rows,
        before='<cols><col min="3" max="4" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
    )
    chance = random.Random(20240930)  # noqa: S311 - the same damage every time
    for _ in range(200):
        damaged = list(part)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.choice('<>/"=&; 0A9x\n')
        with contextlib.suppress(RefusedError):
            read(workbook("".join(damaged), strings=("<t>字</t>",), codes=("yyyy-mm-dd",)), Request())
    sound = workbook(part, strings=("<t>字</t>",), codes=("yyyy-mm-dd",))
    for _ in range(200):
        broken = bytearray(sound)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with contextlib.suppress(RefusedError):
            read(bytes(broken), Request())
