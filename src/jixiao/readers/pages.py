"""Pages to one sequence of blocks: a table that a page break cut becomes whole again.

Readers of PDFs and scans return pages; a page's tables keep where their columns lie, since that is how two parts of one table know each
other. A part on the next page continues the table when its columns lie alike, nothing new stands between, and it does not begin as the
table began (which is the next form in the file). Heading rows that were printed again are dropped, the two halves of a row that the page
cut are joined, and so are merged cells. Every cell keeps the page and the box where it stands; a joined one those of its first half.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from jixiao.documents import Block, Cell, Omission, Paragraph, Table
from jixiao.places import Place
from jixiao.readers.lattice import Box, Lattice
from jixiao.readers.page_cuts import OUTER, Growing

_MARGIN = 0.09
"""Share of a page's height, above and below, in which running heads, feet and page numbers stand."""
_SAME_HEIGHT = 0.012
"""Share of the page's height by which a running head may stand elsewhere on the next page."""
_NEAR = 2
"""Pages before and after on which a running head is looked for; those of left and right pages may differ."""
_DIGITS = re.compile(r"[0-9]{1,9}")
_PAGE_NUMBER = re.compile(r"[-—–·\s]*(?:第?\s*\d{1,4}\s*页?)\s*(?:[-—–·/,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–·\s]*")


class PageTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table, or the part of one, on one page.

    `xs` are the boundaries of its columns in fractions of the page's width, one more than it has columns. A cell's place holds its page
    and box; table, row and column are numbered when the pages are joined. An open end is one whose border the page does not show.
    """

    cells: tuple[Cell, ...]
    xs: tuple[float, ...]
    fidelity: Literal["grid", "ragged"] = "grid"
    open_above: bool = False
    open_below: bool = False


PageBlock = Paragraph | PageTable


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on one page, in reading order; `number` counts from 1."""

    number: int
    blocks: tuple[PageBlock, ...]
    omissions: tuple[Omission, ...] = ()


def spot(number: int, box: Box, size: tuple[float, float]) -> Place:
    """The place of a box on page `number`, from coordinates of a page that has this width and height."""
    (left, top, right, bottom), (width, height) = box, size
    edges = (left / width, top / height, right / width, bottom / height)
    return Place(page=number, box=tuple(round(min(max(edge, 0.0), 1.0), 5) for edge in edges))  # type: ignore[arg-type]


def ruled_table(
    lattice: Lattice,
    texts: Sequence[str],
    number: int,
    size: tuple[float, float],
    confidences: Sequence[float] | None = None,
) -> PageTable:
    """Put texts, and how sure they are, into the cells of a lattice, given in the order of its cells."""
    sure = confidences or [1.0] * len(texts)
    return PageTable(
        cells=tuple(
            Cell(
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                text=text,
                confidence=confidence,
                place=spot(number, cell.box, size),
            )
            for cell, text, confidence in zip(lattice.cells, texts, sure, strict=True)
        ),
        xs=tuple(x / size[0] for x in lattice.xs),
        open_above=lattice.open_above,
        open_below=lattice.open_below,
    )


def joined(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Make one sequence of blocks of the pages, with tables that run over several pages whole and numbered."""
    tables = [block for page in pages for block in page.blocks if isinstance(block, PageTable)]
    blocks: list[Paragraph | _Whole] = []
    # The table that ends the page before, with nothing but running feet below it.
    last: _Whole | None = None
    for index, page in enumerate(pages):
        before, after = pages[max(0, index - _NEAR) : index], pages[index + 1 : index + 1 + _NEAR]
        body = [block for block in page.blocks if not _is_page_number(block)]
        lead = list(itertools.takewhile(lambda block: isinstance(block, Paragraph), body))
        first = body[len(lead)] if len(lead) < len(body) else None
        if isinstance(first, PageTable):
            # Over a new table everything stays: each form of a file may bear the same title at the same height.
            if (
                last is not None
                and all(_passes(block, page, before, after) for block in lead)
                and last.takes(first, _foot(first, tables))
            ):
                body = body[len(lead) + 1 :]
            else:
                last = None
        elif body:
            body = [block for block in body if not (_in_margin(block) and _recurs(block, page, before))]
            last = last if not body else None
        for block in body:
            if isinstance(block, PageTable):
                last = _Whole(block)
                blocks.append(last)
            elif not (_in_margin(block) and _recurs(block, page, before)) or block in lead:
                blocks.append(block)
                last = last if _in_margin(block) and _recurs(block, page, after) else None
    return tuple(_numbered(blocks))


def _passes(block: PageBlock, page: Page, before: Sequence[Page], after: Sequence[Page]) -> bool:
    """Whether a paragraph over a table may stand within a table that goes on: a running head, or a title printed on every page."""
    return _recurs(block, page, before) or (_in_margin(block) and _recurs(block, page, after))


class _Whole:
    """A table while the pages that it runs over are put together."""

    def __init__(self, part: PageTable) -> None:
        self._growing = Growing(part.cells, part.xs, open_below=part.open_below)
        self._fidelity = part.fidelity

    def takes(self, part: PageTable, foot: float) -> bool:
        """Go on with the next page's table; False when it is another one."""
        return part.fidelity == self._fidelity and self._growing.grow(
            part.cells, part.xs, open_above=part.open_above, open_below=part.open_below, foot=foot
        )

    def table(self, number: int) -> Table:
        """The finished table with its numbers."""
        cells = tuple(
            msgspec.structs.replace(
                cell,
                place=msgspec.structs.replace(cell.place, table=number, row=cell.row + 1, column=cell.column + 1),
            )
            for cell in self._growing.cells
        )
        page = cells[0].place.page
        boxes = [cell.place.box for cell in cells if cell.place.page == page and cell.place.box is not None]
        box = _around(boxes) if boxes else None
        return Table(cells=cells, fidelity=self._fidelity, place=Place(page=page, table=number, box=box))


def _foot(part: PageTable, tables: Sequence[PageTable]) -> float:
    """How far down tables reach on pages where they lie between the same borders as one."""
    alike = [
        table for table in tables if abs(table.xs[0] - part.xs[0]) <= OUTER and abs(table.xs[-1] - part.xs[-1]) <= OUTER
    ]
    return max((cell.place.box[3] for table in alike for cell in table.cells if cell.place.box), default=0.0)


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _numbered(blocks: Sequence[Paragraph | _Whole]) -> Iterator[Block]:
    number = 0
    for block in blocks:
        if isinstance(block, _Whole):
            number += 1
            yield block.table(number)
        else:
            yield block


def _in_margin(block: PageBlock) -> bool:
    box = block.place.box if isinstance(block, Paragraph) else None
    return box is not None and (box[3] < _MARGIN or box[1] > 1 - _MARGIN)


def _is_page_number(block: PageBlock) -> bool:
    return isinstance(block, Paragraph) and _in_margin(block) and _PAGE_NUMBER.fullmatch(block.text.strip()) is not None


def _recurs(block: PageBlock, page: Page, others: Sequence[Page]) -> bool:
    """Whether a paragraph stands on one of the other pages at the same height, with the same text up to the number of the page."""
    return isinstance(block, Paragraph) and any(
        isinstance(twin, Paragraph) and _is_twin(block, twin, other.number - page.number)
        for other in others
        for twin in other.blocks
    )


def _is_twin(one: Paragraph, other: Paragraph, apart: int) -> bool:
    if one.place.box is None or other.place.box is None or abs(one.place.box[1] - other.place.box[1]) > _SAME_HEIGHT:
        return False
    if one.text == other.text:
        return True
    if _DIGITS.sub("0", one.text) != _DIGITS.sub("0", other.text):
        return False
    numbers = zip(_DIGITS.findall(one.text), _DIGITS.findall(other.text), strict=True)
    return all(right in (left, str(int(left) + apart)) for left, right in numbers)
