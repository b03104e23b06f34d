"""Labels that stand beside several rows: which rows each of them spans, by standing in the middle of these, or at the top."""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from jixiao.readers.pdf.rowing import Column, Leading, broken, spread

_ASIDE = 2.5
"""Cost of a label that stands a line beside the middle of its rows."""
_FREE = 0.3
"""Share of a line by which it may: where between two rows one ends is not seen."""
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]?|^[^（(]*[)）]|\s")
"""The points behind a label."""
_COMMON, _UNFINISHED = 0.4, 0.6
"""Share of the lines of labels that end alike; cost of a label that does not, and of one more in the same cell."""
_APART = 3.0
"""How much dearer lines far apart are in a label than in other cells."""
_WITHOUT = 0.6
"""Cost of a row without a label."""


class Spans(msgspec.Struct, frozen=True):
    """The numbers of the rows with which a new label begins, without the first; and what this division cost."""

    begins: frozenset[int]
    cost: float


def spans_of(
    column: Column,
    edges: Sequence[float],
    tops: Sequence[float],
    leading: Leading,
    allowed: frozenset[int] | None = None,
) -> Spans:
    """Divide the rows between `edges` among the labels of a column; a label may only begin with `allowed` rows.

    `tops` are the middles of the first lines of the rows.
    """
    found = [_divided(column, edges, first, leading, allowed) for first in ((), tops)]
    return min(found, key=lambda spans: spans.cost)


def _divided(
    column: Column, edges: Sequence[float], tops: Sequence[float], leading: Leading, allowed: frozenset[int] | None
) -> Spans:
    rows = len(edges) - 1
    number = _rows_of_items(column, edges)
    apart = [(below.middle - above.middle) / leading.pitch - 1 for above, below in pairwise(column)]
    broadest = max((item.width for item in column), default=0.0)
    joining = [
        _APART * spread(gap) + broken(*pair, broadest, leading.em)
        for gap, pair in zip(apart, pairwise(column), strict=True)
    ]
    texts = [_BRACKETED.sub("", item.text) for item in column]
    ending = _ending(texts)
    best = [0.0] + [float("inf")] * rows
    back = [0] * (rows + 1)
    firsts = [sum(row < edge for row in number) for edge in range(rows + 1)]
    for start in range(rows):
        if start and allowed is not None and start not in allowed:
            continue
        first = firsts[start]
        entry = best[start]
        if start and 0 < first < len(column):
            entry += leading.closeness(apart[first - 1])
        for end in range(start + 1, rows + 1):
            last = firsts[end]
            if first == last:
                cost = _WITHOUT * (end - start)
            else:
                cost = sum(joining[first : last - 1])
                top, bottom = column[first].middle, column[last - 1].middle
                aside = top - tops[start] if tops else (top + bottom - edges[start] - edges[end]) / 2
                cost += _unfinished(texts[first:last], ending)
                cost += _ASIDE * min(4.0, max(0.0, abs(aside) / leading.pitch - _FREE))
            if entry + cost < best[end]:
                best[end], back[end] = entry + cost, start
    begins = set()
    end = rows
    while end:
        end = back[end]
        begins.add(end)
    return Spans(frozenset(begins - {0}), best[rows])


def _ending(texts: Sequence[str]) -> str:
    """The character with which labels of a column end, 标 mostly; empty when none is common."""
    ends = [text[-1] for text in texts if text]
    common = max(set(ends), key=lambda end: (ends.count(end), end), default="")
    return common if ends.count(common) >= max(2, _COMMON * len(ends)) else ""


def _unfinished(lines: Sequence[str], ending: str) -> float:
    """What it costs that lines are no whole label, or several of them."""
    filled = [line for line in lines if line]
    if not ending or not filled:
        return 0.0
    whole = sum(line.endswith(ending) for line in filled)
    return _UNFINISHED * ((not filled[-1].endswith(ending)) + max(0, whole - 1))


def _rows_of_items(column: Column, edges: Sequence[float]) -> list[int]:
    """The row that each line of a label stands beside; one outside of all belongs to the nearest."""
    rows = len(edges) - 1
    return [min(rows - 1, max(0, sum(edge <= item.middle for edge in edges) - 1)) for item in column]
