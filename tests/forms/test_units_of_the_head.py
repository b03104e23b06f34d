"""Under which labels a form names the unit that implements its project."""

import pytest

from jixiao.forms import recognise
from tests.forms.grids import document

FORM = """2025年专项资金绩效自评表
| 项目名称 | 慢病用药保障 | {label} | {value} | < | < |
| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 建档人数 | ≥3000人 | 2700人 | 40 | 36 |
| 产出指标 | 随访及时率 | ≥90% | 93% | 30 | 30 |
| 满意度指标 | 患者满意度 | ≥85% | 91% | 30 | 30 |
"""


@pytest.mark.parametrize(
    "label",
    [
        "责任单位",
        "项目责任单位",
        "承担单位",
        "牵头单位",
        "执行单位",
        "执行部门",
        "具体承办单位",
        "资金使用部门",
        "责任主体",
    ],
)
def test_a_unit_that_answers_for_the_project_implements_it(label: str) -> None:
    (form,) = recognise(document(FORM.format(label=label, value="柏川县医保事务中心"))).evaluations
    assert form.implementer == "柏川县医保事务中心"


@pytest.mark.parametrize("label", ["责任科室", "责任部门", "协办单位"])
def test_an_office_or_another_part_is_kept_and_implements_nothing(label: str) -> None:
    (form,) = recognise(document(FORM.format(label=label, value="基金监管科"))).evaluations
    assert form.implementer is None
    assert [(field.label, field.value) for field in form.fields] == [(label, "基金监管科")]


def test_a_unit_named_as_implementer_goes_before_one_that_answers_for_it() -> None:
    text = FORM.format(label="责任单位", value="柏川县医疗保障局").replace(
        "| 一级", "| 实施单位 | 柏川县医保事务中心 | < | < | < | < |\n| 一级", 1
    )
    assert recognise(document(text)).evaluations[0].implementer == "柏川县医保事务中心"
