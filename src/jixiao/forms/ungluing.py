"""Text without any separators: cells are told apart by the known words, by what figures look like, and by arithmetic.

Known words (labels, level words, totals) begin a piece of their own; between them figures are cut where operators, units and dates
end; a run of digits is cut only where the form's arithmetic leaves one way to do it. What cannot be cut stays whole, so that it is
reported instead of guessed.
"""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import msgspec

from jixiao.forms import shapes
from jixiao.forms.ribbon import Gap, Ribbon, Token
from jixiao.forms.words import SUFFIX, alternation, inverted, keys, words

_STRONG = 4
"""Characters from which on a label is too long to be a part of other words."""
_UNITS = (
    "个工作日|万人次|万条|万件|万笔|场次|批次|万人|万元|亿元|人次|元/人|分钟|小时|个月|工作日"
    "|人|家|个|次|天|日|月|项|期|场|件|例|户|套|份|台|元|条|笔|名|%|‰"
)
_COUNT = rf"\d[\d,]*(?:\.\d+)?(?:{_UNITS})(?:以上|以内|以下|左右|内)?"
_DATE = r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|末|中旬|上旬|下旬)?(?:之前|以前|前)?"
_PIECES = re.compile(
    r"(?P<phrase>(?:部分|未)?达成(?:预期|年度)指标)"
    rf"|(?P<date>{_DATE})"
    rf"|(?P<comparison>(?:[≥≤<>=]|不低于|不超过|不少于|不高于)\d[\d,]*(?:\.\d+)?(?:{_UNITS})?)"
    rf"|(?P<count>{_COUNT})"
    r"|(?P<number>\d[\d.]*)|(?P<text>[^\d≥≤<>=]+?(?=不低于|不超过|不少于|不高于|(?:部分|未)?达成(?:预期|年度)指标|[\d≥≤<>=]|$))"
)
_MOST_DIGITS = 40
"""Glued figures longer than this have too many ways of cutting to try them all."""
_POINTS = re.compile(r"\d{1,3}(?:\.\d{1,2})?")


@cache
def _known() -> re.Pattern[str]:
    """Words that begin a piece: long labels, level words that say 指标, fund labels, totals."""
    vocabulary = words()
    labels = [word for texts in vocabulary.head_labels.values() for word in texts if len(word) >= _STRONG]
    goals = [*vocabulary.goals["expected"], *vocabulary.goals["actual"]]
    levels = [
        word for first, seconds in vocabulary.levels.items() for word in (first, *seconds) if word.endswith("指标")
    ]
    funds = [word for word in vocabulary.fund_labels if len(word) >= _STRONG]
    strong = keys([*labels, *goals, *levels, *funds, "总分", "合计", "项目资金", "资金情况"])
    return re.compile(rf"(?:其中:)?(?:{alternation(strong)}){SUFFIX}")


@cache
def _heading_runs() -> re.Pattern[str]:
    """Three column words or more without anything between them: the heading of a table."""
    vocabulary = words()
    columns = alternation(inverted(vocabulary.indicator_columns))
    funds = alternation(
        inverted({field: texts for field, texts in vocabulary.fund_columns.items() if field != "total_label"})
    )
    return re.compile(f"(?:(?:{columns}){SUFFIX}){{4,}}|(?:(?:{funds}){SUFFIX}){{3,}}")


def unglue(tokens: Ribbon) -> Ribbon:
    """Divide the tokens of running text at the known words and around headings."""
    divided: list[Token] = []
    for token in tokens:
        divided.extend(_divide(token) if token.prose and len(token.key) > _STRONG else [token])
    return tuple(divided)


def _divide(token: Token) -> Iterator[Token]:
    text = token.key
    # Widths are normalised character by character, so that the places in the key are those in the text; if not, the key must do.
    printed = token.text if len(token.text) == len(text) else text
    headings = {match.start(): match.end() for match in _heading_runs().finditer(text)}
    starts, known = {0}, set()
    position = 0
    while position < len(text):
        match = None if position in headings else _known().match(text, position)
        end = headings.get(position) or (match.end() if match else 0)
        if end:
            known.add(position)
            starts |= {position, end}
        position = end or position + 1
    for start, end in itertools.pairwise([*sorted(start for start in starts if start < len(text)), len(text)]):
        gap = token.gap if start == 0 else (Gap.LINE if start in known else Gap.GLUE)
        yield msgspec.structs.replace(token, text=printed[start:end], key=text[start:end], gap=gap)


def row_pieces(text: str) -> list[str]:
    """Cut the glued cells of an indicator row behind its level words: name, target, actual, weight, score."""
    pieces: list[str] = []
    for match in _PIECES.finditer(text):
        piece = match.group(0)
        if match.lastgroup == "number":
            pieces.extend(weight_and_score(piece))
        elif match.lastgroup == "text" and (twin := re.fullmatch(r"(.*?)(.{2,})\2", piece)):
            pieces.extend(part for part in (twin.group(1), twin.group(2), twin.group(2)) if part)
        else:
            pieces.append(piece)
    return pieces


def weight_and_score(digits: str) -> list[str]:
    """Cut a run of digits into a weight and a score not above it; left whole when there is no single way."""
    ways = [
        (digits[:cut], digits[cut:])
        for cut in range(1, len(digits))
        if _POINTS.fullmatch(digits[:cut])
        and _plain(digits[:cut])
        and _POINTS.fullmatch(digits[cut:])
        and _plain(digits[cut:])
    ]
    lawful = [way for way in ways if Decimal(way[1]) <= Decimal(way[0]) <= 100]
    equal = [way for way in lawful if way[0] == way[1]]
    chosen = equal or lawful
    return list(chosen[0]) if len(chosen) == 1 else [digits]


def _plain(number: str) -> bool:
    return number == "0" or number.startswith("0.") or not number.startswith("0")


def fund_figures(text: str, fields: tuple[str, ...], most: dict[str, Decimal]) -> dict[str, str] | None:
    """Cut the glued figures of a fund row into its columns; None unless exactly one way satisfies the arithmetic.

    The rate must be executed by adjusted budget, the score the rate's share of the weight, and no source exceeds the total in `most`.
    """
    digits = text.rstrip("-—/")
    if len(digits) > _MOST_DIGITS:
        return None
    ways = [way for way in _cuts(digits, fields) if _ties(way, most)]
    if not ways and digits != text:
        amounts = tuple(field for field in fields if field in {"initial", "adjusted", "executed"})
        ways = [way for way in _cuts(digits, amounts) if _ties(way, most)]
    return ways[0] if len(ways) == 1 else None


def _cuts(digits: str, fields: tuple[str, ...]) -> Iterator[dict[str, str]]:
    if not fields:
        if not digits:
            yield {}
        return
    for end in range(1, len(digits) + 1):
        piece = digits[:end]
        if shapes.is_rate(piece) if fields[0] == "rate" else shapes.is_number(piece) and _plain(piece):
            for rest in _cuts(digits[end:], fields[1:]):
                yield {fields[0]: piece, **rest}


def _ties(way: dict[str, str], most: dict[str, Decimal]) -> bool:
    figures = {field: Decimal(text.rstrip("%").replace(",", "")) for field, text in way.items()}
    if any(figures[field] > most[field] for field in figures if field in most):
        return False
    if "rate" not in figures:
        return bool(most)
    budget, executed = figures.get("adjusted", figures.get("initial")), figures.get("executed")
    if not budget or executed is None or abs(executed / budget * 100 - figures["rate"]) > Decimal("0.06"):
        return False
    weight, score = figures.get("weight"), figures.get("score")
    return weight is None or score is None or abs(weight * figures["rate"] / 100 - score) <= Decimal("0.011")
