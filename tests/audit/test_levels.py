"""The levels of the rules, from whatever a form calls them."""

import pytest

from jixiao.audit.levels import First, Second, first_level, second_level
from jixiao.audit.rows import Row
from jixiao.model import Indicator


def row(level1: str | None, level2: str | None) -> Row:
    return Row(0, Indicator(level1=level1, level2=level2, name="名称"))


@pytest.mark.parametrize(
    ("level1", "level2", "expected"),
    [
        ("产出指标", "成本指标", First.OUTPUT),
        ("项目产出", "数量指标", First.OUTPUT),
        ("项目效益", "服务对象满意度", First.BENEFIT),
        ("效果指标", None, First.BENEFIT),
        ("满意度指标", "满意度指标", First.SATISFACTION),
        ("成本指标", "经济成本指标", First.COST),
        ("项目决策", "决策依据", First.DECISION),
        ("过程管理", "资金管理", First.PROCESS),
        ("履职效能", "重点工作", First.OUTPUT),
        ("履职效果", "社会效益", First.BENEFIT),
        ("履职效果", None, First.BENEFIT),
        ("部门履职", "可持续影响", First.BENEFIT),
        ("部门履职", "社会效应", First.BENEFIT),
        ("履职产出", "数量指标", First.OUTPUT),
        ("产出与效果", "社会效益", First.BENEFIT),
        ("产出指标", "社会效益指标", First.OUTPUT),
        ("效果", None, First.BENEFIT),
        (None, "时效指标", First.OUTPUT),
        (None, "社会效益指标", First.BENEFIT),
        ("其他", None, None),
        (None, None, None),
    ],
)
def test_first_level(level1: str | None, level2: str | None, expected: First | None) -> None:
    assert first_level(row(level1, level2)) is expected


@pytest.mark.parametrize(
    ("level1", "level2", "expected"),
    [
        ("产出指标", "数量指标", Second.QUANTITY),
        ("产出指标", "实效指标", Second.TIMELINESS),
        ("成本指标", "经济成本指标", Second.COST),
        ("成本指标", None, Second.COST),
        ("效益指标", "社会效益指标", None),
    ],
)
def test_second_level(level1: str | None, level2: str | None, expected: Second | None) -> None:
    assert second_level(row(level1, level2)) is expected
