"""Which boundaries of hand-dragged columns are one."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jixiao.readers.word.columns import NEAR, Extent, column_numbers


def rows_of(*rows: tuple[float, ...]) -> list[Extent]:
    """The extents of filled cells that lie side by side between boundaries, row by row."""
    return [Extent(left, right, filled=True) for row in rows for left, right in pairwise(row)]


def test_boundaries_dragged_by_two_millimetres_are_one() -> None:
    numbers = column_numbers(rows_of((0, 1000, 2000), (0, 1110, 2000), (0, 930, 2000)))
    assert [numbers[x] for x in (0, 930, 1000, 1110, 2000)] == [0, 1, 1, 1, 2]


def test_columns_in_which_something_stands_stay_apart_however_narrow() -> None:
    numbers = column_numbers(rows_of((0, 1000, 1080, 2000), (0, 1040, 2000)))
    assert numbers[1000] != numbers[1080]


def test_an_empty_sliver_between_dragged_boundaries_is_no_column() -> None:
    numbers = column_numbers([*rows_of((0, 1000), (1080, 2000)), Extent(1000, 1080, filled=False)])
    assert numbers[1000] == numbers[1080] == 1
    assert numbers[2000] == 2


def test_an_empty_column_wider_than_a_sliver_is_one() -> None:
    numbers = column_numbers([*rows_of((0, 1000), (1300, 2000)), Extent(1000, 1300, filled=False)])
    assert [numbers[x] for x in (0, 1000, 1300, 2000)] == [0, 1, 2, 3]


def test_a_chain_of_near_boundaries_is_not_one_wide_blur() -> None:
    row_by_row = [(0.0, 300.0 + 100.0 * step, 6000.0) for step in range(40)]
    numbers = column_numbers(rows_of(*row_by_row))
    groups: dict[int, list[float]] = {}
    for position, number in numbers.items():
        groups.setdefault(number, []).append(position)
    assert max(max(group) - min(group) for group in groups.values()) <= 567
    assert len(groups) > 7


def test_the_nearest_are_joined_first() -> None:
    # 1300 lies within reach of both; it belongs to 1350 and not to 1000.
    numbers = column_numbers(rows_of((0, 1000, 3000), (0, 1300, 3000), (0, 1350, 3000), (0, 1700, 3000)), reach=320)
    assert numbers[1300] == numbers[1350] != numbers[1000]


widths = st.lists(st.integers(700, 3000), min_size=1, max_size=12)


@given(widths, st.data())
def test_rows_dragged_at_random_have_the_columns_they_were_drawn_with(drawn: list[int], data: st.DataObject) -> None:
    edges = [sum(drawn[:index]) for index in range(len(drawn) + 1)]
    drags = st.lists(st.integers(-60, 60), min_size=len(edges), max_size=len(edges))
    dragged = [
        tuple(float(edge + drag) for edge, drag in zip(edges, row, strict=True))
        for row in data.draw(st.lists(drags, min_size=1, max_size=8))
    ]
    numbers = column_numbers(rows_of(*dragged))
    for row in dragged:
        assert [numbers[x] for x in row] == list(range(len(edges)))


positions = st.integers(0, 3000).map(float)
cells = st.tuples(positions, positions, st.booleans()).filter(lambda cell: cell[0] < cell[1])


@given(st.lists(cells, max_size=30))
def test_columns_ascend_with_the_boundaries_and_no_cell_but_a_sliver_disappears(
    drawn: list[tuple[float, float, bool]],
) -> None:
    extents = [Extent(*cell) for cell in drawn]
    numbers = column_numbers(extents)
    ascending = [numbers[position] for position in sorted(numbers)]
    assert ascending == sorted(ascending)
    assert set(ascending) == set(range(len(set(ascending))))
    for extent in extents:
        if extent.filled or extent.right - extent.left > NEAR:
            assert numbers[extent.left] < numbers[extent.right]
