import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.facsimiles.sheets import Piece, Sheet, fitted, placed


def test_every_piece_is_anchored_where_no_other_reaches() -> None:
    cells = placed([[Piece("甲", 1, 2), Piece("乙", 2)], [Piece("丙"), Piece("丁")]], 3)
    assert [(cell.text, cell.row, cell.column) for cell in cells] == [
        ("甲", 0, 0),
        ("乙", 0, 1),
        ("丙", 1, 1),
        ("丁", 1, 2),
    ]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([[Piece("甲")]], "gap"),
        ([[Piece("甲", 3)]], "no room"),
        ([[Piece("甲", 2, 2)]], "below"),
        ([[Piece("甲"), Piece("乙", 1, 2)], [Piece("丙", 2)]], "no room"),
    ],
)
def test_a_sheet_laid_out_wrongly_is_told_of(lines: list[list[Piece]], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        placed(lines, 2)


def test_a_sheet_is_split_between_rows_only() -> None:
    cells = placed([[Piece("甲", 2)], [Piece("乙", 1, 2), Piece("丙")], [Piece("丁")]], 2)
    sheet = Sheet(cells=cells, widths=(1, 1), repeated=(1,))
    above, below = sheet.split(1)
    assert [cell.text for cell in above.cells] == ["甲"]
    assert [(cell.text, cell.row) for cell in below.cells] == [("乙", 0), ("丙", 0), ("丁", 1)]
    assert (above.repeated, below.repeated) == ((), (0,))
    with pytest.raises(ValueError, match="across"):
        sheet.split(2)


@given(
    st.lists(st.floats(0.5, 9), min_size=1, max_size=14),
    st.lists(st.floats(0.5, 9), min_size=1, max_size=6),
)
def test_columns_are_divided_without_remainder(room: list[float], wanted: list[float]) -> None:
    if len(wanted) > len(room):
        with pytest.raises(ValueError, match="no room"):
            fitted(room, wanted)
        return
    spans = fitted(room, wanted)
    assert len(spans) == len(wanted)
    assert sum(spans) == len(room)
    assert min(spans) >= 1


def test_parts_get_the_columns_nearest_to_their_width() -> None:
    assert fitted([2, 2, 6, 2, 2, 2], [4, 6, 6]) == [2, 1, 3]
