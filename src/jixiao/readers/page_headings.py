"""Whether the part of a table on the next page repeats the table's headings, or is the next form of the same kind."""

import re
import unicodedata
from collections.abc import Container, Sequence

import msgspec
from rapidfuzz import fuzz

from jixiao.documents import Cell

_HEADING_ROWS = 6
_HEADING_SPAN = 3
"""Rows that a cell of a heading may span; a taller one stands beside the heading."""
_LABELS_COMPARED = 3
_MONTHS = re.compile(r"\d{1,2}[-至~]\d{1,2}月")
"""The period that headings of a monitoring form name: 1-7月执行情况."""
_ALIKE, _ALIKE_LEAST = 90.0, 50.0
"""How alike in percent the cells of a row that is printed again must be on the whole, and each of them, when it was read off a picture."""


def key(text: str) -> str:
    """A text by which it is compared: without spaces and line breaks, full and half width alike."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _likeness(one: Cell, other: Cell) -> float:
    """How alike two cells are in percent; only what was read off a picture may differ at all."""
    left, right = key(one.text), key(other.text)
    if left == right:
        return 100.0
    return fuzz.ratio(left, right) if min(one.confidence, other.confidence) < 1 else 0.0


def _same_row(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Whether two rows say the same at the same columns, and anything at all; a tall cell belongs to the rows below as well."""
    left, right = _said(one), _said(other)
    tall = {cell.column for row in (one, other) for cell in row if cell.row_span > _HEADING_SPAN}
    shared = [column for column in left if column in right]
    if not shared or not tall.issuperset({*left} ^ {*right}):
        return False
    if any(_spans(left[column]) != _spans(right[column]) for column in shared):
        return False
    likeness = [_likeness(left[column], right[column]) for column in shared]
    return sum(likeness) >= _ALIKE * len(likeness) and min(likeness) >= _ALIKE_LEAST


def _spans(cell: Cell) -> tuple[int, int]:
    return cell.row_span, cell.column_span


def _said(row: Sequence[Cell]) -> dict[int, Cell]:
    return {cell.column: cell for cell in row if cell.row_span <= _HEADING_SPAN and key(cell.text)}


def headings_of(whole: list[list[Cell]], part: list[list[Cell]]) -> int:
    """How many rows at the top of a part repeat rows of the table: its first ones, or a heading further down."""
    for start in [0, *(row for row in range(1, len(whole)) if _is_heading(whole[row]))]:
        count = 0
        while (
            count < min(_HEADING_ROWS, len(part), len(whole) - start)
            and _same_row(whole[start + count], part[count])
            and (start == 0 or count == 0 or _is_heading(part[count]))
        ):
            count += 1
        # A row that a heading's merged cell reaches into belongs to the heading; a cell that stands beside it in the table does not count.
        own = {cell.column for row in whole[start : start + count] for cell in row if cell.row_span <= _HEADING_SPAN}
        while count and any(
            count < cell.row + cell.row_span <= cell.row + _HEADING_SPAN and cell.column in own
            for row in part[:count]
            for cell in row
        ):
            count -= 1
        if count:
            return count
    return 0


def without_headings(part: list[list[Cell]], headings: int) -> list[list[Cell]]:
    """The rows below the headings; what began beside these and reaches down begins with the first row that is left."""
    reaching = [
        msgspec.structs.replace(cell, row=headings, row_span=cell.row + cell.row_span - headings)
        for row in part[:headings]
        for cell in row
        if cell.row + cell.row_span > headings
    ]
    rows = part[headings:]
    return [sorted([*reaching, *rows[0]], key=lambda cell: cell.column), *rows[1:]] if rows else []


def _is_heading(row: Sequence[Cell]) -> bool:
    texts = [key(cell.text) for cell in row if key(cell.text) and cell.row_span <= _HEADING_SPAN]
    return len(texts) >= 3 and not any(character.isdigit() for text in texts for character in _MONTHS.sub("", text))


def begins_anew(whole: list[list[Cell]], part: list[list[Cell]], headings: int) -> bool:
    """Whether a part is the next form of the same kind: behind equal headings its rows open with the labels that the table opened with.

    It is so as well where the head of that form stands at the end of the page before.
    """
    if headings == len(part):
        return headings == len(whole)
    if _heads_another(whole, part, headings):
        return True
    ours = [_leading(row) for row in whole[headings : headings + _LABELS_COMPARED]]
    theirs = [_leading(row) for row in part[headings : headings + _LABELS_COMPARED]]
    equal = {one for one, other in zip(ours, theirs, strict=False) if one is not None and one == other}
    return len(equal) >= 2 or (len(equal) == 1 and headings == 0 and ours[0] == theirs[0])


def _heads_another(whole: list[list[Cell]], part: list[list[Cell]], headings: int) -> bool:
    """Whether a heading has its rows below it, but stands behind a row of other columns: then it is no heading printed again."""
    if not headings or not _is_heading(part[headings - 1]):
        return False
    columns = {(cell.column, cell.column_span) for row in part[:headings] for cell in row}
    return _is_under(part[headings], columns) and not _is_under(whole[-1], columns)


def _is_under(row: Sequence[Cell], columns: Container[tuple[int, int]]) -> bool:
    """Whether a row has the columns of a heading; a total, whose label takes several, has half of them."""
    own = [cell for cell in row if cell.row_span <= _HEADING_SPAN]
    return 2 * sum((cell.column, cell.column_span) in columns for cell in own) >= len(own)


def _leading(row: Sequence[Cell]) -> str | None:
    """The label that a row opens with; None when it opens with a figure or an empty cell."""
    text = key(row[0].text) if row else ""
    return text if text and not any(character.isdigit() for character in text) else None
