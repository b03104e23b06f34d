"""Pages of a paper are reckoned before it is written, and a page with hardly anything on it is spared by narrower margins."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from jixiao.papers import Cell, Grid, Line, Paper
from jixiao.papers.looks import page_size
from jixiao.papers.paging import pages, tightened
from jixiao.papers.pdf import write

USUAL = Paper(name="表", blocks=())


def form(rows: int, text: str = "检查定点医药机构数量") -> Paper:
    """A title and a table with a heading and so many rows."""
    texts = [("三级指标", "完成情况"), *((text, "已完成") for _ in range(rows))]
    cells = tuple(Cell(row=row, column=at, text=word) for row, pair in enumerate(texts) for at, word in enumerate(pair))
    grid = Grid(widths=(0.5, 0.5), cells=cells, header_rows=1, size=9)
    return Paper(name="表", blocks=(Line(text="项目支出绩效自评表", style="title"), grid))


def printed(paper: Paper) -> int:
    return len(PdfDocument(io.BytesIO(write([paper]))))


def test_a_row_alone_on_a_page_is_taken_onto_the_page_before() -> None:
    rows = next(rows for rows in range(1, 100) if pages(form(rows)) > 1)
    spared = tightened(form(rows))
    assert spared.margins != USUAL.margins
    assert (pages(spared), printed(spared)) == (1, 1)
    assert spared.blocks == form(rows).blocks


@pytest.mark.parametrize("rows", [3, 60])
def test_margins_stay_where_they_suffice_and_where_narrower_ones_spare_nothing(rows: int) -> None:
    assert tightened(form(rows)) == form(rows)


def test_a_row_higher_than_a_page_goes_on_on_the_next() -> None:
    assert pages(form(1, "逐" * 6000)) > 3


@settings(max_examples=60)
@given(st.integers(0, 150), st.integers(1, 90))
def test_a_paper_never_takes_more_pages_than_before_nor_than_were_reckoned(rows: int, letters: int) -> None:
    paper = form(rows, "查" * letters)
    spared = tightened(paper)
    assert pages(spared) <= pages(paper)
    assert printed(spared) <= pages(spared)
    assert min(spared.margins) >= 12
    assert page_size(spared) == page_size(paper)
