"""Automatic numbering: the 一、 or （2） that Word prints before a paragraph and stores nowhere in its text."""

import re
from collections.abc import Iterable

import msgspec
from lxml.etree import _Element as Element

from jixiao.readers.word.names import VAL, W, is_on, number
from jixiao.readers.word.numerals import numeral
from jixiao.readers.word.styles import ListLevel, Styles
from jixiao.readers.word.symbols import shown_text

_DEEPEST = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_BOXES = frozenset("☐☑☒√×□")
"""Bullets that say something: a box that is ticked or not. Others are ornaments."""
_LONGEST_LINKS = 8


class _Level(msgspec.Struct, frozen=True):
    """One level of a list: what its number looks like, where it begins, after which level it begins anew."""

    start: int
    style: str
    text: str
    suffix: str
    restart: int | None
    decimal: bool
    paragraph_style: str | None


_Levels = dict[int, _Level]


class Numbering:
    """Counts the numbered paragraphs of a document in reading order; `label` must be asked once for each of them."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[int, Element] = {}
        self._lists: dict[int, Element] = {}
        self._levels: dict[int, tuple[int, _Levels]] = {}
        self._counters: dict[int, dict[int, int]] = {}
        self._restarted: set[tuple[int, int]] = set()
        for name, known in (("abstractNum", self._abstract), ("num", self._lists)):
            for element in () if root is None else root.iterfind(f"{W}{name}"):
                identifier = number(element, f"{W}{name}Id")
                if identifier is not None:
                    known[identifier] = element

    def label(self, properties: Element | None, style: str | None) -> str:
        """The number printed before the next paragraph, which has these properties (`w:pPr`) and this style; "" without one."""
        place = self._styles.list_level(properties, style)
        if place is None or place.number not in self._lists:
            return ""
        counted, levels = self._list(place.number)
        at = _level_of(place, levels, style)
        level = levels.get(at)
        if level is None:
            return ""
        self._count(place.number, counted, at, levels)
        if level.style == "bullet":
            return level.text + " " if level.text in _BOXES else ""
        text = _PLACEHOLDER.sub(lambda match: self._figure(counted, int(match[1]) - 1, at, levels), level.text)
        return text + level.suffix if text else ""

    def _count(self, identifier: int, counted: int, at: int, levels: _Levels) -> None:
        counters = self._counters.setdefault(counted, {})
        override = self._lists[identifier].find(f"{W}lvlOverride[@{W}ilvl='{at}']/{W}startOverride")
        begins = number(override)
        if begins is not None and (identifier, at) not in self._restarted:
            self._restarted.add((identifier, at))
            counters[at] = begins
        else:
            counters[at] = counters[at] + 1 if at in counters else levels[at].start
        for below in range(at + 1, _DEEPEST):
            restart = levels[below].restart if below in levels else None
            if restart is None or at < restart:
                counters.pop(below, None)

    def _figure(self, counted: int, wanted: int, at: int, levels: _Levels) -> str:
        level = levels.get(wanted)
        if level is None:
            return ""
        value = self._counters[counted].get(wanted, level.start)
        style = "decimal" if levels[at].decimal and level.style != "decimalZero" else level.style
        return numeral(value, style)

    def _list(self, identifier: int) -> tuple[int, _Levels]:
        """The definition that a list counts in (lists of one definition count on together) and its levels with what it overrides."""
        if identifier not in self._levels:
            counted = self._definition(identifier)
            definition = self._abstract.get(counted)
            levels = {} if definition is None else _levels(definition.iterfind(f"{W}lvl"))
            overridden = self._lists[identifier].iterfind(f"{W}lvlOverride/{W}lvl")
            self._levels[identifier] = counted, levels | _levels(overridden)
        return self._levels[identifier]

    def _definition(self, identifier: int) -> int:
        """The definition of a list; one that only names a style of lists is that of the style's list."""
        counted = -1
        for _ in range(_LONGEST_LINKS):
            found = number(self._lists[identifier].find(f"{W}abstractNumId"))
            counted = -1 if found is None else found
            definition = self._abstract.get(counted)
            link = None if definition is None else definition.find(f"{W}numStyleLink")
            linked = None if link is None else self._styles.list_of(link.get(VAL, ""))
            if linked not in self._lists:
                break
            identifier = linked
        return counted


def _level_of(place: ListLevel, levels: _Levels, style: str | None) -> int:
    """The level told, or the one that belongs to the paragraph's style, or the first."""
    if place.level is not None:
        return place.level
    return next((at for at, level in levels.items() if style and level.paragraph_style == style), 0)


def _levels(elements: Iterable[Element]) -> _Levels:
    levels: _Levels = {}
    for element in elements:
        at = number(element, f"{W}ilvl")
        if at is None or not 0 <= at < _DEEPEST:
            continue
        style = _text(element, "numFmt", "decimal")
        text = _text(element, "lvlText", "")
        if style == "bullet":
            fonts = element.find(f"{W}rPr/{W}rFonts")
            text, _ = shown_text(text, None if fonts is None else fonts.get(f"{W}ascii"))
        start = number(element.find(f"{W}start"))
        levels[at] = _Level(
            start=1 if start is None else start,
            style=style,
            text=text,
            suffix={"nothing": ""}.get(_text(element, "suff", "tab"), " "),
            restart=number(element.find(f"{W}lvlRestart")),
            decimal=is_on(element.find(f"{W}isLgl")),
            paragraph_style=_text(element, "pStyle", "") or None,
        )
    return levels


def _text(element: Element, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    return default if found is None else found.get(VAL, default)
