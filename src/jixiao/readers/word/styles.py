"""Styles: what a paragraph or a run inherits that decides what is printed - hidden text, numbering, the table of contents."""

import re

import msgspec
from lxml.etree import _Element as Element

from jixiao.readers.word.names import VAL, W, is_on, number

_LONGEST_CHAIN = 32
"""Styles that are based on one another; Word allows about ten."""
_CONTENTS = re.compile(r"toc [1-9]|table of figures")


class ListLevel(msgspec.Struct, frozen=True):
    """Which list a paragraph belongs to and at which level (from 0); `number` 0 takes it out of any list."""

    number: int
    level: int | None


class Styles:
    """The styles of a document by their identifiers, looked into when they are used; a missing part gives a document without styles."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str | None, Element] = {}
        self._default_paragraph: str | None = None
        self._found: dict[tuple[str | None, str], Element | None] = {}
        for style in () if root is None else root.iterfind(f"{W}style"):
            identifier = style.get(f"{W}styleId", "")
            self._styles[identifier] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}:
                self._default_paragraph = identifier

    def paragraph_style(self, properties: Element | None) -> str | None:
        """The style of a paragraph with these properties (`w:pPr`)."""
        named = None if properties is None else _value(properties.find(f"{W}pStyle"))
        return named if named in self._styles else self._default_paragraph

    def is_hidden(self, run: Element | None, paragraph_style: str | None) -> bool:
        """Whether a run with these properties (`w:rPr`) is hidden: by itself, or by one of its styles but not by both."""
        if run is not None:
            direct = run.find(f"{W}vanish")
            if direct is not None:
                return is_on(direct)
            run_style = run.find(f"{W}rStyle")
            if run_style is not None:
                return self._style_hides(_value(run_style)) != self._style_hides(paragraph_style)
        return self._style_hides(paragraph_style)

    def list_level(self, properties: Element | None, style: str | None) -> ListLevel | None:
        """The list of a paragraph, from its own properties or its style; None without one."""
        own = None if properties is None else properties.find(f"{W}numPr")
        inherited = self._inherited(style, f"{W}pPr/{W}numPr")
        identifier = _first(own, inherited, f"{W}numId")
        if identifier is None:
            return None
        return ListLevel(identifier, _first(own, inherited, f"{W}ilvl"))

    def list_of(self, style: str) -> int | None:
        """The list that a style of lists stands for."""
        found = self._styles.get(style)
        return None if found is None else number(found.find(f"{W}pPr/{W}numPr/{W}numId"))

    def is_contents(self, style: str | None) -> bool:
        """Whether paragraphs of this style are lines of a table of contents."""
        found = self._styles.get(style)
        name = None if found is None else _value(found.find(f"{W}name"))
        return name is not None and _CONTENTS.fullmatch(name.lower()) is not None

    def _style_hides(self, style: str | None) -> bool:
        return is_on(self._inherited(style, f"{W}rPr/{W}vanish"))

    def _inherited(self, style: str | None, path: str) -> Element | None:
        """What the nearest of a style and those it is based on has at a path."""
        asked = style, path
        if asked not in self._found:
            self._found[asked] = None
            for _ in range(_LONGEST_CHAIN):
                element = self._styles.get(style)
                if element is None:
                    break
                self._found[asked] = element.find(path)
                if self._found[asked] is not None:
                    break
                style = _value(element.find(f"{W}basedOn"))
        return self._found[asked]


def _value(element: Element | None) -> str | None:
    return None if element is None else element.get(VAL)


def _first(own: Element | None, inherited: Element | None, name: str) -> int | None:
    for properties in (own, inherited):
        found = None if properties is None else number(properties.find(name))
        if found is not None:
            return found
    return None
