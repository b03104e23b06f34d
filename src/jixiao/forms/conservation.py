"""Nothing is lost: every token of a form is found again in a value, a label or a heading, or it is reported as unread."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from jixiao.forms import shapes
from jixiao.forms.headings import column_word
from jixiao.forms.labels import is_total_word
from jixiao.forms.ribbon import Ribbon, Token
from jixiao.forms.words import key, keys, words
from jixiao.model import Evaluation, Fund, Goal, Indicator, Management, Unread
from jixiao.places import Place

_PAGE = re.compile(r"[-—]+\d{1,3}[-—]+|第\d+页(?:[,，/]?共\d+页)?|\d{1,3}/\d{1,3}页?")
_NUMBER = re.compile(r"\d[\d,.]*")
_MARK = re.compile(r"\d[\d,.]*分")
_ORDINAL = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、](?=\D{3})")
"""The number before a label: 2.项目实施内容."""
_SIGNS = ["√", "✓", "小计", "定性", "定量", "正向", "反向", "正向指标", "反向指标", "逆向指标"]
"""Marks whose meaning is taken over without their text; 定性 and 定量 are no part of a target."""
_HALF = 2
"""Characters that a half of a glued cell has at least."""
_POINTS = re.compile(r"[(](?:满分)?\d+(?:\.\d+)?(?:分|%)?[)]?$")
_YEAR = re.compile(
    r"(?:(?:填报|评价|自评|预算|考核|所属)?年[度份]:)?[(]?(?:2[0O][\dO]{2}|\s)*(?:年度?|年)?(?:\d{1,2}[-至]\d{1,2}月)?[)]?"
)


def lost(tokens: Ribbon, evaluation: Evaluation, known: Iterable[str], *, repeated: bool = False) -> Iterator[Unread]:
    """Report the tokens of a form that went nowhere; `known` are the labels, headings and reports that account for the others.

    What a new page repeats (`repeated`) is kept when it stands anywhere in the form.
    """
    if not tokens:
        return
    known = tuple(known)
    whole = {key(text) for text in (*_texts(evaluation), *known)}
    kept = "\n".join(whole)
    figures = _Figures(evaluation, known)
    if repeated:
        figures.anywhere |= {figure for _, figure in figures.placed}
    for token in tokens:
        if token.heads is not None:
            continue
        if _NUMBER.fullmatch(token.key):
            if not figures.take(token):
                yield Unread(text=token.text, why="这个数字没有归入任何栏目。", place=token.place)
        elif _MARK.fullmatch(token.key) and key(evaluation.total_score or "") == token.key.removesuffix("分"):
            continue
        elif not (
            token.key in whole
            or token.key in kept
            or _ORDINAL.sub("", token.key) in kept
            or _means_nothing(token)
            or _in_pieces(token, kept)
        ):
            yield Unread(text=token.text, why="这段文字没有归入任何栏目。", place=token.place)


class _Figures:
    """The figures of an evaluation by the place they stand in, to be taken off one by one: the same figure often stands elsewhere too.

    A cell that runs over several lines has the place of its first, so the figures of longer texts are kept without place.
    """

    def __init__(self, evaluation: Evaluation, known: Iterable[str]) -> None:
        self.placed: Counter[tuple[Place, str]] = Counter()
        self.anywhere = {figure for text in known for figure in _NUMBER.findall(key(text))}
        rows: tuple[Fund | Indicator | Goal | Management | Evaluation, ...]
        rows = (*evaluation.funds, *evaluation.indicators, *evaluation.goals, *evaluation.fund_management, evaluation)
        for row in rows:
            for field in row.__struct_fields__:
                value = getattr(row, field)
                if isinstance(value, str):
                    self._put(value, row.cells.get(field, row.place))
        self.beside: Counter[tuple[Place, str]] = Counter()
        for extra in evaluation.fields:
            # A field has the place of its label; its figure may stand in a cell beside it.
            self._put(extra.value or "", extra.place)
            self.beside[_row(extra.place), key(extra.value or "")] += 1
        # A total may stand on another line than its label, which gives its place.
        self.anywhere.update(key(total) for total in (evaluation.total_weight, evaluation.total_score) if total)
        for points in (evaluation.level1_weights, evaluation.level2_weights):
            self.anywhere.update(points.values())

    def _put(self, value: str, place: Place) -> None:
        text = key(value)
        if _NUMBER.fullmatch(text):
            self.placed[place, text] += 1
        else:
            self.anywhere.update(_NUMBER.findall(text))

    def take(self, token: Token) -> bool:
        """Whether the figure of a token stands in the evaluation; where it stands in the same place it is taken off."""
        if self.placed[token.place, token.key]:
            self.placed[token.place, token.key] -= 1
            return True
        if self.beside[_row(token.place), token.key]:
            self.beside[_row(token.place), token.key] -= 1
            return True
        return token.key in self.anywhere


def _row(place: Place) -> Place:
    return Place(sheet=place.sheet, table=place.table, row=place.row, line=place.line, paragraph=place.paragraph)


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
        for field in _fields(type(value)):
            content = getattr(value, field)
            if isinstance(content, str):
                yield content
            elif content:
                yield from _texts(content)
    elif isinstance(value, dict):
        for name, content in value.items():
            yield from (str(name), *_texts(content))
    elif isinstance(value, tuple):
        for content in value:
            yield from _texts(content)


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of a model type in which something printed may stand."""
    aside = {"kind", "form", "layout", "place", "cells", "doubtful", "confidence"}
    return tuple(field for field in kind.__struct_fields__ if field not in aside)


def _means_nothing(token: Token) -> bool:
    """Dashes, ticks, page numbers, the year of the title, what a template leaves standing, names of blocks and totals."""
    return (
        shapes.is_dash(token.key)
        or shapes.is_placeholder(token.key)
        or bool(_PAGE.fullmatch(token.key))
        or bool(_YEAR.fullmatch(token.key))
        or column_word(token.key) is not None
        or token.key.rstrip(":") in keys([*words().frames, *_SIGNS])
        or is_total_word(token.key.rstrip(":"))
    )
