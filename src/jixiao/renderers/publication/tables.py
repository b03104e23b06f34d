"""The tables of the machine-readable twin (数据表): what each holds, declared column by column, and their rows out of submissions."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import PurePosixPath, PureWindowsPath

import msgspec

from jixiao import targets
from jixiao.findings import Finding
from jixiao.model import Submission
from jixiao.model.titles import FORMS, KINDS
from jixiao.places import Source
from jixiao.renderers.citations import cited
from jixiao.renderers.publication.columns import (
    Column,
    Row,
    Table,
    Value,
    doubtful,
    figure,
    money,
    points,
    printed,
    text,
    value,
)


def tables(submissions: Sequence[Submission], findings: Sequence[Sequence[Finding]] | None = None) -> tuple[Table, ...]:
    """The tables of several files; with `findings`, one sequence for each file, a table of them as well."""
    files = [Row(it=submission.source, file=number) for number, submission in enumerate(submissions, 1)]
    forms = list(_forms(submissions))
    made = [_filled(_FILES, files), _filled(_EVALUATIONS, forms)]
    made += [_filled(table, _parts(forms, attribute)) for table, attribute in _PARTS]
    if findings is not None:
        made.append(_filled(_FINDINGS, _found(submissions, findings)))
    return tuple(made)


def _filled(table: Table, rows: Sequence[Row]) -> Table:
    return msgspec.structs.replace(
        table, rows=tuple(tuple(column.value(row) for column in table.columns) for row in rows)
    )


def _forms(submissions: Sequence[Submission]) -> Iterator[Row]:
    count = 0
    for file, submission in enumerate(submissions, 1):
        for evaluation in submission.evaluations:
            count += 1
            yield Row(it=evaluation, file=file, evaluation=count, number=count, unit=evaluation.amount_unit)


def _parts(forms: Sequence[Row], attribute: str) -> list[Row]:
    return [
        msgspec.structs.replace(form, it=part, number=number)
        for form in forms
        for number, part in enumerate(getattr(form.it, attribute), 1)
    ]


def _found(submissions: Sequence[Submission], findings: Sequence[Sequence[Finding]]) -> list[Row]:
    rows: list[Row] = []
    before = 0
    for file, (submission, found) in enumerate(zip(submissions, findings, strict=True), 1):
        for finding in found:
            form = None if finding.evaluation is None else before + finding.evaluation + 1
            rows.append(Row(it=finding, file=file, evaluation=form, number=len(rows) + 1))
        before += len(submission.evaluations)
    return rows


def file_name(source: Source) -> str:
    """The name of a file without the folders it lay in, whatever system wrote them."""
    return PureWindowsPath(PurePosixPath(source.name).name).name


def _counted(
    name: str, title: str, description: str, value: Callable[[Row], Value], *, required: bool = True
) -> Column:
    """A column of whole numbers that the package counts by itself."""
    return Column(name=name, title=title, description=description, value=value, type="integer", required=required)


_FILE = _counted("file", "文件序号", "所在文件，见 files 表。", lambda row: row.file)
_EVALUATION = _counted(
    "evaluation", "表序号", "所属的表，见 evaluations 表；从1起在整个数据包内编号。", lambda row: row.evaluation
)
_NUMBER = _counted("row", "行号", "在表内的顺序，从1起。", lambda row: row.number)
_DOUBT = Column(
    name="doubtful",
    title="存疑",
    description="读取有疑义的列，用空格隔开；这些列旁边的数值一律不填。",
    value=doubtful,
)

_FILES = Table(
    name="files",
    title="文件",
    description="数据的来源文件。",
    key=("file",),
    columns=(
        _FILE,
        Column(
            name="name",
            title="文件名",
            description="来源文件的名称，不含所在文件夹。",
            value=lambda row: file_name(row.it),
            required=True,
        ),
        text("sha256", "SHA-256", "来源文件内容的 SHA-256 校验值，用以核对是否同一文件。"),
        text("media_type", "文件类型", "来源文件的媒体类型。"),
        _counted("pages", "页数", "来源文件的页数；没有页的格式为空。", printed("pages"), required=False),
    ),
)

_EVALUATIONS = Table(
    name="evaluations",
    title="绩效表",
    description="每张绩效自评表（或绩效目标表、监控表、复核表）一行：项目、单位、年度、总分和结论。",
    key=("evaluation",),
    references=("file",),
    columns=(
        _EVALUATION,
        _FILE,
        text(
            "kind",
            "资金类别",
            "；".join(f"{code} {name}" for code, name in KINDS.items()),
            required=True,
            choices=tuple(KINDS),
        ),
        text(
            "form",
            "表别",
            "；".join(f"{code} {name}" for code, name in FORMS.items()),
            required=True,
            choices=tuple(FORMS),
        ),
        text("layout", "表式", "与之相符的公布表式的代码。"),
        Column(name="year", title="年度", description="表上的年度。", value=printed("year"), type="year"),
        text("title", "表名", "表的标题。"),
        text("project_name", "项目名称", "项目的名称，不含编码。"),
        text("project_code", "项目编码", "项目的编码。"),
        text("supervisor", "主管部门", "主管部门或中央主管部门。"),
        text("local_supervisor", "地方主管部门", "转移支付表上的地方主管部门。"),
        text("implementer", "实施单位", "实施单位或资金使用单位。"),
        text("amount_unit", "金额单位", "表内金额的单位。"),
        *points("total_weight", "分值合计"),
        *points("total_score", "总分"),
        text("grade", "等级", "表上印的等级。"),
        text("conclusion", "自评结论", "表上的自评结论。"),
        text("remark", "备注", "表下的备注或说明。"),
        _DOUBT,
    ),
)


def _part(name: str, title: str, description: str, *columns: Column) -> Table:
    """The table of what each form has several of: its rows are told apart by form and number."""
    return Table(
        name=name,
        title=title,
        description=description,
        key=("evaluation", "row"),
        references=("evaluation",),
        columns=(_EVALUATION, _NUMBER, *columns),
    )


_FUNDS = _part(
    "funds",
    "资金",
    "资金情况的各行：年度资金总额及其来源。",
    text("label", "资金名称", "资金行的名称，如年度资金总额、其中：中央补助。"),
    *money("initial", "年初预算数"),
    *money("adjusted", "全年预算数"),
    *money("executed", "全年执行数"),
    *points("weight", "分值"),
    text("rate", "执行率", "表上印的执行率，原样照录。"),
    figure(
        "rate_percent",
        "rate",
        "执行率（%）",
        "执行率的百分数；确为百分数、读取无疑义的才填。",
        lambda text, _: _percent(text),
    ),
    *points("score", "得分"),
    _DOUBT,
)


def _percent(text: str) -> Decimal | None:
    """A rate printed with its sign; without one it may be a share of 1."""
    return targets.percentage(text) if text.rstrip().endswith(("%", "％")) else None


_MANAGEMENT = _part(
    "fund_management",
    "资金管理情况",
    "资金管理情况的各行：分配、下达、拨付、使用、执行、预算绩效管理、支出责任。",
    text("item", "项目", "所述事项，如分配科学性。"),
    text("description", "情况说明", "情况说明。"),
    text("issue", "存在问题和改进措施", "存在的问题和改进措施。"),
    _DOUBT,
)
_GOALS = _part(
    "goals",
    "总体目标",
    "年度总体目标：预期目标和实际完成情况。",
    text("expected", "预期目标", "年初设定的目标。"),
    text("actual", "实际完成情况", "目标的实际完成情况。"),
    _DOUBT,
)
_INDICATORS = _part(
    "indicators",
    "绩效指标",
    "绩效指标表的各行（三级指标）。",
    text("level1", "一级指标", "一级指标。"),
    text("level2", "二级指标", "二级指标。"),
    text("name", "三级指标", "三级指标，连同表上的序号和标记。"),
    *points("weight", "分值"),
    *value("target", "年度指标值", "表上印的年度指标值"),
    *value("actual", "实际完成值", "表上印的实际完成值"),
    *points("score", "得分"),
    text("rule", "评分标准", "表上印的评分标准或得分计算方法。"),
    text("note", "偏差原因分析及改进措施", "偏差原因和改进措施。"),
    text("remark", "备注", "备注。"),
    text("forecast", "全年预计完成情况", "监控表上的全年预计完成情况。"),
    text("likelihood", "完成目标可能性", "监控表上的完成目标可能性。"),
    text("reviewed_actual", "复核完成值", "复核表上的复核完成值。"),
    *points("reviewed_score", "复核得分"),
    text("deviation", "偏差", "复核表、监控表上的偏差。"),
    _DOUBT,
)
_FIELDS = _part(
    "fields",
    "其他栏目",
    "表上其他有名称的栏目，如填报日期、项目概况。",
    text("label", "栏目", "栏目的名称。", required=True),
    text("value", "内容", "栏目的内容。"),
)
_PARTS = (
    (_FUNDS, "funds"),
    (_MANAGEMENT, "fund_management"),
    (_GOALS, "goals"),
    (_INDICATORS, "indicators"),
    (_FIELDS, "fields"),
)
_FINDINGS = Table(
    name="findings",
    title="审核问题",
    description="审核发现的问题；含义见 jixiao explain 代码。",
    key=("finding",),
    references=("file", "evaluation"),
    columns=(
        _counted("finding", "问题序号", "从1起。", lambda row: row.number),
        _FILE,
        msgspec.structs.replace(_EVALUATION, required=False, description="问题所在的表；关于整个文件的为空。"),
        text("code", "审核点", "审核点的代码。", required=True),
        text("title", "问题", "审核点的名称。"),
        text(
            "severity",
            "严重程度",
            "fatal 严重、error 错误、warning 提醒、info 提示。",
            choices=("fatal", "error", "warning", "info"),
        ),
        text(
            "certainty",
            "把握程度",
            "certain 确定、likely 很可能、possible 可能。",
            choices=("certain", "likely", "possible"),
        ),
        text("message", "说明", "问题的说明。", required=True),
        text("suggestion", "建议", "怎样改正。"),
        Column(name="basis", title="依据", description="依据的条款。", value=lambda row: cited(row.it.basis) or None),
    ),
)
