import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.papers import Cell, Grid, Line, excel
from jixiao.papers.excel.splitting import pieces, within_limits
from jixiao.papers.grids import check
from tests.papers.generated import grids, paper

MOST = 32_767


def joined(parts: list[str]) -> str:
    """The text of pieces without what they say of each other."""
    return "".join(
        part.removeprefix("（续上格）" if number else "").removesuffix("（转下格）" if number < len(parts) - 1 else "")
        for number, part in enumerate(parts)
    )


@pytest.mark.parametrize("length", [0, 1, MOST - 1, MOST])
def test_what_a_cell_holds_stays_whole(length: int) -> None:
    assert pieces("甲" * length) == ["甲" * length]


@pytest.mark.parametrize(("text", "count"), [("甲" * (MOST + 1), 2), ("😀" * (MOST // 2 + 1), 2), ("😀甲" * 30_000, 3)])
def test_a_longer_text_goes_on_below_and_loses_nothing(text: str, count: int) -> None:
    parts = pieces(text)
    assert len(parts) == count
    assert joined(parts) == text
    assert all(len(part.encode("utf-16-le")) // 2 <= MOST for part in parts)


@given(grids(st.sampled_from(["", "甲", "乙" * (MOST + 1), "丙" * (2 * MOST)]), most=4))
@settings(max_examples=20, deadline=None)
def test_grids_stay_covered_and_texts_follow_below_each_other(grid: Grid) -> None:
    wider = within_limits(grid)
    check(wider)
    for cell in grid.cells:
        count = len(pieces(cell.text))
        start = sum(
            len(pieces(other.text)) for other in grid.cells if other.column == cell.column and other.row < cell.row
        )
        column = [other for other in wider.cells if other.column == cell.column]
        assert joined([other.text for other in column[start : start + count]]) == cell.text


def test_a_workbook_holds_more_than_a_cell_does() -> None:
    text = "一二三四五" * 8_000
    grid = Grid(widths=(1, 1), cells=(Cell(row=0, column=0, text=text, role="text"), Cell(row=0, column=1, text="旁")))
    sheet = openpyxl.load_workbook(io.BytesIO(excel.write([paper(Line(text=text), grid)]))).worksheets[0]
    values = [cell.value for row in sheet.iter_rows(max_col=1) for cell in row if cell.value]
    assert joined(values[:2]) == joined(values[2:]) == text
