"""`jixiao audit`: read, score and audit files, and hold them against each other."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from jixiao.cli.auditing import Asked, audited, takes_chosen_checks, takes_references
from jixiao.cli.chinese import OneOf
from jixiao.cli.materials_given import failures
from jixiao.cli.options import FILES, takes_files, takes_jobs, takes_rules
from jixiao.cli.output import Target, emit, emit_shown, seen_by_a_person, takes_format, takes_output
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.findings import Severity
from jixiao.renderers import audit_to_json, report, sarif, spreadsheet, to_text
from jixiao.renderers.terminal import show_findings
from jixiao.results import Result, worst_at_least

_RENDERERS: dict[str, Callable[[Sequence[Result]], str]] = {
    "json": lambda results: to_text(audit_to_json(results)),
    "sarif": lambda results: to_text(sarif(results)),
    "csv": spreadsheet,
    "html": report,
}


@command(Part.EXAMINE, 40, FILES)
@takes_files
@takes_output()
@takes_format("text", "json", "html", "csv", "sarif")
@takes_rules
@click.option(
    "--fail-on",
    type=OneOf("fatal", "error", "warning", "info", "never"),
    default="error",
    help="有这一等级及以上的问题时，退出状态为 1：fatal 严重、error 错误、warning 提醒、info 提示、never 从不；不写为 error。",
)
@takes_chosen_checks
@takes_references
@takes_password
@takes_jobs
def audit(  # noqa: PLR0913, PLR0917 - click passes one argument for each option
    paths: tuple[Path, ...],
    form: str,
    output: Target | None,
    rules: str | None,
    fail_on: str,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    against: tuple[Path, ...],
    password: str | None,
    jobs: int | None,
) -> int:
    """审核绩效自评表，列出问题、位置、依据和建议。

    同时给出的文件相互对照：同一事实、项目、指标在各表之间、各年之间是否一致，文字是否雷同；--against 的材料只作对照。
    """
    asked = Asked(paths=paths, rules=rules, only=only, ignore=ignore, against=against, password=password, jobs=jobs)
    results = audited(asked).results
    if form == "text":
        emit_shown(lambda console: show_findings(results, console), output)
    else:
        emit(_RENDERERS[form](results), output)
    failed = failures(results, told=form == "text" and seen_by_a_person(output))
    return failed or int(fail_on != "never" and worst_at_least(results, Severity(fail_on)))
