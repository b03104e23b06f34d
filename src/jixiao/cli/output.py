"""Where output goes: UTF-8 to standard output or to a file, colours and progress only for a person at a terminal."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from jixiao.cli.chinese import CannotDoError
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

    Raises CannotDoError when the file cannot be written.
    """
    data = text.encode("utf-8", errors="replace")
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(data)
    except OSError as error:
        message = (
            f"写不了“{output}”（{error.strerror or error}）；请检查文件夹是否存在、是否有写权限、文件是否正被打开。"
        )
        raise CannotDoError(message) from error


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
