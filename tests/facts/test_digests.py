"""What one file is to others: identity, money in yuan, statements with places, longer texts."""

import pickle
from decimal import Decimal

from jixiao.audit.examples import example
from jixiao.facts import digest, total_path
from jixiao.model import parse_notation

REPORT = """
评价：project self_evaluation 2023 元 项目支出绩效自评表
项目名称：2023年医保政策宣传经费
实施单位：[187]某市医疗保障局（本级）
资金：年度资金总额 | 年初 1,000,000 | 全年 900000 | 执行 810000.5 | 分值 10 | 执行率 90% | 得分 9
目标：预期 全市检查定点医药机构800家 | 实际 全市检查定点医药机构810家，追回资金11万元
指标：产出指标 / 数量指标 / 宣传场次（场） | 分值 20 | 指标值 ≥10 | 实际值 11 | 得分 20 | 存疑 actual
指标：产出指标 / 质量指标 / 宣传效果 | 分值 20 | 指标值 良好 | 实际值 良好 | 得分 20 | 原因 群众反映良好
结论：优。
字段：联系人 = 张三
字段：存在问题 = 宣传人员配备3人，难以覆盖
叙述：某市医疗保障局2023年度部门决算说明
叙述：组织对“医保政策宣传”、“基金监督检查”等2个项目开展了自评。
叙述：2023年全市参保人数21.4万人。
"""


def test_identity_and_money() -> None:
    (form,) = digest(parse_notation(REPORT), "表.txt").forms
    assert (form.unit_core, form.region, form.project_core) == ("某市医疗保障局", "某市", "医保政策宣传")
    assert (form.initial, form.adjusted, form.executed) == (1_000_000, 900_000, Decimal("810000.5"))
    assert form.budget == 900_000
    assert form.doubtful
    assert total_path(form.evaluation, "executed") == "funds/0/executed"


def test_statements_of_a_form_know_their_cells() -> None:
    (form,) = digest(parse_notation(REPORT)).forms
    found = {(each.path, each.measure): each for each in form.statements}
    row = found["indicators/0/actual", "宣传场次"]
    assert (row.value, row.unit, row.doubtful, row.planned) == (11, "场", True, False)
    assert found["indicators/0/target", "宣传场次"].bound == "≥"
    inspected = found["goals/0/actual", "检查定点医药机构"]
    assert (inspected.act, inspected.object, inspected.value) == ("检查", "定点医药机构", 810)
    assert found["goals/0/expected", "检查定点医药机构"].planned
    assert found["fields/1/value", "宣传人员配备"].value == 3


def test_the_narrative_has_a_unit_a_year_and_lists() -> None:
    file = digest(parse_notation(REPORT))
    assert (file.unit, file.year) == ("[187]某市医疗保障局（本级）", 2023)
    assert [each.measure for each in file.statements] == ["参保人数"]
    assert [quote.text for quote in file.lists] == ["“医保政策宣传”、“基金监督检查”等2个项目"]


def test_a_report_without_forms_says_itself_whose_it_is() -> None:
    file = digest(parse_notation("叙述：某市医疗保障局2022年度决算说明"))
    assert (file.unit, file.year, file.forms) == ("某市医疗保障局", 2022, ())


def test_a_list_cut_in_two_by_a_line_is_whole() -> None:
    file = digest(parse_notation("叙述：对“甲乙项目”、“丙丁项目”和\n叙述：“戊己项目”等3个项目开展自评。"))
    assert [quote.text for quote in file.lists] == ["“甲乙项目”、“丙丁项目”和“戊己项目”等3个项目"]


def test_only_longer_texts_are_fingerprinted() -> None:
    long = "全年围绕群众反映集中的报销难点逐街逐村开展入户讲解发放明白卡设置流动咨询台群众了解程度明显提高"
    (form,) = digest(example(f"结论：{long}")).forms
    assert [(text.path, text.origin) for text in form.texts] == [("conclusion", "conclusion")]
    assert digest(example("")).forms[0].texts == ()


def test_money_without_a_unit_is_no_money() -> None:
    (form,) = digest(example("评价：project self_evaluation 2023 -")).forms
    assert form.initial is None
    assert total_path(example("资金：-").evaluations[0], "initial") is None


def test_a_digest_travels_between_processes() -> None:
    file = digest(parse_notation(REPORT))
    assert pickle.loads(pickle.dumps(file)) == file  # noqa: S301 - our own bytes
