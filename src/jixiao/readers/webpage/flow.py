"""Running text on its way out of a page: white space as a browser shows it, lines where it breaks them, tables in between."""

import re
from collections.abc import Iterable

import msgspec

_WIDE = "\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_WRAPPED = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_WIDE}])")
"""A line break of the source between two Chinese characters: an editor has wrapped its lines there, and nothing is shown."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SHOWN = re.compile(r"[^ \t\r\n\f]")
_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_NO_BREAK = "\u00a0"


class Line(msgspec.Struct, frozen=True):
    """A line of text as displayed, and how many empty ones stand above it."""

    text: str
    blank_before: int = 0


class Gap(msgspec.Struct, frozen=True):
    """Where something was left out, by its number among all that was."""

    number: int


class Flow:
    """Lines and what stands between them in reading order; `items` holds what is finished: a Line, or whatever was added."""

    def __init__(self) -> None:
        self.items: list[object] = []
        self._pieces: list[str] = []
        self._gaps: list[Gap] = []
        self._blanks = 0

    def text(self, text: str) -> None:
        """Add text whose white space means nothing but a gap."""
        self._pieces.append(text)

    def preformatted(self, text: str) -> None:
        """Add text that stands as it was typed."""
        first, *others = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs().replace(" ", _NO_BREAK).split("\n")
        self._pieces.append(first)
        for other in others:
            self.end_line()
            self._pieces.append(other)

    def end_line(self) -> None:
        """Break the line; an empty one is counted."""
        text = self._line()
        if text:
            self.items.append(Line(text, self._blanks))
            self._note_gaps()
            self._blanks = 0
        else:
            self._blanks += 1

    def end_block(self) -> None:
        """Break the line if there is one, as the edge of a paragraph does; one of no-break spaces alone is an empty line."""
        if self._pieces:
            if _SHOWN.search("".join(self._pieces)):
                self.end_line()
            self._pieces.clear()

    def leave_out(self, number: int) -> None:
        """Note that something was left out of this line, or before the next one."""
        self._gaps.append(Gap(number))

    def finish(self) -> None:
        """End the last line; nothing follows it."""
        self.end_block()
        self._note_gaps()

    def extend(self, items: Iterable[object]) -> None:
        """Add what is finished elsewhere: lines, tables."""
        self.finish()
        self.items.extend(items)
        self._blanks = 0

    def _note_gaps(self) -> None:
        self.items.extend(self._gaps)
        self._gaps.clear()

    def _line(self) -> str:
        raw = "".join(self._pieces)
        self._pieces.clear()
        if "\n" in raw:
            raw = _WRAPPED.sub("", raw)
        shown = _UNSEEN.sub("", _SPACES.sub(" ", raw)).replace(_NO_BREAK, " ")
        return shown.strip()
