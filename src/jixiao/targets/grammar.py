"""From text to typed value."""

import re
from decimal import Decimal
from functools import lru_cache

from jixiao.targets.characters import key
from jixiao.targets.numbers import exact
from jixiao.targets.units import UNITS, unit
from jixiao.targets.values import Achievement, FreeText, Operator, Quantity, Range, Token, Value

_UNITS = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?P<before>≥|>=|≤|<=|>|<|=|不低于|不少于|不超过|不高于|超过|低于)? *(?P<number>-?[0-9][0-9,]*(?:\.[0-9]+)?)"
    rf"(?P<scale>万亿|[十百千]?万|[百千亿]?) *(?P<unit>(?:{_UNITS})?)(?P<after>以上|及以上|以下|以内|左右)?"
)
_RANGE = re.compile(rf"(?P<low>[0-9.]+)(?P<first>%?)[-~至](?P<high>[0-9.]+)(?P<unit>{_UNITS})")
_OPERATORS = {
    **dict.fromkeys(("≥", ">=", "不低于", "不少于", "以上", "及以上"), Operator.GE),
    **dict.fromkeys(("≤", "<=", "不超过", "不高于", "以下", "以内"), Operator.LE),
    **dict.fromkeys((">", "超过"), Operator.GT),
    **dict.fromkeys(("<", "低于"), Operator.LT),
    "=": Operator.EQ,
    "左右": Operator.ABOUT,
    None: Operator.BARE,
}
_PHRASES = {"达成预期指标": "reached", "已完成": "reached", "部分达成": "partly", "未完成": "missed", "未达成": "missed"}


@lru_cache(maxsize=65536)
def parse(text: str) -> Value:
    """Type a printed target or actual; never raises."""
    tokens = (Token("text", 0, len(text)),) if text else ()
    plain = key(text).strip(" 。")
    found = _QUANTITY.fullmatch(plain)
    if found and (number := exact(found["number"])) is not None:
        measure = unit(found["unit"], found["scale"])
        operator = _OPERATORS[found["before"] or found["after"]]
        if measure is not None:
            return Quantity(text=text, tokens=tokens, number=number, operator=operator, unit=measure)
    found = _RANGE.fullmatch(plain)
    if found:
        return Range(
            text=text, tokens=tokens, low=Decimal(found["low"]), high=Decimal(found["high"]), unit=UNITS[found["unit"]]
        )
    if plain in _PHRASES:
        return Achievement(text=text, tokens=tokens, level=_PHRASES[plain])  # type: ignore[arg-type]
    return FreeText(text=text, tokens=tokens)
