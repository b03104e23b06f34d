"""Tables: their cells as rows, whatever order they came in."""

from hypothesis import given
from hypothesis import strategies as st

from jixiao.documents import Cell, Table


def cell(row: int, column: int) -> Cell:
    return Cell(row=row, column=column, text=f"{row},{column}")


def test_rows_are_anchored_cells_in_column_order_and_empty_rows_are_left_out() -> None:
    table = Table(cells=(cell(3, 1), cell(0, 2), cell(0, 0), cell(3, 0)), fidelity="grid")
    assert [[each.text for each in row] for row in table.rows()] == [["0,0", "0,2"], ["3,0", "3,1"]]


def test_a_table_without_cells_has_no_rows() -> None:
    assert Table(cells=(), fidelity="ragged").rows() == []


@given(st.permutations([(row, column) for row in range(3) for column in range(3)]))
def test_the_order_of_the_cells_does_not_matter(order: list[tuple[int, int]]) -> None:
    table = Table(cells=tuple(cell(*place) for place in order), fidelity="grid")
    assert [each.text for row in table.rows() for each in row] == [
        f"{row},{column}" for row in range(3) for column in range(3)
    ]
