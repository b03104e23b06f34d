"""The labels of merged cells near a page's end: which of them end as the others of their column do, and what is the end of one."""

import re
from collections.abc import Sequence

from jixiao.documents import Cell
from jixiao.readers.page_headings import key

_LIKE_ENDINGS = 0.6
"""Share of the labels of a column that end with one character, 标 mostly, by which a label without it is seen to be cut."""
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def masked(label: Cell) -> str:
    """A label with its points made equal: 产出指标（0分）."""
    return _DIGITS.sub("0", key(label.text))


def is_end(upper: Cell, lower: Cell, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a text is the end of the label above it: others of its column end like it, and what is above does not."""
    start, end = masked(upper), masked(lower)
    others = other_labels(upper, lower, rows)
    if start.endswith(end):
        return False
    return any(other.endswith(end) for other in others) or (ends_alike(end, others) and start[-1:] != end[-1:])


def other_labels(upper: Cell, lower: Cell, rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The labels of a column besides two."""
    labels = [masked(cell) for row in rows for cell in row if cell.column == upper.column]
    return [label for label in labels if label and label not in (masked(upper), masked(lower))]


def ends_alike(label: str, others: Sequence[str]) -> bool:
    """Whether most labels of a column end with the same character, 标 as a rule, as one does."""
    return bool(others) and sum(other[-1] == label[-1:] for other in others) >= _LIKE_ENDINGS * len(others)
