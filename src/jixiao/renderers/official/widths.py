"""How wide the columns of a table are drawn: as declared, unless one long text would run over pages beside columns that are blank."""

import re
from collections.abc import Sequence

from jixiao.papers.measuring import lines, width

_TALL = 24
"""A row of no more lines than these stays as it is declared."""
_GIVEN = 0.45
"""The share of its width that a column gives away at most."""
_MARGINS = 1.0
"""What a cell needs beside its text, in characters."""
_BRIEF, _HIGH = 6.0, 6
"""A text of no more characters stays on one line, any other in no more than so many, where its column was as declared."""
_BROAD = 1.12
"""By how much a font may be broader than usual."""
_WORD = re.compile(r"[!-~]+")


def fitted(shares: Sequence[float], rows: Sequence[Sequence[str]], ems: float) -> list[float]:
    """The shares of the columns for these rows of texts, in a table that is as wide as so many Chinese characters.

    The column of the highest text takes from the others what they can do without, if that makes the table shorter on the whole.
    """
    total = sum(shares)
    widths = [share / total * ems for share in shares]
    tallest, height = max(
        ((column, _height(texts, widths[column])) for column, texts in enumerate(zip(*rows, strict=True))),
        key=lambda each: each[1],
    )
    if height <= _TALL:
        return list(shares)
    spare = [
        0.0 if column == tallest else widths[column] - _least(texts, widths[column])
        for column, texts in enumerate(zip(*rows, strict=True))
    ]
    wanted = (widths[tallest] - _MARGINS) * height / _TALL + _MARGINS - widths[tallest]
    part = min(wanted / sum(spare), 1.0) if sum(spare) else 0.0
    changed = [own - part * free for own, free in zip(widths, spare, strict=True)]
    changed[tallest] += part * sum(spare)
    better = _whole(rows, changed) < _whole(rows, widths)
    return [own / ems * total for own in changed] if better else list(shares)


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
