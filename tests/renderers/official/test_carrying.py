"""From one layout to another: what the target cannot hold is listed, what it wants and lacks is listed, nothing is made up."""

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao import pipeline
from jixiao.forms import layouts
from jixiao.forms.fund_rows import TOTAL_LABEL
from jixiao.forms.parts import Account, Funds, Head, Lines, Management, labelled
from jixiao.forms.target_columns import split_target
from jixiao.model import Evaluation, parse_notation
from jixiao.renderers.official import Filled, fill
from jixiao.renderers.official.amounts import converted
from jixiao.renderers.official.names import said
from tests.renderers.official.by_chance import form_by_chance

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.txt"))
CODES = [layout.code for layout in layouts() if layout.part(Account) is None]

FORM = """评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保政策宣传
主管部门：青崖市医疗保障局
实施单位：青崖市医疗保障事务中心
结论：优。任务全部完成，自评得分99.5分。
等级：优
资金：年度资金总额 | 年初 36 | 全年 36.5 | 执行 约35万 | 分值 10 | 执行率 98% | 得分 9.5
目标：预期 开展宣传 | 实际 已开展宣传
分值：产出指标 50 | 效益指标 40
指标：产出指标 / 数量指标 / 宣传场次 | 指标值 ≥12场 | 实际值 13场 | 分值 50 | 得分 50 | 原因 无 | 备注 已公示
指标：效益指标 / 社会效益指标 / 政策知晓率 | 指标值 2023年11月底前 | 实际值 93% | 分值 40 | 得分 40
总分：分值 100 | 得分 99.5
字段：联系人 = 经办人甲
字段：单位 = 青崖市医疗保障局
"""


def form(text: str = FORM, layout: str | None = None) -> Evaluation:
    (evaluation,) = parse_notation(text).evaluations
    return msgspec.structs.replace(evaluation, layout=layout)


def filled(code: str, text: str = FORM, own: str | None = None) -> Filled:
    return fill(form(text, own), layouts()[code])


def omitted(result: Filled) -> dict[str, str]:
    return {each.path: each.why for each in result.omitted}


def wanting(result: Filled) -> dict[str, str]:
    return {each.path: each.why for each in result.wanting}


def with_and_without_unit(form: Evaluation, path: str, text: str) -> set[str]:
    """What was done, and the same with and without the unit of its target, which has a column of its own in some layouts."""
    found = re.fullmatch(r"indicators/(\d+)/(?:actual|reviewed_actual|forecast)", path)
    target = form.indicators[int(found[1])].target if found else None
    unit = split_target(target).unit if target else ""
    return {text, text.removesuffix(unit), text + unit}


def unaccounted(source: Evaluation, result: Filled) -> list[str]:
    """The values of the source that are neither in the new form nor listed as left out."""
    left = {each.path for each in result.omitted}
    told = {value.text for value in said(result.evaluation)}
    units = source.amount_unit, result.evaluation.amount_unit
    lost = []
    for value in said(source):
        moved = converted(value.text, *units) if all(units) and units[0] != units[1] else None  # type: ignore[arg-type]
        if (
            value.path not in left
            and value.path != "amount_unit"
            and not {value.text.rstrip(":："), moved, *with_and_without_unit(source, value.path, value.text)} & told
        ):
            lost.append(f"{value.path}: {value.text}")
    return lost


def made_up(source: Evaluation, result: Filled) -> list[str]:
    """What the new form says and neither the source nor the printed layout."""
    layout = result.layout
    funds, management = layout.part(Funds), layout.part(Management)
    printed = {layout.heading, TOTAL_LABEL, *(funds.rows if funds else ()), *(management.items if management else ())}
    known = {text for value in said(source) for text in with_and_without_unit(source, value.path, value.text)}
    units = source.amount_unit, result.evaluation.amount_unit
    if all(units) and units[0] != units[1]:
        known |= {moved for text in list(known) if (moved := converted(text, *units)) is not None}  # type: ignore[arg-type]
        known.add(str(units[1]))
    return [f"{value.path}: {value.text}" for value in said(result.evaluation) if value.text not in known | printed]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_value_of_an_example_is_carried_or_listed(path: Path, code: str) -> None:
    for evaluation in pipeline.read(path).evaluations:
        result = fill(evaluation, layouts()[code])
        assert unaccounted(evaluation, result) == []
        assert made_up(evaluation, result) == []


@settings(max_examples=25, deadline=None)
@given(source=st.sampled_from(CODES), target=st.sampled_from(CODES), seed=st.integers(0, 10**6))
def test_every_value_of_a_form_is_carried_or_listed(source: str, target: str, seed: int) -> None:
    evaluation = form_by_chance(layouts()[source], seed)
    result = fill(evaluation, layouts()[target])
    assert unaccounted(evaluation, result) == []
    assert made_up(evaluation, result) == []


def test_the_grade_stands_on_the_form_beside_a_conclusion_that_names_it() -> None:
    assert "自评等级" in {each.label for each in labelled(filled("T1", own="T1").layout.parts)}
    alone = FORM.replace("优。任务全部完成，自评得分99.5分。", "优")
    assert "自评等级" not in {each.label for each in labelled(filled("T1", alone, own="T1").layout.parts)}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_form_in_its_own_layout_loses_nothing_but_what_no_cell_holds(path: Path) -> None:
    for evaluation in pipeline.read(path).evaluations:
        result = fill(evaluation, layouts()[str(evaluation.layout)])
        assert set(omitted(result)) <= {"amount_unit"}


def test_columns_and_fields_without_a_place_are_left_out_with_a_reason() -> None:
    result = filled("T2")
    assert omitted(result)["indicators/0/score"] == "目标表式没有这一栏。"
    assert {"conclusion", "grade", "total_score", "indicators/0/remark", "fields/0", "level1_weights/产出指标"} <= set(
        omitted(result)
    )
    assert str(result.omitted[0]).startswith("没有写入")


def test_what_the_target_wants_is_listed_and_left_blank() -> None:
    result = filled("T2")
    assert "supervisor" in wanting(result)
    assert "fund_management" in wanting(result)
    assert [row.item for row in result.evaluation.fund_management][:2] == ["分配科学性", "下达及时性"]
    assert all(row.description is None for row in result.evaluation.fund_management)


def test_the_department_of_a_project_is_the_local_one_of_a_transfer_and_back() -> None:
    transfer = filled("T2")
    assert transfer.evaluation.local_supervisor == "青崖市医疗保障局"
    assert transfer.evaluation.supervisor is None
    central = msgspec.structs.replace(form(), kind="transfer", supervisor="国家医疗保障局", local_supervisor="某局")
    back = fill(central, layouts()["T1"])
    assert back.evaluation.supervisor == "某局"
    assert "supervisor" in omitted(back)
    only_central = fill(msgspec.structs.replace(central, local_supervisor=None), layouts()["T1"])
    assert only_central.evaluation.supervisor == "国家医疗保障局"


def test_amounts_are_converted_and_what_is_no_amount_is_listed() -> None:
    result = filled("T1-元")
    (fund,) = result.evaluation.funds
    assert (fund.initial, fund.adjusted, fund.executed) == ("360000", "365000", "约35万")
    assert "不是可以从万元换算成元的数" in wanting(result)["funds/0/executed"]
    assert result.evaluation.amount_unit == "元"


def test_a_form_without_a_unit_is_printed_without_one() -> None:
    result = filled("T1", FORM.replace(" 万元 ", " - "))
    assert "amount_unit" in wanting(result)
    texts = [cell.text for block in result.papers[0].blocks if hasattr(block, "cells") for cell in block.cells]
    assert "项目资金" in texts


def test_months_are_not_taken_for_a_year_nor_a_year_for_months() -> None:
    result = filled("T7")
    assert "年中" in omitted(result)["indicators/0/actual"]
    assert result.evaluation.indicators[0].actual is None
    assert "年中" in omitted(result)["indicators/0/note"]
    assert result.evaluation.indicators[0].note is None
    assert "1-7月" in wanting(result)[""]


def test_targets_are_split_where_they_join_again_and_listed_where_not() -> None:
    result = filled("T11")
    cells = {
        (cell.text, cell.row)
        for block in result.papers[0].blocks
        if hasattr(block, "cells") and block.header_rows
        for cell in block.cells
    }
    assert {("≥", 1), ("12", 1), ("场", 1), ("2023年11月底前", 2)} <= cells
    assert "indicators/1/target" in wanting(result)
    assert "indicators/0/target" not in wanting(result)


def test_what_was_done_leaves_its_unit_to_the_column_that_says_the_same_and_takes_it_back() -> None:
    text = FORM.replace("实际值 93%", "实际值 93.1").replace("指标值 2023年11月底前", "指标值 ≥90%")
    apart = filled("T11", text)
    assert [row.actual for row in apart.evaluation.indicators] == ["13", "93.1"]
    back = fill(apart.evaluation, layouts()["T1"]).evaluation
    assert [row.actual for row in back.indicators] == ["13场", "93.1%"]
    other = filled("T11", FORM.replace("实际值 13场", "实际值 13场次"))
    assert other.evaluation.indicators[0].actual == "13场次"
    told = filled("T10", FORM.replace("实际值 13场", "实际值 约13场"))
    assert told.evaluation.indicators[0].actual == "约13场"
    without_points = filled("T11", FORM.replace("分值 50 | 得分 50", "得分 50"))
    assert without_points.evaluation.indicators[0].actual == "13场"
    own = fill(msgspec.structs.replace(form(), layout="T11"), layouts()["T11"])
    assert own.evaluation.indicators[0].actual == "13场"


def test_what_a_form_holds_beyond_its_layout_stands_in_the_table_and_not_below_the_last_line() -> None:
    parts = filled("T1-元", FORM.replace("结论：优。", "结论："), own="T1-元").layout.parts
    assert isinstance(parts[-1], Lines)
    assert isinstance(parts[-2], Head)
    assert "自评等级" in {each.label for row in parts[-2].rows for each in row}


def test_a_grade_that_the_conclusion_states_needs_no_place_of_its_own() -> None:
    result = filled("T1-元")
    assert result.evaluation.grade == "优"
    assert "grade" in omitted(filled("T1"))


def test_a_form_is_widened_by_what_it_holds_beyond_its_layout() -> None:
    text = FORM + "地方主管部门：某县局\n备注：另有说明\n等级：良\n管理：分配科学性 | 情况 合理 | 问题 无\n"
    text = text.replace("备注 已公示", "备注 已公示 | 评分标准 每少1场扣2分")
    result = filled("T1", text, own="T1")
    assert omitted(result) == {}
    assert {"rule", "remark"} <= set(result.layout.columns)
    assert result.evaluation.local_supervisor == "某县局"
    assert result.evaluation.fund_management[0].description == "合理"


def test_a_widened_form_without_totals_keeps_its_score() -> None:
    result = filled("T2", FORM.replace("结论：优。任务全部完成，自评得分99.5分。\n", ""), own="T2")
    assert result.evaluation.total_score == "99.5"
    assert "total_weight" in omitted(result)


def test_a_layout_of_one_row_of_funds_leaves_the_others_out() -> None:
    more = FORM.replace("目标：", "资金：其中：市级资金 | 年初 30 | 全年 30 | 执行 29\n目标：")
    result = filled("T3", more)
    assert len(result.evaluation.funds) == 1
    assert "funds/1/executed" in omitted(result)
    named = filled("T3", FORM.replace("年度资金总额", "市级资金"))
    assert "funds/0/label" in omitted(named)


def test_a_code_that_would_not_be_told_from_the_name_is_left_out() -> None:
    assert "project_code" in omitted(filled("T1", FORM + "项目编码：A1\n"))
    assert filled("T1", FORM + "项目编码：51092322T000000431595\n").evaluation.project_code == "51092322T000000431595"


def test_the_title_of_another_layout_is_replaced_and_said_so() -> None:
    result = filled("T11")
    assert result.evaluation.title == "部门预算项目支出绩效自评表"
    assert "已改用" in omitted(result)["title"]


def test_a_year_that_nothing_prints_is_left_out() -> None:
    without = msgspec.structs.replace(layouts()["T1"], subtitle=None)
    assert "year" in omitted(fill(form(), without))
    assert "year" in wanting(filled("T1", FORM.replace(" 2023 ", " - ")))


def test_an_account_mentions_what_it_tells_and_lists_the_rest() -> None:
    result = filled("T5", FORM.replace("执行 约35万", "执行 35"))
    text = result.papers[0].blocks[1].text  # type: ignore[union-attr]
    assert "项目绩效自评得分为99.5分" in text
    assert "全年预算数为36.5万元，执行数为35万元，完成预算的98%" in text
    assert "【待填写：发现的主要问题及原因】" in text
    assert {each.label for each in result.wanting} == {"发现的主要问题及原因", "下一步改进措施"}
    assert unaccounted(form(FORM.replace("执行 约35万", "执行 35")), result) == []


def test_an_account_of_a_form_with_little_in_it_has_gaps() -> None:
    bare = "评价：project self_evaluation 2023 -\n项目名称：某项目\n指标：产出指标 / 数量指标 / 场次 | 指标值 3场\n"
    text = filled("T5", bare).papers[0].blocks[1].text  # type: ignore[union-attr]
    assert "【待填写：自评得分】" in text
    assert "【待填写：全年预算数】" in text
    nameless = bare.replace("项目名称：某项目\n", "资金：年度资金总额 | 全年 5 | 执行 约4 | 执行率 80\n")
    result = filled("T5", nameless)
    text = result.papers[0].blocks[1].text  # type: ignore[union-attr]
    assert "完成预算的80%" in text
    assert "金额单位" in {each.label for each in result.wanting}


def test_an_account_in_a_unit_of_its_own_converts() -> None:
    layout = msgspec.structs.replace(layouts()["T5"], units=("元",))
    result = fill(form(), layout)
    text = result.papers[0].blocks[1].text  # type: ignore[union-attr]
    assert "全年预算数为365000元，执行数为约35万元" in text
    assert any("不是可以从万元换算成元的数" in each.why for each in result.wanting)


@pytest.mark.parametrize(
    ("code", "label", "asked"),
    [("T4", "填报日期", "填报时间"), ("T1-元", "填表时间", "填报日期"), ("T4", "填报时间", "填报时间")],
)
def test_a_field_goes_under_the_label_by_which_the_layout_asks_for_it(code: str, label: str, asked: str) -> None:
    result = filled(code, f"{FORM}字段：{label} = 2024-01-20\n")
    assert {field.label: field.value for field in result.evaluation.fields}[asked] == "2024-01-20"
    assert f"fields/{asked}" not in wanting(result)
    assert unaccounted(form(f"{FORM}字段：{label} = 2024-01-20\n"), result) == []


def test_a_field_gives_way_to_the_one_of_the_very_label() -> None:
    text = f"{FORM}字段：填报日期 = 2024-01-20\n字段：填报时间 = 2024-01-25\n"
    result = filled("T4", text)
    assert {field.label: field.value for field in result.evaluation.fields}["填报时间"] == "2024-01-25"
    assert unaccounted(form(text), result) == []


BUDGET = "资金：年度资金总额 | 年初 36 | 全年 36.5 | 执行 约35万 | 分值 10 | 执行率 98% | 得分 9.5"


def funded(row: str) -> str:
    return FORM.replace(BUDGET, f"资金：年度资金总额 | {row} | 分值 10 | 得分 9.5")


@pytest.mark.parametrize("rate", ["90%", "90.00%", "0.9", "90"])
def test_a_rate_of_a_budget_that_is_left_out_stays_blank(rate: str) -> None:
    result = filled("T4", funded(f"年初 40 | 全年 50 | 执行 45 | 执行率 {rate}"))
    assert result.evaluation.funds[0].rate is None
    assert "没有全年预算数一栏" in omitted(result)["funds/0/rate"]
    assert "执行数÷年初预算数" in wanting(result)["funds/0/rate"]


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("T4", "年初 50 | 全年 50 | 执行 45 | 执行率 90%"),
        ("T4", "年初 40 | 全年 50 | 执行 45 | 执行率 112.5%"),
        ("T4", "年初 40 | 全年 50 | 执行 45 | 执行率 70%"),
        ("T4", "全年 50 | 执行 45 | 执行率 90%"),
        ("T4", "年初 40 | 执行 45 | 执行率 90%"),
        ("T1", "年初 40 | 全年 50 | 执行 45 | 执行率 90%"),
    ],
)
def test_any_other_rate_is_carried(code: str, row: str) -> None:
    result = filled(code, funded(row))
    assert result.evaluation.funds[0].rate == row.rsplit(maxsplit=1)[-1]
    assert "funds/0/rate" not in wanting(result)


def test_a_total_that_no_longer_adds_up_is_told_of() -> None:
    result = filled("T6")
    assert (result.evaluation.total_weight, result.evaluation.total_score) == ("100", "99.5")
    assert "新表各项分值合计为90，总分仍照原表写100" in wanting(result)["total_weight"]
    assert "新表各项得分合计为90，总分仍照原表写99.5" in wanting(result)["total_score"]
    assert not {"total_weight", "total_score"} & set(wanting(filled("T11")))
    assert "total_weight" not in wanting(filled("T6", FORM.replace("总分：分值 100", "总分：分值 90")))
