import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from jixiao import documents, readers
from jixiao.papers import Cell, Figure, Grid, Line, PageBreak, Paper, excel
from jixiao.papers.characters import writable
from jixiao.papers.excel.columns import columns
from jixiao.papers.excel.numbers import number
from jixiao.papers.excel.sheet_names import sheet_names
from jixiao.papers.excel.strings import SheetOverflowError, write_text
from tests.papers.generated import PRINTED, grids, paper, png


def sheet(content: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def table_of(content: bytes) -> documents.Table:
    blocks = readers.read_bytes(content, "自评表.xlsx").blocks
    (table,) = [block for block in blocks if isinstance(block, documents.Table)]
    return table


def placed(cells: Sequence[Cell | documents.Cell]) -> set[tuple[int, int, int, int, str]]:
    """The cells with their rows counted anew: rows that no cell begins with are none to the reader."""
    edges = sorted({cell.row for cell in cells} | {cell.row + cell.row_span for cell in cells})
    number = {edge: position for position, edge in enumerate(edges)}
    return {(number[c.row], c.column, number[c.row + c.row_span], c.column_span, c.text) for c in cells}


def one(text: str, **more: object) -> Grid:
    return Grid(widths=(1,), cells=(Cell(row=0, column=0, text=text, **more),))  # type: ignore[arg-type]


@given(grids())
@settings(max_examples=60, deadline=None)
def test_openpyxl_reads_every_text_of_a_grid_back_and_no_formula(grid: Grid) -> None:
    read = sheet(excel.write([paper(grid)]))
    for cell in grid.cells:
        found = read.cell(cell.row + 1, cell.column + 1)
        assert found.data_type in {"s", "n"}
        if found.data_type == "s":
            assert found.value == writable(cell.text)
        else:
            assert found.value is None or cell.role == "number"


@given(grids(PRINTED.filter(bool)))
@settings(max_examples=60, deadline=None)
def test_our_reader_reads_text_and_spans_of_a_grid_back(grid: Grid) -> None:
    assert placed(table_of(excel.write([paper(grid)])).cells) == placed(grid.cells)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3)
    | st.from_regex(r"-?[0-9,]{1,16}(\.[0-9]{0,6})?%?", fullmatch=True).map(str)
)
def test_a_number_is_shown_with_exactly_its_digits(value: object) -> None:
    text = str(value)
    assert table_of(excel.write([paper(one(text, role="number"), one("旁"))])).cells[0].text == text


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("12.50", 12.5, "0.00"),
        ("1,234.50", 1234.5, "#,##0.00"),
        ("90%", 0.9, "0%"),
        ("99.95%", 0.9995, "0.00%"),
        ("-3", -3, "0"),
        ("0", 0, "0"),
        ("1234567890123.45", 1234567890123.45, "0.00"),
    ],
)
def test_a_plain_decimal_becomes_a_number(text: str, value: float, shown: str) -> None:
    cell = sheet(excel.write([paper(one(text, role="number"))])).cell(1, 1)
    assert (cell.value, cell.number_format) == (value, shown)


@pytest.mark.parametrize(
    "text",
    [
        "007",
        "+5",
        "-0.00",
        "1,23",
        "12,345,6",
        "0,123",
        "１２",
        "1e3",
        ".5",
        "5.",
        "12 ",
        "12345678901234567",
        "≥95%",
        "—",
        "12\n",
    ],
)
def test_what_is_no_plain_decimal_stays_a_text(text: str) -> None:
    assert number(text) is None
    assert sheet(excel.write([paper(one(text, role="number"))])).cell(1, 1).value == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-甲", "@SUM(A1)", "http://example.org", "{=1}", "<r><t>甲</t></r>", "mailto:a@b.cn"]
)
def test_nothing_becomes_a_formula_or_a_link(text: str) -> None:
    content = excel.write([paper(Line(text=text), one(text, role="text"))])
    for row in (1, 2):
        cell = sheet(content).cell(row, 1)
        assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
        assert cell.quotePrefix == (text[0] in "=+-@")


def test_a_figure_that_stays_a_text_is_not_marked_as_a_fault() -> None:
    with zipfile.ZipFile(io.BytesIO(excel.write([paper(one("007"), one("1"))]))) as archive:
        assert (
            '<ignoredError sqref="A1:A3" numberStoredAsText="1"/>' in archive.read("xl/worksheets/sheet1.xml").decode()
        )


def test_the_same_papers_give_the_same_bytes_without_a_trace_of_the_machine() -> None:
    papers = [paper(Line(text="自评表", style="title"), one("甲"))]
    content = excel.write(papers)
    assert content == excel.write(papers)
    properties = openpyxl.load_workbook(io.BytesIO(content)).properties
    assert properties.created == properties.modified == datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl gives none with a zone
    assert properties.title == "自评表"
    assert not properties.creator
    assert not properties.lastModifiedBy


@given(
    st.lists(
        st.text(max_size=40)
        | st.sampled_from(["表", "History", "一" * 40, "甲/乙:丙", "'", "", "ABC", "abc", "😀" * 20]),
        max_size=6,
    )
)
def test_names_of_sheets_are_legal_and_distinct(names: list[str]) -> None:
    given_names = sheet_names(names)
    assert len(given_names) == len(names) == len({name.casefold() for name in given_names})
    book = openpyxl.load_workbook(
        io.BytesIO(excel.write([Paper(name=name, blocks=(Line(text="甲"),)) for name in names]))
    )
    assert book.sheetnames == (given_names or ["Sheet1"])
    assert all(each.print_area for each in book.worksheets[: len(names)])
    for name in given_names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.casefold() != "history"
        assert name[0] != "'" != name[-1]


@given(st.lists(grids(), min_size=1, max_size=4))
def test_columns_of_all_grids_lie_over_each_other(several: list[Grid]) -> None:
    laid = columns(several)
    assert list(laid.edges) == sorted(set(laid.edges))
    for grid, numbers in zip(several, laid.grids, strict=True):
        assert list(numbers) == sorted(set(numbers))
        assert (numbers[0], numbers[-1]) == (0, laid.count)
        for number_, width in enumerate(grid.widths):
            share = laid.share(numbers[number_], numbers[number_ + 1])
            assert abs(share - width / sum(grid.widths)) < 0.013


def test_the_page_is_a4_and_one_page_wide_with_the_longest_heading_repeated() -> None:
    heads = Grid(widths=(1,), header_rows=1, cells=tuple(Cell(row=row, column=0, text="指标") for row in range(5)))
    landscape = Paper(
        name="横",
        orientation="landscape",
        margins=(10, 20, 30, 40),
        blocks=(one("甲", role="heading"), heads, PageBreak(), Line(text="末")),
    )
    read = sheet(excel.write([landscape]))
    setup = read.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", None, 0)
    margins = read.page_margins
    assert [round(side * 25.4) for side in (margins.top, margins.right, margins.bottom, margins.left)] == [
        10,
        20,
        30,
        40,
    ]
    assert read.print_title_rows == "$3:$3"
    assert read.print_area == "'横'!$A$1:$A$8"
    assert [each.id for each in read.row_breaks.brk] == [7]
    assert "&P" in read.oddFooter.center.text or "Page" in str(read.oddFooter.center.text)
    assert sheet(excel.write([Paper(name="无页码", blocks=(), page_numbers=False)])).oddFooter.center.text is None


@pytest.mark.parametrize(("rows", "high"), [(30, 0), (38, None), (40, None), (60, 0)])
def test_a_sheet_hardly_higher_than_a_page_is_printed_on_one(rows: int, high: int | None) -> None:
    """One page high is what a workbook says by saying nothing; 0 is as many pages as it takes."""
    cells = tuple(Cell(row=row, column=0, text="检查机构数量") for row in range(rows))
    assert sheet(excel.write([paper(Grid(widths=(1,), cells=cells))])).page_setup.fitToHeight == high


def test_rows_are_high_enough_for_wrapped_and_merged_text() -> None:
    text = "长" * 100
    grid = Grid(
        widths=(1, 3),
        cells=(
            Cell(row=0, column=0, row_span=2, text=text, role="text"),
            Cell(row=0, column=1, text="短"),
            Cell(row=1, column=1, text="短"),
            Cell(row=2, column=0, text="年度总体目标", upright=True),
            Cell(row=2, column=1, text="甲\n乙"),
        ),
    )
    read = sheet(excel.write([paper(grid)]))
    heights = [read.row_dimensions[row].height for row in (1, 2, 3)]
    # A quarter of 174 mm holds 11 characters of 10.5 points.
    assert heights[0] + heights[1] > 100 / 11 * 10.5 * 1.2
    assert heights[2] > 6 * 10.5


def test_a_row_higher_than_excel_allows_takes_several_rows() -> None:
    text = "说明" * 1500
    grid = Grid(
        widths=(1, 1),
        cells=(
            Cell(row=0, column=0, text=text, role="text"),
            Cell(row=0, column=1, text="旁"),
            Cell(row=1, column=0),
            Cell(row=1, column=1),
        ),
    )
    content = excel.write([paper(grid)])
    read = sheet(content)
    first = next(area for area in read.merged_cells.ranges if area.min_row == area.min_col == 1)
    heights = [read.row_dimensions[row].height for row in range(first.min_row, first.max_row + 1)]
    assert len(heights) > 1
    assert all(height <= 409 for height in heights)
    assert sum(heights) > 3000 / 24 * 10.5 * 1.2
    assert [cell.text for cell in table_of(content).cells[:2]] == [text, "旁"]


def test_merged_areas_have_borders_all_over() -> None:
    grid = Grid(widths=(1, 1), cells=(Cell(row=0, column=0, row_span=2, column_span=2, text="甲"),))
    with zipfile.ZipFile(io.BytesIO(excel.write([paper(grid)]))) as archive:
        written = archive.read("xl/worksheets/sheet1.xml").decode()
    styles = dict(re.findall(r'<c r="([A-Z0-9]+)" s="(\d+)"', written))
    assert set(styles) == {"A1", "A2", "B1", "B2"}
    assert len(set(styles.values())) == 1


@pytest.mark.parametrize("dots", [None, 0, 3937, 7874])
def test_a_figure_is_shown_with_its_size_caption_and_text_instead(dots: int | None) -> None:
    figure = Figure(svg=b"<svg/>", png=png(400, 200, dots), width=100, caption="图1 执行率", description="预算与执行")
    content = excel.write([paper(figure, Line(text="后"))])
    read = sheet(content)
    assert [read.cell(row, 1).value for row in (1, 2, 3)] == [None, "图1 执行率", "后"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
        assert archive.read("xl/media/image1.png") == figure.png
    assert 'descr="预算与执行"' in drawing
    assert read.row_dimensions[1].height > 50 * 72 / 25.4
    across, down = map(int, re.search(r'<a:ext cx="(\d+)" cy="(\d+)"', drawing).groups())  # type: ignore[union-attr]
    assert (round(across / 36_000), round(down / 36_000)) == (100, 50)


def test_grids_that_are_not_joined_stand_apart() -> None:
    read = sheet(excel.write([paper(one("甲"), one("乙"))]))
    assert [read.cell(row, 1).value for row in (1, 2, 3)] == ["甲", None, "乙"]
    joined = Grid(widths=(1,), joined=True, cells=(Cell(row=0, column=0, text="乙"),))
    assert sheet(excel.write([paper(one("甲"), joined)])).cell(2, 1).value == "乙"


def test_no_papers_make_an_empty_workbook() -> None:
    assert sheet(excel.write([])).max_row == 1


def test_what_a_worksheet_cannot_hold_is_refused() -> None:
    workbook = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    written = workbook.add_worksheet()
    for row, text in ((0, "甲" * 32_768), (1_048_576, "甲")):
        with pytest.raises(SheetOverflowError, match=f"第{row + 1}行第1列超出"):
            write_text(written, row, 0, text, workbook.add_format())


def test_lines_have_the_look_of_their_style() -> None:
    grid = Grid(widths=(1,), size=9, cells=(Cell(row=0, column=0, text="甲"),))
    content = excel.write(
        [
            paper(
                Line(text="通知", style="title"),
                Line(text="单位：万元", style="small_right"),
                grid,
                Line(text="一、概况", style="heading1"),
                Line(text="二、" + "很长的标题" * 20, style="heading1"),
                Line(text="【待填写：期限】", style="gap"),
                Line(text="青崖市医疗保障局", style="signature"),
                Line(text="青崖市财政局", style="signature"),
            )
        ]
    )
    cells = [sheet(content).cell(row, 1) for row in range(1, 9)]
    assert [cell.font.name for cell in cells[:2]] == ["方正小标宋简体", "仿宋_GB2312"]
    assert [cell.font.size for cell in cells[:3]] == [22, 9, 9]
    assert [cell.alignment.horizontal for cell in cells] == [
        "center",
        "right",
        "center",
        "left",
        "left",
        "left",
        "right",
        "right",
    ]
    # Excel indents every line of a text, so that only one of a single line is.
    assert [cell.alignment.indent for cell in cells[3:]] == [2, 0, 2, 2, 2]
    assert [cell.fill.fgColor.rgb for cell in cells[5:7]] == ["FFFFFF00", "00000000"]


def test_a_list_can_be_filtered_by_its_headings() -> None:
    cells = tuple(Cell(row=row, column=column, text=f"{row}-{column}") for row in range(3) for column in range(2))
    grid = Grid(widths=(1, 1), cells=cells, header_rows=1, filtered=True)
    read = sheet(excel.write([paper(Line(text="清单", style="title"), grid)]))
    assert (read.auto_filter.ref, read.freeze_panes) == ("A2:B4", "A3")


def test_text_alone_spans_several_columns() -> None:
    (area,) = sheet(excel.write([paper(Line(text="通知"))])).merged_cells.ranges
    assert str(area) == "A1:H1"
