import pytest

from jixiao.papers import Cell, Grid
from jixiao.papers.grids import GridFaultError, check, repeated


def grid(*cells: Cell) -> Grid:
    return Grid(widths=(1, 2), cells=cells)


def test_a_grid_that_is_covered_once_is_sound() -> None:
    check(grid(Cell(row=0, column=0, row_span=2), Cell(row=0, column=1), Cell(row=1, column=1)))
    check(grid())


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ((Cell(row=0, column=0, column_span=2), Cell(row=0, column=1)), "row 1, column 2 is taken twice"),
        ((Cell(row=0, column=1, column_span=2), Cell(row=0, column=0)), "row 1, column 3 lies outside"),
        ((Cell(row=0, column=0, row_span=2), Cell(row=0, column=1)), "row 2, column 2 belongs to no cell"),
        (
            (Cell(row=0, column=0, row_span=0), Cell(row=0, column=0), Cell(row=0, column=1)),
            "row 1, column 1 has a cell without extent",
        ),
    ],
)
def test_a_hole_an_overlap_and_an_overhang_are_named(cells: tuple[Cell, ...], fault: str) -> None:
    with pytest.raises(GridFaultError, match=fault):
        check(grid(*cells))


@pytest.mark.parametrize(
    ("header_rows", "spans", "rows"),
    [(0, (1, 1), 0), (1, (1, 1), 1), (1, (2, 1), 2), (1, (3, 1), 0), (3, (1, 1), 0)],
)
def test_what_is_repeated_holds_whole_cells_and_is_not_everything(
    header_rows: int, spans: tuple[int, int], rows: int
) -> None:
    cells = [Cell(row=row, column=1) for row in range(3)] + [Cell(row=0, column=0, row_span=spans[0])]
    cells += [Cell(row=row, column=0) for row in range(spans[0], 3)]
    assert repeated(Grid(widths=(1, 2), cells=tuple(cells), header_rows=header_rows)) == rows
