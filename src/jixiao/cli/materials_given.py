"""The files of a command line: what there is to work through, the work done for each of them, and what failed."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from jixiao import materials, pipeline
from jixiao.cli.chinese import CannotDoError
from jixiao.cli.output import with_progress
from jixiao.cli.standard_input import put_aside, spoken_of, under_its_name
from jixiao.materials import Material
from jixiao.readers import Request
from jixiao.renderers.terminal import harmless
from jixiao.results import Audited, Failed, Result

_MOST_NAMED = 5
_PASSED_OVER = "文件夹里另有{count}个文件不是能够处理的类型，没有处理：{names}；要处理其中的文件，请直接写出文件名。"


def found_in(paths: Sequence[Path], request: Request) -> list[Material | Failed]:
    """List what there is to work through; what comes through a pipe or out of an archive is put aside for as long as the command runs."""
    given, names = put_aside(paths)
    listed = materials.listed(given)
    if not listed:
        kinds = "；".join(f"{kind}（{suffixes.replace(' ', ' ')}）" for kind, suffixes in materials.KINDS.items())
        message = f"“{'、'.join(map(str, paths))}”里没有可以处理的文件；能够处理的类型有：{kinds}。"
        raise CannotDoError(message)
    if left := materials.passed_over(given):
        click.echo(harmless(_PASSED_OVER.format(count=len(left), names=_some(left))), err=True)
    folder = click.get_current_context().with_resource(tempfile.TemporaryDirectory(prefix="jixiao-"))
    return [under_its_name(material, names) for material in pipeline.unpacked(listed, Path(folder), request)]


def _some(files: Sequence[Path]) -> str:
    """The names of files, the first few where they are many."""
    return "、".join(file.name for file in files[:_MOST_NAMED]) + ("等" if len(files) > _MOST_NAMED else "")


def others(against: Sequence[Path], audited: Sequence[Material | Failed], request: Request) -> list[Material | Failed]:
    """List what there is to compare with, without the files that are audited themselves."""
    own = {each.path.resolve() for each in audited if isinstance(each, Material)}
    found = found_in(against, request) if against else []
    return [each for each in found if isinstance(each, Failed) or each.path.resolve() not in own]


def converted(found: Sequence[Material | Failed], request: Request, jobs: int | None) -> Request:
    """Have the office program convert old files together before they are read, into a folder that vanishes with the command."""
    folder = click.get_current_context().with_resource(tempfile.TemporaryDirectory(prefix="jixiao-"))
    paths = [each.path for each in found if isinstance(each, Material)]
    return pipeline.converted(paths, Path(folder), request, jobs)


def worked(
    task: Callable[[Path], Audited], found: Sequence[Material | Failed], jobs: int | None, *, audited: bool = False
) -> list[Result]:
    """Work through all files, with a bar for a person who waits; what could not be taken out of an archive keeps its place.

    What was left out of a message is told of with its first file, among the findings if the files are audited.
    """
    sound = [each for each in found if isinstance(each, Material)]
    done = with_progress(pipeline.work(task, [each.path for each in sound], jobs), len(sound))
    return [each if isinstance(each, Failed) else _complete(next(done), each, audited=audited) for each in found]


def _complete(result: Result, material: Material, *, audited: bool) -> Result:
    told = spoken_of(result, material)
    return told if isinstance(told, Failed) else pipeline.with_omissions(told, material.omissions, audited=audited)


def failures(results: Sequence[object], *, told: bool = False) -> int:
    """Tell on standard error of every file that failed, unless the person was told already; the exit status that follows."""
    failed = [result for result in results if isinstance(result, Failed)]
    for failure in () if told else failed:
        click.echo(harmless(failure.message), err=True)
    return 2 if failed else 0


def with_a_form(results: Sequence[Result], undone: str) -> list[Audited]:
    """The files in which a form was found; tells of those left out. Raises CannotDoError, ending with `undone`, where there is none."""
    read = [result for result in results if isinstance(result, Audited)]
    kept = [result for result in read if result.submission.evaluations]
    if read and not kept:
        message = f"没有在所给的文件里识别出绩效表，{undone}；请核对文件，可先用 jixiao read 查看读出的内容。"
        raise CannotDoError(message)
    for result in read:
        if not result.submission.evaluations:
            click.echo(harmless(f"“{result.path}”里没有识别出绩效表，没有写入。"), err=True)
    return kept
