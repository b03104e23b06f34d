"""How wide the columns of a table are drawn: as declared, unless long texts would make its rows high beside columns that have room."""

import re
from collections.abc import Sequence
from math import ceil, pow  # noqa: A004 - that of floats, which gives floats

from jixiao.papers.measuring import is_figure, lines, width

_TALL = 9
"""A table whose rows have no more lines than these stays as it is declared."""
_GIVEN = 0.45
"""The share of its width that a column gives away at most."""
_MARGINS = 1.0
"""What a cell needs beside its text, in characters."""
_BRIEF, _HIGH = 6.0, 6
"""A text of no more characters stays on one line, any other in no more than so many, where its column was as declared."""
_ON_ONE, _ON_TWO = 2.0, 4.0
"""Characters of a heading up to which it stands on one line, or on two."""
_BROAD = 1.12
"""By how much a font may be broader than usual."""
_WORD = re.compile(r"[!-~]+")
_STEP, _STEPS = 0.5, 80
"""How much of its width, in characters, a column gives to another at a time, and how often."""
_POWER = 8
"""How much the highest text of a row counts more than the others."""
_WORTH = 0.05
"""Lines of the whole table that a step must save."""


def fitted(
    shares: Sequence[float], rows: Sequence[Sequence[str]], ems: float, headings: Sequence[str] = ()
) -> list[float]:
    """The shares of the columns for these rows of texts, in a table that is as wide as so many Chinese characters.

    No column gets so narrow that its heading stands with one character below the other.

    Bit by bit the column whose texts make the table high takes from the one that can do without best, as long as the table gets shorter.
    """
    total = sum(shares)
    declared = [share / total * ems for share in shares]
    heads = [_headed(heading) for heading in headings] or [0.0] * len(declared)
    widths = _with_whole_figures(rows, declared, heads)
    shares = list(shares) if widths == declared else [own / ems * total for own in widths]
    if max(_height(texts, own) for texts, own in zip(zip(*rows, strict=True), widths, strict=True)) <= _TALL:
        return shares
    changed = _balanced(rows, widths, heads)
    better = _whole(rows, changed) < _whole(rows, widths)
    return [own / ems * total for own in changed] if better else shares


def _headed(heading: str) -> float:
    """The width that a heading needs: one of two characters on a line, a longer one on two or three."""
    longest = max(map(width, heading.split("\n")))
    lines_of = 1 if longest <= _ON_ONE else 2 if longest <= _ON_TWO else 3
    return ceil(longest / lines_of) * _BROAD + _MARGINS if heading else 0.0


def _with_whole_figures(
    rows: Sequence[Sequence[str]], declared: Sequence[float], heads: Sequence[float]
) -> list[float]:
    """Widths with which no figure is broken and no heading is squeezed, as far as the other columns have anything to give.

    Each gives in proportion to that.
    """
    needed = [
        max(
            (width(text) * _BROAD + _MARGINS for text in texts if is_figure(text) and width(text) <= _BRIEF),
            default=0.0,
        )
        for texts in zip(*rows, strict=True)
    ]
    needed = [max(pair) for pair in zip(needed, heads, strict=True)]
    lacking = [max(need - own, 0.0) for need, own in zip(needed, declared, strict=True)]
    spare = [max(own - max(need, own * (1 - _GIVEN)), 0.0) for need, own in zip(needed, declared, strict=True)]
    if not any(lacking) or not any(spare):
        return list(declared)
    given = min(sum(lacking), sum(spare))
    return [
        own + given * lack / sum(lacking) - given * free / sum(spare)
        for own, lack, free in zip(declared, lacking, spare, strict=True)
    ]


def _balanced(rows: Sequence[Sequence[str]], declared: Sequence[float], heads: Sequence[float]) -> list[float]:
    table = _Table(rows, declared)
    least = [
        max(_least(texts, own), min(head, own))
        for texts, own, head in zip(zip(*rows, strict=True), declared, heads, strict=True)
    ]
    for _ in range(_STEPS):
        saved, taker = min((table.change(column, _STEP), column) for column in range(len(declared)))
        lost, donor = min(
            (
                (table.change(column, -_STEP), column)
                for column, own in enumerate(table.widths)
                if column != taker and own - _STEP >= least[column]
            ),
            default=(-saved, taker),
        )
        if saved + lost > -_WORTH:
            break
        table.move(donor, taker)
    return table.widths


class _Table:
    """Texts with the widths of their columns, and about how high each makes its row: in parts of lines, so that every bit counts.

    A row counts as a little higher than its highest text, the more so the more texts are as high: of two long ones each gets room by turns.
    """

    def __init__(self, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        self.widths = list(widths)
        columns = zip(*rows, strict=True)
        self._lengths = [[[width(line) for line in text.split("\n")] for text in texts] for texts in columns]
        self._powers = [self._column(column, own) for column, own in enumerate(self.widths)]
        self._sums = [sum(row) for row in zip(*self._powers, strict=True)]

    def change(self, column: int, by: float) -> float:
        """By how many lines the table gets higher when a column gets wider by so much."""
        new = self._column(column, self.widths[column] + by)
        return sum(
            pow(whole - before + after, 1 / _POWER) - pow(whole, 1 / _POWER)
            for whole, before, after in zip(self._sums, self._powers[column], new, strict=True)
            if before != after
        )

    def move(self, donor: int, taker: int) -> None:
        """Make one column narrower and the other wider by a step."""
        for column, by in ((donor, -_STEP), (taker, _STEP)):
            self.widths[column] += by
            self._powers[column] = self._column(column, self.widths[column])
        self._sums = [sum(row) for row in zip(*self._powers, strict=True)]

    def _column(self, column: int, own: float) -> list[float]:
        room = max(own - _MARGINS, 1.0)
        return [sum(max(length / room, 1.0) for length in lengths) ** _POWER for lengths in self._lengths[column]]


def _height(texts: Sequence[str], own: float) -> int:
    return max(lines(text, own - _MARGINS) for text in texts)


def _least(texts: Sequence[str], own: float) -> float:
    """The width that a column keeps: much of its own, room for its figures and short texts on one line, and for long ones on a few."""
    whole = [text for text in texts if width(text) <= _BRIEF] + [word for text in texts for word in _WORD.findall(text)]
    least = max(own * (1 - _GIVEN), max(map(width, whole), default=0.0) * _BROAD + _MARGINS)
    height = max(_HIGH, _height(texts, own))
    while least < own and _height(texts, least) > height:
        least += 0.5
    return min(least, own)


def _whole(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> int:
    """How many lines all rows take."""
    return sum(max(lines(text, own - _MARGINS) for text, own in zip(texts, widths, strict=True)) for texts in rows)
