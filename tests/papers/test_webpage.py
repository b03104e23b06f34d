import base64
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from jixiao.documents import Table
from jixiao.papers import Cell, Figure, Grid, Line, PageBreak, Paper
from jixiao.papers.characters import writable
from jixiao.papers.webpage import write
from jixiao.readers.choosing import read_bytes
from tests.papers.generated import PRINTED, grids, paper, png

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
HOSTILE = ["<script>alert(1)</script>", "</style><b>", '"><img src=x onerror=y>', "{{ 7*7 }}", "]]>&amp;&#0;", "<!--"]
HEADS = (
    Cell(row=0, column=0, text="指标", role="heading", row_span=2),
    Cell(row=0, column=1, text="完成", role="heading", column_span=2),
    Cell(row=1, column=1, text="目标", role="heading"),
    Cell(row=1, column=2, text="实际", role="heading"),
)
ROWS = (
    Cell(row=2, column=0, text="产出", role="label", row_span=2),
    *(Cell(row=row, column=column, text=f"{row}-{column}") for row in (2, 3) for column in (1, 2)),
)
GRID = Grid(widths=(1, 2, 1), cells=(*HEADS, *ROWS), header_rows=1)


def root(content: bytes) -> etree._Element:
    return html.document_fromstring(content.decode("utf-8"))


def text_of(element: etree._Element) -> str:
    """The text with its breaks."""
    return "".join("\n" if part == "br" else part for part in _parts(element))


def _parts(element: etree._Element) -> list[str]:
    parts = [element.text or ""]
    for child in element:
        parts += ["br"] if child.tag == "br" else _parts(child)
        parts.append(child.tail or "")
    return parts


@given(grids(st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(HOSTILE)), st.text())
def test_every_text_stands_in_its_cell_as_it_was(grid: Grid, title: str) -> None:
    page = root(write([paper(Line(text=title, style="title"), grid)]))
    got = [text_of(cell) for cell in page.iter("td", "th")]
    assert got == [writable(cell.text) for cell in grid.cells]
    assert text_of(page.find(".//h1")) == writable(title)
    assert not list(page.iter("script"))


@settings(max_examples=100)
@given(grids(PRINTED))
def test_our_reader_gives_back_the_same_cells(grid: Grid) -> None:
    document = read_bytes(write([paper(Line(text="自评表", style="title"), grid)]), "a.html")
    cells = [cell for block in document.blocks if isinstance(block, Table) for cell in block.cells]
    if len(grid.widths) > 1:  # a table of one column is taken for a frame around text
        got = {(c.row, c.column, c.row_span, c.column_span): c.text for c in cells if c.text}
        assert got == {(c.row, c.column, c.row_span, c.column_span): c.text for c in grid.cells if c.text}


def test_headings_say_of_which_cells_they_are() -> None:
    page = root(write([paper(GRID)]))
    scopes = {text_of(cell): cell.get("scope") for cell in page.iter("th")}
    assert scopes == {"指标": "col", "完成": "colgroup", "目标": "col", "实际": "col", "产出": "rowgroup"}
    assert [text_of(cell) for cell in page.find(".//thead").iter("th", "td")] == ["指标", "完成", "目标", "实际"], (
        "whole cells, though one row was asked for"
    )
    assert not {"指标", "产出"} & {text_of(cell) for cell in page.iter("td")}


def test_a_label_at_the_end_of_a_row_and_an_empty_heading_head_nothing() -> None:
    cells = (Cell(row=0, column=0, role="heading"), Cell(row=0, column=1, text="签字", role="label"))
    page = root(write([paper(Grid(widths=(1, 1), cells=cells))]))
    assert not list(page.iter("th"))


def test_the_page_needs_nothing_and_allows_nothing() -> None:
    figure = Figure(svg=b"<svg/>", png=png(1, 1), width=120, caption="图", description="说明“<>”")
    content = write([paper(Line(text="x", style="title"), GRID, figure, name=HOSTILE[0])]).decode("utf-8")
    style = re.search(r"<style>(.*?)</style>", content, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    page = root(content.encode())
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not page.xpath("//@style | //@onclick | //@href | //link | //script | //iframe")
    assert page.xpath("//img/@src") == ["data:image/svg+xml;base64," + base64.b64encode(b"<svg/>").decode()]
    assert page.xpath("//img/@alt") == ["说明“<>”"]


def test_the_title_of_the_page_is_that_of_the_paper_or_its_name() -> None:
    assert root(write([paper(Line(text="自评\n报告", style="title"))])).findtext(".//title") == "自评 报告"
    assert root(write([paper(name="表1")])).findtext(".//title") == "表1"
    assert root(write([])).findtext(".//title") in {"", None}


def test_grids_that_go_together_touch() -> None:
    page = root(write([paper(GRID, Grid(widths=(1,), cells=(Cell(row=0, column=0),), joined=True))]))
    assert [table.get("class", "").split()[1:] for table in page.iter("table")] == [["continued"], ["joined"]]


@pytest.mark.skipif(CHROMIUM is None, reason="no browser on this machine")
def test_a_browser_prints_it_page_by_page_with_headings_and_numbers(tmp_path: Path) -> None:
    assert CHROMIUM
    rows = tuple(Cell(row=2 + i, column=j, text=f"{i}.{j}") for i in range(100) for j in range(3))
    long = Grid(widths=(1, 2, 1), cells=(*HEADS, *rows), header_rows=2)
    papers = [
        Paper(name="一", blocks=(Line(text="自评表", style="title"), long, PageBreak())),
        Paper(name="二", blocks=(Line(text="横向"),), orientation="landscape", page_numbers=False),
    ]
    (tmp_path / "a.html").write_bytes(write(papers))
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={tmp_path}/profile",
    ]
    command = [CHROMIUM, *options, f"--print-to-pdf={tmp_path}/a.pdf", (tmp_path / "a.html").as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
        sizes = [page.get_size() for page in document]
    assert len(texts) > 2
    assert all("目标" in text for text in texts[:-1])
    assert "目标" not in texts[-1]
    assert "横向" in texts[-1]
    assert [width < height for width, height in sizes] == [True] * (len(sizes) - 1) + [False]
    if "—1—" in texts[0]:  # browsers before 2025 know no numbers at the foot
        assert "—2—" in texts[1]
        assert "—" not in texts[-1]


def test_a_figure_is_never_broken_and_set_smaller_where_its_column_is_narrow() -> None:
    cells = (Cell(row=0, column=0, text="得分"), Cell(row=0, column=1, text="95.67", role="number"))
    marked = write([paper(Grid(widths=(17, 1), size=9, cells=cells))]).decode()
    assert re.search(r'class="number figure s[78](-5)?">95\.67<', marked)
    assert 'class="number figure">95.67<' in write([paper(Grid(widths=(1, 1), size=9, cells=cells))]).decode()
