"""Sentences and clauses (句、分句) of a text, with their offsets; what stands in brackets or quotation marks is not cut."""

import re
from functools import lru_cache

import msgspec

_SENTENCE = re.compile(r"[。；;！!？?\n]")
_CLAUSE = re.compile(r"[。；;！!？?\n，,]|(?<=[^\d])[:：](?=[^\d])")
_CLOSING = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕", "【": "】", "「": "」"}
_OPENING = re.compile(f"[{re.escape(''.join(_CLOSING))}]")
_LONGEST_ASIDE = 60
"""A bracket that does not close within so many characters was forgotten; the text is cut inside it."""

_ENUMERATOR = re.compile(
    r"^\s*(?:(?:目标|指标|任务)\s*\d{1,2}\s*(?:完成情况)?\s*[:：]?|第?[一二三四五六七八九十]{1,3}(?:是|[、.．])|[（(][一二三四五六七八九十\d]{1,3}[）)]、?"
    r"|\d{1,2}[、.．](?!\d)|[①-⑳]|其中\s*[:：]?|总体目标\s*[:：]|年度目标\s*[:：])\s*"
)


class Piece(msgspec.Struct, frozen=True):
    """A sentence or clause and where it begins in its text; what ends it does not belong to it."""

    text: str
    start: int


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Piece, ...]:
    """Cut a text at full stops, semicolons and line breaks."""
    return _cut(text, _SENTENCE)


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[Piece, ...]:
    """Cut a text at commas and colons as well; thousands separators and ratios stay whole."""
    return _cut(text, _CLAUSE)


def without_number(text: str) -> str:
    """Take the number of a list off: 一是, （二）, 目标3：, 指标1完成情况：."""
    while (found := _ENUMERATOR.match(text)) and found.end():
        text = text[found.end() :]
    return text


def _cut(text: str, at: re.Pattern[str]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    start, skip = 0, _asides(text)
    for found in at.finditer(text):
        here = found.start()
        if any(low < here < high for low, high in skip) or _groups_thousands(text, here):
            continue
        _keep(pieces, text, start, here)
        start = found.end()
    _keep(pieces, text, start, len(text))
    return tuple(pieces)


def _asides(text: str) -> list[tuple[int, int]]:
    """The stretches in brackets or quotation marks."""
    found = []
    for opening in _OPENING.finditer(text):
        start = opening.start()
        end = text.find(_CLOSING[opening.group()], start, start + _LONGEST_ASIDE)
        if end > 0:
            found.append((start, end))
    return found


def _groups_thousands(text: str, at: int) -> bool:
    return text[at] == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit()


def _keep(pieces: list[Piece], text: str, start: int, end: int) -> None:
    part = text[start:end]
    stripped = part.strip()
    if stripped:
        pieces.append(Piece(stripped, start + len(part) - len(part.lstrip())))
