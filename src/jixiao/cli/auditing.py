"""Auditing the files of a command line together, as `jixiao audit` does and every command that goes on with what was found."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
import msgspec

from jixiao import pipeline
from jixiao.cli.codes import chosen_checks, chosen_packs
from jixiao.cli.materials_given import converted, found_in, others, worked
from jixiao.materials import Material
from jixiao.readers import Request
from jixiao.results import Failed, Result, restrict


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the options say: files, packs, checks wanted and not wanted, files to compare with, password, processes."""

    paths: tuple[Path, ...]
    rules: str | None = None
    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    against: tuple[Path, ...] = ()
    password: str | None = None
    jobs: int | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: a result for each material in order, then the references that failed; `request` is how files were read."""

    materials: list[Material | Failed]
    results: list[Result]
    request: Request


def takes_chosen_checks(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options --check (`only`) and --ignore."""
    only = click.option(
        "--check",
        "only",
        multiple=True,
        metavar="代码",
        help="只看这些审核点（如 SCO-01）或这一类（如 SCO），可以写多次。",
    )
    ignore = click.option("--ignore", multiple=True, metavar="代码", help="不看这些审核点或这一类，可以写多次。")
    return only(ignore(command))


takes_references = click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="文件|文件夹",
    help="只用来对照、本身不审核的材料：上年的自评表、批复的绩效目标表、监控表、模板等，可以写多次。",
)


def audited(asked: Asked) -> Answer:
    """Read, score and audit all files, hold them against each other and put the answers kept beside them to what was found."""
    chosen, left_out = chosen_checks(asked.only), chosen_checks(asked.ignore)
    request = Request(password=asked.password)
    found = found_in(asked.paths, request)
    request = converted(found, request, asked.jobs)
    task = partial(pipeline.audit_one_of_many, packs=chosen_packs(asked.rules), request=request)
    results = worked(task, found, asked.jobs, audited=True)
    references = worked(
        partial(pipeline.digest_file, request=request), others(asked.against, found, request), asked.jobs
    )
    held = zip(found, pipeline.compared(results, references), strict=True)
    answered = [pipeline.answered(result, each.path) if isinstance(each, Material) else result for each, result in held]
    kept = [restrict(result, chosen, left_out) for result in answered]
    kept += [reference for reference in references if isinstance(reference, Failed)]
    return Answer(materials=found, results=kept, request=request)
