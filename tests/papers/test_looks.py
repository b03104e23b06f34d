import pytest

from jixiao.papers import Cell, Grid, Line, LineStyle, Paper
from jixiao.papers.looks import is_letter, page_size, small_size, text_width

GRID = Grid(widths=(1,), size=9, cells=(Cell(row=0, column=0),))


def test_the_width_of_the_text_is_what_the_margins_leave() -> None:
    assert page_size(Paper(name="", blocks=(), orientation="landscape")) == (297, 210)
    assert text_width(Paper(name="", blocks=(), margins=(37, 26, 35, 28))) == 156


@pytest.mark.parametrize(
    ("style", "letter"), [("addressee", True), ("signature", True), ("title", False), ("small", False)]
)
def test_a_letter_addresses_somebody_or_is_signed(style: LineStyle, *, letter: bool) -> None:
    assert is_letter(Paper(name="", blocks=(GRID, Line(text="", style=style)))) is letter


@pytest.mark.parametrize(
    ("blocks", "size"),
    [
        ((Line(text="", style="small"), GRID), 9),
        ((Line(text="", style="small"), Line(text="", style="small_right"), GRID), 9),
        ((Line(text="", style="small"), Line(text="", style="title"), GRID), 10.5),
        ((Line(text="", style="small"),), 10.5),
    ],
)
def test_a_small_line_has_the_size_of_the_grid_that_it_belongs_to(blocks: tuple[Line | Grid, ...], size: float) -> None:
    assert small_size(blocks, 0) == size
    assert small_size(tuple(reversed(blocks)), len(blocks) - 1) == size
