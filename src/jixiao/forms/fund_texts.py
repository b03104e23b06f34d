"""Funds told in words within one cell or line: 年初预算：120；实际支出：118.5, or 预算安排120万元，实际支出118.5万元，执行率98.75%。"""

import re

import msgspec

from jixiao.forms.headings import column_word, listed_field
from jixiao.forms.labels import label_at
from jixiao.forms.ribbon import Gap, Ribbon, Token
from jixiao.forms.unlisted import fund_field, is_source
from jixiao.forms.words import key

_CLAUSES = re.compile(r"[，；;。、\s]+|,(?!\d{3}(?!\d))")
_OPENING = re.compile(
    r"^(?:其中[:：]?|20\d{2}年度?|(?:截至|截止)?(?:20\d{2}年)?\d{1,2}月(?:底|末|\d{1,2}日)?|截至年底|年底|目前|[(（])+"
)
_NAMED = re.compile(
    r"(?P<name>[^\d:：]{2,14}?)(?P<between>[:：为是]?(?:人民币)?)(?P<figure>[-+]?\d[\d,]*(?:\.\d+)?(?:亿元|万元|元|[%％])?)[)）]?"
)
_ABOUT_FUNDS = re.compile(r"资金|预算|经费|支出|金额")
_LONGEST_LABEL = 12
_BUDGETS = frozenset({"initial", "adjusted"})
_MEASURED = _BUDGETS | {"executed", "rate"}


_SPACED = re.compile(r"(?<=[^\d\s，；;。、,]) +(?=[-+]?\d)")
"""Blanks between a word and its figure."""
_POINTS = frozenset({"weight", "score"})


class Told(msgspec.Struct, frozen=True):
    """A figure of a text with the word before it and what it is: a field of Fund, "source", or "explanation"."""

    name: str
    figure: str
    field: str


def _what(name: str) -> str | None:
    word = key(name)
    field = column_word(word) or points_word(word)
    if field is None and is_source(word) and not re.search("预算|支出|执行|使用", word):
        return "source"
    return field or fund_field(word)


def points_word(word: str) -> str | None:
    """The field of the points of 预算执行率 that a word names: 分值, 得分."""
    field = listed_field(word, "fund")
    return field if field in _POINTS else None


def told(text: str) -> tuple[tuple[Told, ...], tuple[str, ...]] | None:
    """The amounts that a text tells and its clauses that tell none; None where it speaks of something else, or says one thing twice."""
    body = re.sub(r"^[^，。；\d]{0,10}(?:资金|预算|经费)[^，。；\d:：]{0,8}[:：](?=[^\d])", "", text.strip())
    found: list[Told] = []
    rest: list[str] = []
    for clause in filter(None, _CLAUSES.split(body)):
        match = _NAMED.fullmatch(_OPENING.sub("", clause))
        field = _what(match["name"]) if match else None
        if match is None or field is None or (field == "rate") != (match["figure"][-1] in "%％"):
            rest.append(clause)
            continue
        found.append(Told(match["name"], match["figure"], field))
    fields = [one.field for one in found if one.field in _MEASURED | _POINTS]
    if len(fields) != len(set(fields)) or not _BUDGETS | {"executed"} & set(fields):
        return None
    return (tuple(found), tuple(rest)) if found else None


def amounts_apart(tokens: Ribbon) -> tuple[Ribbon, tuple[str, ...]]:
    """The tokens with the amounts that a cell or a line tells in words as labels and figures, and the texts that were taken apart.

    What such a text says besides stays behind its figures as a token of its own.
    """
    result: list[Token] = []
    apart: list[str] = []
    lines = _spaced_lines(tokens)
    for index, token in enumerate(lines):
        pieces = _apart(token, lines[index - 1] if index else None)
        result.extend(pieces)
        apart += [token.text] if len(pieces) > 1 else []
    return tuple(result), tuple(apart)


def _spaced_lines(tokens: Ribbon) -> Ribbon:
    """The tokens with every line of text that tells funds, with blanks before its figures (全年预算数 32.50，…), as one token."""
    result: list[Token] = []
    index = 0
    while index < len(tokens):
        end = index + 1
        while end < len(tokens) and tokens[end].prose and tokens[end].gap is Gap.SPACE:
            end += 1
        line = tokens[index:end]
        text = _SPACED.sub("", " ".join(token.text for token in line))
        said = told(text) if line[0].prose and len(line) > 1 and _ABOUT_FUNDS.search(text) else None
        whole = said is not None and not said[1]
        result += [msgspec.structs.replace(line[0], text=text, key=key(text))] if whole else line
        index = end
    return tuple(result)


def _apart(token: Token, before: Token | None) -> list[Token]:
    if not re.search(r"\d", token.key) or not _ABOUT_FUNDS.search(token.key):
        return [token]
    said = told(token.text)
    if said is None or not _may_tell(token, before, *said):
        return [token]
    found, rest = said
    pieces: list[Token] = []
    for one in found:
        opening = token.gap if not pieces else Gap.CELL
        pieces.append(msgspec.structs.replace(token, text=one.name, key=key(one.name), gap=opening))
        pieces.append(msgspec.structs.replace(token, text=one.figure, key=key(one.figure), gap=Gap.CELL))
    if rest:
        text = "，".join(rest)
        pieces.append(msgspec.structs.replace(token, text=text, key=key(text), gap=Gap.ROW))
    return pieces


def _may_tell(token: Token, before: Token | None, found: tuple[Told, ...], rest: tuple[str, ...]) -> bool:
    """Whether a text that names amounts is there to tell the funds: beside a label of funds, or it says nothing else."""
    fields = {one.field for one in found}
    whole = "executed" in fields and bool(fields & _BUDGETS)
    if token.prose:
        return whole and not rest and token.gap >= Gap.LINE
    if before is None or token.gap is not Gap.CELL:
        return whole and not rest
    label = label_at((before,), 0)
    about = bool(_ABOUT_FUNDS.search(before.key)) and len(before.key) <= _LONGEST_LABEL
    if about and (label is None or label.kind == "frame"):
        return whole or not rest
    return not rest and (label is None or label.kind == "frame") and len(found) > 1
