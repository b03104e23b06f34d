"""What text without cells does not prove is doubtful; what it proves is not."""

import msgspec
import pytest

from jixiao.documents import Cell, Document, Paragraph, Table
from jixiao.forms import recognise
from jixiao.model import Evaluation, Submission
from jixiao.places import Place, Source
from tests.forms.generated import read_text
from tests.forms.grids import document

HEADING = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析"
ROWS = [
    "产出指标 数量指标 巡查药店数 ≥40家 43家 30 30",
    "质量指标 台账登记完整率 ≥95% 96.2% 20 20",
    "时效指标 巡查完成时间 2023年10月底前 2023年10月18日 10 10",
    "效益指标 社会效益指标 举报线索下降率 ≥10% 8% 30 24",
    "满意度指标 服务对象满意度指标 参保人员满意度 ≥90% 93% 10 10",
]
FIGURES = {"target", "actual", "weight", "score"}


def text(rows: list[str], total: str | None = "总分 100 94") -> str:
    return "\n".join(["项目支出绩效自评表", "项目名称 药店巡查", HEADING, *rows, *([total] if total else []), ""])


def read(content: str) -> tuple[Submission, Evaluation]:
    submission = recognise(read_text(content))
    (evaluation,) = submission.evaluations
    return submission, evaluation


def doubts(evaluation: Evaluation) -> list[set[str]]:
    return [set(row.doubtful) for row in evaluation.indicators]


def test_rows_on_lines_whose_sums_close_are_taken_as_read() -> None:
    submission, evaluation = read(text(ROWS))
    assert [(row.name, row.target, row.actual, row.weight, row.score) for row in evaluation.indicators] == [
        ("巡查药店数", "≥40家", "43家", "30", "30"),
        ("台账登记完整率", "≥95%", "96.2%", "20", "20"),
        ("巡查完成时间", "2023年10月底前", "2023年10月18日", "10", "10"),
        ("举报线索下降率", "≥10%", "8%", "30", "24"),
        ("参保人员满意度", "≥90%", "93%", "10", "10"),
    ]
    assert doubts(evaluation) == [set()] * len(ROWS)
    assert submission.unread == ()


def test_notes_on_lines_of_their_own_belong_to_the_row_above() -> None:
    rows = [*ROWS[:4], "宣传不够深入，群众举报偏少，", "下一年增加宣传场次。", ROWS[4]]
    _, evaluation = read(text(rows))
    assert evaluation.indicators[3].note == "宣传不够深入，群众举报偏少，下一年增加宣传场次。"
    assert doubts(evaluation)[3] & FIGURES == set()


def test_a_row_that_could_be_cut_otherwise_is_doubtful_in_name_and_figures() -> None:
    rows = [*ROWS[:4], "满意度指标 服务对象满意度指标 参保人员 基本满意 达成预期指标 10 10"]
    wrapped = [
        line.replace("满意度指标 服务对象满意度指标 参保人员 基本满意", "满意度指标\n参保人员\n基本满意\n达到")
        for line in rows
    ]
    _, evaluation = read(text(wrapped))
    assert doubts(evaluation)[-1] >= FIGURES


def test_a_row_without_its_score_is_doubtful() -> None:
    rows = ["产出指标 数量指标 巡查药店数 ≥40家 43家 30", *ROWS[1:]]
    _, evaluation = read(text(rows, "总分 100 64"))
    assert doubts(evaluation)[0] >= FIGURES


def test_without_sums_that_close_only_what_no_other_cut_comes_near_is_taken_as_read() -> None:
    _, closing = read(text(ROWS))
    submission, evaluation = read(text(ROWS, "总分 100 99"))
    assert sum(map(bool, doubts(evaluation))) > sum(map(bool, doubts(closing)))
    spoilt = all(marked >= FIGURES for marked in doubts(evaluation))
    assert spoilt == any("巡查药店数" in piece.text for piece in submission.unread)


def test_points_inside_a_name_tell_of_another_row() -> None:
    rows = [ROWS[0], "质量指标 台账登记 20 20 完整率抽查\n≥95% 96.2% 20 20", *ROWS[2:]]
    submission, evaluation = read(text(rows))
    assert any(marked >= FIGURES for marked in doubts(evaluation))
    assert submission.unread


def white(total: str) -> Document:
    """The form as a table on a page that has no rules."""
    lines = [
        HEADING.split(),
        *(["", *line.split()] if not line.startswith(("产出", "效益", "满意")) else line.split() for line in ROWS),
    ]
    lines.append(["总分", "", "", "", "", "100", total])
    cells = tuple(
        Cell(row=row, column=column, text=piece, place=Place(page=1, table=1, row=row + 1, column=column + 1))
        for row, line in enumerate(lines)
        for column, piece in enumerate(line)
    )
    source = Source(name="white", sha256="0" * 64, media_type="application/pdf", reader="pdf")
    title = Paragraph(text="项目支出绩效自评表", place=Place(page=1))
    return Document(source=source, blocks=(title, Table(cells=cells, fidelity="ragged", place=Place(page=1, table=1))))


@pytest.mark.parametrize(("total", "taken"), [("94", True), ("99", False)])
def test_a_table_that_only_white_bounds_is_taken_as_read_if_its_sums_close(total: str, taken: bool) -> None:  # noqa: FBT001 - a case
    (evaluation,) = recognise(white(total)).evaluations
    assert len(evaluation.indicators) == len(ROWS)
    assert all(not marked & FIGURES if taken else marked >= FIGURES for marked in doubts(evaluation))


def test_rows_that_end_without_a_total_may_go_on_below() -> None:
    rows = ["产出指标", "数量指标", "巡查药店数", "≥40家", "43家 30", "巡查医院数", "≥4家", "4家 30", "总分构成说明"]
    submission, _ = read(text(rows, None))
    assert any("总分构成说明" in piece.text for piece in submission.unread)


def test_a_row_of_a_real_table_of_which_a_page_leaves_open_whether_it_is_whole_is_doubtful_and_told() -> None:
    grid = document("""项目支出绩效自评表
|项目名称|药店巡查|<|<|<|<|<|
|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|
|产出指标|数量指标|巡查药店数|≥40家|43家|60|60|
|效益指标|社会效益指标|举报线索下降|≥10%|8%|40|32|
""")
    title, table = grid.blocks
    assert isinstance(table, Table)
    cells = tuple(msgspec.structs.replace(cell, open=cell.row == 3) for cell in table.cells)
    submission = recognise(msgspec.structs.replace(grid, blocks=(title, msgspec.structs.replace(table, cells=cells))))
    assert doubts(submission.evaluations[0]) == [set(), {"name", *FIGURES}]
    (told,) = submission.unread
    assert "两页相接处" in told.why


def test_a_row_swallowed_by_the_note_above_it_is_doubtful_and_told() -> None:
    rows = [
        "产出指标数量指标巡查药店数≥40家43家3030",
        "台账登记完整率≥95%96.2%2020",
        "完善巡查工作机制2项机制达成预期指标102项机制为巡查办法、回访办法。",
        "效益指标社会效益指标举报线索下降率≥10%12%3030",
        "满意度指标服务对象满意度指标参保人员满意度≥90%93%1010",
    ]
    heading = HEADING.replace(" ", "")
    submission, evaluation = read(
        "\n".join(["项目支出绩效自评表", "项目名称药店巡查", heading, *rows, "总分100100", ""])
    )
    names = {row.name for row in evaluation.indicators if not row.doubtful}
    told = "".join(piece.text for piece in submission.unread)
    assert "完善巡查工作机制" in names or "2项机制" in told or all(row.doubtful for row in evaluation.indicators)


def test_what_begins_with_a_particle_is_the_rest_of_a_name() -> None:
    lines = [
        "一级指标 二级指标 三级指标 指标值 全年实际完成值 未完成原因和改进措施",
        "产出指标 数量指标 帮扶家庭 ≥40万户 41.67万户",
        "走访家庭数 ≥5万户 20.72万户",
        "结余资金占帮扶资金收入总额",
        "的份额",
        "≤15% 5.48%",
        "质量指标 走访记录完整率 ≥70% 70.16%",
        "效益指标 社会效益 帮扶对象覆盖范围 稳步拓展 稳步拓展",
        "满意度指标 帮扶对象满意度 85%以上 95%",
    ]
    _, evaluation = read("\n".join(["项目支出绩效自评表", "项目名称 走访帮扶", *lines, ""]))
    row = evaluation.indicators[2]
    assert (row.name, row.target, row.actual) == ("结余资金占帮扶资金收入总额的份额", "≤15%", "5.48%")
