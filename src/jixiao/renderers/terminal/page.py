"""What all terminal texts share: words with colours, harmless whatever the document holds, and tables that fit."""

import io
import re
from collections.abc import Callable

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from jixiao.findings import Severity

PLAIN_WIDTH = 120
"""Columns of text that goes to a file or a pipe."""

SEVERITY_STYLES = {
    Severity.FATAL: "bold white on red",
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.INFO: "cyan",
}

_PIECE = re.compile(r"[!-~]+|\s|.", re.DOTALL)
_NEVER_FIRST = "，。；：、！？）》”’…"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Text without the control characters by which a document could move the cursor or turn the direction of writing."""
    return _CONTROL.sub("\ufffd", text)


def words(text: str | None, style: str = "", *, blank: str = "") -> Text:
    """Text as it stands, harmless, in a style; `blank` where there is none."""
    return Text(harmless(text) if text else blank, style=style)


def line(*parts: Text | str) -> Text:
    """Join words to one line."""
    return Text.assemble(*parts)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` terminal cells, never inside a word and never before a closing mark."""
    lines: list[str] = []
    line = ""
    for piece in _PIECE.findall(" ".join(text.split())):
        if line and cell_len(line + piece) > width and piece not in _NEVER_FIRST:
            lines.append(line.rstrip())
            line = "" if piece.isspace() else piece
        else:
            line += piece
    return [*lines, line.rstrip()]


def excerpt(text: str, longest: int) -> str:
    """The beginning of a text on one line, with an ellipsis where it goes on."""
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def paragraph(text: str, width: int, *, label: str = "", style: str = "") -> Text:
    """Text broken into lines of a width, with a label before the first line and the others hanging beneath it."""
    margin = cell_len(label)
    lines = wrap(harmless(text), width - margin)
    return Text(("\n" + " " * margin).join([label + lines[0], *lines[1:]]), style=style)


def table(*columns: str, title: str | None = None, numbers: tuple[str, ...] = ()) -> Table:
    """An empty table with a quiet frame; the columns named in `numbers` are set flush right."""
    empty = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    for column in columns:
        empty.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    return empty


def terminal_text(show: Callable[[Console], None], *, colour: bool = False, width: int = PLAIN_WIDTH) -> str:
    """Run what prints to a console and return what it printed; with colour codes only when asked for."""
    paper = io.StringIO()
    show(console(paper, colour=colour, width=width))
    return "\n".join(written.rstrip() for written in paper.getvalue().splitlines()) + "\n"


def console(paper: io.StringIO, *, colour: bool, width: int) -> Console:
    """A console that writes exactly what it is told: no markup, no emoji, no guessing of colours."""
    return Console(
        file=paper,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
