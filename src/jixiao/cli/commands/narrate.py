"""`jixiao narrate`: the 绩效自评报告 of projects, transfers or a department, in Word, PDF, as a web page or as text."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from jixiao import pipeline
from jixiao.cli.auditing import Asked, audited
from jixiao.cli.chinese import CannotDoError, OneOf
from jixiao.cli.codes import chosen_packs
from jixiao.cli.days import Day
from jixiao.cli.materials_given import failures, others, worked
from jixiao.cli.options import FILES, takes_files, takes_jobs, takes_rules
from jixiao.cli.output import Target, emit, further, takes_output
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.cli.told import marks, tell_lines, tell_personal, tell_written, told_marks
from jixiao.cli.writing import written
from jixiao.findings import Finding, Severity
from jixiao.papers.fonts import MissingFontsError
from jixiao.papers.formats import formats
from jixiao.renderers import narrative, to_text
from jixiao.renderers.terminal import harmless
from jixiao.results import Audited, Result

_KINDS: dict[str, narrative.ReportKind] = {"project": "project", "department": "department", "transfer": "transfer"}


@command(Part.WRITE, 70, FILES)
@takes_files
@takes_output("docx", "pdf", "html", "txt", required=True)
@click.option(
    "--kind",
    type=OneOf(project="项目", department="部门整体", transfer="转移支付"),
    help="报告的种类：project 每个项目一份，department 整个部门一份，transfer 每项转移支付一份；不写则按自评表判断。",
)
@click.option(
    "--last-year",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="文件|文件夹",
    help="上年的自评表，用来与本年比较，可以写多次。",
)
@click.option("--date", type=Day(), metavar="日期", help="报告日期，如 2026-03-15；不写则留待填写。")
@click.option(
    "--bindings",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="另写一个 JSON 文件：报告里每个数字取自哪个单元格、按什么公式算得。",
)
@click.option(
    "--findings",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="另写一份未处理问题清单（.docx、.xlsx、.pdf 等）；审核问题不写进报告。",
)
@takes_rules
@takes_password
@takes_jobs
def narrate(  # noqa: PLR0913, PLR0917 - click passes one argument for each option
    paths: tuple[Path, ...],
    output: Target,
    kind: str | None,
    last_year: tuple[Path, ...],
    date: str | None,
    bindings: Path | None,
    findings: Path | None,
    rules: str | None,
    password: str | None,
    jobs: int | None,
) -> int:
    """编写绩效自评报告：内容和数字只取自自评表，需要人写的地方标明【待填写】。

    每个数字都与自评表的单元格对应，或由表内数值按公式算得；有一个对应不上，报告就不生成。
    """
    wanted = ((bindings, ("json",)), (findings, _LISTS))
    aside = [further(path, *suffixes, force=output.force) for path, suffixes in wanted if path]
    results, last = _read(Asked(paths=paths, rules=rules, against=last_year, password=password, jobs=jobs))
    sound = [result for result in results if isinstance(result, Audited)]
    earlier = [result for result in last if isinstance(result, Audited)]
    status = failures([*results, *last])
    if not sound:
        return status
    narrated = _narrated(sound, earlier, kind, date)
    contents = [written([report.paper for report in narrated.reports], output.format)]
    if bindings:
        contents.append((to_text(narrative.bindings_to_json(narrated)) + "\n").encode())
    if findings:
        contents.append(written([narrative.annex(sound)], aside[-1].format))
    for content, target in zip(contents, [output, *aside], strict=True):
        emit(content, target)
    _tell(narrated, sound, output.path, bindings, findings)
    return status


_LISTS = tuple(each.code for each in formats)


def _read(asked: Asked) -> tuple[list[Result], list[Result]]:
    """Audit the files, held against each other and against those of last year, and read the latter whole as well."""
    answer = audited(asked)
    before = others(asked.against, answer.materials, answer.request)
    task = partial(pipeline.score_file, packs=chosen_packs(asked.rules), request=answer.request)
    return answer.results[: len(answer.materials)], worked(task, before, asked.jobs)


def _narrated(
    results: Sequence[Audited], last: Sequence[Audited], kind: str | None, date: str | None
) -> narrative.Narrated:
    try:
        return narrative.narrate(results, last, None if kind is None else _KINDS[kind], date)
    except (narrative.NothingToTellError, narrative.UnboundFigureError, MissingFontsError) as error:
        raise CannotDoError(str(error)) from error


_MOST_LISTED = 20


def _counted(found: Sequence[tuple[Audited, Finding]]) -> str:
    """How many open findings there are, by severity."""
    if not found:
        return "自评表没有未处理的审核问题"
    numbers = Counter(finding.severity for _, finding in found)
    each = "、".join(f"{severity.chinese}{numbers[severity]}个" for severity in Severity if numbers[severity])
    return f"自评表另有{len(found)}个审核问题没有处理（{each}），不写进报告"


def _tell(
    narrated: narrative.Narrated,
    results: Sequence[Audited],
    report: Path,
    bindings: Path | None,
    written_to: Path | None,
) -> None:
    """Say what was written, and what a person has still to do: gaps, values to compare with the original, open findings."""
    papers = [each.paper for each in narrated.reports]
    gaps, unsure = marks(papers)
    tell_written(report, f"{len(papers)}份绩效自评报告", *told_marks(papers))
    if bindings is not None:
        tell_written(bindings, "报告中每个数字的出处")
    tell_personal(papers)
    tell_lines(narrated.notes)
    if gaps:
        click.echo(f"报告中有{gaps}处标明【待填写】，须由单位补充。", err=True)
    if unsure:
        click.echo(
            f"报告中有{unsure}处标明【待核对】：原件没有读得确切，或者表内数字互不相符，须与原件核对。", err=True
        )
    found = list(narrative.open_findings(results))
    if written_to is not None:
        tell_written(written_to, f"未处理问题清单；{_counted(found)}")
    if not found or written_to is not None:
        return
    click.echo(f"自评表另有{len(found)}个审核问题没有处理，不写进报告：", err=True)
    for result, finding in found[:_MOST_LISTED]:
        name = narrative.form_name(result, finding)
        click.echo(harmless(f"  {finding.severity.chinese} {finding.code} {name}：{finding.title}"), err=True)
    if len(found) > _MOST_LISTED:
        click.echo("  ……其余的，请用 --findings 写成清单。", err=True)
