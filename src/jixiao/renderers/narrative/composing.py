"""Putting a report together: headings that number themselves, paragraphs, gaps, tables, drawings, each text with its bindings."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from jixiao.papers import Block, Cell, Figure, Grid, Line, LineStyle, PageBreak, Paper, Role
from jixiao.renderers.narrative.fragments import Bound, Fragment, Ordinal, Text, join, said
from jixiao.renderers.narrative.materials import Materials

Phrase = tuple[Fragment, ...]
"""A part of a sentence."""

Part = Fragment | Phrase

_OFFICIAL = (37.0, 26.0, 35.0, 28.0)
"""Margins of an official letter (GB/T 9704) in millimetres: top, right, bottom, left."""


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """A text of the paper with its bindings: which block, which cell of a grid, or the caption or description of a drawing."""

    block: int
    cell: int | None = None
    part: Literal["text", "caption", "description"] = "text"
    text: Text


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """The figures that a drawing shows: what they are bound to, and as they stood when it was drawn."""

    block: int
    bindings: tuple[Bound, ...]
    stated: tuple[str, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A 自评报告: the paper, and every text in it with what its figures are bound to."""

    paper: Paper
    texts: tuple[Traced, ...]
    drawn: tuple[Drawn, ...] = ()


class Entry(msgspec.Struct, frozen=True):
    """A cell of a table before it has its place."""

    phrase: Phrase = ()
    role: Role = "value"
    row_span: int = 1


class Composer:
    """Takes the parts of one report in order and gives the whole."""

    def __init__(self, materials: Materials) -> None:
        self.materials = materials
        self._blocks: list[Block] = []
        self._texts: list[Traced] = []
        self._drawn: list[Drawn] = []
        self._numbers = {"heading1": 0, "heading2": 0, "heading3": 0, "table": 0, "drawing": 0}

    def line(self, style: LineStyle, *parts: Part) -> None:
        """Add a line of text."""
        text = self._text(parts)
        self._texts.append(Traced(block=len(self._blocks), text=text))
        self._blocks.append(Line(text=text.text, style=style))

    def say(self, *parts: Part) -> None:
        """Add a paragraph."""
        self.line("body", *parts)

    def gap(self, *parts: Part) -> None:
        """Add a place that a person has to fill in: 【待填写：…】."""
        self.line("gap", "【待填写：", *parts, "】")

    def contradiction(self, *parts: Part) -> None:
        """Add what does not agree within the form and has to be compared by a person: 【待核对：…】."""
        self.line("gap", "【待核对：", *parts, "】")

    def heading1(self, *parts: Part) -> None:
        """Begin a chapter: 一、…"""
        self._numbers["heading2"] = self._numbers["heading3"] = 0
        self.line("heading1", self._next("heading1"), *parts)

    def heading2(self, *parts: Part) -> None:
        """Begin a section: （一）…"""
        self._numbers["heading3"] = 0
        self.line("heading2", self._next("heading2"), *parts)

    def point(self, *parts: Part) -> None:
        """Add a numbered paragraph: 1．…"""
        self.say(self._next("heading3"), *parts)

    def restart_points(self) -> None:
        """Begin the numbered paragraphs anew."""
        self._numbers["heading3"] = 0

    def _next(self, kind: Literal["heading1", "heading2", "heading3"]) -> Ordinal:
        self._numbers[kind] += 1
        return Ordinal(self._numbers[kind], kind)

    def page_break(self) -> None:
        """Begin a new page."""
        self._blocks.append(PageBreak())

    def table(
        self,
        caption: Sequence[Part],
        widths: Sequence[float],
        heading: Sequence[str],
        rows: Iterable[Sequence[Entry]],
        *,
        unit: Sequence[Part] = (),
    ) -> None:
        """Add a table with its number and caption above, and the unit of its amounts at the right where given."""
        self._numbers["table"] += 1
        self.line("small", "表", Ordinal(self._numbers["table"], "plain"), "　", *caption)
        if unit:
            self.line("small_right", "单位：", *unit)
        entries = [tuple(Entry((word,), "heading") for word in heading), *rows]
        cells: list[Cell] = []
        until = [0] * len(widths)
        for row, line in enumerate(entries):
            free = [column for column in range(len(widths)) if until[column] <= row]
            for column, entry in zip(free, line, strict=True):
                until[column] = row + entry.row_span
                text = self._text(entry.phrase)
                self._texts.append(Traced(block=len(self._blocks), cell=len(cells), text=text))
                cells.append(Cell(row=row, column=column, text=text.text, role=entry.role, row_span=entry.row_span))
        self._blocks.append(Grid(widths=tuple(widths), cells=tuple(cells), header_rows=1))

    def drawing(
        self, figure: Figure, caption: Sequence[Part], bindings: Sequence[Bound], description: Sequence[Part]
    ) -> None:
        """Add a drawing with its number and caption, and the figures that it shows."""
        self._numbers["drawing"] += 1
        below = self._text(("图", Ordinal(self._numbers["drawing"], "plain"), "　", *caption))
        told = self._text(description)
        block = len(self._blocks)
        self._texts.append(Traced(block=block, part="caption", text=below))
        self._texts.append(Traced(block=block, part="description", text=told))
        stated = tuple(said(binding, self.materials) for binding in bindings)
        self._drawn.append(Drawn(block=block, bindings=tuple(bindings), stated=stated))
        self._blocks.append(msgspec.structs.replace(figure, caption=below.text, description=told.text))

    def _text(self, parts: Iterable[Part]) -> Text:
        return join(flat(parts), self.materials)

    def report(self, name: str) -> Report:
        """Finish the report; `name` tells its paper apart from others."""
        paper = Paper(name=name, blocks=tuple(self._blocks), margins=_OFFICIAL)
        return Report(paper=paper, texts=tuple(self._texts), drawn=tuple(self._drawn))


def flat(parts: Iterable[Part]) -> Phrase:
    """The fragments of several parts in order."""
    found: list[Fragment] = []
    for part in parts:
        found.extend(part if isinstance(part, tuple) else (part,))
    return tuple(found)


def listed(phrases: Sequence[Sequence[Part]], mark: str = "、") -> Phrase:
    """Set a mark between phrases."""
    found: list[Fragment] = list(flat(phrases[0])) if phrases else []
    for _, phrase in pairwise(phrases):
        found += [mark, *flat(phrase)]
    return tuple(found)
