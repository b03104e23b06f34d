"""Pages joined: a table that runs over several pages becomes whole, forms of one file stay apart."""

from collections.abc import Sequence

import msgspec
import pytest

from jixiao.documents import Block, Cell, Paragraph, Table
from jixiao.places import Place
from jixiao.readers.cut_rows import Pair, Slot
from jixiao.readers.lattice import Segment, Tolerance, lattices
from jixiao.readers.pages import Page, PageBlock, PageTable, joined, ruled_table

_HEADING = ["一级指标", "二级指标", "三级指标", "指标值", "实际值", "分值", "得分", "说明"]
_XS = tuple(0.1 + 0.1 * number for number in range(9))
Given = str | tuple[str, int] | None
"""A cell: text, or text and the number of rows it covers; None where a cell from above reaches in."""


def table(rows: Sequence[Sequence[Given]], xs: tuple[float, ...] = _XS, page: int = 1) -> PageTable:
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text is not None:
                words, span = text if isinstance(text, tuple) else (text, 1)
                box = (xs[column], 0.1 + row / 100, xs[column + 1], 0.1 + (row + span) / 100)
                place = Place(page=page, box=box)
                cells.append(Cell(row=row, column=column, text=words, row_span=span, place=place))
    return PageTable(cells=tuple(cells), xs=xs)


def line(text: str, top: float = 0.5, page: int = 1) -> Paragraph:
    return Paragraph(text=text, place=Place(page=page, box=(0.1, top, 0.9, top + 0.02)))


def pages(*contents: list[PageBlock]) -> list[Page]:
    return [Page(number=number, blocks=tuple(blocks)) for number, blocks in enumerate(contents, 1)]


def shown(blocks: tuple[Block, ...]) -> list[str | list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows()] if isinstance(block, Table) else block.text
        for block in blocks
    ]


def indicator(name: str, label1: Given = None, label2: Given = None, note: str = "") -> list[Given]:
    return [label1, label2, name, "≥90%", "95%", "10", "10", note]


def test_a_table_goes_on_over_pages_without_its_repeated_heading() -> None:
    first = table([_HEADING, indicator("甲", ("产出指标", 2), ("数量指标", 2)), indicator("乙")])
    second = table([_HEADING, indicator("丙", ("", 2), ("", 1)), indicator("丁", None, "质量指标")], page=2)
    blocks = joined(pages([line("标题"), first], [second]))
    assert shown(blocks) == [
        "标题",
        [
            _HEADING,
            ["产出指标", "数量指标", "甲", "≥90%", "95%", "10", "10", ""],
            ["乙", "≥90%", "95%", "10", "10", ""],
            ["丙", "≥90%", "95%", "10", "10", ""],
            ["质量指标", "丁", "≥90%", "95%", "10", "10", ""],
        ],
    ]
    whole = blocks[1]
    assert isinstance(whole, Table)
    label = next(cell for cell in whole.cells if cell.text == "产出指标")
    assert label.row_span == 4
    last = whole.cells[-1]
    assert (last.place.page, last.place.table, last.place.row, last.place.column) == (2, 1, 5, 8)


def test_rows_below_headings_printed_again_right_behind_themselves_begin_there() -> None:
    first = table([_HEADING])
    rows = [indicator("甲", ("决策", 4), ("计划制定", 2)), indicator("乙"), indicator("丙", None, ("目标设定", 2))]
    second = table([_HEADING, *rows, indicator("丁")], page=2)
    assert shown(joined(pages([first], [second]))) == [
        [
            _HEADING,
            ["决策", "计划制定", "甲", "≥90%", "95%", "10", "10", ""],
            ["乙", "≥90%", "95%", "10", "10", ""],
            ["目标设定", "丙", "≥90%", "95%", "10", "10", ""],
            ["丁", "≥90%", "95%", "10", "10", ""],
        ],
    ]


def test_a_form_that_begins_like_the_last_one_is_another_form() -> None:
    def form(name: str) -> list[list[str]]:
        return [["项目名称", name], ["主管部门", "甲局"], ["预算数", "10"]]

    xs = (0.1, 0.3, 0.9)
    blocks = joined(
        pages([line("自评表", 0.05), table(form("一号"), xs)], [line("自评表", 0.05), table(form("二号"), xs)])
    )
    assert shown(blocks) == ["自评表", form("一号"), "自评表", form("二号")]
    assert [block.place.table for block in blocks if isinstance(block, Table)] == [1, 2]


def test_a_new_title_between_parts_makes_another_table() -> None:
    blocks = joined(
        pages(
            [table([_HEADING, indicator("甲", "", "")])], [line("第二张表"), table([_HEADING, indicator("乙", "", "")])]
        )
    )
    assert len(shown(blocks)) == 3


def test_columns_that_lie_elsewhere_make_another_table() -> None:
    rows = [["甲", "1"], ["乙", "2"]]
    for xs in ((0.1, 0.5, 0.9), (0.2, 0.3, 0.9), (0.1, 0.3, 0.7)):
        assert len(joined(pages([table(rows, (0.1, 0.3, 0.9))], [table(rows, xs)]))) == 2


def test_a_part_with_other_boundaries_among_its_own_goes_on() -> None:
    first = table([["项目", "内容", "金额", "说明"], ["甲", "乙", "1", "丙"]], (0.1, 0.3, 0.5, 0.7, 0.9))
    second = table([["总分", "99"]], (0.1, 0.7, 0.9))
    (whole,) = joined(pages([first], [second]))
    assert isinstance(whole, Table)
    assert [(cell.column, cell.column_span) for cell in whole.cells[-2:]] == [(0, 3), (3, 1)]


def test_title_rows_and_a_running_head_printed_again_go_with_the_headings() -> None:
    head = [["某局自评表", None, None, None, None, None, None, None], _HEADING]
    first = [line("某市某局", 0.03), table([*head, indicator("甲", "产出", "数量")]), line("第 1 页 共 2 页", 0.95)]
    second = [
        line("某市某局", 0.03),
        table([*head, indicator("乙", "产出", "质量")], page=2),
        line("第 2 页 共 2 页", 0.95),
    ]
    blocks = joined(pages(first, second))
    assert len(blocks) == 2
    assert [row[2] for row in shown(blocks)[1][2:]] == ["甲", "乙"]


def test_a_heading_within_the_table_that_is_printed_again_goes() -> None:
    first = table([["项目名称", "某项目", "", "", "", "", "", ""], _HEADING, indicator("甲", "产出", "数量")])
    second = table([_HEADING, indicator("乙", "产出", "质量")], page=2)
    rows = shown(joined(pages([first], [second])))[0]
    assert [row[2] for row in rows] == ["", "三级指标", "甲", "乙"]


def test_a_frame_beside_the_headings_goes_on_below_them() -> None:
    xs = tuple(0.1 + 0.1 * number for number in range(6))
    head = ["一级指标", "三级指标", "指标值", "实际值"]
    first = table([[("绩效指标", 5), *head], *[[None, "产出", f"甲{n}", "1个", "2个"] for n in "abcd"]], xs)
    second = table([[("", 6), *head], *[[None, "产出", f"乙{n}", "1个", "2个"] for n in "abcde"]], xs, page=2)
    (whole,) = joined(pages([first], [second]))
    assert isinstance(whole, Table)
    assert whole.cells[0].row_span == 10
    short = table([[("", 2), *head], [None, "产出", "丙", "1个", "2个"]], xs, page=2)
    (whole,) = joined(pages([first], [short]))
    assert isinstance(whole, Table)
    assert (whole.cells[0].row_span, len(whole.rows())) == (6, 6)
    (whole,) = joined(pages([first], [second]))
    assert isinstance(whole, Table)
    assert len(whole.rows()) == 10


def test_a_part_of_headings_alone_adds_nothing_and_a_copy_is_another_form() -> None:
    first = [_HEADING, indicator("甲", "产出", "数量")]
    assert shown(joined(pages([table(first)], [table([_HEADING])]))) == shown(joined(pages([table(first)])))
    assert len(joined(pages([table(first)], [table(first)]))) == 2


@pytest.mark.parametrize(
    ("last", "first", "whole"),
    [
        # Figures stand in the first half, the note goes on.
        (
            ["", "", "丁", "≥90%", "95%", "10", "8", "未完成，"],
            ["", "", "", "", "", "", "", "下年改进"],
            "未完成，\n下年改进",
        ),
        # Figures stand in the second half.
        (
            ["", "", "", "", "", "", "", "未完成，"],
            ["", "", "丁", "≥90%", "95%", "10", "8", "下年改进"],
            "未完成，\n下年改进",
        ),
    ],
)
def test_the_halves_of_a_row_that_the_page_cut_are_one(last: list[str], first: list[str], whole: str) -> None:
    upper = [_HEADING, *(indicator(name, "产出", "数量") for name in "甲乙丙"), last]
    lower = [first, indicator("戊", "产出", "数量")]
    rows = shown(joined(pages([table(upper)], [table(lower, page=2)])))[0]
    assert len(rows) == 6
    assert rows[4][2:] == ["丁", "≥90%", "95%", "10", "8", whole]


def test_whole_rows_on_both_sides_stay_apart_though_one_lacks_a_note() -> None:
    upper = [_HEADING, *(indicator(name, "产出", "数量", "有说明") for name in "甲乙丙丁")]
    lower = [indicator("戊", "产出", "数量"), indicator("己", "产出", "数量", "有说明")]
    assert len(shown(joined(pages([table(upper)], [table(lower)])))[0]) == 7


def test_text_that_runs_on_from_full_lines_is_one_row() -> None:
    xs = (0.1, 0.4, 0.7, 0.9)
    full = "这一行文字正好写满了一格的宽度"
    upper = [["指标", "目标", "完成"], [full, full, "好"]]
    rows = shown(joined(pages([table(upper, xs)], [table([["还有", "余下", ""], ["末", "值", "无"]], xs)])))[0]
    assert rows[1] == [f"{full}\n还有", f"{full}\n余下", "好"]
    for ending, beginning in (("短。", "还有"), (full, "（一）另起"), (full, "≥90%")):
        parts = (
            [table([upper[0], [ending, ending, "好"]], xs)],
            [table([[beginning, beginning, ""], ["末", "值", "无"]], xs)],
        )
        assert len(shown(joined(pages(*parts)))[0]) == 4


def test_running_text_beside_its_label_goes_on() -> None:
    xs = (0.1, 0.2, 0.9)
    first, second = [["总体目标", "目标一：健全制度，"]], [["", "完善机制。"]]
    assert shown(joined(pages([table(first, xs)], [table(second, xs)])))[0] == [
        ["总体目标", "目标一：健全制度，\n完善机制。"]
    ]
    finished = [["总体目标", "目标一：健全制度。"]]
    assert len(shown(joined(pages([table(finished, xs)], [table(second, xs)])))[0]) == 2
    cut = msgspec.structs.replace(table(finished, xs), open_below=True)
    assert len(shown(joined(pages([cut], [table(second, xs)])))[0]) == 1
    assert len(shown(joined(pages([table(first, xs)], [table([["", ""]], xs)])))[0]) == 2
    assert len(shown(joined(pages([table([["总体目标", ""]], xs)], [table(second, xs)])))[0]) == 2


@pytest.mark.parametrize(("lines", "rows"), [(4, 2), (1, 3)])
def test_a_long_text_goes_on_though_the_page_ends_with_its_sentence(lines: int, rows: int) -> None:
    reason = "\n".join(["设备安装推迟，比计划晚了两个月。"] * lines)
    first = table([_HEADING, indicator("甲", "产出指标", "数量指标", note=reason)])
    second = table([_HEADING, ["", "", "", "", "", "", "", "预算下达较晚。"]], page=2)
    [whole] = joined(pages([first], [second]))
    assert isinstance(whole, Table)
    assert len(list(whole.rows())) == rows


def test_the_label_of_a_merged_cell_is_whole_again() -> None:
    upper = [
        _HEADING,
        indicator("甲", ("产出指标", 2), ("数量指标", 2)),
        indicator("乙"),
        indicator("丙", ("效益", 1), ("社会效益", 1)),
    ]
    lower = [indicator("丁", ("指标", 2), ("指标", 1)), indicator("戊", None, "经济效益指标")]
    (whole,) = joined(pages([table(upper)], [table(lower, page=2)]))
    assert isinstance(whole, Table)
    labels = [(cell.text, cell.row, cell.row_span) for cell in whole.cells if cell.column == 0 and cell.row]
    assert labels == [("产出指标", 1, 2), ("效益\n指标", 3, 3)]


def test_a_label_that_stands_on_the_second_page_names_the_rows_of_the_first() -> None:
    upper = [_HEADING, indicator("甲", ("", 2), ("数量指标", 2)), indicator("乙")]
    lower = [indicator("丙", ("产出指标", 2), ("数量指标", 2)), indicator("丁")]
    (whole,) = joined(pages([table(upper)], [table(lower, page=2)]))
    assert isinstance(whole, Table)
    labels = [cell for cell in whole.cells if cell.column < 2 and cell.row]
    assert [(cell.text, cell.row, cell.row_span, cell.place.page) for cell in labels] == [
        ("产出指标", 1, 4, 2),
        ("数量指标", 1, 4, 1),
    ]


@pytest.mark.parametrize(("others", "level"), [("质量指标", "时效指标"), ("", "")])
def test_a_row_above_the_cut_takes_the_label_below_where_every_row_has_one(others: str, level: str) -> None:
    first = table([_HEADING, indicator("甲", ("产出指标", 2), others), indicator("乙", None, "")])
    second = table(
        [indicator("丙", ("", 3), "时效指标"), indicator("丁", None, (others, 2)), indicator("戊")],
        page=2,
    )
    [whole] = joined(pages([first], [second]))
    assert isinstance(whole, Table)
    assert [cell.text for cell in whole.rows()[2]][:2] == [level, "乙"]


def test_a_scan_repeats_its_headings_a_little_otherwise() -> None:
    misread = [_HEADING[0], "二级指槲", *_HEADING[2:]]
    first, second = (
        table([_HEADING, indicator("甲", "产出", "数量")]),
        table([misread, indicator("乙", "产出", "质量")]),
    )
    sure = msgspec.structs.replace
    unsure = sure(second, cells=tuple(sure(cell, confidence=0.9) for cell in second.cells))
    assert len(shown(joined(pages([first], [unsure])))[0]) == 3
    assert len(joined(pages([first], [second]))) == 2


def test_running_heads_feet_and_page_numbers_of_text_go() -> None:
    def text(number: int) -> list[PageBlock]:
        head, foot = line("某局绩效报告", 0.04), line(f"绩效报告 {number}", 0.94)
        return [head, line(f"正文{number}。", 0.3), foot, line(f"- {number} -", 0.97)]

    blocks = joined(pages(text(1), text(2), text(3)))
    assert shown(blocks) == ["某局绩效报告", "正文1。", "绩效报告 1", "正文2。", "正文3。"]


def test_what_recurs_but_says_another_figure_stays() -> None:
    blocks = joined(
        pages([line("得分 98", 0.94)], [line("得分 91", 0.94)], [line("合格率", 0.94)], [line("合格率", 0.3)])
    )
    assert shown(blocks) == ["得分 98", "得分 91", "合格率", "合格率"]


def test_a_page_without_anything_parts_no_table() -> None:
    first, second = table([_HEADING, indicator("甲", "产出", "数量")]), table([indicator("乙", "产出", "质量")])
    assert len(joined(pages([first], [], [second]))) == 1
    assert len(joined(pages([first], [line("另一段正文")], [second]))) == 3


def test_a_foot_below_the_part_parts_no_table() -> None:
    first, second = table([_HEADING, indicator("甲", "产出", "数量")]), table([indicator("乙", "产出", "质量")])
    blocks = joined(pages([first, line("某市财政局制", 0.95)], [second, line("某市财政局制", 0.95)]))
    assert [block if isinstance(block, str) else len(block) for block in shown(blocks)] == [3, "某市财政局制"]


def test_ragged_and_ruled_parts_are_apart() -> None:
    first = table([_HEADING, indicator("甲", "产出", "数量")])
    second = msgspec.structs.replace(table([indicator("乙", "产出", "质量")]), fidelity="ragged")
    assert len(joined(pages([first], [second]))) == 2


def test_a_lattice_becomes_a_table_with_places_in_fractions() -> None:
    across = [Segment(y, 100, 500) for y in (100, 150, 200)]
    down = [Segment(x, 100, 200) for x in (100, 300, 500)]
    (lattice,) = lattices(across, down, Tolerance(snap=1, reach=1, least=5))
    part = ruled_table(lattice, ["a", "b", "c", "d"], 3, (1000, 1000), [1.0, 0.5, 1.0, 1.0])
    (whole,) = joined([Page(number=3, blocks=(part,))])
    assert isinstance(whole, Table)
    assert whole.place == Place(page=3, table=1, box=(0.1, 0.1, 0.5, 0.2))
    assert whole.cells[1].place == Place(page=3, table=1, row=1, column=2, box=(0.3, 0.1, 0.5, 0.15))
    assert [cell.confidence for cell in whole.cells] == [1.0, 0.5, 1.0, 1.0]


def test_a_table_over_many_pages_is_put_together_in_order() -> None:
    parts = [[table([_HEADING, indicator(f"甲{number}", "产出", "数量")], page=number)] for number in range(1, 60)]
    (whole,) = joined(pages(*parts))
    assert isinstance(whole, Table)
    assert [row[2].text for row in whole.rows()[1:]] == [f"甲{number}" for number in range(1, 60)]


def test_a_row_below_a_new_label_is_no_half_of_the_row_above_it() -> None:
    """The first row of the part holds nothing but labels and a name; its label is whole, and so is the one above."""
    upper = [_HEADING, *(indicator(name, "产出指标", f"{name}指标") for name in "甲乙丙丁")]
    lower = [
        ["效益指标", ("社会效益指标", 2), "戊", "", "", "", "", ""],
        ["效益指标", None, "己", "≥1%", "2%", "5", "5", ""],
    ]
    assert len(shown(joined(pages([table(upper)], [table(lower)])))[0]) == 7


def test_a_label_that_does_not_end_like_the_others_is_cut_with_its_row() -> None:
    upper = [
        _HEADING,
        *(indicator(name, "产出指标", f"{name}指标") for name in "甲乙丙"),
        ["产出指标", "社会", "丁", "≥9%", "", "5", "5", ""],
    ]
    lower = [["", ("效益指标", 2), "", "", "9%", "", "", "说明"], ["", None, "戊", "≥1%", "2%", "5", "5", ""]]
    rows = shown(joined(pages([table(upper)], [table(lower)])))[0]
    assert rows[4] == ["产出指标", "社会\n效益指标", "丁", "≥9%", "9%", "5", "5", "说明"]
    assert len(rows) == 6


_LONG = "第一行，\n第二行，\n第三行，\n第四行"


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (["执行", "", "无"], ["支出情况", _LONG, ""]),
        (["执行", _LONG, "无"], ["支出", "", ""]),
    ],
)
def test_a_name_is_not_cut_by_a_page_that_does_not_cut_the_longest_text_beside_it(
    last: list[str], first: list[str]
) -> None:
    xs = (0.1, 0.2, 0.6, 0.9)
    others = [[name, "说明文字。", "无"] for name in "甲乙丙丁"]
    rows = shown(joined(pages([table([*others, last], xs)], [table([first, *others], xs)])))[0]
    assert len(rows) == 10
    first[1], last[1] = first[1] and "一行。", last[1] and "一行。"
    rows = shown(joined(pages([table([*others, last], xs)], [table([first, *others], xs)])))[0]
    assert len(rows) == 9


@pytest.mark.parametrize(
    ("upper", "lower"), [("执行准确性", "预算绩效管理情况"), ("预算绩效管理情况", "支出责任履行情况")]
)
def test_names_that_end_as_names_of_their_column_do_are_each_of_a_row_of_its_own(upper: str, lower: str) -> None:
    xs = (0.1, 0.2, 0.6, 0.9)
    others = [[name, "说明文字。", ""] for name in ("分配科学性", "下达及时性", "拨付合规性", "使用规范性")]
    pair = [[upper, "", "无"], [lower, "完善制度，规范医疗服务行为。", "无"]]
    rows = shown(joined(pages([table([*others, pair[0]], xs)], [table([pair[1], *others], xs)])))[0]
    assert len(rows) == 10


def test_two_targets_by_the_head_are_of_two_rows() -> None:
    upper = [_HEADING, *(indicator(name, "产出", "数量") for name in "甲乙丙")]
    upper.append(["", "", "参加培训的人均", "≤54元/人", "21元/人", "10", "10", ""])
    lower = [["", "", "门诊评审", "≥76%", "", "", "", ""], indicator("戊", "产出", "数量")]
    assert len(shown(joined(pages([table(upper)], [table(lower)])))[0]) == 7


def _spanning(texts: Sequence[tuple[str, int, int, int]], row: int, page: int) -> list[Cell]:
    """Cells of one row, each a text with its first column, its columns and its rows."""
    return [
        Cell(
            row=row,
            column=column,
            text=text,
            row_span=rows,
            column_span=columns,
            place=Place(page=page, box=(_XS[column], 0.1 + row / 100, _XS[column + columns], 0.1 + (row + rows) / 100)),
        )
        for text, column, columns, rows in texts
    ]


def test_the_blank_corner_beside_headings_on_a_new_page_does_not_go_on_with_the_label_of_the_block_above() -> None:
    aims = _spanning([("年度总体目标", 0, 1, 2), ("预期目标", 1, 3, 1), ("实际完成情况", 4, 4, 1)], 0, 1)
    texts = _spanning([("全年开展宣传", 1, 3, 1), ("已开展宣传。", 4, 4, 1)], 1, 1)
    headings = _spanning([("", 0, 1, 1), *((text, at, 1, 1) for at, text in enumerate(_HEADING[1:], 1))], 0, 2)
    rows = [
        _spanning(
            [(text, at, 1, 1) for at, text in enumerate(indicator(name, "产出指标")) if isinstance(text, str)], n, 2
        )
        for n, name in enumerate("甲乙", 1)
    ]
    parts = [PageTable(cells=tuple(each), xs=_XS) for each in ([*aims, *texts], [*headings, *rows[0], *rows[1]])]
    (whole,) = joined(pages([parts[0]], [parts[1]]))
    assert isinstance(whole, Table)
    labels = [(cell.text, cell.row, cell.row_span) for cell in whole.cells if cell.column == 0]
    assert labels == [("年度总体目标", 0, 2), ("", 2, 1), ("产出指标", 3, 1), ("产出指标", 4, 1)]


def _wide(row: int, column: int, span: int, text: str) -> Cell:
    place = Place(page=1, box=(_XS[column], 0.1 + row / 100, _XS[column + span], 0.11 + row / 100))
    return Cell(row=row, column=column, text=text, column_span=span, place=place)


@pytest.mark.parametrize(("last", "parts"), [([(0, 2, "预期目标"), (2, 6, "完成宣传")], 2), ([(0, 5, "合计")], 1)])
def test_a_heading_behind_the_head_of_the_next_form_is_not_printed_again(
    last: list[tuple[int, int, str]], parts: int
) -> None:
    body = table([_HEADING, indicator("甲", "产出指标", "数量指标"), indicator("乙", "效益指标", "社会效益指标")])
    ends = [_wide(3, column, span, text) for column, span, text in last]
    ends += [_wide(3, column, 1, "10") for column in range(5, 8) if parts == 1]
    first = msgspec.structs.replace(body, cells=(*body.cells, *ends))
    second = table([_HEADING, indicator("丙", "满意度指标", "服务对象满意度")], page=2)
    found = shown(joined(pages([first], [second])))
    assert len(found) == parts
    assert sum(row == _HEADING for block in found for row in block) == parts


_GOALS = (0.1, 0.18, 0.26, 0.4, 0.49, 0.58, 0.61, 0.64, 0.9)
"""A form of indicators with narrow columns: two levels, name, target, actual, weight, score, note."""


def _row(*texts: Given) -> list[Given]:
    return ["产出指标", *texts]


_OTHERS = [
    _row("质量指标", "零星报销材料按\n时办结率", "≥98%", "99%", "10", "10", ""),
    _row("时效指标", "待遇审核完成时\n间", "2023年\n11月底\n前", "2023年\n11月2\n0日", "10", "10", ""),
    _row("数量指标", "开展政策宣讲场\n次", "持续增\n加", "有所增\n加", "5", "5", ""),
    _row("社会效\n益指标", "群众就医负担减\n轻", "明显改\n善", "明显改\n善", "10", "8", "进度较慢"),
]


@pytest.mark.parametrize(
    ("last", "first"),
    [
        # Every text goes on, none of the figures does.
        (
            _row("社会效", "定点机构服务质", "持续增", "有所增", "10", "10", ""),
            _row("益指标", "量提升", "加", "加", "", "", ""),
        ),
        # The digits of a weight stand below each other, and the page parts them.
        (
            _row("社会效", "定点机构服务质", "明显改善", "明显改", "1", "8", ""),
            _row("益指标", "量提升", "", "善", "0", "", ""),
        ),
        # A date is parted behind its year, an amount behind its comma.
        (
            _row("时效指标", "清算完成时间", "2023年", "2023年", "10", "10", ""),
            _row("", "", "11月底\n前", "12月1\n日", "", "", ""),
        ),
        (_row("成本指标", "宣传费用", "≤312,", "312,000元", "10", "10", ""), _row("", "", "000元", "", "", "", "")),
    ],
)
def test_halves_are_known_where_every_text_breaks_off_at_a_full_line(last: list[Given], first: list[Given]) -> None:
    first[0] = ""
    upper, lower = table([*_OTHERS, last], _GOALS), table([first, *_OTHERS], _GOALS, page=2)
    [whole] = joined(pages([upper], [lower]))
    assert isinstance(whole, Table)
    assert len(whole.rows()) == 9
    assert not any(cell.open for cell in whole.cells)


def test_two_rows_of_which_nothing_says_whether_they_are_one_are_open() -> None:
    others = [
        ["甲工作推进情况", "按要求推\n进"],
        ["乙工作落实程度", "按要求落\n实"],
        ["丙工作完成效果", "按要求完\n成"],
    ]
    xs = (0.1, 0.24, 0.32)
    for first, doubted in ((["和质量评价", "实的"], 4), (["≥3项", "按要求推\n进"], 0)):
        upper, lower = table([*others, ["丁工作规范落实", "按规定落"]], xs), table([first, *others], xs, page=2)
        [whole] = joined(pages([upper], [lower]))
        assert isinstance(whole, Table)
        rows = whole.rows()
        assert sum(cell.open for cell in whole.cells) == (doubted if len(rows) == 8 else doubted // 2)


def test_a_text_that_ends_with_room_for_the_next_word_is_whole() -> None:
    upper = [*_OTHERS, _row("时效指标", "清算", "及时", "及时", "10", "10", "")]
    lower = [["效益指标", "社会效益指标", "拨付", "足额", "足额", "", "", ""], *_OTHERS]
    [whole] = joined(pages([table(upper, _GOALS)], [table(lower, _GOALS, page=2)]))
    assert isinstance(whole, Table)
    assert len(whole.rows()) == 10


@pytest.mark.parametrize(
    ("above", "below", "two"),
    [("8", "19.5", True), ("6.5", "9", True), ("0.5", "10.7", True), ("12.3", "4", False), ("312,", "000", False)],
)
def test_what_would_make_one_figure_is_two_where_the_upper_line_had_room_for_another_digit(
    above: str, below: str, *, two: bool
) -> None:
    upper, lower, other = (Slot(Cell(row=0, column=0, text=text), begins=True) for text in (above, below, "19.5"))
    assert Pair(upper, lower, [other]).holds_two_figures(density=0.0) is two


@pytest.mark.parametrize(
    ("above", "below", "others", "two"),
    [
        # No value of the column has three decimals, and 16.511.5 is no figure.
        ("45.5", "13", ["12", "8.5"], True),
        ("16.5", "11.5", ["12", "8.5"], True),
        ("98.1", "2%", ["97.1\n35%", "99%"], False),
        # The first figure of a target lacks its unit where it fills its line, or has one.
        ("不低于7", "0%", ["不低于8\n5%", "100%"], False),
        ("≥151场", "≤174个工作日", ["≥12场", "≤3%"], True),
        ("不超过93件", "≥85场", ["≥12场", "≤3%"], True),
        ("2024年", "12月", ["2023年\n11月"], False),
        ("—", "5%", ["—", "3%"], True),
    ],
)
def test_figures_that_no_value_of_their_column_is_like_are_two(
    above: str, below: str, others: list[str], *, two: bool
) -> None:
    upper, lower, *beside = (Slot(Cell(row=0, column=0, text=text), begins=True) for text in (above, below, *others))
    assert Pair(upper, lower, beside).holds_two_figures(density=0.0) is two


@pytest.mark.parametrize(
    ("above", "below", "others", "whole"),
    [
        # A measure above words; one above the rest of its unit is none.
        ("≤73元/人", "健全完善", ["及时"], True),
        ("3个", "工作日", ["5个工作日", "7个工作日"], False),
        ("2023年11月7日", "138件", ["及时"], True),
        ("100%", "，含", ["及时"], False),
        # A name that ends as two others do, of which none goes on as the lower text does.
        ("救助对象信息比对覆盖人数", "DIP付费病案质量抽查便利程度", ["宣传覆盖人数", "培训人数"], True),
        ("救助对象信息比对覆盖人数", "占比", ["宣传覆盖人数占比", "培训人数"], False),
        ("救助对象信息比对覆盖人数", "DIP付费病案质量抽查便利程度", ["宣传覆盖人数"], False),
    ],
)
def test_a_text_that_ends_as_a_value_does_is_whole(above: str, below: str, others: list[str], *, whole: bool) -> None:
    upper, lower, *beside = (Slot(Cell(row=0, column=0, text=text), begins=True) for text in (above, below, *others))
    assert Pair(upper, lower, beside).stands_whole is whole


def test_a_page_with_room_for_more_lines_has_cut_no_row() -> None:
    others = [
        ["甲工作推进情况", "按要求推\n进"],
        ["乙工作落实程度", "按要求推\n进并长\n期坚持\n下去"],
        ["丙工作完成效果", "按要求完\n成"],
        ["丁工作规范落实", "按规定落"],
    ]
    xs = (0.1, 0.24, 0.32)
    for last, doubted in ((5, 0), (1, 2)):
        parts = [others, [["和质量评价", "实的"], others[0]], [others[0]] * last]
        whole = joined(pages(*([table(part, xs, number)] for number, part in enumerate(parts, 1))))[0]
        assert isinstance(whole, Table)
        assert sum(cell.open for cell in whole.cells) == doubted


@pytest.mark.parametrize(
    ("upper", "lower", "two"),
    [
        ("管理制度健全性", "制度执行有效性", True),
        ("管理制度健全", "有效性", False),
        ("绩效目标设置科学", "绩效目标分解细化", True),
        ("定点机构服务质", "量提升程度", False),
    ],
)
def test_names_that_begin_or_end_alike_are_two(upper: str, lower: str, *, two: bool) -> None:
    above, below, *others = (
        Slot(Cell(row=0, column=0, text=text), begins=True)
        for text in (upper, lower, "立项依据充分性", "立项程序规范性", "资金分配合理性", "宣传场次", "培训人次")
    )
    assert Pair(above, below, others).holds_two_names is two
