"""A table told column by column: put side by side where the columns are equally long, reported where rows are unknown."""

from hypothesis import given, settings

from jixiao.documents import Block, Document, Paragraph, Table
from jixiao.forms import recognise
from jixiao.forms.columns import turned
from jixiao.model import Submission
from jixiao.places import Place, Source
from tests.forms.generated import HEADINGS, Drawn, drawn

HEAD = ["项目支出绩效自评表", "（2023年度）", "项目名称 医保政策宣传"]
LEVELS = ["一级指标", "产出指标（70分）", "效益指标（20分）", "二级指标", "数量指标", "质量指标", "社会效益指标"]
NAMES = ["三级指标", "宣传场次", "培训人次", "资料合格率", "政策知晓率"]
TARGETS = ["年度指标值", "≥12场", "≥300人次", "≥95%", "≥85%"]
ACTUALS = ["实际完成值", "9场", "310人次", "97%", "88%"]
WEIGHTS = ["分值", "30", "20", "20", "20"]
SCORES = ["得分", "22.5", "20", "20", "20"]
NOTES = ["偏差原因分析及改进措施", "场地紧张，下年补办。"]
TOTAL = ["总分 100 92.5", "自评结论 优"]


def document(*columns: list[str]) -> Document:
    lines = (line for column in columns for line in column)
    blocks = tuple(Paragraph(text=line, place=Place(line=number)) for number, line in enumerate(lines, start=1))
    return Document(source=Source(name="", sha256="", media_type="", reader=""), blocks=blocks)


def read(*columns: list[str]) -> Submission:
    return recognise(document(*columns))


def rows(submission: Submission) -> list[tuple[str | None, ...]]:
    (form,) = submission.evaluations
    return [
        (row.level1, row.level2, row.name, row.target, row.actual, row.weight, row.score) for row in form.indicators
    ]


def test_columns_are_put_side_by_side_and_points_tell_which_rows_a_level_spans() -> None:
    found = read(HEAD, LEVELS, NAMES, TARGETS, ACTUALS, WEIGHTS, SCORES, NOTES, TOTAL)
    assert rows(found) == [
        ("产出指标", None, "宣传场次", "≥12场", "9场", "30", "22.5"),
        ("产出指标", None, "培训人次", "≥300人次", "310人次", "20", "20"),
        ("产出指标", None, "资料合格率", "≥95%", "97%", "20", "20"),
        ("效益指标", None, "政策知晓率", "≥85%", "88%", "20", "20"),
    ]
    assert found.evaluations[0].total_score == "92.5"
    assert found.evaluations[0].conclusion == "优"


def test_cells_whose_rows_nobody_can_tell_are_reported_with_their_places() -> None:
    found = read(HEAD, LEVELS, NAMES, TARGETS, ACTUALS, WEIGHTS, SCORES, NOTES, TOTAL)
    unread = {item.text: item.place.line for item in found.unread}
    assert unread == {"数量指标": 8, "质量指标": 9, "社会效益指标": 10, "场地紧张，下年补办。": 37}


def test_a_total_at_the_foot_of_the_columns_is_no_row() -> None:
    levels = ["一级指标", "产出指标", "总分"]
    found = read(HEAD, levels, NAMES, TARGETS, ACTUALS, [*WEIGHTS, "90"], [*SCORES, "82.5"])
    assert [row[0] for row in rows(found)] == ["产出指标"] * 4
    assert (found.evaluations[0].total_weight, found.evaluations[0].total_score) == ("90", "82.5")


def test_a_figure_below_the_scores_that_nothing_calls_a_total_is_reported() -> None:
    found = read(HEAD, NAMES, TARGETS, ACTUALS, WEIGHTS, [*SCORES, "82.5"])
    assert len(rows(found)) == 4
    assert found.evaluations[0].total_score is None
    assert [item.text for item in found.unread] == ["82.5"]


def test_a_column_with_a_blank_is_reported_instead_of_being_moved_up() -> None:
    found = read(HEAD, NAMES, TARGETS, ["实际完成值", "9场", "97%", "88%"], WEIGHTS, SCORES, TOTAL)
    assert [row[4] for row in rows(found)] == [None] * 4
    assert [item.text for item in found.unread] == ["9场", "97%", "88%"]


def test_units_that_are_fewer_go_to_the_targets_that_are_figures() -> None:
    targets, units = ["指标值", "12", "300", "95", "逐步提高"], ["度量单位", "场", "人次", "%"]
    found = read(HEAD, NAMES, targets, units, ["完成值", "12", "300", "95", "提高"], WEIGHTS, SCORES, TOTAL)
    assert [row[3] for row in rows(found)] == ["12场", "300人次", "95%", "逐步提高"]


def test_where_units_cannot_be_assigned_no_target_is_read_without_its_own() -> None:
    found = read(HEAD, NAMES, TARGETS, ["度量单位", "场"], ACTUALS, WEIGHTS, SCORES, TOTAL)
    assert found.evaluations == ()


def test_headings_followed_by_too_few_equal_columns_stay_text() -> None:
    blocks = document(["三级指标", "宣传场次", "培训人次", "年度指标值", "≥12场"]).blocks
    assert turned(blocks) == (blocks, ())
    assert turned(document(["三级指标", "年度指标值", "分值"]).blocks)[1] == ()


def test_a_level_that_stands_there_twice_belongs_to_the_columns_once() -> None:
    stray = ["一级指标", "前言"]
    found = read(stray, LEVELS, NAMES, TARGETS, ACTUALS, WEIGHTS, SCORES, TOTAL)
    assert [row[2] for row in rows(found)] == ["宣传场次", "培训人次", "资料合格率", "政策知晓率"]


def test_two_forms_of_a_file_are_told_apart() -> None:
    body = [NAMES, TARGETS, ACTUALS, WEIGHTS, SCORES, TOTAL]
    found = read(HEAD, *body, ["项目支出绩效自评表", "（2023年度）", "项目名称 基金监管"], *body)
    assert [form.project_name for form in found.evaluations] == ["医保政策宣传", "基金监管"]
    assert all(len(form.indicators) == 4 for form in found.evaluations)


def test_tables_between_the_lines_stay_where_they_are() -> None:
    table = Table(cells=(), fidelity="grid")
    blocks: tuple[Block, ...] = (*document(HEAD).blocks, table, *document(NAMES, TARGETS, ACTUALS).blocks)
    result, _ = turned(blocks)
    assert result[3] is table
    assert isinstance(result[4], Table)


def as_columns(form: Drawn) -> list[str]:
    """The rows of the form's indicators column by column, what stands above and below them row by row."""
    heading = next(cell.row for cell in form.cells if cell.text == HEADINGS["name"])
    last = max(cell.row for cell in form.cells)
    body = [cell for cell in form.cells if heading <= cell.row < last and cell.column and cell.text]

    def lines(start: int, end: int) -> list[str]:
        return [
            " ".join(cell.text for cell in form.cells if cell.row == row and cell.text) for row in range(start, end)
        ]

    columns = sorted({cell.column for cell in body})
    below = [cell.text for column in columns for cell in body if cell.column == column]
    return [*lines(0, heading), *below, *lines(last, last + 1)]


@settings(max_examples=25)
@given(drawn().filter(lambda form: len(form.evaluation.indicators) > 1))
def test_every_row_of_a_form_is_read_as_in_its_table(form: Drawn) -> None:
    truth = form.evaluation
    (found,) = read(as_columns(form)).evaluations
    fields = ("name", "target", "actual", "weight", "score")
    assert [[getattr(row, field) for field in fields] for row in found.indicators] == [
        [getattr(row, field) for field in fields] for row in truth.indicators
    ]
    assert (found.total_weight, found.total_score) == (truth.total_weight, truth.total_score)


def test_columns_that_are_not_equally_long_are_reported_as_a_whole() -> None:
    short = [column[:-1] for column in (TARGETS, ACTUALS, WEIGHTS, SCORES)]
    unread = {piece.text for piece in read(HEAD, LEVELS, NAMES, *short, NOTES, TOTAL).unread}
    assert unread >= {text for column in (NAMES, *short) for text in column[1:]}
