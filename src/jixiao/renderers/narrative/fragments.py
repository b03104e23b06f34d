"""The small language in which the sentences of a 自评报告 are written: words without figures, and figures that know where they come from.

A sentence is a row of fragments. Plain strings are words: a figure in one, in digits or in Chinese numerals, is refused when the sentence
is built. Every figure is a `Bound` (a value or arithmetic on values) or stands in `Said` (the form's own words). The numbers of
headings, tables and figures are `Ordinal`, what the user gave on the command line is `Given`, the number of a law is `Cited`.
"""

import re
from decimal import Decimal
from typing import Literal

import msgspec

from jixiao.law import documents
from jixiao.renderers.narrative.expressions import Expression, evaluate, formula, origins
from jixiao.renderers.narrative.figures import figures, shown
from jixiao.renderers.narrative.materials import Materials, Origin
from jixiao.scoring import rounded, written
from jixiao.targets.quotation import quoted


class LiteralFigureError(ValueError):
    """A sentence of the program states a figure in its words; a fault of the program, never of the user's form."""


class MissingValueError(ValueError):
    """A figure was asked for that the materials do not hold; its sentence should have been a gap."""


class Bound(msgspec.Struct, frozen=True, tag="bound"):
    """A figure: what it is, the words of its unit, decimals (None: as printed; else at most so many), and how it is set.

    `grouped` separates thousands by commas as the form does, `absolute` leaves the sign to the words (减少).
    """

    expression: Expression
    unit: str = ""
    places: int | None = None
    grouped: bool = False
    absolute: bool = False


class Said(msgspec.Struct, frozen=True, tag="said"):
    """The form's own words, whole or a part of them; in quotation marks where `marked`."""

    origin: Origin
    text: str
    marked: bool = False


class Ordinal(msgspec.Struct, frozen=True, tag="ordinal"):
    """The number of a heading, a table or a figure of the report itself."""

    number: int
    style: Literal["heading1", "heading2", "heading3", "plain"]


class Given(msgspec.Struct, frozen=True, tag="given"):
    """What the user gave for the report, such as its date."""

    text: str
    what: str


class Cited(msgspec.Struct, frozen=True, tag="cited"):
    """A document of the law by its number (文号)."""

    number: str


Fragment = str | Bound | Said | Ordinal | Given | Cited
Binding = Bound | Said | Ordinal | Given | Cited


class Span(msgspec.Struct, frozen=True):
    """A stretch of a text [start, end) and what it is bound to."""

    start: int
    end: int
    binding: Binding


class Text(msgspec.Struct, frozen=True):
    """A finished text with its bindings in order."""

    text: str
    spans: tuple[Span, ...] = ()


UNSURE = "【待核对】"
"""Stands behind every value that was read with doubt."""


def join(fragments: tuple[Fragment, ...], materials: Materials) -> Text:
    """Make a text of fragments; raises LiteralFigureError for words that state a figure, MissingValueError for a figure that is none."""
    parts: list[str] = []
    spans: list[Span] = []
    length = 0
    for fragment in fragments:
        if isinstance(fragment, str):
            piece = _words(fragment)
        else:
            piece = said(fragment, materials)
            spans.append(Span(length, length + len(piece), fragment))
            if _needs_comparing(fragment, materials):
                piece += UNSURE
        parts.append(piece)
        length += len(piece)
    return Text("".join(parts), tuple(spans))


def _needs_comparing(binding: Binding, materials: Materials) -> bool:
    """Tell whether a value was read with doubt; names are marked in the table of all rows alone, how many there are never."""
    doubted = (origin for origin in addresses(binding) if materials.doubtful(origin))
    return any(origin.path.rpartition("/")[2] not in _NAMES for origin in doubted)


_NAMES = frozenset({"level1", "level2", "name", "label", "item", "project_name"})


def _words(text: str) -> str:
    place = next(figures(text), None)
    if place is not None:
        message = (
            f"“{text}”把数字“{shown(text, place)}”写在了固定文字里；报告里的数字只能取自自评表，或由表内数值计算。"
        )
        raise LiteralFigureError(message)
    return text


def said(binding: Binding, materials: Materials) -> str:
    """What a binding says, asked of the materials anew; raises MissingValueError where they do not say it."""
    if isinstance(binding, Bound):
        return _figure(binding, materials)
    if isinstance(binding, Said):
        if not _holds(_bare(materials.quote(binding.origin).text or ""), _bare(binding.text)):
            message = f"“{binding.text}”不是{binding.origin.path}的内容。"
            raise MissingValueError(message)
        text = binding.text if binding.origin.path.startswith("scorecard/") else _tidy(binding.text)
        return quoted(text) if binding.marked else text
    if isinstance(binding, Ordinal):
        return _ordinal(binding)
    if isinstance(binding, Cited):
        document = documents()[binding.number]
        return f"《{document.title}》（{document.number}）"
    return binding.text


def _figure(bound: Bound, materials: Materials) -> str:
    value = evaluate(bound.expression, materials)
    if value is None:
        message = f"算不出{bound.unit}的数值：{formula(bound.expression, materials)}。"
        raise MissingValueError(message)
    if bound.absolute:
        value = abs(value)
    number = f"{value:f}" if bound.places is None else written(rounded(value, bound.places))
    return (_grouped(number) if bound.grouped else number) + bound.unit


def _grouped(number: str) -> str:
    whole, point, rest = number.partition(".")
    return f"{Decimal(whole):,}{point}{rest}"


def _holds(whole: str, part: str) -> bool:
    """Tell whether a text holds another one without cutting through a figure: 5% is no part of 95%, nor is 9.5 of 19.52."""
    if not any(character.isdigit() for character in part):
        return part in whole
    start = whole.find(part)
    while start >= 0:
        end = start + len(part)
        if not _inside_figure(whole, start) and not _inside_figure(whole, end):
            return True
        start = whole.find(part, start + 1)
    return False


def _inside_figure(text: str, cut: int) -> bool:
    """Tell whether a cut at a position goes through a figure."""
    left, right = text[:cut], text[cut:]
    return bool(_ENDS_IN_FIGURE.search(left) and _GOES_ON.match(right)) or bool(
        _ENDS_IN_POINT.search(left) and right[:1].isdigit()
    )


_ENDS_IN_FIGURE = re.compile(r"\d$")
_ENDS_IN_POINT = re.compile(r"\d[.,]$")
_GOES_ON = re.compile(r"\d|[.,]\d|[%％‰]")


def _bare(text: str) -> str:
    """A text without blanks and without the marks of web pages and bookmarks that some forms carry in their cells."""
    return "".join(MARKS.sub("", text).split())


MARKS = re.compile(r"</?[a-zA-Z]+\s*/?>|\[bookmark:[^\]]*\]")


def _tidy(text: str) -> str:
    """A text without the blanks that line breaks and spread letters left beside Chinese characters."""
    return _BLANKS.sub("", text)


_BLANKS = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_NUMERALS = "〇一二三四五六七八九"


def _ordinal(ordinal: Ordinal) -> str:
    if ordinal.style == "plain":
        return str(ordinal.number)
    if ordinal.style == "heading3":
        return f"{ordinal.number}．"
    tens, ones = divmod(ordinal.number, 10)
    number = ("" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十") + (_NUMERALS[ones] if ones else "")
    return f"{number}、" if ordinal.style == "heading1" else f"（{number}）"


def addresses(binding: Binding) -> tuple[Origin, ...]:
    """All cells that a binding rests on."""
    if isinstance(binding, Bound):
        return tuple(origins(binding.expression))
    return (binding.origin,) if isinstance(binding, Said) else ()
