"""Forms in running text: cells that share a line or a token, words glued to one another, streams that do not fold."""

import pytest

from jixiao.forms import recognise
from jixiao.forms.ribbon import cell_text, joined, ribbon
from jixiao.forms.words import key
from jixiao.model import Indicator
from tests.forms.generated import grid_of, read_text

TITLE = "项目支出绩效自评表\n项目名称：医保宣传\n"
SPACED = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n"
GLUED = SPACED.replace(" ", "")


def rows(text: str) -> list[Indicator]:
    """The rows of all forms in a text."""
    return [row for evaluation in recognise(read_text(text)).evaluations for row in evaluation.indicators]


def cells(row: Indicator) -> tuple[str | None, ...]:
    return (row.level1, row.level2, row.name, row.target, row.actual, row.weight, row.score)


EXPECTED = ("产出指标", "数量指标", "开展培训场次", "≥3场", "4场", "90", "85")


@pytest.mark.parametrize(
    "text",
    [
        SPACED + "产出指标 数量指标 开展培训场次 ≥3场 4场 90 85\n",
        SPACED + "产出指标\n数量指标\n开展培训场次\n≥3场\n4场\n90 85\n",
        SPACED + "产出\n指标\n数量\n指标\n开展培训\n场次\n≥3场 4场 90 85\n",
        SPACED + "产出指标数量指标 开展培训场次 ≥3场 4场 90 85\n",
        SPACED + "产出指标 数量指标 开展培训场次≥3场 4场 90 85\n",
        GLUED + "产出指标数量指标开展培训场次≥3场4场9085\n",
    ],
)
def test_a_row_is_cut_out_of_running_text(text: str) -> None:
    (row,) = rows(TITLE + text)
    assert cells(row) == EXPECTED


def test_an_achievement_phrase_is_cut_off_what_it_is_glued_to() -> None:
    (row,) = rows(TITLE + SPACED + "效益指标 社会效益指标 群众知晓程度 明显提高达成预期指标 90 85\n")
    assert (row.target, row.actual) == ("明显提高", "达成预期指标")


def test_a_level_word_and_a_name_in_one_cell_are_cut() -> None:
    heading = "二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    (row,) = rows(TITLE.replace("：", "\t") + heading + "数量指标 开展培训场次\t≥3场\t4场\t90\t85\n")
    assert (row.level2, row.name) == ("数量指标", "开展培训场次")


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("总分10090", ("100", "90")),
        ("总分 100 90", ("100", "90")),
        ("总分 90", (None, "90")),
        ("总分\n90", (None, "90")),
    ],
)
def test_the_total_row_of_running_text(total: str, expected: tuple[str | None, str | None]) -> None:
    heading = GLUED if total == "总分10090" else SPACED
    row = (
        "产出指标数量指标开展培训场次≥3场4场10090\n"
        if heading == GLUED
        else "产出指标 数量指标 开展培训场次 ≥3场 4场 100 90\n"
    )
    (evaluation,) = recognise(read_text(TITLE + heading + row + total + "\n")).evaluations
    assert (evaluation.total_weight, evaluation.total_score) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成全部培训任务。已经完成全部任务。", ("完成全部培训任务。", "已经完成全部任务。")),
        ("完成全部培训任务", ("完成全部培训任务", None)),
    ],
)
def test_goals_in_one_token_are_cut_between_two_sentences(text: str, expected: tuple[str, str | None]) -> None:
    form = TITLE + "预期目标 实际完成情况\n" + text + "\n" + SPACED + "产出指标 数量指标 开展培训场次 ≥3场 4场 90 85\n"
    (evaluation,) = recognise(read_text(form)).evaluations
    assert [(goal.expected, goal.actual) for goal in evaluation.goals] == [expected]


def test_a_heading_that_spreads_over_a_line_of_prose_is_none() -> None:
    assert rows("关于三级指标、年度指标值、实际完成值和得分的说明\n") == []


def test_a_second_page_without_a_project_goes_on_and_a_longer_title_does_not_end_it() -> None:
    row = "产出指标 数量指标 开展培训场次 ≥3场 4场 90 85\n"
    (evaluation,) = recognise(read_text(TITLE + SPACED + row + "项目支出绩效自评表\n" + SPACED + row)).evaluations
    assert len(evaluation.indicators) == 2


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["医保", "宣传"], "医保宣传"),
        (["DRG", "grouping"], "DRG grouping"),
        (["2023", "年"], "2023年"),
        (["12", "34"], "1234"),
        (["", " 医保 ", ""], "医保"),
        ([], ""),
    ],
)
def test_the_lines_of_a_cell_are_joined_as_they_are_read(pieces: list[str], text: str) -> None:
    assert joined(pieces) == text


def test_the_spaces_of_a_line_are_kept_and_its_breaks_are_not() -> None:
    tokens = ribbon(read_text("医保 宣传\n培训"))
    assert cell_text(tokens) == "医保 宣传培训"


@pytest.mark.parametrize("mark", ["第3页", "- 12 -", "第1页,共5页", "—4—"])
def test_page_numbers_are_no_tokens(mark: str) -> None:
    assert [token.text for token in ribbon(read_text(f"医保\n{mark}\n宣传"))] == ["医保", "宣传"]


def test_invisible_signs_are_no_tokens() -> None:
    assert [token.text for token in ribbon(read_text("医保 \u200b\u2060 宣传"))] == ["医保", "宣传"]
    assert ribbon(grid_of("\u200b")) == ()


def test_a_stream_without_a_heading_or_with_broken_columns_stays_a_stream() -> None:
    heading = ["三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    words = [*heading, *["培训"] * 20]
    for cells_of_stream in (words, words[5:]):
        tokens = ribbon(read_text("".join(f"\t{word}\n" for word in cells_of_stream)))
        assert [token.text for token in tokens] == cells_of_stream


def test_a_management_row_with_many_cells_keeps_them_together() -> None:
    text = (
        "项目支出绩效自评表\n项目名称 | 医保宣传\n资金管理情况 | 情况说明 | 存在问题和改进措施\n分配科学性 | 按因素法 | 有结余 | 加强管理\n"
        "三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分\n培训 | 3场 | 4场 | 90 | 85\n"
    )
    (evaluation,) = recognise(grid_of(text)).evaluations
    assert [(row.description, row.issue) for row in evaluation.fund_management] == [("按因素法", "有结余加强管理")]


def test_a_damaged_amount_keeps_its_column() -> None:
    text = (
        "项目支出绩效自评表\n项目名称   公厕管护\n项目资金（万元）   年初预算数   全年预算数   全年执行数   分值   执行率   得分\n"
        "年度资金总额   18O.00   180.00   l71.00   10   95.00%   9.5\n"
        "一级指标   二级指标   三级指标   年度指标值   实际完成值   分值   得分\n"
        "产出指标   数量指标   公厕座数   ≥12座   12座   90   90\n"
    )
    (evaluation,) = recognise(read_text(text)).evaluations
    (fund,) = evaluation.funds
    assert (fund.label, fund.initial, fund.adjusted, fund.executed) == ("年度资金总额", "18O.00", "180.00", "l71.00")
    assert (fund.weight, fund.rate, fund.score) == ("10", "95.00%", "9.5")


GLUED = (
    "一级指标二级指标三级指标年度指标值实际完成值分值得分偏差原因分析及改进措施\n产出指标数量指标培训场次≥3场4场1010"
)


def test_a_glued_note_that_holds_another_row_is_doubtful() -> None:
    text = "项目支出绩效自评表\n项目名称：宣传\n" + GLUED
    (row,) = rows(text + "发放笔数≥60笔57笔7.57.133人注销\n")
    assert "note" in row.doubtful
    (row,) = rows(text + "\n")
    assert "note" not in row.doubtful


def test_an_operator_at_the_head_of_the_actual_value_is_doubtful_behind_a_target_in_words() -> None:
    text = (
        "项目支出绩效自评表\n项目名称\t水质\n一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "效益指标\t生态效益指标\t投诉件数\t同比下降\t≥10%同比下降14.3%\t10\t10\n"
    )
    (row,) = rows(text)
    assert {"target", "actual"} <= set(row.doubtful)


def test_the_points_of_the_execution_rate_are_called_what_those_of_an_indicator_are() -> None:
    text = (
        "项目支出绩效自评表\n项目名称   村医培训\n资金来源   调整后预算   实际支出   执行率   满分   实得分\n"
        "总计   96.00   91.20   95.00%   10   9.50\n其中：县级财政资金   60.00   57.00   95.00%\n"
        "一级   二级   三级指标   满分   目标值   完成值   得分\n"
        "产出   数量   培训人次   90   ≥320人次   336人次   90\n"
    )
    (evaluation,) = recognise(read_text(text)).evaluations
    total, source = evaluation.funds
    assert (total.label, total.adjusted, total.executed) == ("总计", "96.00", "91.20")
    assert (total.rate, total.weight, total.score) == ("95.00%", "10", "9.50")
    assert (source.label, source.executed) == ("其中：县级财政资金", "57.00")


@pytest.mark.parametrize(
    ("done", "actual"),
    [
        ("培训336人次。\n四、指标完成", "培训336人次。"),
        ("一、培训336人次\n二、按月发放补助", "一、培训336人次 二、按月发放补助"),
    ],
)
def test_the_heading_of_the_next_chapter_is_no_part_of_a_goal(done: str, actual: str) -> None:
    text = (
        "项目支出绩效自评表\n项目名称：村医培训\n预期目标：全年培训320人次。\n完成情况：" + done + "\n"
        "一级   二级   三级指标   满分   目标值   完成值   得分\n"
        "产出   数量   培训人次   100   ≥320人次   336人次   100\n"
    )
    (evaluation,) = recognise(read_text(text)).evaluations
    assert [key(goal.actual or "") for goal in evaluation.goals] == [key(actual)]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (
            "填表人：周晓岚联系电话：028-86571234填报日期：2026年2月18日",
            {"填表人": "周晓岚", "联系电话": "028-86571234", "填报日期": "2026年2月18日"},
        ),
        ("单位负责人：张三财务负责人：李四", {"单位负责人": "张三", "财务负责人": "李四"}),
        ("项目负责人：张三 联系电话：5671234", {"项目负责人": "张三", "联系电话": "5671234"}),
    ],
)
def test_a_field_ends_where_the_label_of_the_next_begins(line: str, fields: dict[str, str]) -> None:
    form = TITLE + SPACED + "产出指标 数量指标 开展培训场次 ≥3场 4场 90 85\n总分 100 95\n" + line + "\n"
    (evaluation,) = recognise(read_text(form)).evaluations
    assert {field.label: field.value for field in evaluation.fields} == fields


def test_a_label_within_a_sentence_ends_no_field() -> None:
    form = (
        TITLE
        + "项目内容：本项目的实施单位、主管部门：均为市局\n"
        + SPACED
        + "产出指标 数量指标 开展培训场次 ≥3场 4场 90 85\n"
    )
    (evaluation,) = recognise(read_text(form)).evaluations
    assert [field.value for field in evaluation.fields] == ["本项目的实施单位、主管部门：均为市局"]
