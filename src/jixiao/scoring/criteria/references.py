"""同上、同效益指标: which text a row means whose 评分标准 only points to that of other rows."""

from collections.abc import Sequence

from jixiao.model import Indicator
from jixiao.scoring.criteria.grammar import parse_criterion

_ABOVE = frozenset({"上", "上一行", "上一项", "上栏", "前"})


def rules_of(indicators: Sequence[Indicator]) -> tuple[str | None, ...]:
    """The text of each row, references followed where they lead to one text only; where they do not, the reference itself."""
    own = tuple(row.rule for row in indicators)
    return tuple(own[index] and _followed(index, own, indicators) for index in range(len(indicators)))


def _followed(index: int, own: tuple[str | None, ...], indicators: Sequence[Indicator]) -> str | None:
    named = parse_criterion(own[index] or "").reference
    if named is None:
        return own[index]
    whole = {number: text for number, text in enumerate(own) if text and parse_criterion(text).reference is None}
    if named in _ABOVE:
        before = [text for number, text in whole.items() if number < index]
        return before[-1] if before else own[index]
    stem = named.removesuffix("指标")
    texts = {
        text
        for number, text in whole.items()
        if any(stem in (label or "") for label in (indicators[number].level1, indicators[number].level2))
    }
    return texts.pop() if len(texts) == 1 else own[index]
