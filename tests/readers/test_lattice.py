"""Ruling lines to cells: merged cells, missing borders, double and dashed rules, nested and neighbouring tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.readers.lattice import Lattice, Segment, Tolerance, TooFineError, lattices, merged

TOLERANCE = Tolerance(snap=2.5, reach=3.0, least=6.0)
Rules = list[tuple[float, float, float]]


def found(across: Rules, down: Rules, tolerance: Tolerance = TOLERANCE) -> list[Lattice]:
    return list(lattices([Segment(*rule) for rule in across], [Segment(*rule) for rule in down], tolerance))


def spans(lattice: Lattice) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in lattice.cells]


def full(xs: list[float], ys: list[float]) -> tuple[Rules, Rules]:
    return [(y, xs[0], xs[-1]) for y in ys], [(x, ys[0], ys[-1]) for x in xs]


def test_a_full_grid_has_a_cell_between_any_four_rules() -> None:
    (table,) = found(*full([0, 100, 200], [0, 20, 40]))
    assert spans(table) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert table.cells[3].box == (100, 20, 200, 40)
    assert table.box == (0, 0, 200, 40)
    assert not table.open_above
    assert not table.open_below


def test_cells_without_a_rule_between_them_are_merged() -> None:
    (table,) = found(
        [(0, 0, 300), (50, 100, 300), (100, 0, 300)], [(0, 0, 100), (100, 0, 100), (200, 50, 100), (300, 0, 100)]
    )
    assert spans(table) == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


def test_rules_drawn_piece_by_piece_are_one() -> None:
    across = [(y, x, x + 99) for y in (0, 20, 40) for x in (0, 100)]
    down = [(x, y, y + 19) for x in (0, 100, 200) for y in (0, 20)]
    (table,) = found(across, down)
    assert len(table.cells) == 4


def test_dots_and_dashes_in_a_row_are_a_rule_and_alone_are_none() -> None:
    dots = [(0.0, float(x), x + 1.0) for x in range(0, 200, 3)]
    assert [(rule.start, rule.end) for rule in merged([Segment(*dot) for dot in dots], TOLERANCE)] == [(0, 199)]
    assert merged([Segment(0, 0, 1), Segment(0, 50, 53)], TOLERANCE) == []


def test_a_double_rule_is_one() -> None:
    (table,) = found([(0, 0, 300), (2, 0, 300), (50, 0, 300)], [(0, 0, 50), (2, 0, 50), (100, 0, 50), (300, 0, 50)])
    assert spans(table) == [(0, 0, 1, 1), (0, 1, 1, 1)]


def test_columns_dragged_by_hand_are_one_boundary() -> None:
    across = [(y, 0, 200) for y in (0.0, 20.0, 40.0, 60.0)]
    down = [(0, 0, 60), (200, 0, 60), (100, 0, 20), (104, 20, 40), (98, 40, 60)]
    dragged = Tolerance(snap=2.5, drag=6.5, reach=3.0, least=6.0)
    (table,) = found(across, down, dragged)
    assert spans(table) == [(row, column, 1, 1) for row in range(3) for column in range(2)]
    assert len(found(across, down)[0].xs) > 3


def test_missing_outer_borders_are_closed() -> None:
    (table,) = found([(0, 0, 300), (50, 0, 300)], [(100, 0, 50), (200, 0, 50)])
    assert table.xs == (0, 100, 200, 300)
    assert len(table.cells) == 3


def test_rows_that_run_off_the_page_are_closed_and_known_as_open() -> None:
    (table,) = found([(20, 0, 200), (40, 0, 200)], [(0, 0, 80), (100, 0, 80), (200, 0, 80)])
    assert table.ys == (0, 20, 40, 80)
    assert table.open_above
    assert table.open_below


def test_a_single_rule_that_stands_out_moves_no_border() -> None:
    across, down = full([0, 100, 200], [0, 20, 40])
    (table,) = found([*across, (30, 150, 260)], down)
    assert table.box == (0, 0, 200, 40)


def test_rules_beside_a_page_of_merged_cells_belong_to_it() -> None:
    across = [(y, 100, 300) for y in (0.0, 50.0, 100.0)]
    (table,) = found(across, [(0, 0, 100), (50, -5, 105), (100, 0, 100), (300, 0, 100)])
    assert table.xs == (0, 50, 100, 300)
    assert spans(table)[:2] == [(0, 0, 2, 1), (0, 1, 2, 1)]


def test_tables_that_do_not_touch_are_apart_also_one_inside_a_cell_of_another() -> None:
    outer, inner, below = full([0, 300], [0, 100]), full([20, 50, 80], [20, 40]), full([0, 300], [120, 140])
    tables = found(outer[0] + inner[0] + below[0], outer[1] + inner[1] + below[1])
    assert [table.box for table in tables] == [(0, 0, 300, 100), (20, 20, 80, 40), (0, 120, 300, 140)]


@pytest.mark.parametrize("rules", [([(0, 0, 300)], []), ([(50, 0, 300)], [(100, 0, 100)]), ([], []), ([], [(0, 0, 9)])])
def test_rules_that_enclose_nothing_are_no_table(rules: tuple[Rules, Rules]) -> None:
    assert found(*rules) == []


def test_a_shape_that_is_no_rectangle_is_cut_into_such() -> None:
    across, down = [(0, 0, 200), (20, 0, 100), (40, 0, 200)], [(0, 0, 40), (100, 20, 40), (200, 0, 40)]
    (table,) = found(across, down)
    places = {
        (row, column)
        for top, left, height, width in spans(table)
        for row in range(top, top + height)
        for column in range(left, left + width)
    }
    assert places == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert sum(height * width for _, _, height, width in spans(table)) == 4


@pytest.mark.parametrize(("count", "places"), [(30, 20), (30, 200), (30, 800)])
def test_too_many_segments_crossings_or_places_are_refused(count: int, places: int) -> None:
    across, down = full([float(10 * index) for index in range(count)], [float(10 * index) for index in range(count)])
    with pytest.raises(TooFineError):
        found(across, down, Tolerance(snap=1, reach=1, least=2, places=places))


@given(st.data())
def test_any_merged_grid_comes_back(data: st.DataObject) -> None:
    """Draw a table of random merged cells, rule by rule; the same cells are found."""
    columns, rows = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            width, height = data.draw(st.integers(1, columns - column)), data.draw(st.integers(1, rows - row))
            while any((row, column + step) in taken for step in range(width)):
                width -= 1
            while any((row + down, column + step) in taken for down in range(height) for step in range(width)):
                height -= 1
            taken |= {(row + down, column + step) for down in range(height) for step in range(width)}
            cells.append((row, column, height, width))
    across = [
        (20.0 * edge, 30.0 * column, 30.0 * (column + width))
        for row, column, height, width in cells
        for edge in (row, row + height)
    ]
    down = [
        (30.0 * edge, 20.0 * row, 20.0 * (row + height))
        for row, column, height, width in cells
        for edge in (column, column + width)
    ]
    (table,) = found(across, down)
    boxes = {
        (30 * column, 20 * row, 30 * (column + width), 20 * (row + height)) for row, column, height, width in cells
    }
    assert {cell.box for cell in table.cells} == boxes
