"""The summary of a file's findings, as it stands at the end of every annotated copy: the same words in every format."""

from collections.abc import Collection, Sequence

import msgspec

from jixiao.findings import Severity
from jixiao.papers.paper import Cell, Grid, Line, Paper
from jixiao.readers import own_marks
from jixiao.renderers.annotated.remarks import Remark

HEADINGS = ("序号", "等级", "位置", "问题", "建议、依据与说明")
WIDTHS = (6.0, 7.0, 22.0, 36.0, 29.0)
"""Shares of the columns."""
_UNPLACED = "（没有对应的单元格，只列于此）"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as a row of the summary, its texts in the order of the headings."""

    texts: tuple[str, ...]
    severity: Severity


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What stands above the table, and its rows."""

    lines: tuple[str, ...]
    rows: tuple[Row, ...]


def summary(name: str, found: Sequence[Remark], unplaced: Collection[Remark], notes: Sequence[str] = ()) -> Summary:
    """Sum up the findings of the file with this name; `unplaced` are those without a remark of their own, `notes` what else to say."""
    apart = {remark.number for remark in unplaced}
    return Summary(
        lines=(f"文件：{name}", counted(found, len(apart)), *notes),
        rows=tuple(_row(remark, apart=remark.number in apart) for remark in found),
    )


def counted(found: Sequence[Remark], apart: int) -> str:
    """Say how many findings there are and where they stand."""
    if not found:
        return "本次审核未发现问题。"
    severities = [remark.finding.severity for remark in found]
    told = "、".join(f"{each.chinese}{severities.count(each)}" for each in Severity if each in severities)
    marked = len(found) - apart
    where = f"其中{marked}个已标注在相应的单元格或段落上" if apart and marked else "均已标注在相应的单元格或段落上"
    if not marked:
        where = "均没有对应的单元格，只列于下表"
    return f"共{len(found)}个问题（{told}），{where}。"


def _row(remark: Remark, *, apart: bool) -> Row:
    finding = remark.finding
    told = dict(remark.lines)
    calculated = f"计算：{told['计算']}" if "计算" in told else ""
    advice = (f"{label}：{told[label]}" for label in ("建议", "依据", "单位说明") if label in told)
    where = (remark.form, remark.where, _UNPLACED if apart else "")
    return Row(
        texts=(
            str(remark.number),
            finding.severity.chinese,
            "\n".join(filter(None, where)),
            "\n".join(filter(None, (remark.heading.partition("】")[2], finding.message, calculated))),
            "\n".join(advice),
        ),
        severity=finding.severity,
    )


def paper(told: Summary) -> Paper:
    """The summary as a paper of upright A4 pages."""
    heading = [Cell(row=0, column=column, text=text, role="heading") for column, text in enumerate(HEADINGS)]
    cells = [
        Cell(row=number, column=column, text=text, role="text" if column > 1 else "value")
        for number, row in enumerate(told.rows, start=1)
        for column, text in enumerate(row.texts)
    ]
    grid = (Grid(widths=WIDTHS, cells=(*heading, *cells), header_rows=1, size=9),) if told.rows else ()
    return Paper(
        name="审核问题汇总",
        blocks=(
            Line(text=own_marks.SUMMARY, style="subtitle"),
            *(Line(text=line, style="small") for line in told.lines),
            *grid,
            Line(text=own_marks.SUMMARY_END, style="small"),
        ),
        page_numbers=False,
    )
