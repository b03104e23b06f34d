"""Labels of merged cells in aligned text: the first columns, whose cells stand beside several rows.

The lines of one label belong together: those beside one row, those that go on from a full line or open with a bracket, and the
characters of a label set downwards (年度、总体、目标). A label belongs to the row it is printed in. Only where the column shows that
its labels stand in the middle of their cells (one is printed between two rows, or none beside the row below the first) and where all
of them do, the cells following upon one another without a gap from the first row to the last, each is given to the first row of its
cell instead.
"""

import itertools
from collections import Counter
from collections.abc import Sequence

import msgspec

from jixiao.readers.aligned_rows import BRIM, Line, Widths, ems, is_open

_NEAR = 2
"""Lines by which the parts of one label may lie apart."""
_DOWNWARDS = 2.0
"""Ems of a label set downwards."""
_REST = 3.0
"""Ems of the rest of a label broken in two."""
_OFF = 1.0
"""Lines by which a label may miss the middle of its cell."""
Rows = Sequence[tuple[int, int]]


class Label(msgspec.Struct, frozen=True):
    """A label: its lines as (index, text), and the row it belongs to."""

    lines: tuple[tuple[int, str], ...]
    row: int


def merged(lines: Sequence[Line], rows: Rows, columns: int) -> int:
    """How many of the first columns are merged over rows.

    In such a column fewer lines, or fewer rows, have a piece than in a later one, and some row below the first has two cells behind
    it, but none in it and the columns before it.
    """
    filled = [{column for line in lines[first:end] for column in line.cells} for first, end in rows[1:]]
    by_lines = Counter(column for line in lines for column in line.cells)
    by_rows = Counter(column for cells in filled for column in cells)

    def is_merged(column: int) -> bool:
        later = range(column + 1, columns)
        fewer = any(counts[column] < max(counts[other] for other in later) for counts in (by_lines, by_rows))
        return fewer and any(len(cells) > 1 and min(cells) > column for cells in filled)

    return len(list(itertools.takewhile(is_merged, range(columns - 2))))


def frames(lines: Sequence[Line], rows: Rows, widths: Widths) -> bool:
    """Whether the first column is one label beside a heading and a single row below it, like 总体目标完成情况 broken in two."""
    beside = [
        (first, end) for first, end in rows if any(len(line.cells) > (0 in line.cells) for line in lines[first:end])
    ]
    parts = [(index, line.cells[0].text) for index, line in enumerate(lines) if 0 in line.cells]
    if len(beside) != 2 or len(parts) < 2 or len(widths.full) < 3 or beside[0][1] - beside[0][0] > 1:
        return False
    if _is_downwards(parts):
        return any(index not in {first for first, _ in beside} for index, _ in parts)
    return beside[1][1] - beside[1][0] > 1 and all(
        below[0] - above[0] == 1 and ems(below[1]) < ems(above[1]) and widths.going_on(0, above[1], below[1]) <= BRIM
        for above, below in itertools.pairwise(parts)
    )


def _is_downwards(parts: Sequence[tuple[int, str]]) -> bool:
    return len({ems(text) for _, text in parts}) == 1 and all(
        ems(text) <= _DOWNWARDS and text.isalpha() and not text.isascii() for _, text in parts
    )


def labels(lines: Sequence[Line], rows: Rows, column: int, widths: Widths) -> list[Label]:
    """The labels of one merged column, each with its row."""
    owner = {index: row for row, (first, end) in enumerate(rows) for index in range(first, end)}
    openings = {first for first, _ in rows}
    stacks: list[list[tuple[int, str]]] = []
    for index, line in enumerate(lines):
        if column not in line.cells:
            continue
        part = (index, line.cells[column].text)
        if stacks and _goes_on(lines, stacks[-1], part, column, widths, owner, openings):
            stacks[-1].append(part)
        else:
            stacks.append([part])
    printed = [_printed_row(stack, rows, owner) for stack in stacks]
    between = any(all(index not in owner for index, _ in stack) for stack in stacks)
    below_first = bool(printed) and printed[0] == 0 and 1 not in printed
    moved = _cells(lines, rows, stacks, column) if len(rows) > 2 and (between or below_first) else None
    return [Label(tuple(stack), row) for stack, row in zip(stacks, moved or printed, strict=True)]


def _goes_on(
    lines: Sequence[Line],
    stack: list[tuple[int, str]],
    part: tuple[int, str],
    column: int,
    widths: Widths,
    owner: dict[int, int],
    openings: set[int],
) -> bool:
    """Whether a label goes on in the next piece of its column."""
    (above, before), (below, text) = stack[-1], part
    if lines[below].number - lines[above].number > _NEAR:
        return False
    if above in owner and owner.get(above) == owner.get(below):
        return True
    if text[0] in "（(〔[" or is_open(before):
        return True
    if _is_downwards([*stack, part]):
        return any(index not in openings for index in (below, *(index for index, _ in stack)))
    if widths.going_on(column, before, text) > BRIM:
        return False
    if above in owner and below in owner:
        # Beside one-line rows only the rest of a word can be told from the next label, not 总分 below the first column.
        return below - above == 1 and ems(text) <= (_REST if column else 1.0) and ems(text) < ems(before)
    return below - above == 1 or (above not in owner and below not in owner) or ems(text) < ems(before)


def _printed_row(stack: list[tuple[int, str]], rows: Rows, owner: dict[int, int]) -> int:
    """The row beside which a label is printed; one printed between two rows belongs to the lower, one below all is its own."""
    beside = [owner[index] for index, _ in stack if index in owner]
    if beside:
        return beside[0]
    return next((row for row, (first, _) in enumerate(rows) if first > stack[0][0]), len(rows))


def _cells(lines: Sequence[Line], rows: Rows, stacks: list[list[tuple[int, str]]], column: int) -> list[int] | None:
    """The first row of each label's cell, if the labels stand in the middle of cells that follow without a gap; None otherwise.

    The cells end with the last row, or above a row that has a label in a column before but none in this one: 总分.
    """
    tops = [lines[first].number for first, _ in rows]
    bottoms = [lines[end - 1].number for _, end in rows]
    # For every row that may come next, the least that the labels so far are off the middle, and where their cells begin.
    reached: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for stack in stacks:
        middle = (lines[stack[0][0]].number + lines[stack[-1][0]].number) / 2
        further: dict[int, tuple[float, tuple[int, ...]]] = {}
        for first, (off, begins) in reached.items():
            for last in range(first, len(rows)):
                miss = (tops[first] + bottoms[last]) / 2 - middle
                if miss > _OFF:
                    break
                known = further.get(last + 1)
                if miss >= -_OFF and (known is None or off + abs(miss) < known[0]):
                    further[last + 1] = (off + abs(miss), (*begins, first))
        reached = further
    closed = [
        found
        for end, found in reached.items()
        if end == len(rows) or any(min(line.cells) < column for line in lines[slice(*rows[end])])
    ]
    return list(min(closed)[1]) if closed else None
