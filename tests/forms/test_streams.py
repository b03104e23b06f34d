"""Folding a stream of cells: where rows begin is told by what the columns hold, whether levels are merged or not."""

import pytest

from jixiao.documents import Cell, Table
from jixiao.forms.streams import ends_table, fold

HEADING = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
FULL = ["产出指标", "数量指标", "宣传场次", "≥12场", "9场", "30", "22.5", "场地紧张。"]
SHORT = ["培训人次", "≥300人次", "310人次", "20", "20", ""]
SECOND = ["质量指标", "资料合格率", "≥95%", "97%", "20", "20", ""]
FIRST = ["效益指标", "社会效益指标", "政策知晓率", "≥85%", "", "20", "20", ""]


def stream(*parts: list[str]) -> Table:
    texts = [text for part in parts for text in part]
    return Table(
        cells=tuple(Cell(row=0, column=index, text=text) for index, text in enumerate(texts)), fidelity="stream"
    )


def folded(*parts: list[str]) -> list[tuple[str, list[list[str]]]]:
    """The kind of every table that comes out, with the texts of its rows, their first column in front."""
    return [
        (table.fidelity, [[f"{row[0].column}:", *(cell.text for cell in row)] for row in table.rows()])
        for table in fold(stream(*parts))
    ]


def test_rows_short_of_their_merged_levels_stand_in_their_columns() -> None:
    found = folded(["项目名称", "宣传", "绩效指标"], HEADING, FULL, SHORT, SECOND, FIRST, ["总分", "", "100", "92.5"])
    assert found == [
        ("stream", [["0:", "项目名称", "宣传", "绩效指标"]]),
        ("grid", [["0:", *HEADING], ["0:", *FULL], ["2:", *SHORT], ["1:", *SECOND], ["0:", *FIRST]]),
        ("stream", [["40:", "总分", "", "100", "92.5"]]),
    ]


def test_a_row_is_enough() -> None:
    assert folded(HEADING, FULL) == [("grid", [["0:", *HEADING], ["0:", *FULL]])]


def test_levels_left_blank_where_they_are_merged_count_as_cells() -> None:
    blank = ["", "", *SHORT]
    assert folded(HEADING, FULL, blank)[0] == ("grid", [["0:", *HEADING], ["0:", *FULL], ["0:", *blank]])


def test_every_form_of_a_stream_is_folded() -> None:
    one = [HEADING, FULL, SHORT, ["总分", "50"]]
    assert [kind for kind, _ in folded(*one, *one)] == ["grid", "stream", "grid", "stream"]


@pytest.mark.parametrize(
    "parts",
    [
        (["一级指标", "二级指标", "三级指标"], ["产出指标", "数量指标", "宣传场次"]),
        (HEADING,),
        (HEADING, FULL[:5]),
        (HEADING, ["杂", "乱", "10", "20", "文", "字", "无", "章"]),
    ],
)
def test_what_does_not_convince_stays_a_stream(parts: tuple[list[str], ...]) -> None:
    table = stream(*parts)
    assert fold(table) == (table,)


def test_a_heading_of_words_that_are_cells_too_is_folded_at_the_width_that_the_points_bear_out() -> None:
    heading = ["三级指标", "指标值", "完成值", "分值"]
    rows = [["目标", "≥1场", "2场", "10"], ["甲", "≥1家", "3家", "20"], ["乙", "", "", "30"], ["丙", "x", "y", "40"]]
    ((kind, found),) = folded(heading, *rows)
    assert kind == "ragged"
    assert found[1] == ["0:", *rows[0]]


def test_other_tables_are_not_touched() -> None:
    table = Table(cells=(), fidelity="grid")
    assert fold(table) == (table,)


@pytest.mark.parametrize(("text", "ends"), [("总分", True), ("联系人:", True), ("宣传场次", False), ("总分100", False)])
def test_totals_and_labels_end_a_table(text: str, ends: bool) -> None:  # noqa: FBT001 - a column of the table
    assert ends_table(text) == ends
