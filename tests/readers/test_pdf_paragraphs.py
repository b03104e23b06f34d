"""Lines of running text in a PDF become paragraphs where their place tells it, and stay lines where it does not."""

import pytest

from jixiao.documents import Block, Cell, Paragraph, Table
from jixiao.places import Place
from jixiao.readers.pdf.paragraphs import with_paragraphs

_EM, _LEFT, _RIGHT = 0.02, 0.1, 0.9
"""Forty characters a line."""


def line(text: str, number: int, *, indent: float = 0, size: float = 0.01, page: int = 1, blank: int = 0) -> Paragraph:
    """A line of text in characters of one size, at its height on the page."""
    left, top = _LEFT + indent * _EM, 0.1 + number * 0.02
    width = sum(0.5 if character.isascii() else 1 for character in text) * _EM
    place = Place(page=page, box=(left, top, round(left + width, 5), top + size))
    return Paragraph(text=text, place=place, blank_before=blank)


def joined(*blocks: Block) -> list[str]:
    """The texts of the paragraphs, on a page whose other text reaches from margin to margin."""
    return [block.text for block in with_paragraphs(blocks) if isinstance(block, Paragraph)]


FULL = "甲" * 40
FIRST = "甲" * 38
SHORT = "乙" * 10


def test_a_full_line_goes_on_in_the_next_one() -> None:
    assert joined(line(FIRST, 0, indent=2), line(FULL, 1), line(SHORT, 2), line(SHORT, 3)) == [
        FIRST + FULL + SHORT,
        SHORT,
    ]


def test_a_joined_paragraph_stands_where_its_lines_stand() -> None:
    (block,) = with_paragraphs([line(FIRST, 0, indent=2), line(SHORT, 1)])
    assert block.place.box == (0.1, 0.1, 0.9, 0.13)
    assert block.place.page == 1


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    assert joined(line(FULL, 40), line(SHORT, 0, page=2)) == [FULL + SHORT]


def test_behind_a_full_stop_only_an_indented_paragraph_goes_on() -> None:
    stop = "。"
    assert joined(line(FIRST[:-1] + stop, 0, indent=2), line(SHORT, 1)) == [FIRST[:-1] + stop + SHORT]
    assert joined(line(FULL[:-1] + stop, 0), line(SHORT, 1)) == [FULL[:-1] + stop, SHORT]


def test_between_words_and_between_figures_there_was_a_blank() -> None:
    assert joined(line("甲" * 39 + "12", 0), line("34家" + SHORT, 1)) == ["甲" * 39 + "12 34家" + SHORT]
    assert joined(line("甲" * 39 + "12", 0), line("家" + SHORT, 1)) == ["甲" * 39 + "12家" + SHORT]


@pytest.mark.parametrize(
    "below",
    [
        line(SHORT, 1, indent=2),
        line(SHORT, 1, indent=-4),
        line(SHORT, 1, size=0.014),
        line(SHORT, 1, blank=1),
        line("二、完成情况", 1),
        line("（一）完成情况", 1),
        line("3.完成情况", 1),
        line("单位  金额  备注", 1),
        line("甲 乙 丙 丁", 1),
    ],
)
def test_what_stands_otherwise_or_begins_something_stays_a_line(below: Paragraph) -> None:
    assert joined(line(FULL, 0), below, line(FULL, 9)) == [FULL, below.text, FULL]


@pytest.mark.parametrize("above", ["甲" * 30, "甲" * 10, "甲  " + "乙" * 37, "甲 乙 丙 " + "丁" * 36])
def test_a_line_that_is_not_full_or_stands_in_columns_does_not_go_on(above: str) -> None:
    assert joined(line(above, 0), line(SHORT, 1), line(FULL, 9)) == [above, SHORT, FULL]


def test_labels_below_one_another_stay_apart() -> None:
    above = "项目名称：" + "甲" * 35
    assert joined(line(above, 0), line("主管部门：某局", 1)) == [above, "主管部门：某局"]


def test_a_percentage_at_the_beginning_of_a_line_is_no_number_of_a_list() -> None:
    assert joined(line(FULL, 0), line("3.5%的参保人", 1)) == [FULL + "3.5%的参保人"]


def test_on_a_narrow_text_nothing_is_known_of_the_margin() -> None:
    assert joined(line("甲" * 20, 0), line(SHORT, 1)) == ["甲" * 20, SHORT]


def test_tables_and_lines_without_a_place_stay_as_they_are() -> None:
    place = Place(page=1, box=(0.1, 0.5, 0.9, 0.6))
    table = Table(cells=(Cell(row=0, column=0, text="甲", place=place),), fidelity="grid")
    blocks = (line(FULL, 0), table, line(SHORT, 1), Paragraph(text=FULL), Paragraph(text=SHORT))
    assert with_paragraphs(blocks) == blocks
