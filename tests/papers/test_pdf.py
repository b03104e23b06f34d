import string
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from jixiao.documents import Table
from jixiao.papers import Cell, Figure, Grid, Line, PageBreak, Paper, Role, fonts
from jixiao.papers.characters import writable
from jixiao.papers.fonts import missing
from jixiao.papers.pdf import write
from jixiao.readers.choosing import read_bytes
from tests.papers.generated import TEXTS, grids, paper, png

pytestmark = pytest.mark.usefixtures("chinese_fonts")

SYNTAX = [
    *string.punctuation,
    '#set page(width: 1cm)\n#panic("x")',
    "#let a = 1; #a",
    "= 标题\n- 项\n+ 项\n/ 词: 义",
    "*强* _斜_ `码` $x^2$ <标> @标 ~ -- --- ... 'a' \"b\"",
    "// 注 /* 注 */",
    "\\u{41} \\# \\",
    "https://example.org/a?b=c#d",
    '#include "/etc/passwd" #read("/etc/passwd")',
    "]}) #[ #{ #(",
    "{{ 7*7 }} {% raw %} ${x} %s",
]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#1f4e79"/></svg>'


def pages(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range() for page in document]


def seen(text: str) -> str:
    """The signs of a text without its blanks, in the form in which a PDF gives them back."""
    return unicodedata.normalize("NFKC", "".join(writable(text).split())).replace("\u00ad", "")


def printed(*blocks: Line | Grid | Figure | PageBreak) -> str:
    return "".join(pages(write([Paper(name="x", blocks=blocks, page_numbers=False)])))


def off_the_page(content: bytes) -> Iterator[str]:
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            text, width, height = page.get_textpage(), page.get_width(), page.get_height()
            for index in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(index)
                if left < -1 or bottom < -1 or right > width + 1 or top > height + 1:
                    yield text.get_text_range(index, 1)


def column(*texts: str) -> Grid:
    return Grid(widths=(1,), cells=tuple(Cell(row=i, column=0, text=text, role="text") for i, text in enumerate(texts)))


@pytest.mark.parametrize("role", ["number", "value"])
def test_a_figure_in_a_narrow_column_is_set_smaller_rather_than_broken(role: Role) -> None:
    cells = (Cell(row=0, column=0, text="得分"), Cell(row=0, column=1, text="95.67", role=role))
    assert "95.67" in printed(Grid(widths=(18, 1), size=9, cells=cells))


@pytest.mark.parametrize("text", SYNTAX)
def test_no_sign_of_the_typesetter_is_markup(text: str) -> None:
    assert seen(printed(Line(text=text), column(text), Line(text=text, style="title"))) == seen(text) * 3


def drawable() -> list[str]:
    """What some font here can draw, read from left to right, without marks and signs that are not seen."""
    signs = map(chr, sorted(set().union(*fonts._coverages())))
    return [
        sign
        for sign in signs
        if unicodedata.category(sign)[0] not in "CM" and unicodedata.bidirectional(sign) not in {"R", "AL", "AN"}
    ]


LEFT_TO_RIGHT = st.deferred(lambda: st.sampled_from(drawable()))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.one_of(LEFT_TO_RIGHT, st.characters(min_codepoint=33, max_codepoint=126))), min_size=1, max_size=8
    )
)
def test_every_text_that_fonts_can_draw_comes_out_in_order(texts: list[str]) -> None:
    # What ends a line with a hyphen is given as one that may vanish; our reader knows, pdfium by itself does not.
    got = seen(printed(column(*texts))).replace("\ufffe", "-")
    assert got == seen("".join(texts))


@settings(max_examples=60, deadline=None)
@given(st.lists(grids(), min_size=1, max_size=3), st.text())
def test_anything_can_be_written_and_nothing_stands_off_the_page(all_grids: list[Grid], text: str) -> None:
    content = write([paper(Line(text=text, style="title"), *all_grids, Line(text=text), name=text)])
    assert not list(off_the_page(content))


LONG = "很长的文字。" * 1500


@pytest.mark.parametrize(
    "grid",
    [
        Grid(widths=(1, 2), cells=(Cell(row=0, column=0, text="项"), Cell(row=0, column=1, text=LONG, role="text"))),
        Grid(
            widths=(1, 2),
            cells=(
                Cell(row=0, column=0, text=LONG, row_span=2),
                Cell(row=0, column=1, text="一"),
                Cell(row=1, column=1, text="二"),
            ),
        ),
        Grid(
            widths=(1, 2),
            header_rows=1,
            cells=(
                Cell(row=0, column=0, text=LONG, role="heading"),
                Cell(row=0, column=1, text="栏"),
                Cell(row=1, column=0, text="甲"),
                Cell(row=1, column=1, text="乙"),
            ),
        ),
        Grid(widths=(1, 20), cells=(Cell(row=0, column=0, text="竖" * 200, upright=True), Cell(row=0, column=1))),
        Grid(widths=(1, 9), cells=(Cell(row=0, column=0, text="1" * 900), Cell(row=0, column=1, text="A" * 900))),
        Grid(widths=(1,) * 50, cells=tuple(Cell(row=0, column=i, text="很长") for i in range(50))),
        column("行\n" * 300),
    ],
    ids=["long cell", "long cell over rows", "long heading", "tall label", "long words", "narrow", "many lines"],
)
def test_what_is_larger_than_a_page_goes_on_over_the_next(grid: Grid) -> None:
    content = write([Paper(name="x", blocks=(grid,), page_numbers=False)])
    assert not list(off_the_page(content))
    got = seen("".join(pages(content)))
    assert sorted(got) == sorted(seen("".join(cell.text for cell in grid.cells)))


def test_headings_are_repeated_with_all_rows_that_they_span() -> None:
    heads = (
        Cell(row=0, column=0, text="指标", role="heading", row_span=2),
        Cell(row=0, column=1, text="完成", role="heading", column_span=2),
        Cell(row=1, column=1, text="目标", role="heading"),
        Cell(row=1, column=2, text="实际", role="heading"),
    )
    rows = tuple(Cell(row=2 + i, column=j, text=f"{i}-{j}") for i in range(120) for j in range(3))
    texts = pages(write([paper(Grid(widths=(1, 1, 1), cells=(*heads, *rows), header_rows=1))]))
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert all(word in text for word in ("指标", "完成", "目标", "实际"))
        assert f"— {number} —" in text


def test_a_grid_that_is_nothing_but_headings_is_written_once() -> None:
    grid = Grid(widths=(1,), cells=(Cell(row=0, column=0, text="栏目", role="heading"),), header_rows=1)
    assert seen(printed(grid)) == "栏目"


def test_numbers_run_through_portrait_and_landscape() -> None:
    content = write(
        [
            Paper(name="一", blocks=(Line(text="一"), PageBreak(), Line(text="二"))),
            Paper(name="二", blocks=(Line(text="三"),), orientation="landscape"),
            Paper(name="三", blocks=(Line(text="四"),), page_numbers=False),
            Paper(name="四", blocks=(Line(text="五"),)),
        ]
    )
    assert [seen(text) for text in pages(content)] == ["一—1—", "二—2—", "三—3—", "四", "五—5—"]
    with pypdfium2.PdfDocument(content) as document:
        sizes = [(round(page.get_width()), round(page.get_height())) for page in document]
    assert sizes == [(595, 842), (595, 842), (842, 595), (595, 842), (595, 842)]


def test_a_page_break_at_either_end_makes_no_empty_page() -> None:
    assert (
        len(pages(write([paper(PageBreak(), Line(text="一"), PageBreak(), PageBreak(), Line(text="二"), PageBreak())])))
        == 2
    )  # type: ignore[arg-type]


def test_the_file_names_its_title_its_headings_and_its_language() -> None:
    lines = (
        Line(text="一、起", style="heading1"),
        Line(text="自评\n报告", style="title"),
        Line(text="", style="heading2"),
        Line(text="（一）承", style="heading2"),
    )
    content = write([Paper(name="表", blocks=lines)])
    with pypdfium2.PdfDocument(content) as document:
        assert document.get_metadata_dict()["Title"] == "自评 报告"
        assert [entry.get_title() for entry in document.get_toc()] == ["一、起", "自评报告", "（一）承"]
    assert b"pdfuaid:part" in content
    assert b"pdfuaid:part" not in write([paper(Line(text="\U0010fffd"))]), "which a box for a missing letter forbids"
    assert b"/Lang(zh-CN)" in content
    assert b"/MarkInfo<</Marked true" in content
    assert b"CreationDate" not in content


def test_titles_and_headings_have_the_size_of_their_look() -> None:
    lines = (
        Line(text="标题", style="title"),
        Line(text="一、起", style="heading1"),
        Line(text="（一）承", style="heading2"),
        Line(text="文"),
    )
    with pypdfium2.PdfDocument(write([Paper(name="x", blocks=lines, page_numbers=False)])) as document:
        text = document[0].get_textpage()
        sizes = {text.get_text_range(i, 1): raw.FPDFText_GetFontSize(text, i) for i in range(text.count_chars())}
    assert [sizes[sign] for sign in "标起承文"] == [22, 16, 16, 16]


def test_a_figure_is_drawn_as_vectors_with_its_words_for_those_who_do_not_see_it() -> None:
    figure = Figure(svg=SVG, png=png(4, 2), width=400, caption="执行率", description="执行率：100%")
    content = write([paper(Line(text="前"), figure)])
    assert b"/Subtype/Image" not in content
    assert seen("".join(pages(content))) == "前执行率—1—"
    with pypdfium2.PdfDocument(content) as document:
        drawn = [item.get_bounds() for item in document[0].get_objects(max_depth=4) if item.type != 1]
    assert max(right - left for left, _, right, _ in drawn) <= (210 - 36) / 25.4 * 72 + 1, "no broader than the text"


def test_a_figure_higher_than_a_page_is_made_smaller() -> None:
    tall = SVG.replace(b'width="40" height="20"', b'width="40" height="400"')
    content = write([paper(Figure(svg=tall, png=png(1, 10), width=100, caption="图", description="图"))])
    assert len(pages(content)) == 1
    with pypdfium2.PdfDocument(content) as document:
        drawn = [item.get_bounds() for item in document[0].get_objects(max_depth=4) if item.type != 1]
    assert all(bottom > 0 and top < 842 for _, bottom, _, top in drawn)


def test_what_no_font_can_draw_is_named_and_seen_as_a_box() -> None:
    strange, known = paper(Line(text="甲\U0010fffd乙\U0010fffd")), paper(Line(text="甲乙"))
    assert missing([strange]) == ("\U0010fffd",)
    boxed, plain = write([strange]), write([known])
    assert seen("".join(pages(boxed))).replace("\ufffd", "").replace("\U0010fffd", "") == "甲乙—1—"
    with pypdfium2.PdfDocument(boxed) as one, pypdfium2.PdfDocument(plain) as other:
        dark = [sum(1 for value in bytes(page[0].render(scale=2).buffer) if value < 128) for page in (one, other)]
    assert dark[0] > dark[1], "the boxes leave their ink"


FORM_TEXTS = st.one_of(
    st.just(""),
    st.text(
        st.sampled_from("绩效指标医保参保人员政策知晓率年度资金总额，。、（）《》“”：；≥≤%0123456789.-/ABCx"),
        max_size=30,
    ),
    st.sampled_from(
        ["100.00%", "12,345.60", "≥95%", "2.5", "2023年12月31日前", "很长的文字说明，需要换行。" * 6, "一是；\n二是。"]
    ),
)


def ruled(grid: Grid) -> Grid:
    """The grid with a column in which every row has a cell of its own, as forms have one, and with a last row."""
    columns, rows = len(grid.widths), grid.rows
    numbers = [Cell(row=row, column=columns, text=f"{row + 1}") for row in range(rows + 1)]
    total = Cell(row=rows, column=0, column_span=columns, text="合计", role="label")
    cells = sorted((*grid.cells, *numbers, total), key=lambda cell: (cell.row, cell.column))
    return msgspec.structs.replace(grid, widths=(*grid.widths, 1), cells=tuple(cells))


@settings(max_examples=60, deadline=None)
@given(grids(FORM_TEXTS).map(ruled))
def test_our_reader_gives_back_the_same_cells(grid: Grid) -> None:
    document = read_bytes(write([paper(Line(text="自评表", style="title"), grid)]), "a.pdf")
    cells = [cell for block in document.blocks if isinstance(block, Table) for cell in block.cells]
    got, want = (
        {
            (cell.row, cell.column, cell.row_span, cell.column_span): "".join(cell.text.split())
            for cell in listed
            if cell.text.strip()
        }
        for listed in (cells, grid.cells)
    )
    assert got == want


def test_no_papers_make_an_empty_file() -> None:
    assert pages(write([])) == [""]
    assert pages(write([Paper(name="", blocks=(), page_numbers=False)])) == [""]
    assert seen(printed(Grid(widths=(1, 2), cells=()))) == ""


def test_several_threads_may_write_at_once() -> None:
    papers = [paper(Line(text=f"第{number}份"), column(*["内容"] * 30)) for number in range(6)]
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(lambda one: write([one]), papers)) == [write([one]) for one in papers]


def test_another_process_writes_the_same_bytes() -> None:
    code = (
        "import hashlib; from jixiao.papers import *; from jixiao.papers.pdf import write;"
        "print(hashlib.sha256(write([Paper(name='a', blocks=(Line(text='绩效'),))])).hexdigest())"
    )
    run = [sys.executable, "-c", code]
    one, other = (subprocess.run(run, capture_output=True, check=True).stdout for _ in range(2))  # noqa: S603
    assert one == other


@settings(max_examples=30, deadline=None)
@given(TEXTS, st.sampled_from(["subtitle", "addressee", "small", "small_right", "signature", "gap", "body"]))
def test_each_style_of_line_prints_its_text(text: str, style: str) -> None:
    if not missing([paper(Line(text=text))]) and all(
        unicodedata.bidirectional(c) not in {"R", "AL", "AN"} for c in text
    ):
        got = seen(printed(Line(text=text, style=style))).replace("\ufffe", "-")  # type: ignore[arg-type]
        assert got == seen(text)


def test_headings_within_a_table_stay_with_the_text_below_them() -> None:
    def aims(rows: int) -> Paper:
        cells = [
            cell for row in range(rows) for cell in (Cell(row=row, column=0, text="项目"), Cell(row=row, column=1))
        ]
        cells += [
            Cell(row=rows, column=0, row_span=2, text="目标", role="label"),
            Cell(row=rows, column=1, text="预期目标", role="heading"),
            Cell(row=rows + 1, column=1, text="开展政策宣传。" * 60, role="text"),
        ]
        return Paper(name="表", blocks=(Grid(widths=(0.2, 0.8), cells=tuple(cells)),))

    for rows in range(20, 36):
        [page] = [text for text in pages(write([aims(rows)])) if "预期目标" in text]
        assert "开展政策宣传" in page


def test_a_row_of_half_a_landscape_page_is_broken_where_the_page_ends_and_a_low_one_is_not() -> None:
    def rows(count: int, length: int) -> Grid:
        texts = ["指标", *("字" * length for _ in range(count))]
        cells = tuple(Cell(row=row, column=0, text=text, role="text") for row, text in enumerate(texts))
        return Grid(widths=(1.0,), cells=cells, header_rows=1, size=10.5)

    def printed_on(grid: Grid) -> list[int]:
        content = write([Paper(name="x", blocks=(grid,), orientation="landscape", page_numbers=False)])
        return [text.count("字") for text in pages(content)]

    high = printed_on(rows(6, 70 * 18))
    assert len(high) <= 5
    assert any(count % (70 * 18) for count in high)
    assert all(count % (70 * 6) == 0 for count in printed_on(rows(12, 70 * 6)))
