"""Rows whose words no list knows: which of them head a table, and which are rows of it."""

from jixiao.forms.assigning import Seen
from jixiao.forms.unlisted import indicator_fields


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
