"""Findings as CSV that Excel opens with a double click: UTF-8 with a byte order mark, one finding a row."""

import csv
import io
from collections.abc import Iterator, Sequence

from jixiao.findings import Finding
from jixiao.renderers.citations import cited
from jixiao.results import Audited, Failed, Result
from jixiao.texts.formulas import marked

COLUMNS = (
    "文件", "表序号", "自评表", "项目名称", "审核点", "问题", "严重程度", "把握程度",
    "说明", "位置", "原文", "计算过程", "依据", "建议", "编号", "单位说明",
)  # fmt: skip


def spreadsheet(results: Sequence[Result]) -> str:
    """Write the findings of all files as one table; a file that failed gets a row that says why."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for result in results:
        for row in _rows(result):
            writer.writerow([marked(cell) for cell in row])
    return "\ufeff" + text.getvalue()


def _rows(result: Result) -> Iterator[list[str]]:
    if isinstance(result, Failed):
        yield [result.path, "", "", "", "", "文件未能读取", "严重", "确定", result.message, *[""] * 7]
        return
    for finding in result.findings:
        yield [result.path, *_form(result, finding), *_finding(finding)]


def _form(result: Audited, finding: Finding) -> list[str]:
    if finding.evaluation is None:
        return ["", "全文", ""]
    evaluation = result.submission.evaluations[finding.evaluation]
    return [str(finding.evaluation + 1), evaluation.title or "", evaluation.project_name or ""]


def _finding(finding: Finding) -> list[str]:
    return [
        finding.code,
        finding.title,
        finding.severity.chinese,
        finding.certainty.chinese,
        finding.message,
        "；".join(dict.fromkeys(quote.where for quote in finding.quotes if quote.where)),
        "；".join(quote.text or "（空白）" for quote in finding.quotes),
        "；".join(f"{name}：{value}" for name, value in finding.figures.items()),
        cited(finding.basis),
        finding.suggestion or "",
        finding.key,
        "" if finding.answer is None else str(finding.answer),
    ]
