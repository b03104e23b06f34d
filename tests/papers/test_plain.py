import csv

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.documents import Paragraph, Table
from jixiao.papers import Cell, Figure, Grid, Line, PageBreak
from jixiao.papers.characters import writable
from jixiao.papers.plain import write
from jixiao.readers.choosing import read_bytes
from tests.papers.generated import grids, paper, png

CLEAN = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \n"), max_size=40).map(
    lambda text: "\n".join(part for part in (line.strip() for line in text.split("\n")) if part)
)
"""Texts as our readers leave them: no blanks at the ends of lines, no empty lines, nothing that is not seen."""


def lines(*blocks: Line | Grid | Figure | PageBreak) -> list[str]:
    return write([paper(*blocks)]).decode("utf-8-sig").split("\n")  # type: ignore[arg-type]


def cells_by_place(grid: Grid) -> list[list[str]]:
    rows = [[""] * len(grid.widths) for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = writable(cell.text)
    return rows


@given(grids())
def test_a_spreadsheet_takes_the_rows_as_they_are(grid: Grid) -> None:
    if len(grid.widths) == 1:
        return  # running text, see below
    text = write([paper(grid)]).decode("utf-8-sig").removesuffix("\n")
    rows = csv.reader([line + "\n" for line in text.split("\n")], delimiter="\t")
    width = len(grid.widths)
    assert [row[:width] for row in rows] == cells_by_place(grid)


@given(grids(CLEAN))
def test_our_reader_gives_back_the_same_cells(grid: Grid) -> None:
    if len(grid.widths) == 1:
        return
    document = read_bytes(write([paper(Line(text="自评表", style="title"), grid)]), "a.txt")
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    got = {(cell.row, cell.column): cell.text for cell in table.cells if cell.column < len(grid.widths)}
    want = cells_by_place(grid)
    assert got == {(row, column): text for row, texts in enumerate(want) for column, text in enumerate(texts)}


def test_a_grid_of_one_column_is_running_text() -> None:
    assert lines(Grid(widths=(1,), cells=(Cell(row=0, column=0, text='一\n“二”"\t三'),))) == ["一", '“二”" 三', ""]


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1, max_size=5))
def test_every_line_of_text_stands_on_a_line(texts: list[str]) -> None:
    assert lines(*(Line(text=text) for text in texts)) == [*texts, ""]


def test_tabs_in_running_text_are_blanks_and_breaks_are_lines() -> None:
    assert lines(Line(text="一\t二\r\n三"), PageBreak(), Line(text="四\x00")) == ["一 二", "三", "", "四␀", ""]


def test_papers_are_parted_by_an_empty_line() -> None:
    text = write([paper(Line(text="一")), paper(Line(text="二"))]).decode("utf-8-sig")
    assert text == "一\n\n二\n"
    assert write([]).decode("utf-8-sig") == "\n"


def test_a_figure_is_told_in_words() -> None:
    figure = Figure(svg=b"<svg/>", png=png(1, 1), width=100, caption="图1", description="执行率：100%。")
    assert lines(figure) == ["图1：执行率：100%。", ""]
    assert lines(msgspec.structs.replace(figure, caption="执行率")) == ["执行率：100%。", ""]


@pytest.mark.parametrize("text", ['"', 'a"b', '"a"', "a\nb", "a\tb", "=1+1", ","])
def test_what_would_break_a_row_is_quoted(text: str) -> None:
    cells = (Cell(row=0, column=0, text=text), Cell(row=0, column=1, text="乙"), Cell(row=0, column=2, text="丙"))
    document = read_bytes(write([paper(Grid(widths=(1, 1, 1), cells=cells))]), "a.txt")
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.text for cell in table.cells] == [text, "乙", "丙"]


def test_running_text_stays_running_text() -> None:
    document = read_bytes(write([paper(Line(text="本年度资金执行率为100%。"), Line(text="特此说明。"))]), "a.txt")
    assert all(isinstance(block, Paragraph) for block in document.blocks)
