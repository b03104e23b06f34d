"""Nothing is lost: every token of a form is found again in a value, a label or a heading, or it is reported as unread."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from jixiao.forms import shapes
from jixiao.forms.levels import is_level_word
from jixiao.forms.ribbon import Ribbon, Token
from jixiao.forms.words import key, keys, words
from jixiao.model import Evaluation, Unread

_PAGE = re.compile(r"[-—]+\d{1,3}[-—]+|第\d+页(?:[,，/]?共\d+页)?|\d{1,3}/\d{1,3}页?")
_NUMBER = re.compile(r"\d[\d,.]*")
_SIGNS = ["√", "✓", "小计", "定性", "定量", "正向", "反向"]
"""Marks whose meaning is taken over without their text; 定性 and 定量 are no part of a target."""
_HALF = 2
"""Characters that a half of a glued cell has at least."""
_POINTS = re.compile(r"[(](?:满分)?\d+(?:\.\d+)?(?:分|%)?[)]?$")
_YEAR = re.compile(r"[(]?(?:2[0O][\dO]{2}|\s)*(?:年度?|年)?(?:\d{1,2}[-至]\d{1,2}月)?[)]?")


def lost(tokens: Ribbon, evaluation: Evaluation, known: Iterable[str]) -> Iterator[Unread]:
    """Report the tokens of a form that went nowhere; `known` are the labels, headings and reports that account for the others."""
    kept = "\n".join(key(text) for text in (*_texts(evaluation), *known))
    figures = frozenset(_NUMBER.findall(kept))
    for token in tokens:
        if _NUMBER.fullmatch(token.key) and token.key not in figures:
            yield Unread(text=token.text, why="这个数字没有归入任何栏目。", place=token.place)
        elif not (token.key in kept or _means_nothing(token) or _in_pieces(token, kept)):
            yield Unread(text=token.text, why="这段文字没有归入任何栏目。", place=token.place)


def _in_pieces(token: Token, kept: str) -> bool:
    """Whether a cell was taken apart and all its pieces kept.

    Cells are taken apart at spaces, colons and dashes, level labels from their points, and where two cells ran together.
    """
    pieces = [_POINTS.sub("", key(piece)) for piece in re.split(r"[\s:：—-]+", token.text)]
    if all(piece in kept for piece in pieces):
        return True
    return any(token.key[:cut] in kept and token.key[cut:] in kept for cut in range(_HALF, len(token.key) - _HALF + 1))


def _texts(value: object) -> Iterator[str]:
    """All texts inside a model value, keys of dictionaries included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            if field not in {"kind", "form", "layout", "place", "cells", "doubtful"}:
                yield from _texts(getattr(value, field))
    elif isinstance(value, dict):
        for name, content in value.items():
            yield from (str(name), *_texts(content))
    elif isinstance(value, tuple):
        for content in value:
            yield from _texts(content)


def _means_nothing(token: Token) -> bool:
    """Dashes, ticks, page numbers, the year of the title, what a template leaves standing, names of blocks, levels and totals."""
    return (
        shapes.is_dash(token.key)
        or shapes.is_placeholder(token.key)
        or bool(_PAGE.fullmatch(token.key))
        or bool(_YEAR.fullmatch(token.key))
        or is_level_word(token.key)
        or token.key.rstrip(":") in keys([*words().frames, *words().totals, *_SIGNS])
    )
