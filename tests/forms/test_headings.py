"""Headings and labels: found by their characters, however they are broken, spaced or glued."""

import pytest

from jixiao.forms.headings import column_word, fund_heading, indicator_headings
from jixiao.forms.labels import goal_fields, label_at
from jixiao.forms.ribbon import ribbon
from tests.forms.generated import grid_of, read_text

FIELDS = ("level1", "level2", "name", "target", "actual", "weight", "score")


@pytest.mark.parametrize(
    "text",
    [
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分",
        "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分",
        "一级指标\n二级指标\n三级指标\n年度指标值\n实际完成值\n分值\n得分",
        "一级指标二级指标三级指标年度指标值实际完成值分值得分",
        "一级\n指标\n二级\n指标\n三级\n指标\n年度\n指标值\n实际\n完成值\n分值\n得分",
        "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值(A)\t实际完成值(B)\t分值(100分)\t得分",
    ],
)
def test_a_heading_is_seen_in_every_dress(text: str) -> None:
    (heading,) = indicator_headings(ribbon(read_text(text)))
    assert heading.fields() == FIELDS


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("三级指标 | 指标值 | 得分", ("name", "target", "score")),
        ("序号 | 指标名称 | 评分标准 | 得分", ("ordinal", "name", "rule", "score")),
        ("三级指标 | 指标值 | 分值 | 得分 | 得分", ("name", "target", "weight", "score", "explanation")),
    ],
)
def test_the_columns_of_a_real_table(text: str, fields: tuple[str, ...]) -> None:
    (heading,) = indicator_headings(ribbon(grid_of(text)))
    assert heading.fields() == fields


@pytest.mark.parametrize(
    "text", ["指标 | 得分", "一级指标 | 二级指标 | 备注", "分值 | 得分 | 实际完成值", "三级指标的指标值和得分见附表"]
)
def test_too_few_column_words_are_no_heading(text: str) -> None:
    assert list(indicator_headings(ribbon(grid_of(text)))) == []


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("年初预算数 | 全年执行数", ("initial", "executed")),
        ("资金来源 | 预算数", ("label", "adjusted")),
        ("年初安排预算金额 | 累计支出金额 | 支出进度", ("initial", "executed", "rate")),
        ("预算数 | 说明", None),
    ],
)
def test_the_columns_of_a_fund_table(text: str, fields: tuple[str, ...] | None) -> None:
    heading = fund_heading(ribbon(grid_of(text)))
    assert (heading and heading.fields()) == fields


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("执行数", "executed"),
        ("年初预算数", "initial"),
        ("预算执行率", "rate"),
        ("得分", None),
        ("备注", None),
        ("医保", None),
    ],
)
def test_a_lone_column_word_names_an_amount(text: str, field: str | None) -> None:
    assert column_word(text) == field


@pytest.mark.parametrize(
    ("text", "kind", "field", "rest"),
    [
        ("项目名称：医保宣传", "head", "project_name", "医保宣传"),
        ("1.项目名称：医保宣传", "head", "project_name", "医保宣传"),
        ("主管部门（盖章）：青崖市医保局", "head", "supervisor", "青崖市医保局"),
        ("自\n评\n结\n论", "head", "conclusion", ""),
        ("总分", "total", "total", ""),
        ("绩效指标", "frame", "frame", ""),
        ("分配科学性", "item", "item", ""),
        ("预期目标", "goal", "expected", ""),
        ("全年目标实际完成情况概述：已完成", "goal", "actual", "已完成"),
        ("年度预期工作目标：完成培训", "goal", "expected", "完成培训"),
    ],
)
def test_a_label_says_what_stands_behind_it(text: str, kind: str, field: str, rest: str) -> None:
    label = label_at(ribbon(read_text(text)), 0)
    assert label is not None
    assert (label.kind, label.field, label.rest) == (kind, field, rest)


@pytest.mark.parametrize("text", ["医保宣传", "项目名称不详的情况", "总分为九十分", "3"])
def test_words_that_go_on_are_no_label(text: str) -> None:
    assert label_at(ribbon(read_text(text)), 0) is None


@pytest.mark.parametrize(
    ("word", "roles"),
    [
        ("年度总体目标", {"expected", "block"}),
        ("实际完成情况", {"actual"}),
        ("年度项目目标", {"expected"}),
        ("全年任务完成情况说明", {"actual"}),
        ("医保", {"block"}),
    ],
)
def test_a_goal_word_plays_its_roles(word: str, roles: set[str]) -> None:
    assert goal_fields(word) == roles
