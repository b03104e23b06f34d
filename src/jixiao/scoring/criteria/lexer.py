"""Tokens of a 评分标准: every character of the printed text belongs to exactly one of them.

A token has a one-letter kind:

    m mark of a list (①, 1.)   s ；。 or another end of a clause   c comma
    g points given (得2分, 得满分, 不得分, 得权重的80%)   p points in brackets or bare behind words (（1分）)
    d points taken off (扣0.5分, 扣除5%的权重分)   k limit (扣完为止, 最高得5分)   e every (每超出1%, 每发现一例)
    f formula that gives points (按完成比例得分, 到位比率*权重=得分)   x formula that is not understood
    y definition of a rate (控制率=(在职人数/编制数)×100%)   b list of bands (100%-80%、80%-60%、60%-0)
    v left to judgement (酌情扣分)   o anything else (否则)   u kind of indicator (若为定性指标)
    n announcement (共3项, 满分10分)   a each (每项1分)   r part of a step (不足1%按1%计)   w words
"""

from decimal import Decimal
from typing import NamedTuple

from jixiao.scoring.criteria import wording
from jixiao.scoring.criteria.formulas import formula
from jixiao.targets.characters import key_with_offsets
from jixiao.targets.numerals import chinese_number

KINDS = {
    "m": "mark", "s": "separator", "c": "comma", "g": "points", "p": "points", "d": "deduction", "k": "limit", "e": "every",
    "f": "formula", "x": "unclear", "y": "definition", "b": "bands", "v": "judgement", "o": "otherwise", "u": "kind",
    "n": "announcement", "a": "each", "r": "rounding", "w": "words",
}  # fmt: skip
"""The readable name of each kind."""

_SAME = {
    "z": "g", "half": "g", "full": "g", "share": "g", "bare": "g", "none": "g", "cutall": "d", "lost": "d", "vague": "v", "q": "p",
    "figure": "w",
}  # fmt: skip
"""Alternatives of the pattern that are tokens of a kind listed above."""

_OPENS = frozenset("smcunoyka")
"""After these a phrase begins."""

_ENDED = frozenset("gpdz")
"""After these a mark may stand without a separator before it."""

_PERIODS = frozenset({"月", "个月", "季度", "周"})


class Lexeme(NamedTuple):
    """A token over the key without blanks: kind, text, offsets in the printed text, what was found inside it."""

    kind: str
    text: str
    start: int
    end: int
    found: dict[str, str]


def lex(text: str) -> list[Lexeme]:
    """Cut a text into tokens that cover it without gap or overlap; adjacent words are one token. Never raises."""
    plain, offsets = _solid(text)
    found: list[Lexeme] = []
    position = 0
    while position < len(plain):
        kind, end, groups = _next(plain, position, found)
        if kind == "w" and found and found[-1].kind == "w":
            last = found.pop()
            found.append(Lexeme("w", last.text + plain[position:end], last.start, end, {}))
        else:
            found.append(Lexeme(kind, plain[position:end], position, end, groups))
        position = end
    if not found:
        return [Lexeme("w", text, 0, len(text), {})] if text else []
    starts = [0, *(offsets[lexeme.start] for lexeme in found[1:]), len(text)]
    return [
        lexeme._replace(start=start, end=end) for lexeme, start, end in zip(found, starts, starts[1:], strict=False)
    ]


def reference(text: str) -> str | None:
    """What a text points to that only says "the same method as": 上 (the row above) or the name of a level; None for any other."""
    found = wording.REFERENCE.fullmatch(_solid(text)[0])
    return found["as"] if found else None


def amount(text: str) -> Decimal:
    """Read a number that was matched: 0.5, 一, 两, 半; a malformed numeral counts as one."""
    if text == "半":
        return Decimal("0.5")
    return Decimal(text) if text[0].isdigit() else chinese_number(text) or Decimal(1)


def _solid(text: str) -> tuple[str, list[int]]:
    """The key without blanks, except between digits, and the offset of each of its characters in the printed text."""
    plain, offsets = key_with_offsets(text)
    kept = [
        index
        for index, character in enumerate(plain)
        if character != " " or (plain[index - 1 : index].isdigit() and plain[index + 1 : index + 2].isdigit())
    ]
    return "".join(plain[index] for index in kept), [offsets[index] for index in kept]


def _next(plain: str, position: int, found: list[Lexeme]) -> tuple[str, int, dict[str, str]]:
    """The token at a position: its kind, its end and what was found inside it."""
    before = found[-1].kind if found else "s"
    opens = before in _OPENS or before in _ENDED or plain[position - 1 : position] == ":"
    if (opens or "①" <= plain[position] <= "⑳") and (mark := wording.MARK.match(plain, position)):
        return "m", mark.end(), {}
    if before in _OPENS and wording.SIGNS.search(plain, position) and (whole := _phrase(plain, position)):
        return whole
    if run := wording.RUN.match(plain, position):
        return "w", run.end(), {}
    if (by := wording.FORMULA.match(plain, position)) and (by["by"] or by["lead"]):
        inside = by["one"] or by["three"]
        if wording.RATIO_WORDS.search(inside):
            return ("x" if formula(inside) is None else "f"), by.end(), {"formula": inside}
    match = wording.TOKEN.match(plain, position)
    if match is None:  # pragma: no cover -- the last alternative takes any character
        return "w", position + 1, {}
    kind = str(match.lastgroup)
    groups = {name: text for name, text in match.groupdict().items() if text is not None}
    if kind == "e" and groups.get("unit") in _PERIODS and not wording.LATE.search(groups["before"]):
        return "w", position + 1, {}
    return _SAME.get(kind, kind), match.end(), groups | {"as": kind}


def _phrase(plain: str, position: int) -> tuple[str, int, dict[str, str]] | None:
    """A formula or definition that fills a phrase; None where the phrase is something else."""
    defined = wording.DEFINED.match(plain, position)
    if defined and not wording.SCORE_NAME.search(defined["name"]) and not wording.WEIGHED.search(defined["ratio"]):
        return "y", defined.end(), {"name": defined["name"], "ratio": defined["ratio"]}
    if (equal := wording.FORMULA.match(plain, position)) and equal["two"]:
        return ("x" if formula(equal["two"]) is None else "f"), equal.end(), {"formula": equal["two"]}
    product = wording.PRODUCT.match(plain, position)
    if product and not wording.METHOD.search(product[0], 1):
        inside = wording.GIVEN.sub("", product[0])
        understood = formula(inside)
        if understood is not None and (understood.in_points or wording.WEIGHED.search(product[0])):
            return "f", product.end(), {"formula": inside}
    return None
