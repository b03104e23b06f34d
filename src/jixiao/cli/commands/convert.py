"""`jixiao convert`: the forms of a file in another layout, or the same in another kind of file."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from jixiao import pipeline
from jixiao.cli.chinese import CannotDoError, OneOf
from jixiao.cli.materials_given import converted, failures, found_in, worked
from jixiao.cli.options import FILES, takes_files, takes_jobs
from jixiao.cli.output import Target, emit, emit_each, takes_output
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.cli.told import counted, tell_lines, tell_written
from jixiao.cli.writing import written
from jixiao.forms import Layout, layouts
from jixiao.papers.formats import formats
from jixiao.readers import Request
from jixiao.registry import UnknownCodeError
from jixiao.renderers import to_text
from jixiao.renderers.official import Conversion, told_in_sentences, told_to_json
from jixiao.renderers.official import convert as put_into
from jixiao.renderers.official.summary import SCHEMA
from jixiao.renderers.terminal import harmless
from jixiao.results import Failed

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
    sound = [result for result in results if not isinstance(result, Failed)]
    for result in sound:
        if not result.submission.evaluations:
            click.echo(harmless(f"“{result.path}”里没有找到绩效自评表，没有转换。"), err=True)
    held = [(result.path, put_into(result.submission, layout)) for result in sound if result.submission.evaluations]
    names = _write([conversion for _, conversion in held], [path for path, _ in held], output, kind)
    if form == "json":
        told = [told_to_json(conversion, path, name) for (path, conversion), name in zip(held, names, strict=True)]
        emit(to_text({"schema": SCHEMA, "files": told}), None)
    for (path, conversion), name in zip(held, names, strict=True):
        _tell(name, path if len(held) > 1 else None, conversion, whole=form == "text")
    return failures(results) or (0 if len(held) == len(sound) else 2)


def _write(conversions: Sequence[Conversion], paths: Sequence[str], output: Target, kind: str) -> list[str]:
    """Write the one file that -o names, or one for each into the folder; returns where each is."""
    if output.format:
        for conversion in conversions:
            emit(written(conversion.papers, output.format), output)
        return [str(output.path)] * len(conversions)
    names = list(_distinct(paths, kind))
    contents = [written(conversion.papers, kind) for conversion in conversions]
    emit_each(dict(zip(names, contents, strict=True)), output)
    return [str(output.path / name) for name in names]


def _distinct(paths: Sequence[str], kind: str) -> Iterator[str]:
    """A name for each file; those that repeat are numbered."""
    taken: dict[str, int] = {}
    for path in paths:
        stem = Path(path).stem
        taken[stem] = taken.get(stem, 0) + 1
        yield f"{stem}.{kind}" if taken[stem] == 1 else f"{stem}-{taken[stem]}.{kind}"


def _tell(name: str, source: str | None, conversion: Conversion, *, whole: bool) -> None:
    """Say what was written, of which of several files, and where it is not told as JSON what was left out and what is wanting."""
    forms = conversion.forms
    tell_written(
        name,
        f"由“{source}”转换" if source else "",
        f"{len(forms)}张表",
        counted(sum(len(form.omitted) for form in forms), "处原有内容没有写入"),
        counted(sum(len(form.wanting) for form in forms), "处待补填或核对"),
        counted(conversion.passages_left_out, "段表外文字没有写入"),
        counted(len(conversion.unread), "处没有读懂，没有写入"),
    )
    if whole:
        tell_lines(told_in_sentences(conversion))


def _layout(code: str | None) -> Layout | None:
    try:
        return layouts()[code] if code is not None else None
    except UnknownCodeError as error:
        raise CannotDoError(str(error)) from error
