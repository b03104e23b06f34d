"""Lines of running text to paragraphs: a PDF knows where a line ends, and nothing of what goes on in the next one.

A line goes on in the next one when it is as long as the page lets it be, and the next one begins where the lines of a paragraph begin. What
is not told by the place is told by the signs: after a full stop only a paragraph with its first line indented goes on for sure. Two lines
too many are better than two statements in one, so whatever looks like a label, a heading or columns stays a line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from jixiao.documents import Block, Paragraph
from jixiao.readers.lattice import Box

_FULL = 1.6
"""Ems by which a line may end before the margin although it goes on: the next sign, with one that must not begin a line, had no room."""
_SAME_EDGE = 0.6
"""Ems by which lines that begin at the same edge may differ."""
_INDENT = 3.0
"""Ems by which the first line of a paragraph may be indented."""
_SAME_SIZE = 0.15
"""Share by which the heights of two lines of a paragraph may differ."""
_MARGINS_ALIKE = 0.04
"""Share of the page's width by which the right margin of running text may be wider than the left one."""
_SHORTEST = 15
"""Characters of a line that goes on."""
_MOST_GAPS = 2
"""Blanks in a line of running text; one with more stands in columns."""
_END = re.compile(r"[。！？：:!?]$")
_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|\d{1,2}(?:[、．]|\.(?!\d))|第[一二三四五六七八九十]{1,3}[章节部条]|[①-⑳●■◆·])"
)
_LABEL = re.compile(r"[^：:，。；、]{2,12}[：:]")
_ASCII_ENDS = re.compile(r"[0-9A-Za-z]\Z")
_ASCII_BEGINS = re.compile(r"[0-9A-Za-z]")


def with_paragraphs(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Join lines that are one paragraph; the places of the others stay as they are, a joined one stands where its lines stand."""
    margins = _margins(blocks)
    return tuple(_joined(blocks, margins))


def _joined(blocks: Sequence[Block], margins: dict[int, tuple[float, float]]) -> Iterator[Block]:
    lines: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and lines and _goes_on(lines, block, margins):
            lines.append(block)
            continue
        yield from _paragraph(lines)
        lines = []
        if isinstance(block, Paragraph):
            lines.append(block)
        else:
            yield block
    yield from _paragraph(lines)


def _paragraph(lines: Sequence[Paragraph]) -> Iterator[Paragraph]:
    if len(lines) < 2:
        yield from lines
        return
    text = lines[0].text
    for line in lines[1:]:
        # Between words and between figures a blank was there; none stands inside of either.
        text += (" " if _ASCII_ENDS.search(text) and _ASCII_BEGINS.match(line.text) else "") + line.text
    page = lines[0].place.page
    boxes = [line.place.box for line in lines if line.place.box is not None and line.place.page == page]
    place = msgspec.structs.replace(lines[0].place, box=_around(boxes))
    yield msgspec.structs.replace(lines[0], text=text, place=place)


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _margins(blocks: Iterable[Block]) -> dict[int, tuple[float, float]]:
    """The left and right edge of what stands on each page, in fractions of its width."""
    margins: dict[int, tuple[float, float]] = {}
    for block in blocks:
        for place in [block.place] if isinstance(block, Paragraph) else [cell.place for cell in block.cells]:
            if place.box is not None and place.page is not None:
                left, right = margins.get(place.page, (1.0, 0.0))
                margins[place.page] = min(left, place.box[0]), max(right, place.box[2])
    return margins


def _goes_on(lines: Sequence[Paragraph], below: Paragraph, margins: dict[int, tuple[float, float]]) -> bool:
    """Whether the last of some lines of one paragraph goes on in the line below it."""
    first, last = lines[0], lines[-1]
    one, other, start = last.place, below.place, first.place.box
    if one.page is None or one.box is None or other.box is None or start is None or below.blank_before:
        return False
    if not _is_running(last.text) or not _is_running(below.text) or _ITEM.match(below.text):
        return False
    if len(last.text) < _SHORTEST or (_LABEL.match(last.text) and len(lines) == 1 and _LABEL.match(below.text)):
        return False
    em = (one.box[2] - one.box[0]) / _ems(last.text)
    heights = (one.box[3] - one.box[1], other.box[3] - other.box[1])
    left, right = margins[one.page]
    indent = start[0] - other.box[0]
    return (
        right - one.box[2] <= _FULL * em
        and right >= 1 - left - _MARGINS_ALIKE
        and abs(heights[0] - heights[1]) <= _SAME_SIZE * max(heights)
        and -_SAME_EDGE * em <= indent <= _INDENT * em
        and (len(lines) == 1 or abs(one.box[0] - other.box[0]) <= _SAME_EDGE * em)
        and (indent > em or not _END.search(last.text))
    )


def _is_running(text: str) -> bool:
    """Whether a line is a piece of running text and does not stand in columns."""
    return "  " not in text and "\t" not in text and text.count(" ") <= _MOST_GAPS


def _ems(text: str) -> float:
    """How wide a text is in ems, roughly: a Chinese character has one, any other half of it."""
    return max(1.0, sum(0.5 if ord(character) < 0x2000 else 1.0 for character in text))
