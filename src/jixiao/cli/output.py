"""Where output goes: UTF-8 to standard output or to a file, colours and progress only for a person at a terminal."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from jixiao import outputs
from jixiao.cli.chinese import CannotDoError, OneOf
from jixiao.readers import reason
from jixiao.renderers.terminal import terminal_text

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

_NARROWEST = 60


def speak_utf8() -> None:
    """Write UTF-8 whatever the code page of the console or the locale of the machine."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where `-o` says that output goes: a file, or a folder that takes a file for each input; `force` lets files there be replaced.

    `format` is the one that the name's ending asks for, "" for a command whose formats have an option of their own.
    """

    path: Path
    force: bool = False
    format: str = ""


def takes_output(
    *formats: str, required: bool = False, folder: bool = False, meaning: str | None = None
) -> Callable[[Callable[P, R]], Callable[..., R]]:
    """Give a command the options -o and --force; the command itself gets `output`, a Target or None.

    With `formats` ("docx", "xlsx") the ending of the file's name chooses among them, and any other is refused before work begins, as
    is a file that exists, without --force. `folder` allows a folder in its place, for which the command makes a file each. `meaning` is
    the help text where another one is wanted.
    """
    metavar = "文件|文件夹" if folder else "文件"
    endings = f"写到这个文件；格式由后缀决定：{'、'.join(f'.{name}' for name in formats)}"
    told = (endings if formats else "写到文件，不显示在屏幕上") + (
        "；给的是文件夹，则每个文件各写一份。" if folder else "。"
    )
    told = meaning or told
    option = click.option(
        "-o", "--output", type=click.Path(path_type=Path), required=required, metavar=metavar, help=told
    )
    force = click.option("--force", is_flag=True, help="要写的文件已经存在时，覆盖它；不写则不覆盖。")

    def taking(command: Callable[P, R]) -> Callable[..., R]:
        @option
        @force
        @wraps(command)
        def with_output(*args: P.args, **options: P.kwargs) -> R:
            path, forced = options.pop("output"), options.pop("force")
            options["output"] = _target(path, formats, force=bool(forced), folder=folder)  # type: ignore[arg-type] # what click's options gave
            _refuse_input(path, options.values())  # type: ignore[arg-type] # the same
            return command(*args, **options)

        return with_output

    return taking


def takes_format(*possible: str, meaning: str = "输出格式") -> Callable[[Callable[P, R]], Callable[..., R]]:
    """Give a command the option --format; the command itself gets `form`, one of the possible words. Stands below `takes_output`.

    Where the option is not written, the ending of the output's name tells ("text" stands for .txt), else it is the first possible.
    """
    told = f"{meaning}；不写则按 -o 所给文件的后缀，看不出的为 {possible[0]}。"
    option = click.option("--format", "form", type=OneOf(*possible), help=told)

    def taking(command: Callable[P, R]) -> Callable[..., R]:
        @option
        @wraps(command)
        def with_format(*args: P.args, **options: P.kwargs) -> R:
            output = options.get("output")
            ending = output.path.suffix.lower().removeprefix(".") if isinstance(output, Target) else ""
            named = {"txt": "text", "htm": "html"}.get(ending, ending)
            options["form"] = options["form"] or (named if named in possible else possible[0])
            return command(*args, **options)

        return with_format

    return taking


def further(path: Path, *formats: str, force: bool) -> Target:
    """The target of a further file that an option of a command's own names, checked as that of -o is before any work is done for it."""
    return _checked(path, formats, force=force, folder=False)


def _target(path: Path | None, formats: Sequence[str], *, force: bool, folder: bool) -> Target | None:
    """Check what -o gives before any work is done for it."""
    return None if path is None else _checked(path, formats, force=force, folder=folder)


def _checked(path: Path, formats: Sequence[str], *, force: bool, folder: bool) -> Target:
    _refuse_place(path, folder=folder)
    is_folder = folder and (path.is_dir() or not path.suffix)
    try:
        form = outputs.format_of(path, formats) if formats and not is_folder else ""
        if not force and not path.is_dir():
            outputs.refuse_existing([path])
    except outputs.UnknownFormatError as error:
        raise CannotDoError(str(error)) from error
    except outputs.AlreadyThereError as error:
        raise CannotDoError(_exists(error)) from error
    return Target(path=path, force=force, format=form)


def _exists(error: outputs.AlreadyThereError) -> str:
    return f"“{error.path}”已经存在，没有覆盖；请换一个文件名，确要覆盖的，加上 --force。"


def _refuse_place(output: Path, *, folder: bool) -> None:
    """Refuse an output whose folder does not exist, and a folder where a file is wanted."""
    if not output.parent.is_dir():
        kind = "是文件，不是文件夹" if output.parent.exists() else "不存在"
        message = f"写不了“{output}”：文件夹“{output.parent}”{kind}；请先建好文件夹，或换一个位置。"
        raise CannotDoError(message)
    if not folder and output.is_dir():
        message = f"写不了“{output}”（这是文件夹，这里要的是文件）；请在后面写上文件名。"
        raise CannotDoError(message)


def _refuse_input(output: Path | None, given: Iterable[object]) -> None:
    """Refuse to write over a file that is to be read, with --force too."""
    several = (each if isinstance(each, tuple) else (each,) for each in given)
    inputs = [path for paths in several for path in paths if isinstance(path, Path)]
    if output is not None and output.is_file() and any(path.is_file() and path.samefile(output) for path in inputs):
        message = f"“{output}”是要处理的文件本身，不能写到它上面；请用 -o 另写一个文件名。"
        raise CannotDoError(message)


def emit(content: str | bytes, output: Target | None) -> None:
    """Write a text or the bytes of a file to where -o says, whole or not at all, or to standard output; line breaks stay as they are.

    Raises CannotDoError when the file cannot be written, or is there already; a folder that does not exist is not made.
    """
    data = content.encode("utf-8", errors="replace") if isinstance(content, str) else content
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        outputs.write(output.path, data, replace=output.force)
    except outputs.AlreadyThereError as error:
        raise CannotDoError(_exists(error)) from error
    except OSError as error:
        why = "这个位置不能新建文件" if isinstance(error, FileNotFoundError) else reason(error)
        message = f"写不了“{output.path}”（{why}）；请检查是否有写权限、文件是否正被打开，或换一个位置。"
        raise CannotDoError(message) from error


def emit_each(files: Mapping[str, bytes], folder: Target) -> None:
    """Write files by name into a folder, which is made if need be; all are refused when one of them is there already, without --force.

    A name may have folders before it (data/funds.csv). Raises CannotDoError when a file cannot be written.
    """
    try:
        outputs.write_all(folder.path, files, replace=folder.force)
    except outputs.AlreadyThereError as error:
        raise CannotDoError(_exists(error)) from error
    except OSError as error:
        message = f"写不了文件夹“{folder.path}”（{reason(error)}）；请检查是否有写权限、磁盘是否已满，或换一个位置。"
        raise CannotDoError(message) from error


def seen_by_a_person(output: Target | None) -> bool:
    """Tell whether what is written to standard output and to standard error meets on one screen."""
    return output is None and sys.stdout.isatty() and sys.stderr.isatty()


def emit_shown(show: Callable[[Console], None], output: Target | None) -> None:
    """Write what `show` prints: coloured and as wide as the terminal when a person looks at it, else plain."""
    person = output is None and sys.stdout.isatty()
    colour = person and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if person:
        width = max(shutil.get_terminal_size().columns, _NARROWEST)
        emit(terminal_text(show, colour=colour, width=width), output)
    else:
        emit(terminal_text(show), output)


def with_progress(results: Iterable[T], total: int) -> Iterator[T]:
    """Pass results through while a bar on standard error counts them, if a person is there to see it."""
    if total <= 1 or not sys.stderr.isatty():
        yield from results
        return
    columns = (TextColumn("正在处理"), BarColumn(), MofNCompleteColumn(), TextColumn("剩余"), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress:
        yield from progress.track(results, total=total)
