"""Refining the tokens of an indicator table before they are aligned: frames left out, glued cells divided, ticks resolved."""

import re

import msgspec

from jixiao.forms.headings import Heading
from jixiao.forms.levels import is_level_word
from jixiao.forms.looks import LIKELIHOODS
from jixiao.forms.ribbon import Gap, Ribbon, Token
from jixiao.forms.ungluing import row_pieces
from jixiao.forms.words import key, keys, words

_TICKS = frozenset("√✓✔☑")
_GLUED_PHRASE = re.compile(
    r"(.+?)(达成预期指标|达成年度指标|部分达成年度指标并具有一定效果|部分达成年度指标|未达成年度指标且效果较差)$"
)


def refine(tokens: Ribbon, heading: Heading) -> Ribbon:
    """Divide tokens in which cells run together: a level word or an achievement phrase at an edge, everything where nothing divides."""
    tokens = _ticked(tokens, heading)
    refined: list[Token] = []
    opening: Gap | None = None
    for token in tokens:
        if token.gap is Gap.ROW and not token.prose and token.key in keys(words().frames):
            opening = token.gap
            continue
        if opening is not None:
            token = msgspec.structs.replace(token, gap=max(opening, token.gap))  # noqa: PLW2901 - the frame's gap passes on
            opening = None
        pieces = _glued_pieces(token, heading)
        for index, piece in enumerate(pieces):
            gap = token.gap if index == 0 else (Gap.SPACE if piece[:1] == " " else Gap.GLUE)
            text = piece.strip()
            if text:
                refined.append(msgspec.structs.replace(token, text=text, key=key(text), gap=gap))
    return tuple(refined)


def _glued_pieces(token: Token, heading: Heading) -> list[str]:
    if not token.prose:
        first, space, rest = token.text.partition(" ")
        if space and level_label(token.text) is None and level_label(first) is not None and len(key(rest)) > 2:
            return [first, " " + rest]
        return [token.text]
    if heading.glued and len(token.key) > 3:
        return row_pieces(token.text)
    match = _GLUED_PHRASE.match(token.text)
    return [match.group(1), match.group(2)] if match else [token.text]


def level_label(text: str) -> str | None:
    """The text when it is a level word that also says 指标 or carries points, so that it cannot be the start of a name."""
    plain = key(text)
    return text if is_level_word(text) and (plain.endswith(("指标", ")", "满意度"))) else None


def _ticked(tokens: Ribbon, heading: Heading) -> Ribbon:
    """Resolve ticks below a second heading row of likelihoods (确定能 | 有可能 | 完全不可能) to the word they stand under."""
    count = next((i for i, token in enumerate(tokens) if i and token.gap is Gap.ROW), 0)
    row = tokens[:count]
    place = next((column.column for column in heading.columns if column.field == "likelihood"), None)
    if not row or place is None or any(token.key not in LIKELIHOODS for token in row):
        return tokens
    words_at = {token.column: token.text for token in row}
    return tuple(
        msgspec.structs.replace(token, text=words_at[token.column], key=key(words_at[token.column]), column=place)
        if token.key in _TICKS and token.column in words_at
        else token
        for token in tokens[count:]
    )
