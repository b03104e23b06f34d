import io
import zipfile

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import given, settings

from jixiao import documents, readers
from jixiao.papers import Cell, Figure, Grid, Line, PageBreak, Paper, word
from jixiao.papers.characters import writable
from tests.papers.generated import PRINTED, grids, paper, png


def body(content: bytes) -> list[Paragraph | Table]:
    return list(docx.Document(io.BytesIO(content)).iter_inner_content())


def member(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


@given(grids())
@settings(max_examples=60, deadline=None)
def test_python_docx_reads_every_text_of_a_grid_back(grid: Grid) -> None:
    table = docx.Document(io.BytesIO(word.write([paper(grid)]))).tables[0]
    for cell in grid.cells:
        assert table.cell(cell.row, cell.column).text == writable(cell.text)


@given(grids(PRINTED))
@settings(max_examples=60, deadline=None)
def test_our_reader_reads_text_and_spans_of_a_grid_back(grid: Grid) -> None:
    document = readers.read_bytes(word.write([paper(grid)]), "自评表.docx")
    tables = [block for block in document.blocks if isinstance(block, documents.Table)]
    (table,) = tables
    read = {(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells}
    assert read == {(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells}


def test_the_same_papers_give_the_same_bytes_without_a_trace_of_the_machine() -> None:
    papers = [paper(Line(text="项目支出绩效自评表", style="title"), Grid(widths=(1,), cells=(Cell(row=0, column=0),)))]
    content = word.write(papers)
    assert content == word.write(papers)
    properties = docx.Document(io.BytesIO(content)).core_properties
    assert (properties.title, properties.author, properties.created) == ("项目支出绩效自评表", "", None)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_each_paper_is_a_section_with_its_own_pages() -> None:
    portrait = paper(Line(text="通知"))
    landscape = Paper(
        name="横", orientation="landscape", margins=(10, 20, 30, 40), blocks=(Line(text="表"),), page_numbers=False
    )
    sections = docx.Document(io.BytesIO(word.write([portrait, landscape]))).sections
    assert [round(section.page_width.mm) for section in sections] == [210, 297]
    second = sections[1]
    assert [
        round(side.mm) for side in (second.top_margin, second.right_margin, second.bottom_margin, second.left_margin)
    ] == [10, 20, 30, 40]
    assert [section.footer.paragraphs[0].text for section in sections] == ["—  —", ""]  # python-docx leaves fields out


def test_titles_and_headings_make_the_outline() -> None:
    content = word.write(
        [
            paper(
                Line(text="报告", style="title"),
                Line(text="一、概况", style="heading1"),
                Line(text="（一）资金", style="heading2"),
            )
        ]
    )
    names = [block.style.name for block in body(content) if isinstance(block, Paragraph) and block.style]
    assert names == ["Heading 1", "Heading 2", "Heading 3"]


def test_heading_rows_are_repeated_and_short_rows_stay_whole() -> None:
    texts = ["指标", "短", "长" * 2000]
    grid = Grid(
        widths=(1,), header_rows=1, cells=tuple(Cell(row=row, column=0, text=text) for row, text in enumerate(texts))
    )
    rows = member(word.write([paper(grid)]), "word/document.xml").split("<w:tr>")[1:]
    assert ["<w:tblHeader/>" in row for row in rows] == [True, False, False]
    assert ["<w:cantSplit/>" in row for row in rows] == [True, True, False]


def test_headings_within_a_table_stay_with_the_row_below_them() -> None:
    kept = {
        style
        for style in ("CellHeading", "CellText", "CellNumber")
        if "<w:keepNext/>"
        in member(word.write([]), "word/styles.xml").split(f'w:styleId="{style}"')[1].split("</w:style>")[0]
    }
    assert kept == {"CellHeading"}


def test_a_row_across_the_table_stays_with_what_it_introduces() -> None:
    cells = [
        Cell(row=0, column=0, column_span=2, text="1．未写原因"),
        Cell(row=1, column=0, text="1"),
        Cell(row=1, column=1, text="甲"),
        Cell(row=2, column=0, column_span=2, text="完"),
    ]
    rows = member(word.write([paper(Grid(widths=(1, 1), cells=tuple(cells)))]), "word/document.xml").split("<w:tr>")[1:]
    assert ["<w:keepNext/>" in row for row in rows] == [True, False, False]


def test_joined_tables_share_one_line_and_others_stand_apart() -> None:
    grid = Grid(widths=(1,), cells=(Cell(row=0, column=0, text="甲"),))
    joined = Grid(
        widths=(1, 1), joined=True, cells=(Cell(row=0, column=0, text="乙"), Cell(row=0, column=1, text="丙"))
    )
    together = member(word.write([paper(grid, joined)]), "word/document.xml")
    assert together.count('<w:bottom w:val="nil"/>') == 1
    assert member(word.write([paper(grid, grid)]), "word/document.xml").count('<w:bottom w:val="nil"/>') == 0


def test_a_figure_is_a_vector_image_with_pixels_beside_it_and_a_text_instead() -> None:
    figure = Figure(svg=b"<svg/>", png=png(40, 20), width=100, caption="图1 执行率", description='预算与执行\n"对比"')
    content = word.write([paper(figure)])
    shape = docx.Document(io.BytesIO(content)).inline_shapes[0]
    assert (round(shape.width.mm), round(shape.height.mm)) == (100, 50)
    assert shape._inline.docPr.get("descr") == '预算与执行\n"对比"'
    assert [block.text for block in body(content)] == ["", "图1 执行率"]
    assert member(content, "word/media/image1.svg") == "<svg/>"
    assert "svgBlip" in member(content, "word/document.xml")


def test_page_breaks_begin_pages_before_lines_and_tables_and_at_the_end() -> None:
    grid = Grid(widths=(1,), cells=(Cell(row=0, column=0, text="甲"),))
    blocks = (Line(text="一"), PageBreak(), Line(text="二"), PageBreak(), grid, PageBreak(), PageBreak())
    content = word.write([Paper(name="页", blocks=blocks)])
    broken = [
        block.text
        for block in body(content)
        if isinstance(block, Paragraph) and block.paragraph_format.page_break_before
    ]
    assert broken == ["二", "", "", ""]


def test_what_a_person_has_still_to_write_is_highlighted() -> None:
    (gap,) = body(word.write([paper(Line(text="【待填写：整改期限】", style="gap"))]))
    assert isinstance(gap, Paragraph)
    assert str(gap.runs[0].font.highlight_color) == "YELLOW (7)"


def test_the_date_is_centred_under_the_name_and_a_long_name_keeps_two_characters() -> None:
    def indents(*texts: str) -> list[float]:
        content = word.write([paper(*(Line(text=text, style="signature") for text in texts))])
        return [block.paragraph_format.right_indent.pt / 16 for block in body(content) if isinstance(block, Paragraph)]

    name, date = indents("青崖市医保局", "2024年3月12日")
    assert date == 4
    assert abs(name - (4 + (3 + 7 * 0.5) / 2 - 3)) < 0.01
    name, date = indents("青崖市医疗保障局和青崖市财政局", "2024年3月12日")
    assert name == 2
    assert date > 4


def test_small_lines_take_the_size_of_the_grid_beside_them() -> None:
    grid = Grid(widths=(1,), size=9, cells=(Cell(row=0, column=0, text="甲"),))
    first, _, last = body(
        word.write([paper(Line(text="单位：万元", style="small_right"), grid, Line(text="注", style="small"))])
    )
    assert isinstance(first, Paragraph)
    assert isinstance(last, Paragraph)
    assert first.runs[0].font.size.pt == last.runs[0].font.size.pt == 9
    (alone,) = body(word.write([paper(Line(text="注", style="small"))]))
    assert alone.runs[0].font.size is None


def test_no_papers_make_an_empty_file() -> None:
    assert body(word.write([])) == []
    assert len(body(word.write([paper()]))) == 1


def test_a_figure_too_broad_for_its_column_is_made_smaller() -> None:
    cells = (
        Cell(row=0, column=0, text="12345.67", role="number"),
        Cell(row=0, column=1, text="12345.67", role="number"),
    )
    table = body(word.write([paper(Grid(widths=(1, 12), cells=cells))]))[0]
    assert isinstance(table, Table)
    sizes = [table.cell(0, column).paragraphs[0].runs[0].font.size for column in (0, 1)]
    assert sizes[0] is not None
    assert sizes[0].pt < 10.5
    assert sizes[1] is None
