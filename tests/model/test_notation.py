"""The plain-text notation: what it says, that it reads back what it prints, and every sentence with which it refuses a line."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from jixiao.model import Evaluation, Goal, Indicator, NotationError, Submission, parse_notation, print_notation
from jixiao.places import Place
from tests.model.submissions import SUBMISSIONS

WHOLE = """
# lines with this sign are skipped
评价：project self_evaluation 2023 万元 项目支出绩效自评表 （第二版）
项目名称：医保政策宣传
地方主管部门：-
资金：年度资金总额 | 年初 15 | 全年 15 | 执行 12 | 分值 10 | 执行率 80% | 得分 8 | 存疑 rate score
管理：分配科学性 | 情况 按因素法分配 | 问题 无 | 存疑 issue
目标：预期 完成宣传 | 实际 已完成 | 存疑 actual
分值：产出指标 50 | 效益 指标 30
二级分值：数量指标 20
指标：产出指标 / 数量指标 / 培训 / 宣传次数 | 分值 10 | 指标值 ≥2次 | 实际值 - | 得分 10 | 存疑 weight score
指标：- / - / 满意度
总分：分值 100 | 得分 98
等级：优
字段：填报日期 = 2024-01-05
存疑：total_score fields/0/value
叙述：全年 | 完成预算。
事实：- | 得分 | 98 | 分
"""


def test_a_whole_form_is_read() -> None:
    submission = parse_notation(WHOLE)
    (evaluation,) = submission.evaluations
    assert (evaluation.title, evaluation.year, evaluation.amount_unit) == (
        "项目支出绩效自评表 （第二版）",
        2023,
        "万元",
    )
    assert (evaluation.project_name, evaluation.local_supervisor, evaluation.grade) == ("医保政策宣传", None, "优")
    assert (evaluation.funds[0].executed, evaluation.funds[0].rate) == ("12", "80%")
    assert (evaluation.fund_management[0].item, evaluation.fund_management[0].issue) == ("分配科学性", "无")
    assert (evaluation.goals[0].expected, evaluation.goals[0].actual) == ("完成宣传", "已完成")
    rows = (evaluation, evaluation.funds[0], evaluation.fund_management[0], evaluation.goals[0])
    assert [row.doubtful for row in rows] == [
        ("total_score", "fields/0/value"),
        ("rate", "score"),
        ("issue",),
        ("actual",),
    ]
    assert evaluation.level1_weights == {"产出指标": "50", "效益 指标": "30"}
    assert evaluation.level2_weights == {"数量指标": "20"}
    first, second = evaluation.indicators
    assert (first.name, first.target, first.actual, first.doubtful) == (
        "培训 / 宣传次数",
        "≥2次",
        None,
        ("weight", "score"),
    )
    assert (second.level1, second.level2, second.name, second.weight) == (None, None, "满意度", None)
    assert (evaluation.total_weight, evaluation.total_score) == ("100", "98")
    assert [(field.label, field.value) for field in evaluation.fields] == [("填报日期", "2024-01-05")]
    assert submission.narrative.text[0].text == "全年 | 完成预算。"
    assert submission.narrative.facts[0].subject is None


def test_every_value_knows_its_line() -> None:
    submission = parse_notation(
        "评价：project target - -\n等级：优\n\n指标：- / - / 培训 | 分值 10\n总分：得分 9\n字段：备用 = 甲\n"
    )
    (evaluation,) = submission.evaluations
    assert evaluation.place == Place(line=1)
    assert evaluation.cells == {"grade": Place(line=2), "total_score": Place(line=5)}
    assert evaluation.indicators[0].cells == dict.fromkeys(("level1", "level2", "name", "weight"), Place(line=4))
    assert evaluation.fields[0].place == Place(line=6)


def test_the_notation_names_its_source() -> None:
    assert parse_notation("", name="例.notation").source.name == "例.notation"
    assert parse_notation("\n# nothing\n").evaluations == ()


def bare(plain: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Values without their places, which a notation does not write but has."""
    if isinstance(plain, dict):
        return {name: bare(value) for name, value in plain.items() if name not in {"place", "cells"}}
    return [bare(value) for value in plain] if isinstance(plain, list | tuple) else plain


@settings(max_examples=80)
@given(SUBMISSIONS)
def test_what_is_printed_is_read_back(submission: Submission) -> None:
    again = parse_notation(print_notation(submission))
    assert bare(msgspec.to_builtins(again)) == bare(msgspec.to_builtins(submission))
    assert print_notation(again) == print_notation(submission)


def test_a_goal_and_a_row_without_values_are_printed_with_dashes() -> None:
    evaluation = Evaluation(
        goals=(Goal(expected=None),),
        indicators=(Indicator(level1=None, level2=None, name=None),),
    )
    source = parse_notation("").source
    assert print_notation(Submission(source=source, evaluations=(evaluation,))) == (
        "评价：project self_evaluation - -\n目标：预期 -\n指标：- / - / -\n"
    )


OPENING = "评价：project self_evaluation 2023 万元\n"
KEYWORDS = (
    "项目名称、项目编码、主管部门、地方主管部门、实施单位、等级、结论、"
    "备注、表式、期间、资金、管理、目标、分值、二级分值、指标、总分、字段、存疑、叙述、事实"
)
SENTENCES = [
    ("没有冒号的一行", "第1行“没有冒号的一行”看不懂，应为“关键词：内容”。"),
    ("长" * 99, f"第1行“{'长' * 60}……”看不懂，应为“关键词：内容”。"),
    ("等级：优", "第1行“等级：优”看不懂，应为先写“评价：”一行。"),
    ("评价：project", "第1行“project”看不懂，应为“project|transfer|department 表别 年度 单位 [标题]”。"),
    (
        "评价：household self_evaluation 2023 万元",
        "第1行“household self_evaluation 2023 万元”看不懂，应为“project|transfer|department 表别 年度 单位 [标题]”。",
    ),
    (
        "评价：project diary 2023 万元",
        "第1行“project diary 2023 万元”看不懂，应为“project|transfer|department 表别 年度 单位 [标题]”。",
    ),
    ("评价：project target 去年 万元", "第1行“project target 去年 万元”看不懂，应为年度写成四位数字或 -。"),
    ("评价：project target 23 万元", "第1行“project target 23 万元”看不懂，应为年度写成四位数字或 -。"),
    ("评价：project target ²⁰²³ 万元", "第1行“project target ²⁰²³ 万元”看不懂，应为年度写成四位数字或 -。"),
    ("事实：得分 | 98 | 分", "第1行“得分 | 98 | 分”看不懂，应为“主体 | 项目 | 数值 | 单位”。"),
    ("事实：甲 |  | 98 | 分", "第1行“甲 |  | 98 | 分”看不懂，应为“主体 | 项目 | 数值 | 单位”。"),
    (f"{OPENING}天气：晴", f"第2行“天气：晴”看不懂，应为下列关键词之一：{KEYWORDS}。"),
    (
        f"{OPENING}资金：合计 | 去年 3",
        "第2行“去年 3”看不懂，应为以年初、全年、执行、分值、执行率、得分、存疑之一开头。",
    ),
    (f"{OPENING}管理：分配科学性 | 好", "第2行“好”看不懂，应为以情况、问题、存疑之一开头。"),
    (f"{OPENING}目标：完成宣传", "第2行“完成宣传”看不懂，应为以预期、实际、存疑之一开头。"),
    (f"{OPENING}指标：培训次数 | 分值 10", "第2行“培训次数”看不懂，应为“一级 / 二级 / 三级指标”。"),
    (
        f"{OPENING}指标：- / - / 培训 | 赋分 10",
        (
            "第2行“赋分 10”看不懂，应为以分值、指标值、实际值、得分、评分标准、原因、"
            "备注、预计、可能性、复核值、复核得分、偏离度、存疑之一开头。"
        ),
    ),
    (f"{OPENING}分值：产出指标", "第2行“产出指标”看不懂，应为“指标名 分值”。"),
    (f"{OPENING}总分：100", "第2行“100”看不懂，应为以分值、得分之一开头。"),
    (
        f"{OPENING}存疑：total_score 总分",
        (
            "第2行“total_score 总分”看不懂，应为下列字段名，用空格分开：title、year、amount_unit、project_name、project_code、"
            "supervisor、local_supervisor、implementer、grade、conclusion、remark、layout、period、total_weight、total_score、fields/序号/value。"
        ),
    ),
    (f"{OPENING}字段：填报日期", "第2行“填报日期”看不懂，应为“标签 = 内容”。"),
]


@pytest.mark.parametrize(("text", "sentence"), SENTENCES)
def test_a_line_that_is_not_understood_is_named_with_what_was_expected(text: str, sentence: str) -> None:
    with pytest.raises(NotationError) as refusal:
        parse_notation(text)
    assert str(refusal.value) == sentence
