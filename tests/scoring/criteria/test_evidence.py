"""What counts as stated, denied and addressed in an actual."""

import pytest

from jixiao.scoring.criteria import addressed, stated


@pytest.mark.parametrize(
    ("demand", "actual", "truth"),
    [
        ("已制定采购管理制度", "制定采购管理制度。", "yes"),
        ("制定有三年规划", "有三年规划，已印发", "yes"),
        ("已制定采购管理制度", "已制定财务管理制度，采购按规定执行", "open"),
        ("采购流程规范", "采购流程不规范", "no"),
        ("未发生截留挪用资金", "未发生截留挪用资金", "yes"),
        ("建立内控机制", "正在建立内控机制", "open"),
        ("基本建立内控机制", "基本建立内控机制", "yes"),
        ("内控制度建立健全", "内控制度未建立健全", "no"),
        ("内控制度建立健全", "没有内控制度建立健全的材料", "no"),
        ("职责分工清晰、审批流程完整", "审批流程完整，职责分工清晰", "yes"),
        ("职责分工清晰、审批流程完整", "审批流程完整", "open"),
        ("健全", "健全", "yes"),
        ("健全", "完善", "open"),
        ("预算编制依据充分测算准确", "预算编制依据充分，测算准确", "yes"),
        ("，。", "完成", "open"),
        ("制度健全", "", "open"),
    ],
)
def test_stated(demand: str, actual: str, truth: str) -> None:
    assert stated(demand, actual) == truth


@pytest.mark.parametrize(
    ("demand", "actual", "told"),
    [
        ("信息系统有效运行", "建成信息系统", True),
        ("信息系统有效运行", "办公会议按时召开", False),
        ("结果公开及时，内容完整", "内容完整", True),
        ("，", "完成", False),
    ],
)
def test_addressed(demand: str, actual: str, told: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert addressed(demand, actual) is told
