"""What the reading itself has to report: no form found, cells in doubt, text that was not understood."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import msgspec

from jixiao.documents import UNCALCULATED
from jixiao.findings import Certainty, Finding, Quote, Severity
from jixiao.forms.mending import Mended
from jixiao.forms.spelling import Respelt
from jixiao.model import Evaluation, Field, Unread
from jixiao.places import Place
from jixiao.registry import Registry

_MOST_QUOTES = 12
"""Cells quoted in one report; the others are counted."""
_MOST_DOUBTED = 0.5
"""Share of doubtful rows above which a form whose cells were supposed is not relied on at all."""
_RELIED_ON = frozenset({"name", "target", "actual", "weight", "score"})
_NAMES = {
    "name": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "note": "原因",
    "remark": "备注",
    "rule": "评分标准",
    "level1": "一级指标",
    "level2": "二级指标",
}


class ReadingProblem(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of problem of the reading: its stable code, the fault it names, its Chinese title, 定义, 为什么要紧 and 怎么改."""

    code: str
    name: str
    title: str
    severity: Severity
    definition: str
    why: str
    remedy: str

    def finding(self, message: str, **details: Any) -> Finding:  # noqa: ANN401 - the other fields of a Finding
        """Report it; that something was not read is certain."""
        return Finding(
            code=self.code,
            name=self.name,
            title=self.title,
            severity=self.severity,
            certainty=Certainty.CERTAIN,
            message=message,
            suggestion=self.remedy,
            **details,
        )


reading_problems: Registry[ReadingProblem] = Registry("读取问题")
NO_FORM = reading_problems.add(
    ReadingProblem(
        code="READ-01",
        name="no-form-found",
        title="没有识别出绩效自评表",
        severity=Severity.ERROR,
        definition="文件中没有找到含有“三级指标”“指标值”“分值”等栏目的表头。",
        why="没有识别出表格，就没有任何内容参与记分和审核，不能当作没有问题。",
        remedy="请确认提交的是自评表本身；如果表头用了别的名称，请保存 jixiao doctor 文件名 的输出，连同文件交给安装本程序的人员。",
    )
)
NO_ROWS = reading_problems.add(
    ReadingProblem(
        code="READ-04",
        name="no-rows-read",
        title="没有读到指标",
        severity=Severity.ERROR,
        definition="识别出了指标表的表头，但表头下面没有读到任何指标。",
        why="没有指标就没有内容参与记分和审核，不能当作没有问题。",
        remedy=(
            "请核对原件：确实是空白表的，请填写后再审核；"
            "原件有内容的，请保存 jixiao doctor 文件名 的输出，连同文件交给安装本程序的人员。"
        ),
    )
)
DOUBT = reading_problems.add(
    ReadingProblem(
        code="READ-02",
        name="cells-in-doubt",
        title="单元格读数存疑",
        severity=Severity.WARNING,
        definition="单元格的边界有两种相近的切法，或者内容像是扫描识别错误，或者单元格是推断、识别出来的而读数与表内合计对不上。",
        why="读数可能与原件不一致，依据这些读数的问题只作“可能”处理，以免误判。",
        remedy="请对照原件核对标为存疑的单元格，有误的改正后重新审核。",
    )
)
NOT_RELIED_ON = reading_problems.add(
    ReadingProblem(
        code="READ-07",
        name="form-not-relied-on",
        title="本表没有把握读准，未据此审核",
        severity=Severity.WARNING,
        definition="文件没有表格线，行列是推断的，与表内合计不能互相印证，而且半数以上的指标行读数存疑。",
        why="读数多数不可靠，据此审核会把读错的当成填错的，所以对这张表不作其他审核，不能当作没有问题。",
        remedy="请提供带表格线的PDF、Word或者Excel文件，重新审核。",
    )
)
UNREAD = reading_problems.add(
    ReadingProblem(
        code="READ-03",
        name="text-not-understood",
        title="有文字没有读懂",
        severity=Severity.INFO,
        definition="表内有文字没有归入任何栏目。",
        why="这些文字没有参与记分和审核，其中可能有应当填在某一栏里的内容。",
        remedy="请查看这些文字是否属于自评表的内容；属于的，请保存 jixiao doctor 文件名 的输出，连同文件交给安装本程序的人员。",
    )
)


OMITTED = reading_problems.add(
    ReadingProblem(
        code="READ-05",
        name="content-left-out",
        title="文件里有内容没有读入",
        severity=Severity.WARNING,
        definition="文件里有隐藏的内容，或者有图片、无法转成文字的页面、没有计算结果的公式等，未作为表的内容读入。",
        why="这些内容没有参与记分和审核，其中可能有自评表的一部分。",
        remedy="请对照原件查看这些内容：属于自评表的，请显示出来或改成文字后重新审核；不属于的，不必处理。",
    )
)
MENDED = reading_problems.add(
    ReadingProblem(
        code="READ-06",
        name="recognition-mended",
        title="扫描识别的文字经过校正",
        severity=Severity.INFO,
        definition="扫描件识别出的个别文字明显有误，已按表内合计或者固定栏目名称校正。",
        why="校正依据的是表内的数字关系和固定用语，原件上写的可能是另一个样子。",
        remedy="请对照原件核对这些单元格；校正有误的，请改正后重新审核。",
    )
)


def problems_of(
    evaluations: tuple[Evaluation, ...],
    unread: tuple[Unread, ...],
    omitted: tuple[Unread, ...] = (),
    mended: Sequence[Mended | None] = (),
    respelt: Sequence[Respelt] = (),
    supposed: Collection[int] = (),
) -> Iterator[Finding]:
    """The problems of one file, in the order of its forms.

    `omitted` is what its reader left out, `mended` what the arithmetic of each form repaired, `respelt` the cells whose words were;
    `supposed` are the forms whose cells nothing bounds and nothing proves.
    """
    if not evaluations:
        yield NO_FORM.finding(f"没有识别出绩效自评表：{NO_FORM.definition}")
    for index, evaluation in enumerate(evaluations):
        if not evaluation.indicators:
            yield NO_ROWS.finding(f"表头已识别，但没有读到任何指标：{NO_ROWS.why}", evaluation=index)
        mending = mended[index] if mended else None
        quotes = tuple(_doubts(evaluation))
        weak = sum(1 for row in evaluation.indicators if _RELIED_ON & set(row.doubtful))
        if index in supposed and weak > _MOST_DOUBTED * len(evaluation.indicators):
            yield NOT_RELIED_ON.finding(
                f"本表{len(evaluation.indicators)}行指标中有{weak}行没有把握读准，未据此审核；请提供带表格线的PDF、Word或Excel。",
                evaluation=index,
                figures={"存疑的指标行": str(weak), "指标行": str(len(evaluation.indicators))},
            )
        elif quotes:
            yield DOUBT.finding(
                f"本表有{len(quotes)}个单元格读数存疑，依据这些读数的问题只作“可能”处理。",
                evaluation=index,
                quotes=quotes[:_MOST_QUOTES],
                figures={"存疑单元格": str(len(quotes))},
            )
        if mending is not None and mending.notes:
            yield MENDED.finding(
                f"扫描识别的{len(mending.notes)}个单元格按表内关系作了校正。",
                evaluation=index,
                quotes=tuple(
                    Quote(
                        text=f"识别为“{note.claimed}”，校正为“{note.taken}”：{note.why}",
                        place=note.place,
                        path=note.path,
                    )
                    for note in mending.notes[:_MOST_QUOTES]
                ),
                figures={"校正的单元格": str(len(mending.notes))},
            )
    if respelt:
        yield MENDED.finding(
            f"扫描识别的{len(respelt)}个栏目名称按固定用语作了校正。",
            quotes=tuple(
                Quote(text=f"识别为“{each.cell.text}”，校正为“{each.taken}”", place=each.cell.place)
                for each in respelt[:_MOST_QUOTES]
            ),
            figures={"校正的栏目名称": str(len(respelt))},
        )
    if unread:
        yield UNREAD.finding(
            f"文件中有{len(unread)}处文字没有归入任何栏目，未参与记分和审核。",
            quotes=tuple(Quote(text=item.text, place=item.place) for item in unread[:_MOST_QUOTES]),
            figures={"未归入的文字": str(len(unread))},
        )
    if omitted:
        yield omitted_problem(omitted, "文件里")


def omitted_problem(omitted: Sequence[Unread], where: str) -> Finding:
    """Report what was seen and left out, `where` (文件里, 邮件里)."""
    uncalculated = sum(1 for item in omitted if item.why == UNCALCULATED)
    told = f"{where}有{len(omitted)}处内容没有读入，未参与记分和审核。"
    if uncalculated:
        which = f"其中{uncalculated}处是" if uncalculated < len(omitted) else "这些单元格都是"
        told += f"{which}没有计算结果的公式，请用 Excel 或 WPS 打开、保存一次后重新提交。"
    return OMITTED.finding(
        told,
        quotes=tuple(
            Quote(text=f"{item.text}（{item.why.rstrip('。')}）", place=item.place) for item in omitted[:_MOST_QUOTES]
        ),
        figures={"未读入的内容": str(len(omitted))},
    )


_FIGURES = {
    "initial": "年初预算数",
    "adjusted": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "rate": "执行率",
    "score": "得分",
}


_HEAD = {
    "project_name": "项目名称",
    "project_code": "项目编码",
    "supervisor": "主管部门",
    "local_supervisor": "地方主管部门",
    "implementer": "实施单位",
    "amount_unit": "金额单位",
    "total_weight": "分值合计",
    "total_score": "总分",
    "grade": "等级",
    "conclusion": "自评结论",
    "remark": "说明",
}
_GROUPS = {"funds": "资金", "goals": "年度总体目标", "fund_management": "资金管理情况"}
_FIELDS = _FIGURES | {
    "label": "资金来源",
    "expected": "预期目标",
    "actual": "实际完成情况",
    "item": "事项",
    "description": "情况说明",
    "issue": "存在问题和改进措施",
}


def _cell(evaluation: Evaluation, path: str) -> tuple[str, str | None, Place]:
    """The Chinese name, text and place of a cell by its path: funds/0/rate, goals/0/actual, total_score."""
    group, _, rest = path.partition("/")
    if not rest:
        return _HEAD.get(group, group), getattr(evaluation, group), evaluation.cells.get(group, evaluation.place)
    number, _, field = rest.partition("/")
    record = getattr(evaluation, group)[int(number)]
    if isinstance(record, Field):
        return record.label, record.value, record.place
    title = (getattr(record, "label", None) or _GROUPS[group]).rstrip(":：")
    return f"{title}　{_FIELDS.get(field, field)}", getattr(record, field), record.cells.get(field, record.place)


def _doubts(evaluation: Evaluation) -> Iterator[Quote]:
    for path in (
        *evaluation.doubtful,
        *(
            f"{group}/{number}/{field}"
            for group in _GROUPS
            for number, row in enumerate(getattr(evaluation, group))
            for field in row.doubtful
        ),
    ):
        name, text, place = _cell(evaluation, path)
        yield Quote(text=f"{name}：{text or '空白'}", place=place, path=path)
    for number, row in enumerate(evaluation.indicators):
        for field in row.doubtful:
            label = f"{row.name or '未命名指标'}　{_NAMES.get(field, field)}：{getattr(row, field) or '空白'}"
            yield Quote(text=label, place=row.cells.get(field, row.place), path=f"indicators/{number}/{field}")
