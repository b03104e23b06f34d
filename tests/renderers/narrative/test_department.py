"""The report of a department: from its own form, from the forms of its projects, and from the report that it handed in."""

from collections.abc import Callable

import pytest

from jixiao.renderers.narrative import Narrated

Told = Callable[..., str]

DEPARTMENT = """\
评价：department self_evaluation 2023 万元 部门整体支出绩效自评表
实施单位：望川市医疗保障局
资金：年度资金总额 | 年初 900 | 全年 1000 | 执行 950
目标：预期 完善医疗保障制度。 | 实际 医疗保障制度进一步完善，经办更加便捷。
指标：过程 / 预算执行 / 部门预算执行率 | 分值 20 | 指标值 ≥95% | 实际值 95% | 得分 20
指标：履职 / 基金监管 / 检查覆盖率 | 分值 40 | 指标值 ＝100% | 实际值 90% | 得分 36
指标：履职 / 经办服务 / 网上可办事项 | 分值 20 | 指标值 ≥20项 | 实际值 60项 | 得分 20
指标：满意度 / 服务对象满意度 / 参保群众满意度 | 分值 20 | 指标值 ≥90% | 实际值 92% | 得分 20
总分：分值 100 | 得分 96
叙述：2023年度整体支出绩效自评报告
叙述：一、单位概况
叙述：（一）基本情况
叙述：望川市医疗保障局内设5个科室。
叙述：（二）主要职能
叙述：1、拟订医疗保障政策。
叙述：2、监督管理基金使用
叙述：二、部门收支情况
叙述：支出决算950万元。
叙述：三、绩效目标
叙述：（一）中长期目标
叙述：建立多层次医疗保障体系。
叙述：（二）年度重点工作
叙述：一是加强监管。
叙述：二是优化服务。
叙述：四、评价工作简述
叙述：（一）评价对象和范围
叙述：2023年度整体支出。
叙述：五、履职成效
叙述：（一）监管加强。全年检查400家机构。
叙述：六、存在的问题及原因分析
叙述：检查力量不足。
叙述：七、有关建议
叙述：充实检查力量。
叙述：八、其他需要说明的情况
叙述：无其他情况。
"""


def project(name: str, budget: str, spent: str, total: str, *, actual: str = "9场", more: str = "") -> str:
    return f"""\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：{name}
主管部门：望川市医疗保障局
实施单位：望川市医疗保障事务中心
资金：年度资金总额 | 全年 {budget} | 执行 {spent}
目标：预期 完成{name}任务。 | 实际 {name}任务按计划全部完成。
指标：产出指标 / 数量指标 / 场次 | 分值 90 | 指标值 ≥9场 | 实际值 {actual} | 得分 90
总分：得分 {total}
{more}"""


def test_the_report_of_the_unit_is_taken_up_chapter_by_chapter(told: Told) -> None:
    text = told(DEPARTMENT)
    assert "（一）基本情况\n望川市医疗保障局内设5个科室。" in text
    assert "（二）主要职能\n1．拟订医疗保障政策。\n2．监督管理基金使用\n" in text
    assert "（一）中长期目标\n建立多层次医疗保障体系。" in text
    assert "（一）评价对象和范围\n2023年度整体支出。" in text
    assert "（一）履职情况\n监管加强。全年检查400家机构。" in text
    assert "（一）主要问题\n检查力量不足。" in text
    assert "七、有关建议\n充实检查力量。" in text
    assert "八、其他需要说明的情况\n无其他情况。" in text


def test_its_own_form_gives_funds_scores_and_indicators(told: Told) -> None:
    text = told(DEPARTMENT)
    assert "年初预算900万元，全年预算1000万元，比年初预算增加100万元，增长11.11%。" in text
    assert "年度总体目标：完善医疗保障制度。" in text
    assert "自评得分96分，对应等级为“优”。其中，履职得56分（满分60分），过程、满意度均得满分。" in text
    assert "（二）年度目标完成情况\n医疗保障制度进一步完善，经办更加便捷。" in text
    assert "1．检查覆盖率。指标值＝100%，实际完成值90%，比指标值低10个百分点" in text
    assert "1．网上可办事项。指标值≥20项，实际完成值60项，为指标值的300%。" in text
    assert "重新计算" not in text
    assert "项目支出绩效自评情况" not in text


def test_without_a_report_its_chapters_are_gaps(told: Told) -> None:
    text = told("\n".join(line for line in DEPARTMENT.splitlines() if not line.startswith(("叙述", "目标", "资金"))))
    for gap in (
        "单位性质",
        "单位的主要职能",
        "收入、支出的年初预算数",
        "部门中长期绩效目标",
        "部门年度绩效目标和重点工作",
    ):
        assert f"【待填写：{gap}" in text


def test_enumerations_of_the_report_keep_their_own_numbers(told: Told) -> None:
    text = told(DEPARTMENT.replace("目标：预期", "字段：目标 ="))
    assert "一是加强监管。\n二是优化服务。" in text


def test_projects_are_told_together_and_one_by_one(told: Told) -> None:
    text = told(
        DEPARTMENT,
        project("政策宣传", "20", "15", "97"),
        project("稽核检查", "60", "57", "85", actual="8场", more="字段：存在问题 = 人员不足。\n"),
        project("档案整理", "200,000", "200,000", "97").replace("万元", "元"),
    )
    assert "开展绩效自评的项目3个，全年预算100万元，全年执行92万元，执行率92%。" in text
    assert "1 | 政策宣传 | 20 | 15 | 75% | 97 | 优" in text
    assert "2 | 稽核检查 | 60 | 57 | 95% | 85 | 良" in text
    assert "2个项目得分最高，为97分；“稽核检查”得分最低，为85分；其中等级为“优”2个、“良”1个。" in text
    assert "各项目共设置绩效指标3项，2项达到指标值，1项未达到指标值。" in text
    assert (
        "1．政策宣传。全年预算20万元，执行15万元，执行率75%，自评得分97分，对应等级为“优”。政策宣传任务按计划全部完成。"
        in text
    )
    assert "1．稽核检查：场次。指标值≥9场，实际完成值8场，比指标值低1场" in text
    assert "1．稽核检查。人员不足。" in text
    assert "图1　各项目预算执行率" in text
    assert "项目自评等级分布" in text


def test_a_department_without_a_form_of_its_own_is_told_by_its_projects(told: Told) -> None:
    text = told(project("政策宣传", "20", "20", "97"), project("稽核检查", "60", "60", "97"), kind="department")
    assert text.startswith("望川市医疗保障局\n2023年度部门整体支出绩效自评报告")
    assert "项目自评得分均为97分，等级均为“优”。" in text
    assert "部门整体支出的自评得分" not in text
    assert "附表" not in text
    assert "各项目预算执行率" not in text


def test_projects_without_amounts_or_points_are_named(told: Told) -> None:
    bare = project("稽核检查", "-", "-", "-")
    text = told(project("政策宣传", "20", "20", "97"), bare, kind="department")
    assert "【待填写：以下项目的预算数、执行数和金额单位：稽核检查】" in text
    assert "【待填写：以下项目的自评总分：稽核检查】" in text
    assert "2 | 稽核检查 | — | — | — | — | —" in text
    assert "项目自评得分为97分，等级为“优”。" in text
    alone = told(bare.replace("分值 90", "分值 -").replace("得分 90", "得分 -"), kind="department")
    assert "项目自评得分" not in alone


def test_a_printed_grade_stands_as_it_is_printed(told: Told) -> None:
    text = told(project("政策宣传", "20", "20", "85", more="等级：优\n"), kind="department")
    assert "1 | 政策宣传 | 20 | 20 | 100% | 85 | 优" in text


def test_very_many_projects_stand_in_the_table_only(told: Told) -> None:
    text = told(*(project(f"宣传{number}", "20", "20", "97") for number in range(31)), kind="department")
    assert "31 | 宣传30 | 20 | 20 | 100% | 97 | 优" in text
    assert "任务按计划全部完成" not in text


def test_last_year_of_the_department_is_compared(told: Told) -> None:
    last = DEPARTMENT.replace("2023", "2022").replace("得分 96", "得分 94")
    assert "自评得分由上年的94分变为96分，提高2分" in told(DEPARTMENT, last=(last,))


@pytest.mark.parametrize(("kind", "left_out"), [(None, 0), ("department", 0), ("project", 1)])
def test_forms_that_are_not_told_of_are_named(
    narrated: Callable[..., Narrated], kind: str | None, left_out: int
) -> None:
    made = narrated(DEPARTMENT, project("政策宣传", "20", "20", "97"), kind=kind)
    assert len(made.notes) == left_out
    assert len(made.reports) == 1


def test_forms_that_hardly_belong_together_are_told_of(narrated: Callable[..., Narrated]) -> None:
    other = (
        project("稽核检查", "20", "20", "97").replace("2023", "2022").replace("望川市医疗保障局", "锦原市医疗保障局")
    )
    made = narrated(project("政策宣传", "20", "20", "97"), other, kind="department")
    assert made.notes == (
        "所给的自评表属于2个年度（2022、2023），写在同一份报告里，请核对。",
        "所给的自评表有2个主管部门（望川市医疗保障局、锦原市医疗保障局），写在同一份报告里，请核对。",
    )


def test_amounts_are_told_in_hundredths_of_wan_and_small_ones_whole(told: Told) -> None:
    exact = project("政策宣传", "1,234,567.89", "1,000,000", "97").replace("万元", "元")
    text = told(
        exact, project("稽核检查", "30", "30", "90").replace("30", "30").replace("万元", "元"), kind="department"
    )
    assert "全年预算123.46万元，全年执行100万元" in text
    assert "2 | 稽核检查 | 0.003 | 0.003 | 100%" in text


def test_what_the_old_report_says_besides_is_named(narrated: Callable[..., Narrated]) -> None:
    more = "叙述：九、党建情况\n叙述：全年开展学习12次。\n叙述：（二）评价过程\n叙述：抽查了3个科室。\n"
    made = narrated(DEPARTMENT + more)
    assert made.notes == ("原有报告的“党建情况”1段、“党建情况·评价过程”1段没有写入，请核对是否需要补写。",)


def test_its_own_form_and_its_old_report_both_speak(told: Told) -> None:
    text = told(DEPARTMENT)
    assert "全年执行950万元，执行率95%，未执行50万元。" in text
    assert "支出决算950万元。" in text
    assert "年度总体目标：完善医疗保障制度。\n一是加强监管。\n二是优化服务。" in text


def test_sums_over_projects_are_in_doubt_where_a_part_is(told: Told) -> None:
    untied = "资金：其中：财政拨款 | 全年 30 | 执行 30\n资金：其他资金 | 全年 15 | 执行 20\n目标："
    first, second = project("甲项目", "100", "90", "90"), project("乙项目", "50", "50", "90")
    sound = told(DEPARTMENT, first, second, kind="department")
    assert "全年预算150万元，全年执行140万元，执行率93.33%。" in sound
    assert "待核对" not in sound
    text = told(DEPARTMENT, first, second.replace("目标：", untied, 1), kind="department")
    assert "全年预算150万元【待核对】，全年执行140万元，执行率93.33%【待核对】。" in text
    words = "全年预算数各项资金来源相加为45万元（财政拨款30万元＋其他资金15万元），与总额50万元相差5万元"
    assert f"【待核对：乙项目：{words}】" in text
    doubted = first.replace("全年 100", "全年 100 | 存疑 adjusted", 1)
    both = told(DEPARTMENT, doubted, second.replace("目标：", untied, 1), kind="department")
    assert "全年预算150万元【待核对】，全年执行140万元，执行率93.33%【待核对】。" in both


def test_scores_of_projects_that_do_not_add_up_are_said_to_be_in_doubt(told: Told) -> None:
    whole = [
        project(name, "100", "90", total).replace("分值 90", "分值 100").replace("得分 90\n总分", "得分 100\n总分")
        for name, total in (("甲项目", "100"), ("乙项目", "97"))
    ]
    text = told(DEPARTMENT, *whole, kind="department")
    assert "【待核对：乙项目：所列各项得分相加为100分，与自评总分97分相差3分】" in text
    assert "【待核对：甲项目" not in text
