"""Words of the form that recognition misspelt, put right before the form is looked for: 二级指标。 and 教量指标 name columns and levels.

Only cells of uncertain reading are touched, and only where exactly one word of the closed vocabulary lies near.
"""

import re
from functools import cache

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from jixiao.documents import Cell, Document, Table
from jixiao.forms.words import key, words

_DOUBTED = 0.98
"""Confidence below which a cell may be misspelt."""
_LONGEST = 24
_SHORT, _LONG = 4, 8
"""Characters from which on one, and two, may be wrong."""
_STRAY = " .,:;'`·。，、：；|-_—"
"""Marks that dirt and rules leave at the ends of a word."""
_POINTS = re.compile(r"^(.+?)[(]([^()]{1,5}?)(分|%)?[)]$")
_OPEN = re.compile(r"^([^()]+?)(\d{1,3}(?:\.\d)?)(分|%)?[)]$")
"""The same with its first bracket lost."""
_LETTERED = re.compile(r"^(.+?)[(]([A-Z](?:/[A-Z])?)[)]$")
"""A column with the letter that formulas call it by: 全年预算数(A)."""
_MISTAKEN = str.maketrans("顶坝昇异土云双血你守叫官", "预预算算全会效益标持时管")
"""What small or blurred characters of these words are often taken for; none of them stands in a word of the vocabulary."""
_FIGURES = str.maketrans("OoQDlI|iSsBZz。", "0000111155822.")


class Respelt(msgspec.Struct, frozen=True, kw_only=True):
    """A cell whose words were put right: what recognition claimed and what is taken for it."""

    cell: Cell
    taken: str


def spelt(document: Document) -> tuple[Document, tuple[Respelt, ...]]:
    """Put right the words of a document's uncertain cells; returns it, and every cell that was changed."""
    changed: list[Respelt] = []

    def right(cell: Cell) -> Cell:
        doubted = cell.confidence < _DOUBTED or (cell.confidence < 1 and _OPEN.match(key(cell.text)) is not None)
        taken = word_for(cell.text) if doubted else None
        if taken is None:
            return cell
        changed.append(Respelt(cell=cell, taken=taken))
        return msgspec.structs.replace(cell, text=taken)

    blocks = tuple(
        msgspec.structs.replace(block, cells=tuple(right(cell) for cell in block.cells))
        if isinstance(block, Table) and any(cell.confidence < 1 for cell in block.cells)
        else block
        for block in document.blocks
    )
    return (msgspec.structs.replace(document, blocks=blocks) if changed else document), tuple(changed)


def word_for(text: str) -> str | None:
    """The word of the vocabulary that a misspelt text stands for; None where it is one already, or none or several lie near."""
    plain = key(text)
    if not plain or len(plain) > _LONGEST or plain in _vocabulary():
        return None
    column = _LETTERED.match(plain)
    if column is not None:
        word = _near(column[1])
        return f"{word}（{column[2]}）" if word and key(word) != column[1] else None
    points = _POINTS.match(plain) or _OPEN.match(plain)
    if points is not None:
        taken = _with_points(*points.groups())
        return None if taken is None or key(taken) == plain else taken
    return _near(plain.strip(_STRAY))


def _with_points(label: str, figure: str, unit: str | None) -> str | None:
    """A label of a level with its points: 产出指标(5O分)."""
    plain = label.strip(_STRAY)
    word = _near(plain)
    number = figure.translate(_FIGURES)
    if word is None or not re.fullmatch(r"\d{1,3}(?:\.\d)?", number):
        return None
    return f"{word}（{number}{unit or ''}）"


def _near(plain: str) -> str | None:
    """The one word that a text is, or is when each character is taken for the one it is often mistaken for, or that lies nearest."""
    usual = plain.translate(_MISTAKEN)
    for each in (plain, usual):
        if each in _vocabulary():
            return _vocabulary()[each]
    return _nearest(plain) or _nearest(usual)


def _nearest(plain: str) -> str | None:
    allowed = 0 if len(plain) < _SHORT else 1 if len(plain) < _LONG else 2
    if not allowed:
        return None
    found = process.extract(plain, _vocabulary().keys(), scorer=Levenshtein.distance, score_cutoff=allowed, limit=2)
    if not found or (len(found) > 1 and found[0][1] == found[1][1]):
        return None
    return _vocabulary()[found[0][0]]


@cache
def _vocabulary() -> dict[str, str]:
    """The words that name parts of a form, by their keys; words for amounts of money come and go, so they are not among them."""
    listed = words()
    groups = (
        *listed.indicator_columns.values(),
        *listed.fund_columns.values(),
        *listed.head_labels.values(),
        *listed.goals.values(),
        *listed.levels.values(),
        list(listed.levels),
        listed.fund_labels,
        listed.frames,
        listed.totals,
    )
    return {key(word): word for group in groups for word in group}
