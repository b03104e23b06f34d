"""Counting what was read right: complete rows, wrong numbers that nobody doubted, and whether confidence earns its name."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import msgspec

from jixiao.model import Evaluation, Indicator
from tests.facsimiles.comparing import unspaced
from tests.forms.comparison import align, plain

ROW = ("name", "weight", "target", "actual", "score")
"""The fields of a complete row."""
FIGURES = ("weight", "target", "actual", "score")
_FIGURE = re.compile(r"[\d.%‰≥≤<>=]")
_SPELLINGS = str.maketrans({"≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤"})


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one row: exact, exact but for white space, right but for the width of signs too; and how sure the reader was.

    `wrong` are the fields read otherwise with both texts, `silent` those whose figures are wrong though neither the field is named as
    doubtful nor its text as unread.
    """

    name: str
    exact: bool
    unspaced: bool
    right: bool
    wrong: tuple[tuple[str, str | None, str | None], ...] = ()
    silent: tuple[str, ...] = ()
    doubted: bool = False
    confidence: float | None = None


def measured(truth: Sequence[Evaluation], read: Sequence[Evaluation], unread: str = "") -> Iterator[Row]:
    """Hold the rows of forms against those that were read; a row that was not laid out counts as one read wrongly.

    What stands in doubt in such a row is told as what is unread: a person is asked to look there.
    """
    for expected, got in align(truth, read, _like_forms):
        laid_out = truth[expected].indicators if expected is not None else ()
        found = read[got].indicators if got is not None else ()
        pairs = list(align(laid_out, found, _like_rows))
        spare = [found[other] for index, other in pairs if index is None and other is not None]
        told = plain(unread + "".join(getattr(row, field) or "" for row in spare for field in row.doubtful))
        for index, other in pairs:
            yield _row(None if index is None else laid_out[index], None if other is None else found[other], told)


def _row(truth: Indicator | None, read: Indicator | None, unread: str) -> Row:
    if truth is None:
        claimed = tuple(field for field in FIGURES if figures(getattr(read, field)) and field not in read.doubtful)
        return Row(
            name=f"+ {read.name}",
            exact=False,
            unspaced=False,
            right=False,
            silent=claimed,
            doubted=bool(read.doubtful),
            confidence=read.confidence,
        )
    if read is None:
        lost = tuple(field for field in FIGURES if not _told(getattr(truth, field), unread))
        return Row(name=f"- {truth.name}", exact=False, unspaced=False, right=False, silent=lost)
    pairs = {field: (getattr(truth, field), getattr(read, field)) for field in ROW}
    silent = tuple(
        field
        for field in FIGURES
        if figures(pairs[field][0]) != figures(pairs[field][1])
        and field not in read.doubtful
        and not (pairs[field][1] is None and _told(pairs[field][0], unread))
    )
    return Row(
        name=truth.name or "",
        exact=all(one == other for one, other in pairs.values()),
        unspaced=all(unspaced(one or "") == unspaced(other or "") for one, other in pairs.values()),
        right=all(plain(one, field) == plain(other, field) for field, (one, other) in pairs.items()),
        wrong=tuple((field, one, other) for field, (one, other) in pairs.items() if one != other),
        silent=silent,
        doubted=bool(set(read.doubtful) & set(ROW)),
        confidence=read.confidence,
    )


def figures(text: str | None) -> str:
    """What of a text counts: digits, points, percent signs and comparisons, in one spelling."""
    spelt = unicodedata.normalize("NFKC", text or "").translate(_SPELLINGS)
    return "".join(_FIGURE.findall(spelt))


def _told(text: str | None, unread: str) -> bool:
    return not figures(text) or plain(text) in unread


def _like_forms(truth: Evaluation, read: Evaluation) -> float:
    names = {plain(row.name) for row in read.indicators}
    return 0.1 + sum(plain(row.name) in names for row in truth.indicators)


def _like_rows(truth: Indicator, read: Indicator) -> float:
    name = SequenceMatcher(None, plain(truth.name), plain(read.name)).ratio()
    same = sum(plain(getattr(truth, field), field) == plain(getattr(read, field), field) != "" for field in FIGURES)
    return name + same / 5 if name >= 0.5 or same >= 3 else 0.0
