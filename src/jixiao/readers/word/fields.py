r"""Field codes: what Word computes (page numbers, dates, ticked boxes) stands as a code, a separator and the result shown last.

The code is not text; the result is. Three kinds of field have no result and are shown from their code: circled or boxed characters
(`EQ \o\ac(□,√)`), symbols, and the boxes and lists of old forms.
"""

import re

from lxml.etree import _Element as Element

from jixiao.readers.word.names import VAL, W, is_on, number
from jixiao.readers.word.numerals import numeral
from jixiao.readers.word.symbols import shown

_PAGE_NUMBERS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_ENCLOSED = re.compile(r"EQ\s*\\o\s*(?:\\a[a-z]\s*)*\((.*)\)", re.IGNORECASE | re.DOTALL)
_SYMBOL = re.compile(r"SYMBOL\s+(\d{1,5}|0x[0-9a-f]{1,4})\b", re.IGNORECASE)
_SYMBOL_FONT = re.compile(r'\\f\s*(?:"([^"]+)"|(\S+))')
_FORMATTING = re.compile(r"\\[a-z]+\d*\s*\(?([^(),;\\]*)\)?", re.IGNORECASE)
_TICKS = frozenset("√✓✔×☑R")
_BOXES = frozenset("□☐口◻○〇")


class Field:
    """One field that is open while a paragraph is read: first its code, from the separator on its result."""

    def __init__(self, start: Element | None = None) -> None:
        self.in_result = False
        self.has_result = False
        self.texts: list[str] = []
        """Ordinary text that stands within the code: results of fields inside, or all that follows a field that never ends."""
        self._code: list[str] = []
        self._form = None if start is None else start.find(f"{W}ffData")

    def add_code(self, text: str) -> None:
        """Take a piece of the code."""
        self._code.append(text)

    def is_page_number(self) -> bool:
        """Whether the field counts pages; such numbers belong to the paper, not to the form."""
        return is_page_number("".join(self._code))

    def rendered(self) -> str:
        """What a field without a result shows."""
        if self._form is not None:
            return _form_field(self._form)
        code = "".join(self._code).strip()
        return _enclosed(code) or _symbol(code)


def is_page_number(code: str) -> bool:
    """Whether a field with this code counts pages."""
    return code.split(maxsplit=1)[:1] != [] and code.split(maxsplit=1)[0].upper() in _PAGE_NUMBERS


def _form_field(form: Element) -> str:
    box = form.find(f"{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        return "☑" if is_on(box.find(f"{W}default") if state is None else state) else "☐"
    choices = form.find(f"{W}ddList")
    if choices is not None:
        entries = [entry.get(VAL, "") for entry in choices.iterfind(f"{W}listEntry")]
        chosen = number(choices.find(f"{W}result")) or number(choices.find(f"{W}default")) or 0
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    return ""


def _enclosed(code: str) -> str:
    """Characters set over one another: a figure in a circle, a tick in a box; others follow one another."""
    match = _ENCLOSED.match(code)
    if match is None:
        return ""
    parts = [part.strip() for part in re.split(r"[,;]", _FORMATTING.sub(r"\1", match[1])) if part.strip()]
    frame, inner = (parts[0], "".join(parts[1:])) if parts else ("", "")
    if frame in _BOXES and inner in _TICKS:
        return "☑"
    if frame in _BOXES and inner:
        return numeral(int(inner), "decimalEnclosedCircle") if re.fullmatch(r"\d{1,2}", inner) else inner
    return frame + inner


def _symbol(code: str) -> str:
    match = _SYMBOL.match(code)
    if match is None:
        return ""
    font = _SYMBOL_FONT.search(code)
    character = int(match[1], 0)
    return shown(character, (font[1] or font[2]) if font else None) or ""
