"""What surrounds the indicator table: head fields, funds, goals, management, and where one form ends and the next begins."""

import pytest

from jixiao.forms import recognise
from jixiao.model import Evaluation, Goal, Management
from tests.forms.generated import grid_of, read_text

TITLE = "项目支出绩效自评表\n"
TOP = TITLE + "项目名称 | 医保宣传\n"
COLUMNS = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分\n"
ROW = "产出指标 | 数量指标 | 培训 | 3场 | 4场 | 90 | 85\n"
TABLE = COLUMNS + ROW


def only(text: str) -> Evaluation:
    (evaluation,) = recognise(grid_of(text)).evaluations
    return evaluation


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("项目编码 | 51092322T000000431595", "project_code", "51092322T000000431595"),
        ("实施（主管）单位 | 青崖市医保局", "supervisor", "青崖市医保局"),
        ("实施（主管）单位 | 青崖市医保局", "implementer", "青崖市医保局"),
        ("填报单位：青崖市医保中心", "implementer", "青崖市医保中心"),
        ("省级主管部门 | 云外省医保局", "local_supervisor", "云外省医保局"),
        ("年度 | 2022", "year", 2022),
        ("（2021年度）", "year", 2021),
        ("金额单位：万元", "amount_unit", "万元"),
        ("主管部门 | —", "supervisor", None),
        ("自评等级 | 良", "grade", "良"),
        ("自评结论 | 优。任务完成。", "grade", "优"),
        ("自评结论 | 全年得分为92.5分。", "total_score", "92.5"),
        ("其他需要说明的问题 | 无", "remark", "无"),
    ],
)
def test_a_head_field_is_found_by_its_label(line: str, field: str, value: object) -> None:
    assert getattr(only(f"{TITLE}项目名称 | 医保宣传\n{line}\n{TABLE}"), field) == value


def test_the_code_of_a_project_is_split_off_its_name() -> None:
    evaluation = only(TITLE + "项目名称 | 51092322T000000431595-医保信息化\n" + TABLE)
    assert (evaluation.project_code, evaluation.project_name) == ("51092322T000000431595", "医保信息化")


@pytest.mark.parametrize(
    ("title", "top", "columns", "kind", "form"),
    [
        ("项目支出绩效自评表", "", COLUMNS, "project", "self_evaluation"),
        ("区域绩效自评表", "", COLUMNS, "transfer", "self_evaluation"),
        ("自评表", "中央主管部门 | 国家医保局\n", COLUMNS, "transfer", "self_evaluation"),
        ("部门整体支出绩效自评表", "", COLUMNS, "department", "self_evaluation"),
        ("绩效目标申报表", "", COLUMNS.replace(" | 实际完成值", "").replace(" | 得分", ""), "project", "target"),
        ("项目绩效情况", "", COLUMNS.replace(" | 实际完成值", "").replace(" | 得分", ""), "project", "target"),
        ("绩效运行监控表", "", COLUMNS, "project", "monitoring"),
        ("自评表", "", COLUMNS.replace("得分", "完成目标可能性"), "project", "monitoring"),
        ("自评表", "", COLUMNS.replace("得分", "得分 | 复核得分"), "project", "review"),
    ],
)
def test_kind_and_purpose_of_a_form(title: str, top: str, columns: str, kind: str, form: str) -> None:
    row = "产出指标 | 数量指标 | 培训 | 3场 | 90\n" if form == "target" else ROW
    evaluation = only(f"{title}\n项目名称 | 医保宣传\n{top}{columns}{row}")
    assert (evaluation.kind, evaluation.form) == (kind, form)


GOALS = [
    ("预期目标 | 实际完成情况\n完成培训。 | 已完成。\n", [("完成培训。", "已完成。")]),
    ("实际完成情况 | 预期目标\n已完成。 | 完成培训。\n", [("完成培训。", "已完成。")]),
    ("年度总体目标 | 预期目标 | 实际完成情况\n | 完成培训。 | 已完成。\n", [("完成培训。", "已完成。")]),
    ("年度总体目标 | 完成培训。\n实际完成情况 | 已完成。\n", [("完成培训。", "已完成。")]),
    ("年度总体目标 | 完成培训。\n", [("完成培训。", None)]),
    ("实际完成情况 | 已完成。\n", [(None, "已完成。")]),
    ("预期目标 | 实际完成情况\n目标1 | 完成1\n目标二 | 完成二\n", [("目标1", "完成1"), ("目标二", "完成二")]),
    (
        "年初设定目标 | 年度总体目标完成情况综述\n目标：完成培训。 | 目标1完成情况：培训3期。\n",
        [("目标：完成培训。", "目标1完成情况：培训3期。")],
    ),
    ("预期目标 | 实际完成情况\n", []),
    ("年度总体目标 | —\n", []),
]


@pytest.mark.parametrize(("lines", "goals"), GOALS)
def test_goals_stand_side_by_side_or_each_behind_its_label(
    lines: str, goals: list[tuple[str | None, str | None]]
) -> None:
    assert [(goal.expected, goal.actual) for goal in only(TOP + lines + TABLE).goals] == goals


LINES = TABLE.replace(" | ", "\n")


@pytest.mark.parametrize(
    ("lines", "goal"),
    [
        ("预期目标\n实际完成情况\n完成全部培训。\n已经全部完成。\n", ("完成全部培训。", "已经全部完成。")),
        ("年度目标 预期目标 实际完成情况\n完成培训。  已完成。\n", ("完成培训。", "已完成。")),
    ],
)
def test_goals_in_running_lines(lines: str, goal: tuple[str, str]) -> None:
    text = TITLE + "项目名称\n医保宣传\n" + lines + LINES
    (evaluation,) = recognise(read_text(text)).evaluations
    assert [(found.expected, found.actual) for found in evaluation.goals] == [goal]


def test_management_rows_have_a_description_and_perhaps_an_issue() -> None:
    with_issue = only(
        TOP
        + "资金管理情况 | 情况说明 | 存在问题和改进措施\n分配科学性 | 按因素法 | 无\n使用规范性 | — | 加强\n"
        + TABLE
    )
    without = only(TOP + "资金管理情况 | 情况说明\n分配科学性 | 按因素法\n" + TABLE)
    assert [(row.item, row.description, row.issue) for row in with_issue.fund_management] == [
        ("分配科学性", "按因素法", "无"),
        ("使用规范性", None, "加强"),
    ]
    assert [(row.item, row.description, row.issue) for row in without.fund_management] == [
        ("分配科学性", "按因素法", None)
    ]


FUNDS = [
    (
        " | 年初预算数 | 全年预算数 | 全年执行数 | 执行率\n年度资金总额 | 20 | 20 | 10 | 50%\n",
        [("年度资金总额", "20", "20", "10", "50%")],
    ),
    ("年初预算数 | 全年执行数\n20 | 10\n", [("年度资金总额", "20", None, "10", None)]),
    (" | 年初预算数 | 全年执行数\n其中：财政拨款 | 20 | —\n", [("其中：财政拨款", "20", None, None, None)]),
    ("财政拨款 | 45\n", [("财政拨款", None, "45", None, None)]),
    ("预算数 | 45 | 执行数 | 18 | 执行率 | 40%\n", [("年度资金总额", None, "45", "18", "40%")]),
    (
        "项目资金 | 预算数 | | 执行数 | 执行率\n | 合计 | 中央资金\n | 30 | 20 | 10 | 33.33%\n",
        [("合计", None, "30", "10", "33.33%"), ("中央资金", None, "20", None, None)],
    ),
    ("", []),
]


@pytest.mark.parametrize(("lines", "funds"), FUNDS)
def test_funds_in_their_many_tables(lines: str, funds: list[tuple[str | None, ...]]) -> None:
    found = [
        (fund.label, fund.initial, fund.adjusted, fund.executed, fund.rate) for fund in only(TOP + lines + TABLE).funds
    ]
    assert found == funds


def forms(text: str) -> list[tuple[str | None, int]]:
    """The project names and numbers of rows of the forms in a text."""
    return [(one.project_name, len(one.indicators)) for one in recognise(grid_of(text)).evaluations]


TOTAL = "总分 | | | | | 100 | 90\n"
AGAIN = TABLE.replace("培训", "检查")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TOP + TABLE + TOTAL + TOP.replace("医保", "救助") + TABLE, [("医保宣传", 1), ("救助宣传", 1)]),
        (TOP + TABLE + COLUMNS + ROW.replace("培训", "检查"), [("医保宣传", 2)]),
        (TOP + TABLE + TOTAL + AGAIN, [("医保宣传", 1), (None, 1)]),
        (TOP + TABLE + TOP + AGAIN, [("医保宣传", 2)]),
        (TOP + TABLE + TOP.replace("医保", "救助") + AGAIN, [("医保宣传", 1), ("救助宣传", 1)]),
        (TOP + TABLE + "绩效评分表\n" + AGAIN, [("医保宣传", 1), (None, 1)]),
        (TOP + TABLE + TITLE + "主管部门 | 青崖市医保局\n" + AGAIN, [("医保宣传", 2)]),
        (TABLE, [(None, 1)]),
        ("项目名称 | 医保宣传\n主管部门 | 青崖市医保局\n" + TABLE, [("医保宣传", 1)]),
        ("", []),
    ],
)
def test_a_heading_repeated_on_a_new_page_goes_on_and_a_new_project_begins_a_form(
    text: str, expected: list[tuple[str | None, int]]
) -> None:
    assert forms(text or "没有表格") == expected


def test_rows_know_their_kind() -> None:
    evaluation = only(TOP + "分配科学性 | 按因素法\n预期目标 | 完成\n" + TABLE)
    assert isinstance(evaluation.goals[0], Goal)
    assert isinstance(evaluation.fund_management[0], Management)


def test_a_frame_label_in_front_of_a_row_is_no_cell_of_it() -> None:
    (row,) = only(TOP + COLUMNS + "绩效指标\n" + ROW).indicators
    assert (row.level1, row.name) == ("产出指标", "培训")


def test_a_frame_label_that_opens_a_row_is_no_level() -> None:
    (row,) = only(TOP + " | " + COLUMNS + "绩效指标 | " + ROW).indicators
    assert (row.level1, row.name, row.score) == ("产出指标", "培训", "85")


def test_a_sentence_that_ends_like_a_title_is_too_long_for_one() -> None:
    sentence = (
        "根据上级部门关于做好年度预算绩效管理工作的通知要求和本单位内部控制制度的有关规定"
        "各科室填写并汇总形成了本单位的项目支出绩效自评表"
    )
    assert only(sentence + "\n" + TOP + TABLE).title == "项目支出绩效自评表"


def test_a_form_without_title_begins_at_its_first_label_in_front_of_a_line() -> None:
    evaluation = only("前言 | 项目名称\n项目名称 | 医保宣传 | 主管部门 | 青崖市医保局\n" + TABLE)
    assert (evaluation.title, evaluation.project_name) == (None, "医保宣传")


def test_a_lone_total_under_a_lone_column_of_weights_is_the_weight() -> None:
    columns = COLUMNS.replace(" | 得分", "")
    evaluation = only(TOP + columns + "产出指标 | 数量指标 | 培训 | 3场 | 4场 | 100\n合计 | | | | | 100\n")
    assert (evaluation.total_weight, evaluation.total_score) == ("100", None)


def test_a_total_row_broken_in_two_is_one() -> None:
    assert only(TOP + TABLE + "总分\n90\n").total_score == "90"
    assert only(TOP + TABLE + "总分\n90\n存在问题 | 宣传单一\n").total_score == "90"
