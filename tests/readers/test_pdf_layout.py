"""Runs and rules to a page: cells, labels, overflowing amounts, turned pages, tables by alignment, lines of text."""

from collections.abc import Sequence

import msgspec
import pytest

from jixiao.documents import Paragraph
from jixiao.readers.lattice import Box, Segment
from jixiao.readers.pages import Page, PageTable
from jixiao.readers.pdf.layout import laid_out
from jixiao.readers.pdf.rules import Drawn
from jixiao.readers.pdf.runs import Gathering, Glyph, Look, Run, Spacing, around

_SIZE = (600.0, 800.0)
_EM = 10.0


def run(text: str, left: float, top: float, *, turn: int = 0, em: float = _EM) -> Run:
    """A run whose characters are an em broad, Latin ones half an em."""
    glyphs, at = [], left if turn == 0 else top
    for character in text:
        breadth = em if character > "\u2000" else em / 2
        if turn == 0:
            box: Box = (at, top, at + breadth, top + em)
        elif turn == 1:
            box = (left, at, left + em, at + breadth)
        elif turn == 2:
            box = (left - at + top - breadth, top, left - at + top, top + em)
        else:
            box = (left, 2 * top - at - breadth, left + em, 2 * top - at)
        glyphs.append(Glyph(character, box))
        at += breadth
    return Run(glyphs=tuple(glyphs), box=around([glyph.box for glyph in glyphs]), turn=turn)


def grid(xs: Sequence[float], ys: Sequence[float]) -> Drawn:
    return Drawn(horizontal=[Segment(y, xs[0], xs[-1]) for y in ys], upright=[Segment(x, ys[0], ys[-1]) for x in xs])


def both(one: Drawn, other: Drawn) -> Drawn:
    return Drawn(horizontal=[*one.horizontal, *other.horizontal], upright=[*one.upright, *other.upright])


def rows(table: object) -> list[list[str]]:
    assert isinstance(table, PageTable)
    found: list[list[str]] = []
    for cell in table.cells:
        if len(found) <= cell.row:
            found.extend([] for _ in range(cell.row + 1 - len(found)))
        found[cell.row].append(cell.text)
    return found


def shown(page: Page) -> list[object]:
    return [block.text if isinstance(block, Paragraph) else rows(block) for block in page.blocks]


def page(runs: Sequence[Run], drawn: Drawn | None = None) -> list[object]:
    return shown(laid_out(runs, drawn or Drawn(), _SIZE, 1))


def test_text_in_cells_keeps_its_lines_and_text_outside_becomes_lines_in_order() -> None:
    runs = [run("表下", 60, 400), run("乙", 60, 120), run("甲", 60, 105), run("标题", 200, 50), run("10", 310, 110)]
    assert page(runs, grid((50, 300, 500), (100, 140))) == ["标题", [["甲\n乙", "10"]], "表下"]


def test_an_amount_wider_than_its_column_stays_whole_in_the_cell_it_was_set_in() -> None:
    drawn = grid((50, 100, 150, 200), (100, 120))
    # Set from the left and from the right, running over the next rule.
    assert page([run("12,321,808.08", 52, 105), run("810", 152, 105)], drawn) == [[["12,321,808.08", "", "810"]]]
    assert page([run("12,321,808.08", 83, 105), run("810", 152, 105)], drawn) == [[["", "12,321,808.08", "810"]]]
    # In the middle of its cell it runs over on both sides.
    assert page([run("2,321,808.08810", 87, 105)], drawn) == [[["", "2,321,808.08810", ""]]]


def test_a_run_written_over_several_cells_is_parted_at_the_rules() -> None:
    drawn = grid((50, 100, 150, 200), (100, 120))
    assert page([run("100%     10       9.5", 60, 105)], drawn) == [[["100%", "10", "9.5"]]]


def test_characters_one_above_the_other_are_one_label() -> None:
    runs = [run(character, 55, 105 + 12 * index) for index, character in enumerate("绩效指标")]
    assert page([*runs, run("甲", 110, 120)], grid((50, 100, 200), (100, 160))) == [[["绩效指标", "甲"]]]


def test_a_name_of_capitals_broken_by_its_column_is_one_word() -> None:
    runs = [run("按DR", 55, 105), run("G付费 by", 55, 117), run("DIP", 55, 129)]
    assert page([*runs, run("甲", 110, 120)], grid((50, 100, 200), (100, 160))) == [[["按DRG付费 by\nDIP", "甲"]]]


@pytest.mark.parametrize("turn", [1, 3])
def test_turned_labels_are_read_with_the_head_inclined(turn: int) -> None:
    first, second = (70, 57) if turn == 1 else (57, 70)
    tops = (105, 105) if turn == 1 else (150, 150)
    runs = [run("绩效", first, tops[0], turn=turn), run("指标", second, tops[1], turn=turn)]
    level = [run("不转动的文字占多数", 110, 120), run("不转动的文字占多数", 110, 135)]
    label = page([*level, *runs], grid((50, 100, 300), (100, 170)))
    assert label == [[["绩效\n指标", "不转动的文字占多数\n不转动的文字占多数"]]]


def test_a_label_of_upright_and_turned_characters_is_in_order() -> None:
    runs = [run("绩", 55, 105), run("效", 55, 117), run("标", 55, 129), run("ab", 55, 141, turn=1)]
    filler = run("不转动的文字占多数", 110, 120)
    assert page([filler, *runs], grid((50, 100, 300), (100, 170))) == [[["绩效标ab", "不转动的文字占多数"]]]


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_page_printed_sideways_is_read_like_an_upright_one_and_its_places_are_turned_back(turn: int) -> None:
    """A table of two columns whose text runs downwards, upside down, upwards."""
    if turn == 2:
        drawn, runs = grid((100, 300, 500), (100, 140)), [run("甲项", 490, 115, turn=2), run("乙项", 290, 115, turn=2)]
    elif turn == 1:
        drawn, runs = grid((100, 140), (100, 300, 500)), [run("甲项", 115, 110, turn=1), run("乙项", 115, 310, turn=1)]
    else:
        drawn, runs = grid((100, 140), (100, 300, 500)), [run("甲项", 115, 490, turn=3), run("乙项", 115, 290, turn=3)]
    found = laid_out([*runs, run("标题", 50, 400, turn=turn)], drawn, _SIZE, 1)
    (table,) = (block for block in found.blocks if isinstance(block, PageTable))
    assert rows(table) == [["甲项", "乙项"]]
    first = {1: (100, 100, 140, 300), 2: (300, 100, 500, 140), 3: (100, 300, 140, 500)}[turn]
    assert table.cells[0].place.box == pytest.approx(
        [first[0] / 600, first[1] / 800, first[2] / 600, first[3] / 800], abs=1e-4
    )
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["标题"]


def test_boxes_to_tick_and_frames_around_a_page_are_no_tables() -> None:
    tick = grid((320, 330), (105, 115))
    frame = grid((20, 580), (20, 780))
    runs = [run("是", 60, 105), run("√", 321, 105), run("正文", 60, 400)]
    assert page(runs, both(both(grid((50, 300, 500), (100, 140)), tick), frame)) == [[["是", "√"]], "正文"]


def test_a_table_in_a_cell_has_its_own_text_and_a_frame_around_it_has_none() -> None:
    outer, inner = grid((50, 500), (100, 300)), grid((80, 200, 320), (150, 180))
    runs = [run("框内文字", 60, 110), run("甲", 90, 155), run("乙", 210, 155)]
    assert page(runs, both(outer, inner)) == ["框内文字", [["甲", "乙"]]]
    two = grid((50, 400, 500), (100, 300))
    assert page(runs, both(two, inner)) == [[["框内文字", ""]], [["甲", "乙"]]]


def test_lines_that_hold_no_text_are_no_table() -> None:
    assert page([run("正文", 60, 400)], grid((50, 300, 500), (100, 140))) == ["正文"]


def test_spaces_are_those_that_the_eye_sees() -> None:
    words = [run("A", 50, 50), run("B", 57, 50), run("甲", 63, 50), run("乙", 79, 50), run("丙", 120, 50)]
    assert page(words) == ["A B甲 乙  丙"]
    spaced = Run(glyphs=words[2].glyphs, box=words[2].box, spaced_after=True)
    assert page([spaced, run("1", 75, 50)]) == ["甲 1"]


def test_a_line_below_an_empty_one_says_so() -> None:
    runs = [run("标题", 50, top) for top in (50, 65, 80, 95, 140, 155)]
    blocks = laid_out(runs, Drawn(), _SIZE, 1).blocks
    assert [block.blank_before for block in blocks if isinstance(block, Paragraph)] == [0, 0, 0, 0, 1, 0]


TABLE = [
    ["三级指标", "指标值", "实际值", "分值"],
    ["现场检查机构", "≥650家", "684家", "10"],
    ["开展飞行检查", "≥6次", "6次", "6"],
    ["问题整改完成率", "≥95%", "93.1%", "12"],
    ["总分", "", "", "28"],
]


def aligned_runs(lines: Sequence[Sequence[str]], pitch: float = 20.0) -> list[Run]:
    """Cells set against the left edges of four columns; a line break within a cell is a line below."""
    return [
        run(part, left, 100 + index * pitch + 12 * number)
        for index, texts in enumerate(lines)
        for left, text in zip((50, 200, 300, 400), texts, strict=True)
        for number, part in enumerate(text.split("\n"))
        if part
    ]


def test_a_table_without_rules_is_found_by_its_columns_and_is_ragged() -> None:
    found = laid_out([run("项目支出绩效自评表", 200, 60), *aligned_runs(TABLE)], Drawn(), _SIZE, 1)
    assert shown(found) == ["项目支出绩效自评表", TABLE]
    (table,) = (block for block in found.blocks if isinstance(block, PageTable))
    assert table.fidelity == "ragged"
    assert table.cells[4].place.box is not None


def test_lines_of_a_cell_are_told_from_rows_by_the_space_between() -> None:
    lines = [[row[0].replace("检查", "检\n查"), *row[1:]] for row in TABLE]
    assert page(aligned_runs(lines, pitch=36)) == [lines]


def test_lines_of_a_cell_are_told_from_rows_by_what_begins_anew() -> None:
    lines = [[row[0].replace("检查", "检\n查"), *row[1:]] for row in TABLE[:4]]
    runs, top = [], 100.0
    for texts in lines:
        height = 12 * (texts[0].count("\n") + 1)
        runs += [
            run(part, left, top + 12 * number)
            for left, text in zip((50, 200, 300, 400), texts, strict=True)
            for number, part in enumerate(text.split("\n"))
        ]
        top += height
    assert page(runs) == [lines]


def test_a_few_lines_in_columns_and_running_text_stay_lines() -> None:
    letterhead = [run("填报单位", 50, 60), run("某局", 200, 60), run("二〇二四年", 400, 60)]
    text = [run("这是一段从左到右写满整行的正文文字", 50, 100 + 15 * number) for number in range(8)]
    found = page([*letterhead, *text])
    assert len(found) == 9
    assert all(isinstance(block, str) for block in found)


def test_a_table_between_horizontal_rules_has_a_row_between_any_two() -> None:
    rules = [Segment(95 + 40 * index, 45, 440) for index in range(6)]
    lines = [[f"{row[0]}\n续", *row[1:]] for row in TABLE]
    found = laid_out(
        [run("标题", 50, 60), *aligned_runs(lines, pitch=40), run("附注", 50, 320)], Drawn(horizontal=rules), _SIZE, 1
    )
    assert shown(found) == ["标题", lines, "附注"]


def test_a_table_with_three_rules_has_its_rows_from_its_lines() -> None:
    rules = [Segment(95, 45, 440), Segment(115, 45, 440), Segment(196, 45, 440)]
    assert page(aligned_runs(TABLE), Drawn(horizontal=rules)) == [TABLE]


def test_a_rule_that_ends_before_a_column_leaves_its_cells_merged() -> None:
    rules = [
        Segment(95, 45, 440),
        Segment(115, 45, 440),
        Segment(135, 190, 440),
        *(Segment(y, 45, 440) for y in (155, 175, 195)),
    ]
    runs = [*aligned_runs([TABLE[0], ["", *TABLE[1][1:]], ["", *TABLE[2][1:]], *TABLE[3:]]), run("合并的名称", 50, 130)]
    (table,) = laid_out(runs, Drawn(horizontal=rules), _SIZE, 1).blocks
    assert isinstance(table, PageTable)
    assert [(cell.row, cell.row_span) for cell in table.cells if cell.text == "合并的名称"] == [(1, 2)]


def test_underlines_make_no_table() -> None:
    runs = [run("填报人：", 50, 60), run("联系电话：", 300, 60)]
    assert page(runs, Drawn(horizontal=[Segment(72, 90, 290), Segment(72, 350, 500)])) == ["填报人：        联系电话："]


def gathered(pieces: Sequence[tuple[str, float]], *, one_by_one: bool = False) -> list[Run]:
    """Runs of pieces written one behind the other, each so many ems behind the end of the last."""
    spacing = Spacing()
    gathering = Gathering(spacing)
    at, number = 50.0, 0
    for text, gap in pieces:
        at += gap * _EM
        number += 1
        for glyph in run(text, at, 100).glyphs:
            number += one_by_one
            gathering.add(glyph, number, Look(), 0.0)
            at = glyph.box[2]
    return gathering.finished()


def test_pieces_of_one_word_in_several_objects_are_one_run() -> None:
    assert [each.text for each in gathered([("绩效", 0), ("A", 0.1), ("指标", 0), ("得分", 0.5)])] == [
        "绩效A指标",
        "得分",
    ]


def test_a_little_space_beside_letters_says_nothing_where_a_program_always_leaves_it() -> None:
    pieces = [("共", 0), ("12", 0.2), ("家", 0.2), ("含", 0.0), ("3", 0.2), ("个,", 0.2), ("乙", 0.2)]
    assert [each.spaced_after for each in gathered(pieces)] == [False, False, False, False, True, False]


def test_a_little_space_is_a_space_where_a_program_mostly_leaves_none() -> None:
    pieces = [("共12家含3个", 0), ("218", 0.2), ("万人", 0.2)]
    assert [each.spaced_after for each in gathered(pieces)] == [True, True, False]


def test_programs_that_write_characters_one_by_one_leave_space_only_where_one_is() -> None:
    pieces = [("218", 0), ("万人", 0.25)]
    assert [each.spaced_after for each in gathered(pieces, one_by_one=True)] == [True, False]
    assert [each.spaced_after for each in gathered(pieces)] == [False, False]


def test_a_space_written_by_itself_stands_behind_the_run_before() -> None:
    runs = gathered([("≥218", 0), (" ", 0.15), ("万人", 0.15)])
    assert [(each.text, each.spaced_after) for each in runs] == [("≥218", True), ("万人", False)]
    assert gathered([(" ", 0)]) == []


def test_text_beside_itself_by_a_hair_is_the_same_text_and_further_on_another() -> None:
    gathering = Gathering(Spacing())
    for number, (left, top) in enumerate([(50, 100), (50.5, 100), (50, 120)]):
        for glyph in run("粗体", left, top).glyphs:
            gathering.add(glyph, number, Look(), 0.0)
    assert [each.box[1] for each in gathering.finished()] == [100, 120]


def test_both_characters_of_a_ligature_belong_to_the_word() -> None:
    gathering = Gathering(Spacing())
    box = (50.0, 100.0, 58.0, 110.0)
    for text in "fi":
        gathering.add(Glyph(text, box), 1, Look(), 0.0)
    for glyph in run("t", 58, 100).glyphs:
        gathering.add(glyph, 1, Look(), 0.0)
    assert [each.text for each in gathering.finished()] == ["fit"]


def test_a_row_whose_rule_the_page_cut_off_belongs_to_the_table_between_rules() -> None:
    rules = [Segment(95 + 20 * index, 45, 440) for index in range(5)]
    runs = [
        *aligned_runs(TABLE[:4]),
        *(run(text, left, 182) for left, text in ((50, "新的一行"), (200, "≥1次"), (400, "5"))),
    ]
    assert page([*runs, run("1", 300, 780)], Drawn(horizontal=rules)) == [
        [*TABLE[:4], ["新的一行", "≥1次", "", "5"]],
        "1",
    ]
    narrative = [run(f"表下的说明文字{number}", 50, 182 + 15 * number) for number in range(3)]
    assert len(page([*aligned_runs(TABLE[:4]), *narrative], Drawn(horizontal=rules))) == 4


def test_rows_with_columns_of_their_own_are_parted_where_their_white_is() -> None:
    rules = [Segment(95 + 20 * index, 45, 560) for index in range(9)]
    words = ((50, "资金来源"), (101, "一二三四"), (450, "七八"))
    heads = [run(text, left, 200 + 20 * row) for row in range(3) for left, text in words]
    (table,) = laid_out([*aligned_runs(TABLE), *heads], Drawn(horizontal=rules), _SIZE, 1).blocks
    assert [[text for text in row if text] for row in rows(table)][-3:] == [["资金来源", "一二三四", "七八"]] * 3


def test_two_tables_between_rules_of_other_lengths_are_apart() -> None:
    first = [Segment(95 + 20 * index, 45, 440) for index in range(6)]
    second = [Segment(295 + 20 * index, 145, 540) for index in range(6)]
    runs = [
        *aligned_runs(TABLE),
        *(msgspec.structs.replace(each, **_moved(each, 100, 200)) for each in aligned_runs(TABLE)),
    ]
    assert page(runs, Drawn(horizontal=[*first, *second])) == [TABLE, TABLE]


def _moved(each: Run, right: float, down: float) -> dict[str, object]:
    def moved(box: Box) -> Box:
        return box[0] + right, box[1] + down, box[2] + right, box[3] + down

    return {"box": moved(each.box), "glyphs": tuple(Glyph(glyph.text, moved(glyph.box)) for glyph in each.glyphs)}


def test_a_label_higher_than_its_rows_runs_out_of_the_table_and_text_below_it_does_not() -> None:
    drawn = grid((50, 100, 300), (100, 130))
    label = [run(character, 65, 105 + 12 * index) for index, character in enumerate("绩效指标")]
    assert page([*label, run("甲项", 110, 110)], drawn) == [[["绩效指标", "甲项"]]]
    for below in (run("填报人", 55, 134), run("填报人张三", 52, 150), run("注", 80, 128, turn=1)):
        found = page([run("绩效", 60, 105), run("甲项目名称", 110, 110), below], drawn)
        assert found[-1] == below.text


def test_a_note_right_below_the_total_is_no_part_of_it() -> None:
    drawn = grid((50, 200, 250, 300), (100, 113))
    total = [run("总分", 53, 101), run("100", 210, 101), run("98", 260, 101)]
    assert page([*total, run("备注：无", 53, 114)], drawn) == [[["总分", "100", "98"]], "备注：无"]
    label = [run("满意", 53, 101), run("指标", 53, 113), run("100", 110, 101)]
    narrow = grid((50, 80, 300), (100, 125))
    noted = [*label, run("注：", 53, 125), run("2024", 73, 125), run("年末数", 93, 125)]
    assert page(noted, narrow) == [[["满意\n指标", "100"]], "注：2024年末数"]
    assert page([*label, run("值", 53, 125)], narrow) == [[["满意\n指标\n值", "100"]]]


def columns(*texts: str, pitch: float = 1.0, apart: float = 1.44) -> list[Run]:
    """Characters one above the other, column after column from the right, each a run of its own as word processors write them."""
    return [
        run(character, 60 - number * apart * _EM, 10 + index * pitch * _EM)
        for number, text in enumerate(texts)
        for index, character in enumerate(text)
    ]


_HIGH = grid([20, 90, 300], [0, 100])


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (columns("年度总", "体目标"), "年度总体目标"),
        (columns("年度总体", "目标"), "年度总体目标"),
        (columns("年度", "总体", "目标", apart=1.2), "年度总体目标"),
        (columns("绩效", "指标", pitch=1.1), "绩效指标"),
        ([*columns("产出指标（", "分）"), run("50", 60, 60, turn=1)], "产出指标（50分）"),
        # Level lines of two characters: these touch from side to side, the lines lie apart.
        (columns("年总目", "度体标", pitch=1.44, apart=-1.0), "年度\n总体\n目标"),
        (columns("年总目", "度体标", pitch=1.44, apart=-2.0), "年 度\n总 体\n目 标"),
        (columns("123", "456"), "4 1\n5 2\n6 3"),
    ],
)
def test_a_label_in_several_upright_columns_is_read_from_the_right(label: list[Run], text: str) -> None:
    assert page([*label, run("全年目标", 120, 10)], _HIGH) == [[[text, "全年目标"]]]
