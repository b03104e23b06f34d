"""A new province's layout is a declaration and no code: one that nobody has seen is filled, written and read again."""

import msgspec
import pytest

from jixiao.forms.layouts import layout_from_yaml
from jixiao.papers.formats import formats
from jixiao.renderers.official import fill
from tests.renderers.official.by_chance import form_by_chance
from tests.renderers.official.same import faults, read_again

INVENTED = """
code: 青-1
title: 项目支出绩效自评打分表（青崖）
kind: project
form: self_evaluation
heading: 青崖市市级项目支出绩效自评打分表
subtitle: （{year}年度）
units: [万元]
orientation: landscape
size: 10
parts:
  - part: lines
    rows:
      - [{label: 填表日期}, {field: amount_unit, label: 金额单位}]
  - part: head
    label_width: 12
    rows:
      - [{field: project_name, label: 专项名称}, {field: project_code, label: 项目编码}]
      - [{field: implementer, label: 项目承担单位}, {field: supervisor, label: 主管单位}]
      - [{field: grade, label: 自评等次}, {label: 项目负责人}]
  - part: goals
    frame: 年度绩效目标
    expected: 年初目标
    actual: 年度完成情况
    beside: true
  - part: funds
    frame: 资金使用情况（{unit}）
    heading: 资金来源
    columns:
      - {field: adjusted, heading: 调整后预算, width: 20}
      - {field: executed, heading: 实际支出数, width: 20}
      - {field: rate, heading: 支出进度, width: 15}
    rows: [年度资金总额, 其中：市级资金]
  - part: indicators
    total: 自评总分
    columns:
      - {field: level1, heading: 一级指标, width: 10}
      - {field: level2, heading: 二级指标, width: 10}
      - {field: name, heading: 指标名称, width: 18}
      - {field: weight, heading: 标准分, width: 7}
      - {field: target, heading: 计划完成值, width: 12}
      - {field: actual, heading: 全年完成值, width: 12}
      - {field: rule, heading: 评分细则, width: 20}
      - {field: score, heading: 实得分, width: 7}
      - {field: note, heading: 扣分原因, width: 18}
  - part: head
    rows:
      - [{label: 存在问题}]
      - [{field: remark, label: 其他说明, optional: true}]
"""


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "txt", "pdf"])
@pytest.mark.parametrize("seed", [3, 8, 21])
def test_a_form_in_a_layout_just_declared_is_read_as_it_was_written(seed: int, kind: str) -> None:
    layout = layout_from_yaml(INVENTED)
    filled = fill(form_by_chance(layout, seed), layout)
    assert filled.omitted == ()
    read = read_again(formats[kind].write(filled.papers), kind)
    assert faults([filled.evaluation], read, kind) == []


def test_a_declaration_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="colour"):
        layout_from_yaml(INVENTED + "colour: red\n")


def test_what_would_not_be_read_below_the_indicators_is_refused() -> None:
    funds, indicators = INVENTED.index("  - part: funds"), INVENTED.index("  - part: indicators")
    below = INVENTED[:funds] + INVENTED[indicators:] + INVENTED[funds:indicators]
    with pytest.raises(msgspec.ValidationError, match="funds stand above"):
        layout_from_yaml(below)
