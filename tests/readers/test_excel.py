"""Worksheets as they are displayed: what is merged, hidden, floating or calculated, and where everything stood."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.documents import Cell, Omission, Paragraph, Table
from jixiao.places import Place
from jixiao.readers.choosing import read_bytes
from jixiao.readers.contents import Content, Request
from jixiao.readers.excel import read
from tests.readers.excel_books import ACROSS, RULED, code, sheet, texts, workbook

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def number(reference: str, value: str, style: int = 0) -> str:
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


def merged(*areas: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{area}"/>' for area in areas) + "</mergeCells>"


def read_sheet(rows: str, *, before: str = "", after: str = "", codes: tuple[str, ...] = ()) -> Content:
    return read(workbook(sheet(rows, before=before, after=after), codes=codes), Request())


def tables(content: Content) -> list[Table]:
    return [block for block in content.blocks if isinstance(block, Table)]


def drawn(table: Table) -> list[str]:
    """Each cell as row,column×spans:text."""
    return [
        f"{cell.row},{cell.column}"
        + (f"×{cell.row_span},{cell.column_span}" if (cell.row_span, cell.column_span) != (1, 1) else "")
        + f":{cell.text}"
        for cell in table.cells
    ]


GRID = [("A1", "项目名称"), ("B1", "宣传"), ("A2", "分值"), ("B2", "10"), ("A3", "得分"), ("B3", "9")]


def test_cells_carry_their_real_place_and_a_dense_position() -> None:
    content = read_sheet(texts([("C5", "名称"), ("E5", "宣传"), ("C9", "得分")]))
    (table,) = tables(content)
    assert drawn(table) == ["0,0:名称", "0,1:宣传", "1,0:得分"]
    assert table.fidelity == "grid"
    assert [str(cell.place) for cell in table.cells] == [
        "工作表“表1”第5行第3列",
        "工作表“表1”第5行第5列",
        "工作表“表1”第9行第3列",
    ]
    assert (content.reader, content.omissions) == ("excel", ())


def test_merged_cells_stand_once_and_span_what_is_seen() -> None:
    rows = texts(
        [
            ("A1", "绩效指标"),
            ("B1", "一级指标"),
            ("C1", "得分"),
            ("B2", "产出"),
            ("C2", "9"),
            ("B3", "效益"),
            ("C3", "8"),
        ]
    )
    (table,) = tables(read_sheet(rows, after=merged("A1:A3", "C1:D1")))
    assert drawn(table)[:3] == ["0,0×3,1:绩效指标", "0,1:一级指标", "0,2:得分"]


def test_a_text_below_a_merged_cell_is_not_seen_but_told() -> None:
    content = read_sheet(texts([("A1", "产出"), ("A2", "旧文字"), ("A3", " "), ("B3", "9")]), after=merged("A1:A3"))
    assert drawn(tables(content)[0]) == ["0,0×2,1:产出", "1,1:9"]
    assert content.omissions == (
        Omission(
            text="旧文字",
            why="这个单元格被合并单元格盖住，表中看不见，未作为表格内容读取。",
            place=Place(sheet="表1", row=2, column=1),
        ),
    )


def test_of_merged_areas_that_overlap_the_first_stands() -> None:
    rows = texts([("A1", "甲"), ("B2", "乙"), ("C3", "丙"), ("D4", "丁")])
    content = read_sheet(rows, after=merged("A1:B2", "B2:C3", "D4:D5", "bad", "C3:A1", "A9:"))
    assert drawn(tables(content)[0]) == ["0,0:甲", "1,1:丙", "2,2:丁"]
    assert [omission.text for omission in content.omissions] == ["乙"]


def test_a_text_centred_across_blank_cells_covers_them() -> None:
    blank = "".join(f'<c r="{letter}1" s="{ACROSS}"/>' for letter in "BC")
    rows = f'<row><c r="A1" s="{ACROSS}" t="inlineStr"><is><t>资金</t></is></c>{blank}<c r="D1"><v>1</v></c></row>'
    rows += texts([("A2", "甲"), ("B2", "乙"), ("C2", "丙"), ("D2", "丁")])
    (table,) = tables(read_sheet(rows))
    assert drawn(table)[:2] == ["0,0×1,3:资金", "0,3:1"]


def test_hidden_rows_are_left_out_and_told() -> None:
    rows = texts([("A1", "得分"), ("B1", "9")]) + (
        '<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>旧得分</t></is></c><c r="B2"><v>7</v></c></row>'
        '<row r="3" ht="0" customHeight="1"><c r="A3" t="inlineStr"><is><t>无高度</t></is></c></row>'
    )
    content = read_sheet(rows)
    assert drawn(tables(content)[0]) == ["0,0:得分", "0,1:9"]
    assert [(omission.text, str(omission.place)) for omission in content.omissions] == [
        ("旧得分\t7\n无高度", "工作表“表1”第2行"),
    ]
    assert "隐藏" in content.omissions[0].why


def test_hidden_columns_are_left_out_and_told() -> None:
    columns = '<cols><col min="2" max="2" hidden="1"/><col min="4" max="4" width="0"/><col min="x"/></cols>'
    rows = texts([("A1", "得分"), ("B1", "旧"), ("C1", "9"), ("D1", "底稿"), ("B2", "8"), ("A2", "分值")])
    content = read_sheet(rows, before=columns)
    assert drawn(tables(content)[0]) == ["0,0:得分", "0,1:9", "1,0:分值"]
    assert [(omission.text, str(omission.place)) for omission in content.omissions] == [
        ("旧\n8", "工作表“表1”第2列"),
        ("底稿", "工作表“表1”第4列"),
    ]


def test_a_merged_cell_that_begins_in_a_hidden_column_is_seen_in_the_next() -> None:
    columns = '<cols><col min="1" max="1" hidden="1"/></cols>'
    rows = texts([("A1", "标题"), ("B2", "甲"), ("C2", "乙")])
    (table,) = tables(read_sheet(rows, before=columns, after=merged("A1:C1")))
    assert drawn(table) == ["0,0×1,2:标题", "1,0:甲", "1,1:乙"]
    assert table.cells[0].place.column == 1


def test_hidden_sheets_are_told_whole_and_the_others_stand_in_order() -> None:
    book = workbook(
        sheet(texts(GRID)),
        sheet(texts([("A1", "优"), ("B1", "良"), ("A2", "中"), ("A3", "  ")])),
        sheet(""),
        sheet(texts(GRID)),
        names=("自评表", "选项", "空表", "附表"),
        states=("visible", "veryHidden", "hidden", "visible"),
    )
    content = read(book, Request())
    assert [table.place.sheet for table in tables(content)] == ["自评表", "附表"]
    assert [(omission.text, str(omission.place)) for omission in content.omissions] == [("优\t良\n中", "工作表“选项”")]


def test_what_a_format_hides_is_told() -> None:
    content = read_sheet(texts(GRID) + f"<row>{number('C1', '7', code(0))}</row>", codes=(";;;",))
    assert len(tables(content)[0].cells) == len(GRID)
    assert [(omission.text, omission.place.column) for omission in content.omissions] == [("7", 3)]


def test_rounded_money_is_told_and_rates_are_not() -> None:
    rows = f"<row>{number('A1', '12.5', code(0))}{number('B1', '0.97333', code(1))}{number('C1', '0.333333333333333')}</row>"
    content = read_sheet(rows + texts(GRID[2:]), codes=("0", "0.0%"))
    cells = tables(content)[0].cells
    assert [(cell.text, cell.value) for cell in cells[:3]] == [
        ("13", "12.5"),
        ("97.3%", "0.97333"),
        ("0.333333333", "0.333333333333333"),
    ]
    assert [omission.text for omission in content.omissions] == ["第1行第1列显示“13”，存储为 12.5"]
    assert "四舍五入" in content.omissions[0].why


def test_of_many_rounded_cells_some_are_told_and_all_are_counted() -> None:
    rows = "".join(f"<row>{number(f'A{row}', '0.5', code(0))}{number(f'B{row}', '1')}</row>" for row in range(1, 15))
    (told,) = read_sheet(rows, codes=("0",)).omissions
    assert told.text.count("存储为 0.5") == 10
    assert told.text.endswith("等 14 处")


def test_every_kind_of_stored_value_is_shown() -> None:
    strings = (
        "<t>甲_x000D_\r\n乙_x0041__xD800_</t><rPh><t>jia</t></rPh>",
        "<r><t>粗</t></r><r><rPr/><t>细</t></r><phoneticPr/>",
    )
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>99</v></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c>'
        '<c t="str"><v>拼接</v></c><c t="d" s="3"><v>2024-09-30</v></c><c t="d"><v>2024-09-30T12:00:00</v></c>'
        '<c t="d"><v>不是日期</v></c><c t="n" s="999"><v>1e3</v></c><c s="x"><v> 5 </v></c></row>'
    )
    book = workbook(sheet(rows), strings=strings, codes=("yyyy.m.d",))
    (table,) = tables(read(book, Request()))
    assert [(cell.place.column, cell.text) for cell in table.cells] == [
        (1, "甲\n乙A"),
        (2, "粗细"),
        (4, "TRUE"),
        (5, "FALSE"),
        (6, "拼接"),
        (7, "2024.9.30"),
        (8, "2024/9/30"),
        (9, "不是日期"),
        (10, "1000"),
        (11, "5"),
    ]


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    book = workbook(
        sheet(f"<row>{number('A1', '44103', code(0))}</row>"),
        codes=("yyyy-mm-dd",),
        properties='<workbookPr date1904="1"/>',
    )
    assert read(book, Request()).blocks[0] == Paragraph(
        text="2024-09-30", place=Place(sheet="表1", row=1, column=1), blank_before=1
    )


def test_a_formula_shows_its_last_result_and_is_told_where_it_has_none() -> None:
    rows = texts(GRID) + (
        '<row><c r="C1"><f>SUM(B2:B3)</f><v>19</v></c>'
        '<c r="C2"><f>B2*2</f></c>'
        '<c r="C3"><f t="shared" si="0" ref="C3:C4">B3*2</f><v></v></c><c r="C4"><f t="shared" si="0"/><v/></c>'
        '<c r="C5"><f t="shared" si="7"/></c>'
        '<c r="C6" t="str"><f>""</f><v></v></c></row>'
    )
    content = read_sheet(rows)
    assert "0,2:19" in drawn(tables(content)[0])
    assert [(omission.text, omission.place.row) for omission in content.omissions] == [
        ("=B2*2", 2),
        ("=B3*2", 3),
        ("=B3*2", 4),
        ("=", 5),
    ]
    assert "公式没有保存计算结果" in content.omissions[0].why


def test_a_long_formula_without_result_is_told_by_its_beginning() -> None:
    rows = texts(GRID) + '<row><c r="C2"><f>IF(AND(ISNUMBER(E8),ISNUMBER(F8)),F8/E8,"")</f></c></row>'
    [omission] = read_sheet(rows).omissions
    assert omission.text == "=IF(AND(ISNUMBER(E8),ISN…"


@pytest.mark.parametrize("formula", ['=DISPIMG("ID_8A",1)', '=_xlfn.DISPIMG("ID_8A",1)'])
def test_a_picture_that_wps_shows_in_a_cell_is_told_and_no_text(formula: str) -> None:
    rows = texts(GRID) + f'<row><c r="C2" t="str"><f>{formula[1:]}</f><v>{formula}</v></c></row>'
    content = read_sheet(rows)
    assert "DISPIMG" not in str(content.blocks)
    (omission,) = content.omissions
    assert (omission.place.row, omission.place.column) == (2, 3)
    assert "WPS" in omission.why


def test_an_error_stays_as_it_is_displayed_and_is_told() -> None:
    rows = texts(GRID) + '<row><c r="C2" t="e"><f>B2/0</f><v>#DIV/0!</v></c><c r="C3" t="e"><v>#REF!</v></c></row>'
    content = read_sheet(rows)
    assert "1,2:#DIV/0!" in drawn(tables(content)[0])
    assert [omission.text for omission in content.omissions] == ["#DIV/0!=B2/0", "#REF!"]


def test_a_line_drawn_in_the_last_row_costs_nothing() -> None:
    rows = texts(GRID) + f'<row r="1048576"><c r="XFD1048576" s="{RULED}"/></row>'
    columns = '<cols><col min="1" max="16384" width="9"/></cols>'
    (table,) = tables(read_sheet(rows, before=columns, after=merged("A1:A1", "D1:XFD1048576")))
    assert drawn(table) == ["0,0:项目名称", "0,1:宣传", "1,0:分值", "1,1:10", "2,0:得分", "2,1:9"]


def ruled(*cells: tuple[str, str]) -> str:
    return texts(cells, style=RULED)


FORM = [("A2", "项目名称"), ("B2", "宣传"), ("A3", "分值"), ("B3", "10"), ("A4", "得分"), ("B4", "9")]
BESIDE = [("E2", "项目名称"), ("F2", "培训"), ("E3", "分值"), ("F3", "20"), ("E4", "得分"), ("F4", "18")]


@pytest.mark.parametrize("style", [0, RULED])
def test_forms_side_by_side_are_tables_of_their_own(style: int) -> None:
    cells = sorted(FORM + BESIDE, key=lambda cell: (int(cell[0][1:]), cell[0][0]))
    left, right = tables(read_sheet(texts(cells, style=style)))
    assert [cell.text for cell in left.cells] == [text for _, text in FORM]
    assert [cell.text for cell in right.cells] == [text for _, text in BESIDE]
    assert right.cells[0].column == 0
    assert right.cells[0].place.column == 5


def test_a_blank_column_inside_a_form_divides_nothing() -> None:
    blank = f'<row><c r="B1" s="{RULED}"/><c r="C1" s="{RULED}"/></row>'
    rows = ruled(("A1", "项目"), ("D1", "备注")) + blank + ruled(("A2", "宣传"), ("D2", "无"))
    assert len(tables(read_sheet(rows))) == 1
    spaced = texts([("A1", "项目"), ("D1", "备注"), ("A2", "宣传"), ("D2", "无")])
    assert len(tables(read_sheet(spaced))) == 1
    titled = ruled(("A1", "标题"), *FORM, *BESIDE)
    assert len(tables(read_sheet(titled, after=merged("A1:F1")))) == 1


def test_a_remark_beside_a_ruled_form_does_not_break_its_rows() -> None:
    content = read_sheet(ruled(*FORM) + texts([("D3", "请核对"), ("D4", "已改")]))
    assert [len(table.cells) for table in tables(content)] == [6, 2]


def test_titles_and_notes_around_ruled_tables_are_running_text() -> None:
    rows = (
        texts([("A1", "项目支出绩效自评表\n（2023年度）")])
        + ruled(*FORM)
        + texts([("A6", "注：一"), ("A7", "注：二")])
        + ruled(("A9", "项目名称"), ("B9", "培训"))
        + texts([("A12", "附注")])
    )
    content = read_sheet(rows)
    assert [
        f"{block.text}|{block.blank_before}|{block.place.row}" if isinstance(block, Paragraph) else drawn(block)[0]
        for block in content.blocks
    ] == [
        "项目支出绩效自评表|1|1",
        "（2023年度）|0|1",
        "0,0:项目名称",
        "注：一|1|6",
        "注：二|0|7",
        "0,0:项目名称",
        "附注|1|12",
    ]


def test_a_sheet_of_lines_is_running_text_and_a_table_without_lines_stays_whole() -> None:
    report = read_sheet(texts([("A1", "自评报告"), ("A3", "一、概况"), ("A4", "概况如下。")]))
    assert [(block.text, block.blank_before) for block in report.blocks if isinstance(block, Paragraph)] == [
        ("自评报告", 1),
        ("一、概况", 1),
        ("概况如下。", 0),
    ]
    bare = read_sheet(texts([("A1", "自评表"), *FORM, ("A5", "合计")]))
    assert [type(block) for block in bare.blocks] == [Table]


def test_a_row_of_one_cell_beside_a_merged_one_stays_in_the_table() -> None:
    rows = ruled(("A1", "产出"), ("B1", "场次")) + texts([("B2", "人数")])
    assert drawn(tables(read_sheet(rows, after=merged("A1:A2")))[0]) == ["0,0×2,1:产出", "0,1:场次", "1,1:人数"]


def test_comments_are_told_with_their_cell() -> None:
    comments = (
        f'<comments xmlns="{MAIN}"><commentList>'
        '<comment ref="B2"><text><r><t>请</t></r><r><t>核实</t></r></text></comment>'
        '<comment ref="B3"><text><t>[线程批注] 您的 Excel 版本…</t></text></comment>'
        '<comment ref="?"><text><t>无处</t></text></comment><comment ref="A1"><text><t> </t></text></comment>'
        "</commentList></comments>"
    )
    threads = '<ThreadedComments xmlns="x"><threadedComment ref="B3"><text>为何是9分？</text></threadedComment></ThreadedComments>'
    book = workbook(
        sheet(texts(GRID)),
        parts={"xl/comments1.xml": comments, "xl/threadedComments/t1.xml": threads},
        links={1: {"comments": "xl/comments1.xml", "threadedComment": "xl/threadedComments/t1.xml"}},
    )
    omissions = read(book, Request()).omissions
    assert [(omission.text, omission.place.row, omission.place.column) for omission in omissions] == [
        ("为何是9分？", 3, 2),
        ("请核实", 2, 2),
        ("无处", None, None),
    ]
    assert "批注" in omissions[0].why


def shape(text: str, hidden: str = "0") -> str:
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("/"))
    return f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="1" name="x" hidden="{hidden}"/></xdr:nvSpPr><xdr:txBody>{lines}</xdr:txBody></xdr:sp>'


def anchor(row: int, inside: str) -> str:
    return f"<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>{row - 1}</xdr:row></xdr:from>{inside}</xdr:twoCellAnchor>"


def test_text_boxes_are_running_text_before_or_behind_the_tables() -> None:
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}" xmlns:mc="mc">'
        + anchor(9, shape("填表说明/一、如实填写"))
        + anchor(1, shape("项目支出绩效自评表"))
        + anchor(2, shape("暗语", hidden="1"))
        + anchor(3, shape(" "))
        + anchor(4, "<xdr:pic/>")
        + anchor(5, "<xdr:graphicFrame/>")
        + anchor(6, f"<xdr:grpSp>{shape('组内')}</xdr:grpSp><xdr:clientData/>")
        + "<xdr:absoluteAnchor><mc:AlternateContent><mc:Choice>"
        + shape("是")
        + "</mc:Choice><mc:Fallback>"
        + shape("否")
        + "</mc:Fallback></mc:AlternateContent></xdr:absoluteAnchor></xdr:wsDr>"
    )
    book = workbook(
        sheet(texts(GRID)),
        parts={"xl/drawings/drawing1.xml": drawing},
        links={1: {"drawing": "xl/drawings/drawing1.xml"}},
    )
    content = read(book, Request())
    assert [block.text if isinstance(block, Paragraph) else "表" for block in content.blocks] == [
        "是",
        "项目支出绩效自评表",
        "表",
        "组内",
        "填表说明",
        "一、如实填写",
    ]
    assert [(omission.text, omission.place.row) for omission in content.omissions] == [("暗语", 2), ("", 4), ("", 5)]
    assert "图片" in content.omissions[1].why


def test_text_boxes_of_a_hidden_sheet_are_told_with_it() -> None:
    drawing = f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}">{anchor(1, shape("底稿"))}</xdr:wsDr>'
    book = workbook(
        sheet(""),
        states=("hidden",),
        parts={"xl/drawings/drawing1.xml": drawing},
        links={1: {"drawing": "xl/drawings/drawing1.xml"}},
    )
    content = read(book, Request())
    assert content.blocks == ()
    assert [omission.text for omission in content.omissions] == ["底稿"]


def test_prefixes_and_the_strict_form_change_nothing() -> None:
    plain = sheet(texts(GRID))
    prefixed = re.sub(r"<(/?)(?=\w)", r"<\1x:", plain).replace("xmlns=", "xmlns:x=")
    strict = prefixed.replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    assert len({read(workbook(part), Request()).blocks for part in (plain, prefixed, strict)}) == 1


@pytest.mark.parametrize(
    ("main_type", "media_type"),
    [
        ("sheet.main", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("template.main", "application/vnd.openxmlformats-officedocument.spreadsheetml.template"),
    ],
)
def test_the_kind_of_workbook_is_told(main_type: str, media_type: str) -> None:
    assert read(workbook(sheet(texts(GRID)), main_type=main_type), Request()).media_type == media_type


def test_the_chooser_hands_workbooks_to_this_reader() -> None:
    document = read_bytes(workbook(sheet(texts(GRID))), "自评表.doc")
    assert document.source.reader == "excel"
    assert isinstance(document.blocks[0], Table)


LETTERS = "ABCDEFGH"


@settings(max_examples=60)
@given(
    st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8)), min_size=1, max_size=40),
    st.sets(st.integers(1, 8)),
    st.sets(st.integers(1, 8)),
    st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8), st.integers(0, 3), st.integers(0, 3)), max_size=4),
)
def test_every_text_is_seen_once_or_told(
    filled: set[tuple[int, int]],
    hidden_rows: set[int],
    hidden_columns: set[int],
    areas: list[tuple[int, int, int, int]],
) -> None:
    rows = "".join(
        f'<row r="{row}" hidden="{int(row in hidden_rows)}">'
        + "".join(
            f'<c r="{LETTERS[column - 1]}{row}" t="inlineStr"><is><t>&lt;{row}.{column}&gt;</t></is></c>'
            for column in range(1, 9)
            if (row, column) in filled
        )
        + "</row>"
        for row in range(1, 9)
    )
    columns = (
        "<cols>" + "".join(f'<col min="{column}" max="{column}" hidden="1"/>' for column in hidden_columns) + "</cols>"
    )
    references = [
        f"{LETTERS[left - 1]}{top}:{LETTERS[min(left + across, 8) - 1]}{min(top + down, 8)}"
        for top, left, down, across in areas
    ]
    content = read_sheet(rows, before=columns, after=merged(*references))
    blocks = [
        block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells)
        for block in content.blocks
    ]
    everything = "".join(blocks) + "".join(omission.text for omission in content.omissions)
    for row, column in filled:
        assert everything.count(f"<{row}.{column}>") == 1
    for table in tables(content):
        assert_no_overlap(table.cells)


def assert_no_overlap(cells: tuple[Cell, ...]) -> None:
    places = [
        (cell.row + down, cell.column + across)
        for cell in cells
        for down in range(cell.row_span)
        for across in range(cell.column_span)
    ]
    assert len(places) == len(set(places))
