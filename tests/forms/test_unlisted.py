"""Rows whose words no list knows: which of them head a table, and which are rows of it."""

from jixiao.forms import recognise
from jixiao.forms.assigning import Seen
from jixiao.forms.unlisted import indicator_fields
from tests.forms import grids


def test_a_row_of_words_that_opens_with_a_level_is_no_heading() -> None:
    columns = {
        "产出指标": ["", "效益指标"],
        "数量指标": ["时效指标", "成本指标"],
        "定点医药机构检查工作机制": ["医保政策宣传覆盖率", "异地就医直接结算投诉数量"],
        "健全完善": ["≥91%", "不超过112件"],
        "达成预期指标": ["95.8%", "348件"],
        "达成预期指标，按期推进": ["", "348件"],
        "有可能": ["有可能", "确定能"],
    }
    assert indicator_fields([Seen(word, texts) for word, texts in columns.items()]) is None
    heads = ["考核层级", "考核类别", "考核内容名称", "考核目标", "实际结果", "年底预计", "实现把握"]
    assert (
        indicator_fields([Seen(word, texts) for word, texts in zip(heads, columns.values(), strict=True)]) is not None
    )


def test_below_a_heading_of_known_words_a_row_of_unknown_ones_heads_no_other_table() -> None:
    rows = """
转移支付区域（项目）绩效目标自评表
（2023年度）
| 转移支付（项目）名称 | < | 能力提升补助 | < | < | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 全年实际完成值 |
| ^ | 过程管理 | 资金管理 | 资金监管有效性 | 监管措施有力 | 监管措施到位 |
| ^ | ^ | 组织管理 | 评价机制健全性 | 全面实现管理 | 全面实现管理 |
| ^ | 项目产出 | 数量指标 | 召开工作会议 | ≥2次 | 3次 |
| ^ | ^ | ^ | 报送工作信息 | ≥50期 | 64期 |
| ^ | ^ | 质量指标 | 系统验收合格率 | ≥90% | 95% |
"""
    (evaluation,) = recognise(grids.document(rows)).evaluations
    assert [row.level1 for row in evaluation.indicators] == ["过程管理"] * 2 + ["项目产出"] * 3
    assert evaluation.indicators[1].target == "全面实现管理"
