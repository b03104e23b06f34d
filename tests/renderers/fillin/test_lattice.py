"""Rows of any widths are fitted to the columns of the indicator table."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from jixiao.renderers.fillin.lattice import columns_for, fitted

_WIDTHS = st.lists(st.floats(1, 50), min_size=1, max_size=9)


@given(_WIDTHS, _WIDTHS)
def test_every_cell_gets_a_column_and_every_column_a_cell(shares: list[float], table: list[float]) -> None:
    columns = columns_for(table, len(shares))
    spans = fitted(shares, columns)
    assert len(spans) == len(shares)
    assert sum(spans) == len(columns)
    assert min(spans) >= 1


@given(_WIDTHS)
def test_the_table_itself_is_fitted_cell_by_cell(table: list[float]) -> None:
    assert fitted(table, columns_for(table, 1)) == (1,) * len(table)


@given(_WIDTHS, st.integers(1, 20))
def test_halving_columns_keeps_the_width_and_the_edges(table: list[float], least: int) -> None:
    columns = columns_for(table, least)
    assert len(columns) >= least
    edges = list(accumulate(columns))
    assert all(any(abs(edge - other) < 1e-6 for other in edges) for edge in accumulate(table))


def test_edges_move_as_little_as_possible() -> None:
    assert fitted((14, 36, 14, 36), (5, 9, 10, 17, 12, 12, 7, 7, 21)) == (2, 3, 1, 3)
