"""Where output goes: UTF-8 to standard output or to a file, colours and progress only for a person at a terminal."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from jixiao.cli.chinese import CannotDoError
from jixiao.readers import reason
from jixiao.renderers.terminal import terminal_text

T = TypeVar("T")

_NARROWEST = 60


def speak_utf8() -> None:
    """Write UTF-8 whatever the code page of the console or the locale of the machine."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def emit(text: str, output: Path | None) -> None:
    """Write a text to a file, or to standard output if none is given; line breaks stay as they are.

    Raises CannotDoError when the file cannot be written; a folder that does not exist is not made.
    """
    data = text.encode("utf-8", errors="replace")
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        why = "这个位置不能新建文件" if isinstance(error, FileNotFoundError) else reason(error)
        message = f"写不了“{output}”（{why}）；请检查是否有写权限、文件是否正被打开，或换一个位置。"
        raise CannotDoError(message) from error


def checked(_ctx: click.Context, _param: click.Parameter, output: Path | None) -> Path | None:
    """Refuse an output whose folder does not exist, before any work is done for it."""
    if output is not None and not output.parent.is_dir():
        kind = "是文件，不是文件夹" if output.parent.exists() else "不存在"
        message = f"写不了“{output}”：文件夹“{output.parent}”{kind}；请先建好文件夹，或换一个位置。"
        raise CannotDoError(message)
    return output


def seen_by_a_person(output: Path | None) -> bool:
    """Tell whether what is written to standard output and to standard error meets on one screen."""
    return output is None and sys.stdout.isatty() and sys.stderr.isatty()


def emit_shown(show: Callable[[Console], None], output: Path | None) -> None:
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
