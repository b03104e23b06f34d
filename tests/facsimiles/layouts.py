"""What the known 表式 print around their values: headings, labels, the order of the parts. Codes are those of forms/declared/."""

import msgspec

from jixiao.model import Evaluation

WIDTHS = {
    "frame": 4.2,
    "level1": 5.2,
    "level2": 5.6,
    "name": 10.5,
    "operator": 3.4,
    "target": 7.6,
    "unit": 4.4,
    "actual": 7.8,
    "weight": 3.8,
    "score": 3.8,
    "rule": 14,
    "note": 10.5,
    "remark": 6.2,
    "forecast": 7.6,
    "likelihood": 5.6,
    "reviewed_actual": 7,
    "reviewed_score": 4,
    "deviation": 5,
    "fund_weight": 3.8,
    "fund_score": 3.8,
    "fund_rate": 5.5,
}
"""Characters of the body that a column takes."""

_LEVELS = (("level1", "一级指标"), ("level2", "二级指标"), ("name", "三级指标"))
_USUAL_HEAD = ((("project_name", "项目名称"),), (("supervisor", "主管部门"), ("implementer", "实施单位")))
_USUAL_FUNDS = (
    ("initial", "年初预算数"),
    ("adjusted", "全年预算数（A）"),
    ("executed", "全年执行数（B）"),
    ("weight", "分值"),
    ("rate", "执行率（B/A）"),
    ("score", "得分"),
)
_USUAL_COLUMNS = (
    *_LEVELS,
    ("target", "年度指标值"),
    ("actual", "实际完成值"),
    ("weight", "分值"),
    ("score", "得分"),
    ("note", "偏差原因分析及改进措施"),
)


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """One 表式: columns and fund columns with their headings, head fields by line, labels of the other parts.

    A fund column that is no field of Fund names one of `Evaluation.fields` by its heading.
    """

    columns: tuple[tuple[str, str], ...] = _USUAL_COLUMNS
    funds: tuple[tuple[str, str], ...] = _USUAL_FUNDS
    fund_frame: str = "项目资金（{unit}）"
    fund_label: str | None = ""
    """The heading over the labels of fund rows; None when there are none."""
    head: tuple[tuple[tuple[str, str], ...], ...] = _USUAL_HEAD
    goal_frame: str = "年度总体目标"
    expected: str | None = "预期目标"
    """The heading over the goals; None when the frame is their label."""
    actual: str | None = "实际完成情况"
    goals_first: bool = False
    process: str | None = None
    """A field that is told below the goals, as printed."""
    frame: str | None = "绩效指标"
    total: str = "总分"
    conclusion: str = "自评结论"
    above: tuple[str, ...] = ("填报单位", "单位", "单位负责人签字", "填报日期", "填报时间", "联系人")
    """Fields that stand above the table."""
    in_head: tuple[str, ...] = ("项目属性", "项目期")
    period: str = "年度"
    """What follows the year under the title."""


LAYOUTS = {
    "T1": Layout(),
    "T1-成本": Layout(),
    "T1-元": Layout(
        columns=(
            *_LEVELS,
            ("target", "年度指标值(A)"),
            ("actual", "实际完成值(B)"),
            ("weight", "分值"),
            ("score", "得分"),
            ("note", "未完成原因分析"),
            ("remark", "备注"),
        ),
        fund_label="资金来源",
        above=("单位", "填报日期"),
    ),
    "T2": Layout(
        columns=(*_LEVELS, ("target", "指标值"), ("actual", "全年实际完成值"), ("note", "未完成原因和改进措施")),
        funds=(
            ("adjusted", "全年预算数(A)"),
            ("executed", "全年执行数(B)"),
            ("rate", "执行率(B/A×100%)"),
        ),
        fund_frame="资金情况（{unit}）",
        head=(
            (("project_name", "转移支付(项目)名称"),),
            (("supervisor", "中央主管部门"),),
            (("local_supervisor", "地方主管部门"), ("implementer", "资金使用单位")),
        ),
        goal_frame="总体目标完成情况",
        expected="总体目标",
        actual="全年实际完成情况",
    ),
    "T3": Layout(
        columns=(
            *_LEVELS,
            ("weight", "参考"),
            ("target", "指标值（A）"),
            ("actual", "全年实际值（B）"),
            ("score", "得分"),
            ("note", "未完成原因分析及改进措施"),
        ),
        funds=(
            ("年度资金总额", "年度资金总额"),
            ("initial", "年初预算数"),
            ("adjusted", "调整预算数（A）"),
            ("executed", "全年执行数（B）"),
            ("rate", "执行率（B/A）"),
        ),
        fund_label=None,
        head=(*_USUAL_HEAD, (("total_score", "自评得分"),)),
        expected="年初设定目标",
        actual="年度总体目标完成情况综述",
        frame=None,
        period="年",
    ),
    "T4": Layout(
        columns=(
            *_LEVELS,
            ("weight", "分值"),
            ("target", "年度指标值(A)"),
            ("actual", "全年实际值(B)"),
            ("rule", "得分计算方法"),
            ("score", "得分"),
            ("note", "未完成原因分析"),
        ),
        funds=(
            ("initial", "年初预算数(A)"),
            ("executed", "全年执行数(B)"),
            ("weight", "分值(10分)"),
            ("rate", "执行率(B/A)"),
            ("score", "得分"),
            ("得分计算方法", "得分计算方法"),
        ),
        goal_frame="项目年度目标",
        expected="年初设定目标",
        actual="年度总体目标完成情况综述",
        total="单位自评总分",
    ),
    "T6": Layout(
        columns=(
            *_LEVELS,
            ("target", "全年指标值"),
            ("weight", "权重"),
            ("rule", "评分标准"),
            ("actual", "完成情况"),
            ("score", "自评得分"),
        ),
        funds=(),
        head=(),
        frame=None,
        total="合计",
    ),
    "T10": Layout(
        columns=(
            *_LEVELS,
            ("target", "指标值"),
            ("weight", "权重"),
            ("actual", "自评完成值"),
            ("score", "自评得分"),
            ("reviewed_actual", "复核完成值"),
            ("reviewed_score", "复核得分"),
            ("deviation", "偏离度"),
            ("remark", "备注"),
        ),
        funds=(),
        head=_USUAL_HEAD,
        frame=None,
        total="合计",
    ),
    "T7": Layout(
        columns=(
            *_LEVELS,
            ("target", "年度指标值"),
            ("actual", "1-7月执行情况"),
            ("forecast", "全年预计完成情况"),
            ("note", "偏差原因分析"),
            ("likelihood", "完成目标可能性"),
            ("remark", "备注"),
        ),
        funds=(
            ("initial", "年初预算数"),
            ("executed", "1-7月执行数"),
            ("rate", "1-7月执行率"),
            ("全年预计执行数", "全年预计执行数"),
        ),
        expected=None,
        actual=None,
        period="年1-7月",
    ),
    "T8": Layout(
        columns=(*_LEVELS, ("target", "指标值"), ("weight", "权重")),
        funds=(("initial", ""),),
        goal_frame="总体目标",
        expected="年度目标",
        actual=None,
        total="合计",
    ),
    "T11": Layout(
        columns=(
            *_LEVELS,
            ("operator", "指标性质"),
            ("target", "指标值"),
            ("unit", "度量单位"),
            ("actual", "完成值"),
            ("weight", "权重"),
            ("score", "得分"),
            ("note", "未完成原因分析"),
        ),
        funds=(
            ("initial", "年初预算"),
            ("adjusted", "调整后预算数"),
            ("executed", "预算执行数"),
            ("rate", "预算执行率"),
            ("weight", "权重"),
            ("score", "得分"),
            ("原因", "原因"),
        ),
        fund_frame="预算执行情况(10分)",
        fund_label="年度预算数({unit})",
        goal_frame="项目基本情况",
        expected="1.项目年度目标",
        actual="年度目标完成情况",
        goals_first=True,
        process="2.项目实施内容及过程概述",
        frame=None,
        total="合计",
        conclusion="评价结论",
    ),
}


def layout_of(form: Evaluation) -> Layout:
    """The layout a form was recognised as, with a column for every field of its rows; the usual one where it is unknown."""
    layout = LAYOUTS.get(form.layout or "T1", LAYOUTS["T1"])
    known = {field for field, _ in layout.columns}
    extra = tuple(
        (field, heading)
        for field, heading in (("rule", "评分标准"), ("note", "偏差原因分析及改进措施"), ("remark", "备注"))
        if field not in known and any(getattr(row, field) for row in form.indicators)
    )
    return msgspec.structs.replace(layout, columns=(*layout.columns, *extra))
