"""What the reading itself has to report: no form found, cells in doubt, text that was not understood."""

from collections.abc import Iterator
from typing import Any

import msgspec

from jixiao.findings import Certainty, Finding, Quote, Severity
from jixiao.forms.shapes import is_damaged_figure
from jixiao.model import Evaluation, Unread
from jixiao.registry import Registry

_MOST_QUOTES = 12
"""Cells quoted in one report; the others are counted."""
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
        definition="单元格的边界有两种相近的切法，或者内容像是扫描识别错误，或者表内合计与读数对不上。",
        why="读数可能与原件不一致，依据这些读数的问题只作“可能”处理，以免误判。",
        remedy="请对照原件核对标为存疑的单元格，有误的改正后重新审核。",
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


def problems_of(
    evaluations: tuple[Evaluation, ...], unread: tuple[Unread, ...], omitted: tuple[Unread, ...] = ()
) -> Iterator[Finding]:
    """The problems of one file, in the order of its forms; `omitted` is what its reader left out."""
    if not evaluations:
        yield NO_FORM.finding(f"没有识别出绩效自评表：{NO_FORM.definition}")
    for index, evaluation in enumerate(evaluations):
        if not evaluation.indicators:
            yield NO_ROWS.finding(f"表头已识别，但没有读到任何指标：{NO_ROWS.why}", evaluation=index)
        quotes = tuple(_doubts(evaluation))
        if quotes:
            yield DOUBT.finding(
                f"本表有{len(quotes)}个单元格读数存疑，依据这些读数的问题只作“可能”处理。",
                evaluation=index,
                quotes=quotes[:_MOST_QUOTES],
                figures={"存疑单元格": str(len(quotes))},
            )
    if unread:
        yield UNREAD.finding(
            f"文件中有{len(unread)}处文字没有归入任何栏目，未参与记分和审核。",
            quotes=tuple(Quote(text=item.text, place=item.place) for item in unread[:_MOST_QUOTES]),
            figures={"未归入的文字": str(len(unread))},
        )
    if omitted:
        yield OMITTED.finding(
            f"文件里有{len(omitted)}处内容没有读入，未参与记分和审核。",
            quotes=tuple(
                Quote(text=f"{item.text}（{item.why.rstrip('。')}）", place=item.place)
                for item in omitted[:_MOST_QUOTES]
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


def _spoilt_figures(evaluation: Evaluation) -> Iterator[Quote]:
    """Amounts and totals in which a scan has visibly put letters or blanks."""
    for number, fund in enumerate(evaluation.funds):
        for field, name in _FIGURES.items():
            text = getattr(fund, field)
            if text is not None and is_damaged_figure(text):
                label = f"{(fund.label or '资金').rstrip(':：')}　{name}：{text}"
                yield Quote(text=label, place=fund.cells.get(field, fund.place), path=f"funds/{number}/{field}")
    for field, name in (("total_weight", "分值合计"), ("total_score", "总分")):
        text = getattr(evaluation, field)
        if text is not None and is_damaged_figure(text):
            yield Quote(text=f"{name}：{text}", place=evaluation.cells.get(field, evaluation.place), path=field)


def _doubts(evaluation: Evaluation) -> Iterator[Quote]:
    yield from _spoilt_figures(evaluation)
    for number, row in enumerate(evaluation.indicators):
        for field in row.doubtful:
            label = f"{row.name or '未命名指标'}　{_NAMES.get(field, field)}：{getattr(row, field) or '空白'}"
            yield Quote(text=label, place=row.cells.get(field, row.place), path=f"indicators/{number}/{field}")
