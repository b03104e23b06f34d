"""What only a real table tells: by the column of a cell it is known what an empty one beside it leaves open."""

import pytest

from jixiao.documents import Cell, Document, Paragraph, Table
from jixiao.forms import recognise
from jixiao.model import Evaluation
from jixiao.places import Place, Source

SOURCE = Source(name="表", sha256="0" * 64, media_type="", reader="word")
HEADING = ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分"]
ROWS = [
    ["产出指标", "数量指标", "培训次数", "50", "≥2次", "3次", "50"],
    ["效益指标", "社会效益指标", "政策知晓率", "50", "≥90%", "92%", "50"],
]


def read(*rows: list[str | None]) -> Evaluation:
    (form,) = recognise(document(*rows)).evaluations
    return form


def document(*rows: list[str | None]) -> Document:
    """Lay rows out as a table, a None for a place that the cell before it covers."""
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text is None:
                continue
            span = 1 + sum(1 for _ in _covered(texts, column))
            place = Place(table=1, row=row + 1, column=column + 1)
            cells.append(Cell(row=row, column=column, column_span=span, text=text, place=place))
    blocks = (Paragraph(text="项目支出绩效自评表"), Table(cells=tuple(cells), fidelity="grid", place=Place(table=1)))
    return Document(source=SOURCE, blocks=blocks)


def _covered(texts: list[str | None], column: int) -> list[None]:
    covered: list[None] = []
    for text in texts[column + 1 :]:
        if text is not None:
            break
        covered.append(None)
    return covered


def test_a_total_with_weights_alone_leaves_the_score_open() -> None:
    form = read(HEADING, *ROWS, ["总分", None, None, "100", "", "", ""])
    assert (form.total_weight, form.total_score) == ("100", None)


def test_a_total_with_a_score_alone_leaves_the_weights_open() -> None:
    form = read(HEADING, *ROWS, ["总分", None, None, "", "", "", "100"])
    assert (form.total_weight, form.total_score) == (None, "100")


def test_a_total_in_a_cell_over_all_columns_is_the_score() -> None:
    form = read(HEADING, *ROWS, ["总分", None, None, "100", None, None, None])
    assert (form.total_weight, form.total_score) == (None, "100")


GOALS: list[str | None] = ["年度总体目标", "预期目标", None, None, "实际完成情况", None, None]


def test_a_goal_without_result_is_told_from_a_result_without_goal() -> None:
    planned = read(GOALS, ["", "全年培训两次。", None, None, "", None, None], HEADING, *ROWS)
    done = read(GOALS, ["", "", None, None, "全年培训三次。", None, None], HEADING, *ROWS)
    assert [(goal.expected, goal.actual) for goal in planned.goals] == [("全年培训两次。", None)]
    assert [(goal.expected, goal.actual) for goal in done.goals] == [(None, "全年培训三次。")]


def test_the_label_of_the_block_may_name_a_side_as_well() -> None:
    labels: list[str | None] = ["年度目标完成情况", "年度目标", None, None, "年度目标完成情况", None, None]
    form = read(labels, ["", "全年培训两次。", None, None, "全年培训三次。", None, None], HEADING, *ROWS)
    assert [(goal.expected, goal.actual) for goal in form.goals] == [("全年培训两次。", "全年培训三次。")]


def test_a_score_with_its_unit_and_a_numbered_label_are_accounted_for() -> None:
    content = ["2.项目实施内容及过程概述", None, "全年组织培训三次，覆盖全部乡镇。", None, None, None, None]
    seen = recognise(document(["自评得分：", None, "93.5分", None, None, None, None], content, HEADING, *ROWS))
    assert seen.evaluations[0].total_score == "93.5"
    assert seen.unread == ()


def test_two_cells_beside_a_goal_are_its_sides_though_nothing_names_them() -> None:
    form = read(["年度总体目标", "全年培训两次。", None, None, "全年培训三次。", None, None], HEADING, *ROWS)
    assert [(goal.expected, goal.actual) for goal in form.goals] == [("全年培训两次。", "全年培训三次。")]


def test_the_figures_of_a_total_stand_in_their_own_cells() -> None:
    form = read(HEADING, *ROWS, ["总分", None, None, "100", "", "", "100"])
    assert (form.cells["total_weight"].column, form.cells["total_score"].column) == (4, 7)


@pytest.mark.parametrize(
    ("frame", "expected", "actual"),
    [
        ("1.项目年度目标完成情况", "项目年度目标", "年度目标完成情况"),
        ("年度目标完成情况", "目标", "目标完成情况"),
        ("目标实现情况", "年度总体目标", "年度总体目标实现情况"),
    ],
)
def test_a_frame_named_like_the_outcome_is_none_of_the_two_goals(frame: str, expected: str, actual: str) -> None:
    texts = ["", None, "完成子系统升级，规则库扩充到460条。", None, "规则库扩充至452条，已上线运行。", None, None]
    for sides, said in (((expected, actual), (texts[2], texts[4])), ((actual, expected), (texts[4], texts[2]))):
        form = read([frame, None, sides[0], None, sides[1], None, None], texts, HEADING, *ROWS)
        assert [(goal.expected, goal.actual) for goal in form.goals] == [said]


def test_a_figure_in_the_cell_beside_the_label_of_a_field_is_read_once() -> None:
    (table,) = (
        block
        for block in document(HEADING, *ROWS, ["联系电话", None, None, "13800138000", None, None, None]).blocks
        if isinstance(block, Table)
    )
    submission = recognise(Document(source=SOURCE, blocks=(Paragraph(text="项目支出绩效自评表"), table)))
    (form,) = submission.evaluations
    assert [(field.label, field.value) for field in form.fields] == [("联系电话", "13800138000")]
    assert submission.unread == ()


def test_a_grade_in_the_row_of_totals_is_the_grade_without_a_label() -> None:
    heading, rows = [*HEADING, "偏差原因"], [[*row, ""] for row in ROWS]
    for word, grade in (("优", "优"), ("无", None), ("", None)):
        form = read(heading, *rows, ["总分", None, None, "100", "", "", "95", word])
        assert (form.total_weight, form.total_score, form.grade) == ("100", "95", grade)
    assert form.cells.get("grade") is None
