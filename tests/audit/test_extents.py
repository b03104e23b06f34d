"""A spot that could not be read is held against the form it lies in, in text, in Word, on sheets and by pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.extents import may_hold
from jixiao.places import Place

TEXT = (Place(line=3), Place(line=400), Place(line=800))
WORD = (Place(table=1, row=1), Place(table=2, row=1), Place(table=2, row=30))
SHEETS = (Place(sheet="甲", row=1), Place(sheet="乙", row=1), Place(sheet="乙", row=40))
PAGES = (Place(page=1), Place(page=4))


@pytest.mark.parametrize(
    ("starts", "spot", "holders"),
    [
        (TEXT, Place(line=1), [0]),
        (TEXT, Place(line=399), [0]),
        (TEXT, Place(line=400), [1]),
        (TEXT, Place(line=9999), [2]),
        (TEXT, Place(), [0, 1, 2]),
        (WORD, Place(table=1, row=9, column=2), [0]),
        (WORD, Place(table=2), [0]),
        (WORD, Place(table=2, row=29), [1]),
        (WORD, Place(table=3, row=1), [2]),
        (WORD, Place(page=1), [0, 1, 2]),
        (SHEETS, Place(sheet="甲", row=70), [0]),
        (SHEETS, Place(sheet="乙", row=39), [1]),
        (SHEETS, Place(sheet="乙", row=41), [2]),
        (SHEETS, Place(sheet="丙", row=1), []),
        (PAGES, Place(page=3), [0]),
        (PAGES, Place(page=5), [1]),
        ((Place(), Place(line=400)), Place(line=3), [0]),
        ((Place(), Place()), Place(line=3), [0, 1]),
    ],
)
def test_a_spot_belongs_to_the_form_that_began_last(starts: tuple[Place, ...], spot: Place, holders: list[int]) -> None:
    assert [index for index in range(len(starts)) if may_hold(starts, index, spot)] == holders


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6, unique=True), st.integers(1, 60))
def test_a_line_lies_in_just_one_form(lines: list[int], line: int) -> None:
    starts = tuple(Place(line=start) for start in lines)
    holders = [index for index in range(len(starts)) if may_hold(starts, index, Place(line=line))]
    assert [lines[index] for index in holders] == [max((each for each in lines if each <= line), default=min(lines))]
