"""What all terminal texts share: words with colours, harmless whatever the document holds, and tables that fit."""

import io
import re
from collections.abc import Callable

from rich import box
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

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def words(text: str | None, style: str = "", *, blank: str = "") -> Text:
    """Text as it stands, without the control characters by which a document could move the cursor or turn the direction."""
    return Text(_CONTROL.sub("\ufffd", text) if text else blank, style=style)


def line(*parts: Text | str) -> Text:
    """Join words to one line."""
    return Text.assemble(*parts)


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
