"""What the values of a form are called in sentences, and a walk through all of them by path."""

from collections.abc import Iterator

import msgspec

from jixiao.model import Evaluation, Fund, Goal, Indicator, Management
from jixiao.places import Place
from jixiao.renderers.columns import FUND, HEAD, INDICATOR, LEVELS

EVALUATION = {
    **HEAD,
    "title": "标题",
    "year": "年度",
    "amount_unit": "金额单位",
    "total_weight": "总分（分值）",
    "total_score": "总分（得分）",
    "grade": "评价等级",
    "conclusion": "自评结论",
    "remark": "说明",
}
"""The fields of a form that stand alone."""
GOAL = {"expected": "预期目标", "actual": "目标实际完成情况"}
MANAGEMENT = {"item": "资金管理事项", "description": "情况说明", "issue": "存在问题和改进措施"}
INDICATORS = {**LEVELS, **INDICATOR}
POINTS = {"level1_weights": "一级指标分值", "level2_weights": "二级指标分值"}


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a form: its path, what it is called, its text and its place; `whose` is the row that it stands in, as the label says."""

    path: str
    label: str
    text: str
    whose: str = ""
    place: Place = Place()


def said(evaluation: Evaluation) -> Iterator[Said]:
    """All values of a form in order, each once; what it is for (kind, form, layout) is none of them."""
    for field, label in EVALUATION.items():
        value = getattr(evaluation, field)
        if value is not None:
            # The unit of amounts is told by whatever cell or line names one; where it stood is not kept.
            known = Place() if field == "amount_unit" else evaluation.place
            yield Said(path=field, label=label, text=str(value), place=evaluation.cells.get(field, known))
    yield from _rows("funds", evaluation.funds, FUND)
    yield from _rows("fund_management", evaluation.fund_management, MANAGEMENT)
    yield from _rows("goals", evaluation.goals, GOAL)
    for group, label in POINTS.items():
        for level, points in getattr(evaluation, group).items():
            whose, path = f"“{level}”", f"{group}/{level}"
            yield Said(path=path, label=f"{whose}的{label}", text=points, whose=whose, place=evaluation.place)
    yield from _rows("indicators", evaluation.indicators, INDICATORS)
    for index, further in enumerate(evaluation.fields):
        if further.value is not None:
            yield Said(path=f"fields/{index}", label=further.label, text=further.value, place=further.place)


Row = Fund | Management | Goal | Indicator


def _rows(group: str, rows: tuple[Row, ...], names: dict[str, str]) -> Iterator[Said]:
    for index, row in enumerate(rows):
        for field, label in names.items():
            value: str | None = getattr(row, field)
            if value is not None:
                whose = row_name(group, row, index)
                place, path = row.cells.get(field, row.place), f"{group}/{index}/{field}"
                yield Said(path=path, label=f"{whose}的{label}", text=value, whose=whose, place=place)


def row_name(group: str, row: Row, index: int) -> str:
    """How a row is spoken of: by its name, or its number where it has none."""
    if isinstance(row, Indicator):
        return f"指标“{row.name}”" if row.name else f"第{index + 1}个指标"
    if isinstance(row, Fund):
        return f"资金“{row.label}”" if row.label else f"第{index + 1}行资金"
    if isinstance(row, Management):
        return f"“{row.item}”"
    return f"第{index + 1}个目标" if group == "goals" and index else "总体目标"
