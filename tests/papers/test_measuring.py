import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.papers.measuring import fitting, lines, width


@pytest.mark.parametrize(
    ("text", "room", "count"),
    [
        ("", 5, 1),
        ("一二三四五", 5, 1),
        ("一二三四五六", 5, 2),
        ("一\n二\n", 5, 3),
        ("甲乙丙abcde", 5, 2),  # a word stays whole
        ("abcdefghijabcdefghij", 5, 3),  # but not one longer than the line: nine letters fit into five characters
        ("一二三", 0.2, 3),
        ("é\u0301", 1, 1),  # an accent takes no room of its own
    ],
)
def test_lines_are_counted_as_they_would_be_broken(text: str, room: float, count: int) -> None:
    assert lines(text, room) == count


@given(st.text(), st.floats(1, 60))
def test_lines_have_room_for_the_whole_text(text: str, room: float) -> None:
    assert lines(text, room) * room >= sum(width(line) for line in text.split("\n")) - 1e-6


@given(st.text(), st.floats(1, 60))
def test_more_room_never_takes_more_lines(text: str, room: float) -> None:
    assert lines(text, room * 2) <= lines(text, room)


@pytest.mark.parametrize(
    ("text", "size", "room", "fits"),
    [
        ("", 10.5, 10, 10.5),
        ("94.50", 10.5, 30, 10.5),
        ("94.50", 10.5, 27.8, 9.5),
        ("1,234,567.89", 10.5, 50, 7),
        ("1,234,567.89", 10.5, 40, 10.5),  # is broken rather than made too small to read
    ],
)
def test_a_figure_is_made_smaller_rather_than_broken(text: str, size: float, room: float, fits: float) -> None:
    assert fitting(text, size, room) == fits
