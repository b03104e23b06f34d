"""`jixiao score`: score self-evaluations anew under one rule pack or several side by side."""

from functools import partial
from pathlib import Path

import click

from jixiao import pipeline
from jixiao.cli.codes import chosen_packs
from jixiao.cli.materials_given import converted, failures, found_in, worked
from jixiao.cli.options import FILES, takes_files, takes_jobs, takes_rules
from jixiao.cli.output import Target, emit, emit_shown, seen_by_a_person, takes_format, takes_output
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.readers import Request
from jixiao.renderers import audit_to_json, to_text
from jixiao.renderers.terminal import show_scores


@command(Part.EXAMINE, 20, FILES)
@takes_files
@takes_rules
@click.option("--trace", is_flag=True, help="连同每个得分的推导过程一起显示。")
@takes_output()
@takes_format("text", "json")
@takes_password
@takes_jobs
def score(
    paths: tuple[Path, ...],
    rules: str | None,
    form: str,
    trace: bool,  # noqa: FBT001 - click passes a flag by name
    output: Target | None,
    password: str | None,
    jobs: int | None,
) -> int:
    """按评价口径重新计分，与自报得分并列显示；可以同时用几个口径。"""
    request = Request(password=password)
    found = found_in(paths, request)
    request = converted(found, request, jobs)
    results = worked(partial(pipeline.score_file, packs=chosen_packs(rules), request=request), found, jobs)
    if form == "json":
        emit(to_text(audit_to_json(results)), output)
    else:
        emit_shown(lambda console: show_scores(results, console, trace=trace), output)
    return failures(results, told=form == "text" and seen_by_a_person(output))
