"""附件: the findings that are still open, on a paper of their own; the unit's report itself does not speak of them."""

from collections.abc import Iterator, Sequence

from jixiao.findings import Finding
from jixiao.papers import Block, Cell, Grid, Line, Paper
from jixiao.results import Audited

_HEADING = ("序号", "自评表", "等级", "审核点", "问题", "位置", "建议")
_WIDTHS = (7.0, 24.0, 9.0, 20.0, 52.0, 22.0, 34.0)


def open_findings(results: Sequence[Audited]) -> Iterator[tuple[Audited, Finding]]:
    """The findings that nobody has answered, file by file."""
    for result in results:
        for finding in result.findings:
            if finding.open:
                yield result, finding


def annex(results: Sequence[Audited]) -> Paper:
    """The paper: a list of the open findings with their places; one sentence where there is none."""
    found = list(open_findings(results))
    blocks: list[Block] = [Line(text="自评审核未处理问题清单", style="title")]
    if not found:
        blocks.append(Line(text="没有未处理的问题。"))
    else:
        blocks.append(Line(text=f"共{len(found)}个问题，供修改自评表和自评报告时使用，不属于自评报告正文。"))
        blocks.append(_grid(found))
    return Paper(name="未处理问题清单", blocks=tuple(blocks), orientation="landscape")


def _grid(found: Sequence[tuple[Audited, Finding]]) -> Grid:
    cells = [Cell(row=0, column=column, text=word, role="heading") for column, word in enumerate(_HEADING)]
    for row, (result, finding) in enumerate(found, start=1):
        words = (
            str(row),
            form_name(result, finding),
            finding.severity.chinese,
            f"{finding.title}（{finding.code}）",
            finding.message,
            "；".join(dict.fromkeys(quote.where for quote in finding.quotes if quote.where)) or "—",
            finding.suggestion or "—",
        )
        for column, text in enumerate(words):
            cells.append(Cell(row=row, column=column, text=text, role="value" if column in {0, 2} else "text"))
    return Grid(widths=_WIDTHS, cells=tuple(cells), header_rows=1, size=9.0)


def form_name(result: Audited, finding: Finding) -> str:
    """The project that a finding is about; the file where it is about the whole of it."""
    if finding.evaluation is None:
        return result.path
    form = result.submission.evaluations[finding.evaluation]
    return form.project_name or form.title or result.path
