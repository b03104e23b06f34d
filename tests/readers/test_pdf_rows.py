"""Tables without rules: white to columns, lines to rows, labels to the rows beside which they stand."""

from collections.abc import Sequence

import pytest

from jixiao.readers.pdf.gutters import sections, unit
from jixiao.readers.pdf.rowing import Item, Leading, leading_of, rows_of
from jixiao.readers.pdf.spanning import spans_of

EM, PITCH = 10.0, 12.0
LEADING = Leading(em=EM, pitch=PITCH)
TIGHT = Leading(em=EM, pitch=PITCH, tight=True)


def item(text: str, middle: float, left: float = 0.0) -> Item:
    """A line of a cell, each character an em broad, Latin ones half an em."""
    width = sum(EM if character > "\u2000" else EM / 2 for character in text)
    return Item((left, middle - EM / 2, left + width, middle + EM / 2), text)


def cell(text: str, middle: float, pitch: float = PITCH) -> list[Item]:
    """A cell of several lines whose middle lies at a height."""
    lines = text.split("\n")
    first = middle - pitch * (len(lines) - 1) / 2
    return [item(line, first + pitch * number) for number, line in enumerate(lines)]


def column(*cells: tuple[str, float]) -> list[Item]:
    return [each for text, middle in cells for each in cell(text, middle)]


def between(cuts: Sequence[float], *middles: float) -> list[int]:
    """How many of the middles lie above each cut."""
    return [sum(middle < cut for middle in middles) for cut in cuts]


def test_white_through_all_lines_of_a_section_parts_its_columns_and_sections_have_their_own() -> None:
    two = [[(0.0, 40.0), (100.0, 180.0)], [(0.0, 50.0), (90.0, 200.0)]]
    four = [[(0.0, 30.0), (60.0, 80.0), (120.0, 140.0), (180.0, 200.0)] for _ in range(3)]
    found = sections([unit(line, EM) for line in [*two, *four]], [0.0] * 5, EM)
    assert [(section.start, section.end) for section in found] == [(0, 2), (2, 5)]
    assert found[0].gutters == [(50.0, 90.0)]
    assert found[1].gutters == [(30.0, 60.0), (80.0, 120.0), (140.0, 180.0)]


def test_a_subtitle_across_the_columns_does_not_part_a_section() -> None:
    line = [(0.0, 30.0), (60.0, 80.0), (120.0, 140.0), (180.0, 200.0)]
    units = [unit(each, EM) for each in [line, line, line, [(20.0, 190.0)], line, line]]
    (section,) = sections(units, [0.0] * 6, EM)
    assert section.crossing == {3}
    assert len(section.gutters) == 3


def test_narrow_white_parts_columns_only_where_one_of_them_is_seen_alone() -> None:
    both = [(0.0, 40.0), (44.0, 64.0)]
    alone = [(10.0, 30.0)]
    proved = sections([unit(each, EM) for each in [both, alone, alone, alone]], [0.0] * 4, EM)
    assert [section.gutters for section in proved] == [[(40.0, 44.0)]]
    assert [section.gutters for section in sections([unit(both, EM)] * 4, [0.0] * 4, EM)] == [[]]


def test_pieces_half_a_line_apart_stand_beside_each_other() -> None:
    label, text = [(0.0, 30.0)], [(60.0, 200.0)]
    units = [unit(text, EM, label), unit(label, EM, text), unit(text, EM)]
    (section,) = sections(units, [0.0] * 3, EM)
    assert section.gutters == [(30.0, 60.0)]


def test_cells_in_the_middle_of_their_rows_are_told_from_each_other() -> None:
    names = column(("现场检查定点\n医药机构数", 20), ("开展飞行检查", 48), ("问题整改\n完成率", 76))
    points = column(("10", 20), ("6", 48), ("12", 76))
    rows = rows_of([names, points], LEADING)
    assert between(rows.cuts, 20, 48, 76) == [1, 2]
    assert not rows.open


def test_rows_as_close_as_lines_are_told_by_their_figures() -> None:
    names = column(("现场检查定点医药\n机构数", 18), ("开展飞行检查次数", 36), ("检查发现问题整改", 48))
    points = column(("10", 18), ("6", 36), ("12", 48))
    rows = rows_of([names, points], TIGHT)
    assert between(rows.cuts, 18, 36, 48) == [1, 2]


def test_rows_at_the_top_of_which_cells_stand() -> None:
    names = [*cell("现场检查定点\n医药机构\n数", 24), *cell("开展飞行检查", 56), *cell("问题整改\n完成率", 82)]
    points = column(("10", 12), ("6", 56), ("12", 76))
    assert between(rows_of([names, points], LEADING).cuts, 12, 56, 76) == [1, 2]


def test_a_cut_that_nothing_decides_is_open() -> None:
    left = column(("普遍开展工作", 20), ("持续开展工作", 32))
    right = column(("全面落实到位", 20), ("逐步落实到位", 32))
    assert rows_of([left, right], TIGHT).open


def test_a_rule_between_lines_parts_rows_whatever_they_cost() -> None:
    left = column(("普遍开展工作并且", 20), ("持续推进", 32))
    right = column(("全面落实并且到位", 20), ("逐步推进", 32))
    assert rows_of([left, right], LEADING, forced=[26]).cuts == (26,)
    assert rows_of([left, right], LEADING).cuts == ()


def test_a_heading_is_no_line_of_the_figure_below_it() -> None:
    points = column(("分值", 20), ("10", 32), ("8", 44), ("6", 56))
    names = column(("三级指标", 20), ("现场检查次数", 32), ("开展培训次数", 44), ("整改完成比例", 56))
    assert len(rows_of([names, points], TIGHT).cuts) == 3


def test_nothing_has_no_rows() -> None:
    assert rows_of([[], []], LEADING).cuts == ()


@pytest.mark.parametrize(("gap", "tight"), [(12.0, True), (15.0, False)])
def test_the_distance_of_lines_is_that_below_a_full_one_and_rows_may_stand_as_close(gap: float, tight: bool) -> None:  # noqa: FBT001 - a case of the table
    names = column(("现场检查定点\n医药机构总数", 18), ("开展飞行检查", 80), ("问题整改比例", 80 + gap))
    points = [item(text, 80 + gap * number) for number, text in enumerate(("10", "6", "12"))]
    found = leading_of([names, points], EM)
    assert found.pitch == PITCH
    assert found.tight is tight
    assert leading_of([], EM).pitch > EM


def test_labels_stand_in_the_middle_of_the_rows_that_they_span() -> None:
    edges = [0.0, 20, 40, 60, 80, 100]
    tops = [10.0, 30, 50, 70, 90]
    labels = column(("产出指标", 30), ("效益指标", 70), ("满意度指标", 90))
    assert spans_of(labels, edges, tops, LEADING).begins == {3, 4}
    above = column(("产出指标", 10), ("效益指标", 70), ("满意度指标", 90))
    assert spans_of(above, edges, tops, LEADING).begins == {3, 4}


def test_lines_of_a_label_are_told_from_labels_by_how_labels_end() -> None:
    edges = [0.0, 12, 24, 36, 48]
    tops = [6.0, 18, 30, 42]
    labels = column(("数量指标", 6), ("质量指标", 18), ("社会效益\n指标", 36))
    assert spans_of(labels, edges, tops, TIGHT).begins == {1, 2}


def test_a_label_begins_only_where_the_finer_ones_beside_it_do() -> None:
    edges = [0.0, 20, 40, 60]
    labels = column(("产出指标", 10), ("效益指标", 40))
    assert spans_of(labels, edges, [10.0, 30, 50], LEADING, frozenset({2})).begins <= {2}
