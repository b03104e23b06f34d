"""指标值 in the three columns of a review form: 指标性质, 指标值, 度量单位, without losing or adding a character."""

import msgspec

from jixiao.scoring import RowScore
from jixiao.targets import Direction, Quantity, parse

_SIGNS = frozenset("≥≤=><＝＞＜")


class Parts(msgspec.Struct, frozen=True):
    """The three columns; joined without blanks they are the target as printed, 定性 left out."""

    nature: str
    value: str
    unit: str


def parts(target: str | None, row: RowScore) -> Parts:
    """Part a target such as ≥1200人次 where it is nothing but sign, figure and unit; any other stays whole under 指标值."""
    value = parse(target) if target else None
    if isinstance(value, Quantity):
        tokens = [(token.kind, value.text[token.start : token.end].strip()) for token in value.tokens]
        told = {kind: text for kind, text in tokens if kind != "blank"}
        plain = set(told) <= {"comparison", "number", "unit", "per"} and len(told) == sum(
            t[0] != "blank" for t in tokens
        )
        sign = told.get("comparison", "")
        if plain and (not sign or sign in _SIGNS):
            return Parts(sign, told["number"], told.get("unit", "") + told.get("per", ""))
    directions = {Direction.QUALITATIVE, Direction.RELATIVE}
    worded = value is not None and row.comparison is not None and row.comparison.direction in directions
    return Parts("定性" if worded else "", (target or "").strip(), "")
