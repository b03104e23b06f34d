"""One page: runs of text and ruling lines become tables and lines of text, in reading order.

Nothing here knows PDFium. Text inside a lattice goes to its cells; what stands outside is gathered into lines, and lines that stand under
one another in columns become tables without rules. A page printed sideways is turned first, and its places are turned back.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from jixiao.documents import Paragraph
from jixiao.places import Place
from jixiao.readers.lattice import Box, Lattice, Segment, Tolerance, lattices, merged
from jixiao.readers.pages import Page, PageBlock, spot
from jixiao.readers.pdf.alignment import Places, aligned
from jixiao.readers.pdf.cells import Grid
from jixiao.readers.pdf.lines import lines_of
from jixiao.readers.pdf.rules import Drawn
from jixiao.readers.pdf.runs import Glyph, Run, turned

_TOLERANCE = Tolerance(snap=3.0, drag=5.7, reach=3.0, least=6.0)
"""Points; a row of the smallest print is 8 high, and columns dragged by hand differ by up to 2 mm."""
_TICK_BOX = 16.0
"""Points: a lone frame no larger than this is a box to tick."""
_PAGE_FRAME = 0.8
"""Share of a page that an ornamental frame around it takes in either direction."""
_BLANK, _BLANK_GAP = 1.0, 1.6
"""Ems of space above a line, and how many times the usual space, that are an empty line."""


def laid_out(
    runs: Sequence[Run], drawn: Drawn, size: tuple[float, float], number: int, places: Places | None = None
) -> Page:
    """Lay out page `number` of the given size in points; `places` are where columns parted on the pages before.

    Raises:
        TooFineError: there are more rules than any form has.

    """
    turn = _turn(runs)
    if not turn:
        return _upright(runs, drawn, size, number, places)
    level = [_moved_run(run, turn, size) for run in runs]
    page = _upright(level, _moved_rules(drawn, turn, size), (size[1], size[0]) if turn % 2 else size, number, places)
    return Page(number=number, blocks=tuple(_turned_back(block, turn) for block in page.blocks))


def _turn(runs: Iterable[Run]) -> int:
    """Quarter turns in which most characters of a page run; what was printed sideways is read with the head inclined."""
    counts = [0, 0, 0, 0]
    for run in runs:
        counts[run.turn] += len(run.glyphs)
    return counts.index(max(counts))


def _moved(box: Box, turn: int, size: tuple[float, float]) -> Box:
    """A box of the page as displayed, on the page turned so that text of this direction is level."""
    left, top, right, bottom = turned(box, turn)
    width, height = size
    across, down = ((0.0, 0.0), (0.0, width), (width, height), (height, 0.0))[turn]
    return left + across, top + down, right + across, bottom + down


def _moved_run(run: Run, turn: int, size: tuple[float, float]) -> Run:
    return msgspec.structs.replace(
        run,
        glyphs=tuple(Glyph(glyph.text, _moved(glyph.box, turn, size)) for glyph in run.glyphs),
        box=_moved(run.box, turn, size),
        turn=(run.turn - turn) % 4,
    )


def _moved_rules(drawn: Drawn, turn: int, size: tuple[float, float]) -> Drawn:
    level = [_moved((rule.start, rule.at, rule.end, rule.at), turn, size) for rule in drawn.horizontal]
    upright = [_moved((rule.at, rule.start, rule.at, rule.end), turn, size) for rule in drawn.upright]
    across, down = (upright, level) if turn % 2 else (level, upright)
    return Drawn(
        horizontal=[Segment(top, left, right) for left, top, right, _ in across],
        upright=[Segment(left, top, bottom) for left, top, _, bottom in down],
    )


def _turned_back(block: PageBlock, turn: int) -> PageBlock:
    """A block with its places on the page as displayed."""
    if isinstance(block, Paragraph):
        return msgspec.structs.replace(block, place=_place_turned_back(block.place, turn))
    cells = tuple(msgspec.structs.replace(cell, place=_place_turned_back(cell.place, turn)) for cell in block.cells)
    return msgspec.structs.replace(block, cells=cells)


def _place_turned_back(place: Place, turn: int) -> Place:
    if place.box is None:
        return place
    return msgspec.structs.replace(place, box=_moved(place.box, 4 - turn, (1.0, 1.0)))


def _upright(runs: Sequence[Run], drawn: Drawn, size: tuple[float, float], number: int, places: Places | None) -> Page:
    """Lay out a page whose text, on the whole, is level."""
    found = [lattice for lattice in lattices(drawn.horizontal, drawn.upright, _TOLERANCE) if not _is_tick_box(lattice)]
    grids = [Grid(lattice) for lattice in found if not _is_frame(lattice, found, size)]
    # The innermost lattice has the text: a table may stand in a cell of another.
    inmost = sorted(grids, key=lambda grid: grid.area)
    outside: list[Run] = []
    for run in sorted(runs, key=lambda run: run.box[1]):
        grid = next((grid for grid in inmost if grid.holds(run) or grid.spills(run, runs)), None)
        if grid is None:
            outside.append(run)
        else:
            grid.take(run)
    blocks: list[tuple[float, PageBlock]] = [
        (grid.lattice.ys[0], grid.table(number, size)) for grid in grids if not grid.is_empty
    ]
    tops = sorted(top for top, _ in blocks)
    blocks += _free(outside, _loose(drawn.horizontal, found), tops, number, size, places)
    return Page(number=number, blocks=tuple(block for _, block in sorted(blocks, key=lambda each: each[0])))


def _free(
    runs: Sequence[Run],
    rules: Sequence[Segment],
    tops: Sequence[float],
    number: int,
    size: tuple[float, float],
    places: Places | None,
) -> list[tuple[float, PageBlock]]:
    """Runs outside of lattices, which begin at `tops`: tables by alignment, and paragraphs of a line each."""
    lines = lines_of(runs)
    gaps = sorted(below.box[1] - above.box[3] for above, below in pairwise(lines))
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    blocks: list[tuple[float, PageBlock]] = []
    bottom: float | None = None
    for start, end in pairwise([float("-inf"), *tops, float("inf")]):
        between = [line for line in lines if start <= line.box[1] < end]
        for block in aligned(between, [rule for rule in rules if start <= rule.at < end], size[0], places):
            if isinstance(block, Grid):
                table = block.table(number, size)
                xs = tuple((places.first(x) if places else x) / size[0] for x in block.lattice.xs)
                table = msgspec.structs.replace(table, fidelity="ragged", xs=xs)
                blocks.append((block.lattice.ys[0], table))
                bottom = None
                continue
            gap = block.box[1] - bottom if bottom is not None else 0.0
            blank = gap > max(_BLANK * block.height, _BLANK_GAP * usual)
            place = spot(number, block.box, size)
            blocks.append((block.box[1], Paragraph(text=block.text, place=place, blank_before=int(blank))))
            bottom = block.box[3]
    return blocks


def _loose(rules: Sequence[Segment], found: Sequence[Lattice]) -> list[Segment]:
    """Horizontal rules that belong to no lattice."""
    boxes = [lattice.box for lattice in found]
    return [
        rule
        for rule in merged(rules, _TOLERANCE)
        if not any(
            top - _TOLERANCE.snap <= rule.at <= bottom + _TOLERANCE.snap and rule.end > left and rule.start < right
            for left, top, right, bottom in boxes
        )
    ]


def _is_tick_box(lattice: Lattice) -> bool:
    left, top, right, bottom = lattice.box
    return len(lattice.cells) == 1 and max(right - left, bottom - top) <= _TICK_BOX


def _is_frame(lattice: Lattice, others: Sequence[Lattice], size: tuple[float, float]) -> bool:
    """Whether a single cell only frames a page, or tables that stand in it."""
    if len(lattice.cells) > 1:
        return False
    left, top, right, bottom = lattice.box
    whole = right - left >= _PAGE_FRAME * size[0] and bottom - top >= _PAGE_FRAME * size[1]
    return whole or any(
        left <= other.box[0] and top <= other.box[1] and other.box[2] <= right and other.box[3] <= bottom
        for other in others
        if other is not lattice
    )
