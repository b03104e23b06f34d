"""`jixiao convert`: the forms of a file in another layout, or the same in another kind of file."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from jixiao import pipeline
from jixiao.cli.chinese import CannotDoError, OneOf
from jixiao.cli.materials_given import converted, failures, found_in, worked
from jixiao.cli.options import FILES, takes_files, takes_jobs
from jixiao.cli.output import Target, emit, takes_output
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.forms import Layout, layouts
from jixiao.papers.fonts import MissingFontsError
from jixiao.papers.formats import formats
from jixiao.readers import Request
from jixiao.registry import UnknownCodeError
from jixiao.renderers import to_text
from jixiao.renderers.official import Conversion, told_in_sentences, told_to_json
from jixiao.renderers.official import convert as put_into
from jixiao.renderers.official.summary import SCHEMA
from jixiao.renderers.terminal import harmless
from jixiao.results import Failed, Result

_CODES = tuple(entry.code for entry in formats)


@command(Part.WRITE, 10, FILES)
@takes_files
@takes_output(*_CODES, required=True, folder=True)
@click.option(
    "--layout",
    "code",
    metavar="表式",
    help="目标表式的代码，如 T11；不写则保持原来的表式。用 jixiao list layouts 查看。",
)
@click.option(
    "--to", "kind", type=OneOf(*_CODES), default="docx", help="-o 给的是文件夹时，写成哪种文件；不写为 docx。"
)
@click.option(
    "--format",
    "form",
    type=OneOf("text", "json"),
    default="text",
    help="怎样说明没有写入和有待补填的内容；不写为 text。",
)
@takes_password
@takes_jobs
def convert(
    paths: tuple[Path, ...],
    output: Target,
    code: str | None,
    kind: str,
    form: str,
    password: str | None,
    jobs: int | None,
) -> int:
    """把自评表换成另一种表式或另一种文件；目标表式放不下的、缺少的，逐项列出。

    文件里有几张表就写几张。没有写入的内容和有待补填的栏目显示在屏幕上（标准错误）；--format json 则输出为 JSON。
    """
    layout = _layout(code)
    request = Request(password=password)
    found = found_in(paths, request)
    request = converted(found, request, jobs)
    results = worked(partial(pipeline.read_file, request=request), found, jobs)
    if len(results) > 1 and output.format:
        message = f"有{len(results)}个文件要转换，不能写到同一个文件“{output.path}”；请用 -o 指定一个文件夹。"
        raise CannotDoError(message)
    told = []
    for result in results:
        if isinstance(result, Failed):
            continue
        if not result.submission.evaluations:
            click.echo(harmless(f"“{result.path}”里没有找到绩效自评表，没有转换。"), err=True)
            continue
        target = output if output.format else _inside(output, result.path, kind)
        conversion = put_into(result.submission, layout)
        emit(_written(conversion, output.format or kind), target)
        told.append(told_to_json(conversion, result.path, str(target.path)))
        if form == "text":
            for sentence in told_in_sentences(conversion):
                click.echo(harmless(sentence), err=True)
    if form == "json":
        emit(to_text({"schema": SCHEMA, "files": told}), None)
    return failures(results) or _undone(results, told)


def _layout(code: str | None) -> Layout | None:
    try:
        return layouts()[code] if code is not None else None
    except UnknownCodeError as error:
        raise CannotDoError(str(error)) from error


def _inside(folder: Target, path: str, kind: str) -> Target:
    """The file for one input in a folder, which is made if need be."""
    try:
        folder.path.mkdir(exist_ok=True)
    except OSError as error:
        message = f"建不了文件夹“{folder.path}”；请换一个位置。"
        raise CannotDoError(message) from error
    return folder.inside(f"{Path(path).stem}.{kind}")


def _written(conversion: Conversion, kind: str) -> bytes:
    try:
        return formats[kind].write(conversion.papers)
    except MissingFontsError as error:
        raise CannotDoError(str(error)) from error


def _undone(results: Sequence[Result], told: Sequence[object]) -> int:
    """The exit status 2 where a file that was read held no form."""
    return 2 if len(told) < sum(1 for result in results if not isinstance(result, Failed)) else 0
