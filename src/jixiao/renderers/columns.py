"""The columns of a form by field, under the names that the official forms give them."""

from collections.abc import Collection

from jixiao.model import Evaluation

HEAD = {
    "project_name": "项目名称",
    "project_code": "项目编码",
    "supervisor": "主管部门",
    "local_supervisor": "地方主管部门",
    "implementer": "实施单位",
}
"""What stands at the head of a form."""

FUND = {
    "label": "资金来源",
    "initial": "年初预算数",
    "adjusted": "全年预算数（A）",
    "executed": "全年执行数（B）",
    "weight": "分值",
    "rate": "执行率（B/A）",
    "score": "得分",
}
"""The columns of the fund block."""

LEVELS = {"level1": "一级指标", "level2": "二级指标", "name": "三级指标"}
"""The columns of the indicator table that name an indicator."""

INDICATOR = {
    "weight": "分值",
    "target": "年度指标值",
    "actual": "实际完成值",
    "forecast": "全年预计完成",
    "likelihood": "完成可能性",
    "score": "得分",
    "reviewed_actual": "复核完成值",
    "reviewed_score": "复核得分",
    "deviation": "偏离度",
    "rule": "评分标准",
    "note": "偏差原因分析及改进措施",
    "remark": "备注",
}
"""The columns of the indicator table after the three levels."""

_FURTHER = {
    "label": "资金来源",
    "total_label": "年度资金总额",
    "ordinal": "序号",
    "operator": "指标性质",
    "unit": "度量单位",
    "level1_points": "一级分值",
    "level2_points": "二级分值",
    "converted_score": "折算得分",
    "deduction": "扣分",
    "explanation": "其他栏目",
    "rule": "评分标准",
    "note": "原因",
    "forecast": "全年预计",
}
"""Columns that only some layouts have, and those of which no value is kept as such."""


def column_name(field: str) -> str:
    """Give the Chinese name of a column that a heading was recognised as."""
    return {**LEVELS, **INDICATOR, **FUND, **_FURTHER}.get(field, field)


def indicator_columns(evaluation: Evaluation, wanted: Collection[str] = ()) -> dict[str, str]:
    """Give the columns that a form has: those with a value in any row, those wanted, and target and actual where they belong."""
    shown = {"target", *wanted} if evaluation.form == "target" else {"target", "actual", *wanted}
    return {
        field: label
        for field, label in INDICATOR.items()
        if field in shown or any(getattr(row, field) is not None for row in evaluation.indicators)
    }
