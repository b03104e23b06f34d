"""Number format codes (`#,##0.00_);[红色](0.00)`, `yyyy"年"m"月"`) taken apart: sections, their conditions, and the pieces of each.

The language is that of ECMA-376 part 1, 18.8.31, with what Chinese editions add: `!` escapes like a backslash, 上午/下午, G/通用格式,
[DBNum1] and [DBNum2].
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Literal

import msgspec

_PIECES = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?
    | [\\!](?P<escaped>.?)
    | _(?P<blank>.?)
    | \*(?P<fill>.?)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式)
    | (?P<noon>AM/PM|A/P|上午/下午)
    | (?P<exponent>E[+-])
    | (?P<digit>[0\#?])
    | (?P<point>\.)
    | (?P<comma>,)
    | (?P<percent>%)
    | (?P<slash>/)
    | (?P<text>@)
    | (?P<moment>y+|m+|d+|h+|s+|e+|b+|g+|aaa+)
    | (?P<end>;)
    | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*([-+]?\d+(?:\.\d+)?(?:E[+-]?\d{1,3})?)", re.IGNORECASE)
_CHINESE = re.compile(r"DBNum([123])", re.IGNORECASE)
_SYMBOL = re.compile(r"\$([^-]*)(?:-(.*))?", re.DOTALL)
_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": le,
    ">=": ge,
    "<>": ne,
    "<": lt,
    ">": gt,
    "=": eq,
}
_BELOW_ZERO = frozenset({"<", "<=", "="})
_LONGEST = 255
"""Characters of a format code that spreadsheet programs allow."""
_MOST_SECTIONS = 4


class Piece(msgspec.Struct, frozen=True):
    """One piece of a section: its kind (literal, blank, digit, point, moment …) and the text it stands for."""

    kind: str
    text: str


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """The pieces of one section with what its brackets say.

    `condition` is the comparison and its operand; `chinese` 1 or 2 where numerals are Chinese ones (3: full-width digits); `locale`
    the language of names, as Windows numbers it, in lower case.
    """

    pieces: tuple[Piece, ...]
    condition: tuple[str, Decimal] | None = None
    chinese: int = 0
    locale: str = ""

    def has(self, kind: str) -> bool:
        """Tell whether a piece of this kind stands in the section."""
        return any(piece.kind == kind for piece in self.pieces)

    def holds(self, value: Decimal) -> bool:
        """Tell whether the section's own condition holds of a value; one without a condition holds of none."""
        return self.condition is not None and _COMPARISONS[self.condition[0]](value, self.condition[1])


_GENERAL = Section(pieces=(Piece("general", "General"),))
"""How a number is shown that no section is for; the program itself would fill the cell with # signs."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The section that shows a number, and who shows that it is negative: the program, the code itself, or none."""

    section: Section
    sign: Literal["program", "code", "none"] = "program"


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """A whole format code: one to three sections for numbers, and the one for text if it has one."""

    numbers: tuple[Section, ...]
    text: Section | None = None

    def section_for(self, value: Decimal) -> Choice:
        """Choose the section that shows a number."""
        sections = self.numbers
        if not any(section.condition for section in sections):
            if len(sections) == 1 or value > 0:
                return Choice(section=sections[0])
            if value < 0:
                return Choice(section=sections[1], sign="code")
            return Choice(section=sections[2 if len(sections) > 2 else 0])
        for index, section in enumerate(sections):
            last = index == len(sections) - 1
            below = section.condition is None and index == 1 and not last and value < 0
            if section.holds(value) or below or (last and section.condition is None):
                if below or _only_below_zero(sections, index):
                    return Choice(section=section, sign="code")
                return Choice(section=section, sign="program" if index == 0 else "none")
        return Choice(section=_GENERAL)


def _only_below_zero(sections: tuple[Section, ...], index: int) -> bool:
    """Whether a section shows negative numbers only, so that its code says itself how the sign looks."""
    condition = sections[index].condition
    if condition is not None:
        return condition[0] in _BELOW_ZERO and condition[1] <= 0
    before = sections[index - 1].condition
    return index == 1 and before is not None and before[1] == 0 and before[0] in {">", ">="}


@lru_cache(maxsize=512)
def parse(code: str) -> Code:
    """Take a format code apart; one that is longer than any program writes is read as General."""
    sections = [_section(pieces) for pieces in _sections(code if len(code) <= _LONGEST else "General")]
    text = None
    if len(sections) == _MOST_SECTIONS or sections[-1].has("text"):
        text = sections.pop()
    return Code(numbers=tuple(sections) or (_GENERAL,), text=text)


def _sections(code: str) -> list[list[Piece]]:
    sections: list[list[Piece]] = [[]]
    for match in _PIECES.finditer(code):
        kind = match.lastgroup or "literal"
        if kind == "end":
            if len(sections) == _MOST_SECTIONS:
                break
            sections.append([])
            continue
        text = match.group(kind)
        if kind == "literal" and text == "\n":
            # 0.00,,"万元"⏎%: the percent sign that makes ten thousands of it is pushed out of sight by a line break.
            sections[-1].append(Piece("break", text))
            continue
        sections[-1].append(Piece("literal" if kind in {"quoted", "escaped"} else kind, text))
    return sections


def _section(pieces: list[Piece]) -> Section:
    kept: list[Piece] = []
    condition: tuple[str, Decimal] | None = None
    chinese, locale = 0, ""
    for piece in pieces:
        if piece.kind != "bracket":
            kept.append(piece)
        elif compared := _CONDITION.fullmatch(piece.text):
            condition = (compared.group(1), Decimal(compared.group(2)))
        elif numerals := _CHINESE.fullmatch(piece.text):
            chinese = int(numerals.group(1))
        elif symbol := _SYMBOL.fullmatch(piece.text):
            kept.append(Piece("literal", symbol.group(1)))
            locale = (symbol.group(2) or "").lower() or locale
        elif _ELAPSED.fullmatch(piece.text):
            kept.append(Piece("elapsed", piece.text.lower()))
    return Section(pieces=tuple(kept), condition=condition, chinese=chinese, locale=locale)
