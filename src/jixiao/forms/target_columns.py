"""A target in three columns (性质, 指标值, 度量单位): joined when a form is read, split when one is written, by the same rule."""

import msgspec

from jixiao.forms import shapes
from jixiao.forms.words import key
from jixiao.targets import Absence, Achievement, Coverage, FreeText, Quantity, Relative, Trend, parse

_SIGNS = frozenset("≥≤<>=") | {">=", "<=", "大于等于", "小于等于", "大于", "小于", "等于", "不低于", "不超过", "约"}
"""What may stand in a column of operators and belongs to the target; 定性 and 正向 do not."""
_PLAIN = frozenset("≥≤<>=")
"""What forms print in that column; an operator in words (不超过) stays with its figure."""
QUALITATIVE = "定性"
"""What stands in the column of operators beside a target in words."""
_WORDS = (Absence, Achievement, Coverage, FreeText, Relative, Trend)
_OPERATOR, _NUMBER, _UNITS = "comparison", "number", frozenset({"unit", "per"})


class TargetCells(msgspec.Struct, frozen=True, kw_only=True):
    """The cells of a target; `whole` says that it could not be split and stands in 指标值 as it is."""

    operator: str = ""
    target: str
    unit: str = ""
    whole: bool = False


def joined_target(target: str | None, operator: str | None, unit: str | None, direction: str | None) -> str | None:
    """The target that the cells of a row make up: ≥ | 90 | % is ≥90%."""
    if target is None:
        return None
    signs = [text for text in (operator, direction) if text is not None and key(text) in _SIGNS]
    unit = unit if unit is not None and shapes.is_number(key(target)) else ""
    return f"{signs[0] if signs else ''}{target}{unit}"


def split_target(text: str) -> TargetCells:
    """Split a target, only where the cells join to the very same text again; a target in words is 定性."""
    value = parse(text)
    kinds = [token.kind for token in value.tokens]
    pieces = [text[token.start : token.end] for token in value.tokens]
    operator = pieces.pop(0) if kinds[:1] == [_OPERATOR] else ""
    kinds = kinds[len(kinds) - len(pieces) :]
    if isinstance(value, Quantity) and kinds[:1] == [_NUMBER] and set(kinds[1:]) <= _UNITS:
        cells = TargetCells(operator=operator, target=pieces[0], unit="".join(pieces[1:]))
        sign = not operator or key(operator) in _PLAIN
        stripped = sign and all(part == part.strip() for part in (cells.operator, cells.target, cells.unit))
        if stripped and joined_target(cells.target, cells.operator or None, cells.unit or None, None) == text:
            return cells
    in_words = isinstance(value, _WORDS) and not any(character.isdigit() for character in text)
    return TargetCells(operator=QUALITATIVE if in_words else "", target=text, whole=not in_words)
