"""`jixiao read`: read files and write what they hold in a format that this program reads back."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from jixiao import pipeline
from jixiao.cli.materials_given import converted, failures, found_in, worked
from jixiao.cli.options import FILES, takes_files, takes_jobs
from jixiao.cli.output import Target, emit, emit_each, emit_shown, takes_format, takes_output
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.model import print_notation, submission_to_json
from jixiao.readers import Request
from jixiao.renderers import to_text
from jixiao.renderers.terminal import show_submissions, terminal_text
from jixiao.results import Audited, Failed


@command(Part.EXAMINE, 10, FILES)
@takes_files
@takes_output(folder=True)
@takes_format("json", "text", "notation")
@takes_password
@takes_jobs
def read(paths: tuple[Path, ...], form: str, output: Target | None, password: str | None, jobs: int | None) -> int:
    """读取文件，输出其中的绩效自评表（jixiao.submission/1）。

    一个文件输出一个 JSON 对象；多个文件输出一个 JSON 数组，或用 -o 文件夹 各写一份。
    """
    request = Request(password=password)
    found = found_in(paths, request)
    request = converted(found, request, jobs)
    results = worked(partial(pipeline.read_file, request=request), found, jobs)
    sound = [result for result in results if not isinstance(result, Failed)]
    if output is not None and (output.path.is_dir() or (len(results) > 1 and not output.path.suffix)):
        names = [f"{name}.{_SUFFIXES[form]}" for name in _distinct(result.path for result in sound)]
        texts = [_text([result], form, alone=True).encode("utf-8", errors="replace") for result in sound]
        emit_each(dict(zip(names, texts, strict=True)), output)
    elif sound and form == "text":
        emit_shown(lambda console: show_submissions(sound, console), output)
    elif sound:
        emit(_text(sound, form, alone=len(results) == 1), output)
    return failures(results)


_SUFFIXES = {"json": "json", "text": "txt", "notation": "notation"}


def _distinct(paths: Iterable[str]) -> Iterator[str]:
    """Give every file a name for its output; those that repeat are numbered."""
    taken: dict[str, int] = {}
    for path in paths:
        name = Path(path).name
        taken[name] = taken.get(name, 0) + 1
        yield name if taken[name] == 1 else f"{name}-{taken[name]}"


def _text(results: Sequence[Audited], form: str, *, alone: bool) -> str:
    if form == "json":
        plain = [submission_to_json(result.submission) for result in results]
        return to_text(plain[0] if alone else plain)
    if form == "notation":
        return "\n".join(print_notation(result.submission) for result in results)
    return terminal_text(lambda console: show_submissions(results, console))
