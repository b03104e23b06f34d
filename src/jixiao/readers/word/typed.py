"""Tables typed with tabs or strokes instead of drawn: paragraphs that hold one cell beside the other, read as such text is read."""

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from jixiao.documents import Block, Paragraph, Table
from jixiao.places import Place
from jixiao.readers import text

_LEAST_ROWS = 3
"""Paragraphs divided into cells that make a table; fewer are a line for signatures or a date."""
_STROKES = "|｜│"


def with_typed_tables(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give the blocks with tables found among paragraphs that follow one another; places stay those of the paragraphs."""
    for together, group in groupby(blocks, key=lambda block: isinstance(block, Paragraph)):
        if not together:
            yield from group
            continue
        paragraphs = [block for block in group if isinstance(block, Paragraph)]
        if sum(_is_divided(paragraph.text) for paragraph in paragraphs) < _LEAST_ROWS:
            yield from paragraphs
        else:
            yield from _read_as_text(paragraphs)


def _is_divided(line: str) -> bool:
    return "\t" in line.strip() or sum(line.count(stroke) for stroke in _STROKES) > 1


def _read_as_text(paragraphs: list[Paragraph]) -> Iterator[Block]:
    lines: list[str] = []
    places: list[Place] = []
    for paragraph in paragraphs:
        above = [""] * paragraph.blank_before
        lines += [*above, paragraph.text]
        places += [paragraph.place] * (len(above) + 1)
    for block in text.blocks("\n".join(lines)):
        place = _place(block.place, places)
        if isinstance(block, Table):
            cells = tuple(msgspec.structs.replace(cell, place=_place(cell.place, places)) for cell in block.cells)
            yield msgspec.structs.replace(block, cells=cells, place=place)
        else:
            yield msgspec.structs.replace(block, place=place)


def _place(found: Place, places: list[Place]) -> Place:
    return places[found.line - 1] if found.line is not None else found
