"""Which forms belong together, and which rows continue which."""

from collections.abc import Sequence

from jixiao.audit import Collection
from jixiao.audit.examples import example_files
from jixiao.audit.stages import Pair, aligned, stages, years
from jixiao.audit.told_projects import told_projects
from jixiao.facts import digest


def collection(fragment: str) -> Collection:
    files = example_files(fragment)
    return Collection([digest(file) for file in (*files.audited, *files.against)], audited=len(files.audited))


def told(pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    return [(pair.earlier.name, pair.later.name) for pair in pairs]


TWO = """
文件：自评.txt
评价：project self_evaluation 2023 万元
{later}
对照：目标.txt
评价：project target 2023 万元
{earlier}
"""


def test_stages_are_matched_by_name_else_by_code_else_by_likeness() -> None:
    same = [("目标.txt", "自评.txt")]
    assert told(list(stages(collection(TWO.format(later="", earlier=""))))) == same
    by_code = TWO.format(later="项目编码：51080023\n项目名称：甲", earlier="项目编码：51080023\n项目名称：乙")
    assert told(list(stages(collection(by_code)))) == same
    misread = TWO.format(later="项目名称：医保基全监督检查服务", earlier="项目名称：医保基金监督检查服务")
    (pair,) = stages(collection(misread))
    assert 0.75 <= pair.likeness.confidence < 1
    other = TWO.format(later="项目名称：医保基金监督检查", earlier="项目名称：长期护理保险试点")
    assert not list(stages(collection(other)))


def test_another_unit_or_year_is_no_stage() -> None:
    assert not list(stages(collection(TWO.format(later="", earlier="实施单位：邻市医疗保障局"))))
    assert not list(stages(collection(TWO.replace("target 2023", "target 2022").format(later="", earlier=""))))


def test_only_names_are_compared_where_a_unit_has_very_many_forms() -> None:
    goals = "\n".join(f"评价：project target 2023 万元\n项目名称：第{number}号监督检查服务甲" for number in range(61))
    fragment = f"文件：自评.txt\n评价：project self_evaluation 2023 万元\n项目名称：第1号监督检查服务乙\n对照：目标.txt\n{goals}"
    assert not list(stages(collection(fragment)))


def test_years_follow_each_other_by_one() -> None:
    three = "\n".join(f"文件：{year}.txt\n评价：project self_evaluation {year} 万元" for year in (2021, 2023, 2024))
    assert told(list(years(collection(three)))) == [("2023.txt", "2024.txt")]


def _rows(*names: str) -> str:
    return "\n".join(["指标：-", *(f"指标：产出指标 / 数量指标 / {name} | 分值 30" for name in names)])


def test_rows_are_matched_by_name_then_by_likeness_each_once() -> None:
    fragment = TWO.format(
        later=_rows("政策宣传活动场次", "培训", "新增"),
        earlier=_rows("培训", "政策宣传活动的场次", "差错率"),
    )
    (pair,) = stages(collection(fragment))
    assert [tuple(row) for row in aligned(pair)] == [(0, 1), (1, 0), (2, None), (None, 2)]


def test_projects_of_a_report_are_matched_each_with_one_form() -> None:
    fragment = """
    评价：project self_evaluation 2023 万元
    项目名称：信息化建设
    资金：年度资金总额 | 全年 80 | 执行 80
    评价：project self_evaluation 2023 万元
    项目名称：医保政策宣传经费
    资金：年度资金总额 | 全年 15 | 执行 15
    事实：医保政策宣传 | 全年预算数 | 16 | 万元
    事实：日常业务 | 全年预算数 | 80 | 万元
    事实：病案抽查 | 全年预算数 | 6 | 万元
    """
    found = {each.name: each for each in told_projects(collection(fragment))}
    by_name, by_money = found["医保政策宣传"], found["日常业务"]
    assert by_name.form is not None
    assert by_name.form.project == "医保政策宣传经费"
    assert not by_name.by_money
    assert by_money.form is not None
    assert by_money.form.project == "信息化建设"
    assert by_money.by_money
    assert by_money.remark == "（两处名称不同，按预算数推断，请先核实是否同一项目）"
    assert found["病案抽查"].form is None


def test_two_projects_of_one_budget_are_not_told_apart_by_it() -> None:
    fragment = """
    评价：project self_evaluation 2023 万元
    项目名称：信息化建设
    资金：年度资金总额 | 全年 80 | 执行 80
    事实：日常业务 | 全年预算数 | 80 | 万元
    事实：病案抽查 | 全年预算数 | 80 | 万元
    """
    assert [each.form for each in told_projects(collection(fragment))] == [None, None]
