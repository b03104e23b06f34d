"""`jixiao simulate`: rule packs side by side, the next grade, the strict reviewer."""

from functools import partial
from pathlib import Path

import click

from jixiao import pipeline
from jixiao.cli.codes import chosen_packs
from jixiao.cli.materials_given import converted, failures, found_in, worked
from jixiao.cli.options import FILES, takes_files, takes_jobs
from jixiao.cli.output import Target, emit, emit_shown, takes_format, takes_output
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.readers import Request
from jixiao.renderers import simulations_to_json, to_text
from jixiao.renderers.terminal import show_simulations
from jixiao.results import Audited


@command(Part.EXAMINE, 30, FILES)
@takes_files
@click.option(
    "--rules",
    metavar="口径[,口径…]",
    help="要对照的评价口径的代码；审核按第一个进行。不写则对照全部口径。用 jixiao list rules 查看。",
)
@takes_output()
@takes_format("text", "json")
@takes_password
@takes_jobs
def simulate(
    paths: tuple[Path, ...], rules: str | None, form: str, output: Target | None, password: str | None, jobs: int | None
) -> int:
    """口径对照与推演：各口径下失哪些分、离上一等级差多少、从严复核会得多少分。"""
    codes, request = chosen_packs(rules), Request(password=password)
    found = found_in(paths, request)
    task = partial(pipeline.audit, packs=codes[:1], request=converted(found, request, jobs))
    results = worked(task, found, jobs)
    sound = [(result, pipeline.simulate(result, codes)) for result in results if isinstance(result, Audited)]
    if form == "json":
        emit(to_text(simulations_to_json(sound)), output)
    else:
        emit_shown(lambda console: show_simulations(sound, console), output)
    return failures(results)
