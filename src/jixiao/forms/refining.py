"""Refining the tokens of an indicator table before they are aligned: frames left out, glued cells divided, ticks resolved."""

import itertools
import re
from collections.abc import Iterator
from functools import cache

import msgspec

from jixiao.forms.headings import Column, Heading
from jixiao.forms.levels import is_level_word
from jixiao.forms.looks import LIKELIHOODS
from jixiao.forms.ribbon import Gap, Ribbon, Token, is_frame
from jixiao.forms.ungluing import row_pieces
from jixiao.forms.words import alternation, key, keys, words

_NAME_THEN_VALUE = re.compile(r"([^\d≥≤<>＜＞=＝]{2,}?)([≥≤<>＜＞=＝]=?\d.*|\d{4}年\d{1,2}月.*)$")
_VALUE_THEN_POINTS = re.compile(r"([≥≤<>=]?\d.*[^\d.,、]|[^\d]{2,})(\d{1,3}(?:\.\d{1,2})?)$")
_DIVIDED = frozenset({"likelihood", "note"})
"""Columns that a second heading row divides."""
_SUBHEADS = {
    **dict.fromkeys(LIKELIHOODS, "likelihood"),
    **dict.fromkeys(
        ("经费保障", "制度保障", "人员保障", "硬件条件保障", "硬件保障", "其他", "其他原因"), "explanation"
    ),
    "原因说明": "note",
    "原因分析": "note",
    "说明": "note",
}
_TICKS = frozenset("√✓✔☑")
_GLUED_PHRASE = re.compile(
    r"(.+?)(达成预期指标|达成年度指标|部分达成年度指标并具有一定效果|部分达成年度指标|未达成年度指标且效果较差)$"
)


def refine(tokens: Ribbon, heading: Heading) -> Ribbon:
    """Divide tokens in which cells run together: a level word or an achievement phrase at an edge, everything where nothing divides."""
    refined: list[Token] = []
    opening: Gap | None = None
    for position, token in enumerate(tokens):
        if token.gap is Gap.ROW and not token.prose and is_frame(token):
            opening = token.gap
            continue
        if opening is not None:
            token = msgspec.structs.replace(token, gap=max(opening, token.gap))  # noqa: PLW2901 - the frame's gap passes on
            opening = None
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        pieces = _glued_pieces(token, following, heading)
        if pieces == [token.text]:
            refined.append(token)
            continue
        for index, piece in enumerate(pieces):
            gap = token.gap if index == 0 else (Gap.SPACE if piece[:1] == " " else Gap.GLUE)
            text = piece.strip()
            if text:
                refined.append(msgspec.structs.replace(token, text=text, key=key(text), gap=gap))
    return tuple(refined)


def _glued_pieces(token: Token, following: Token | None, heading: Heading) -> list[str]:
    if not token.prose:
        first, space, rest = token.text.partition(" ")
        if space and level_label(token.text) is None and level_label(first) is not None and len(key(rest)) > 2:
            return [first, " " + rest]
        return [token.text]
    if heading.glued and len(token.key) > 3:
        return [token.text] if level_label(token.text) is not None else _printed(token, row_pieces(token.key))
    return list(_soft_pieces(token.text, following))


def _printed(token: Token, pieces: list[str]) -> list[str]:
    """The pieces of a token's key as they are printed: widths are normalised character by character, or else the key must do."""
    if len(token.text) != len(token.key):
        return pieces
    ends = [0, *itertools.accumulate(map(len, pieces))]
    return [token.text[start:end] for start, end in itertools.pairwise(ends)]


def _soft_pieces(text: str, following: Token | None) -> Iterator[str]:
    """Where running text may hold two cells in one token; the alignment joins again what was one after all."""
    while (match := _leading_levels().match(text)) and match.end() < len(text):
        yield match.group(0)
        text = text[match.end() :]
    if match := _GLUED_PHRASE.match(text):
        yield from (match.group(1), match.group(2))
        return
    twin = _twin(text, following)
    if twin:
        yield from (text[: -len(twin)], twin)
        return
    if match := _NAME_THEN_VALUE.match(text):
        yield match.group(1)
        text = match.group(2)
    match = _VALUE_THEN_POINTS.match(text)
    yield from (match.group(1), match.group(2)) if match else (text,)


def _twin(text: str, following: Token | None) -> str:
    """The end of a text with which the next token begins: a target in words answered in the same words (明显减少 明显减少30)."""
    if following is None or following.gap is not Gap.SPACE:
        return ""
    words_of = re.sub(r"[\d.]+$", "", following.text)
    return words_of if len(words_of) > 1 and text.endswith(words_of) and len(text) > len(words_of) + 1 else ""


@cache
def _leading_levels() -> re.Pattern[str]:
    """A level word that says 指标, with or without points, at the start of a text."""
    levels = [word for first, seconds in words().levels.items() for word in (first, *seconds) if word.endswith("指标")]
    return re.compile(rf"(?:{alternation(keys(levels))})(?:[（(]\d+分[)）])?")


def level_label(text: str) -> str | None:
    """The text when it is a level word that also says 指标 or carries points, so that it cannot be the start of a name."""
    plain = key(text)
    return text if is_level_word(text) and (plain.endswith(("指标", ")", "满意度"))) else None


def expand(tokens: Ribbon, heading: Heading) -> tuple[Ribbon, Heading]:
    """Work a second heading row into the first: columns under 偏差原因分析 (经费保障 … 原因说明) and 完成目标可能性 (确定能 …).

    A tick below one of them stands for its word.
    """
    count = next((i for i, token in enumerate(tokens) if i and token.gap is Gap.ROW), 0)
    row = tokens[:count]
    if not row or any(token.column is None or token.key not in _SUBHEADS for token in row):
        return tokens, heading
    likelihood = next((token.column for token in row if token.key in LIKELIHOODS), None)
    columns = [column for column in heading.columns if column.field not in _DIVIDED]
    columns += [Column(field=_SUBHEADS[token.key], word=token.text, column=token.column) for token in row]
    columns.sort(key=lambda column: column.column or 0)
    kept: list[Column] = []
    for column in columns:
        if column.field != "likelihood" or all(known.field != "likelihood" for known in kept):
            kept.append(column)
    below = {token.column: token for token in row}
    ticked = tuple(_ticked(token, below, likelihood) for token in tokens[count:])
    return ticked, msgspec.structs.replace(
        heading, columns=tuple(kept), words=(*heading.words, *(token.text for token in row))
    )


def _ticked(token: Token, below: dict[int | None, Token], likelihood: int | None) -> Token:
    head = below.get(token.column)
    if head is None or token.key not in _TICKS:
        return token
    column = likelihood if head.key in LIKELIHOODS else token.column
    return msgspec.structs.replace(token, text=head.text, key=head.key, column=column)
