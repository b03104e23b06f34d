"""Which way a numeric target points (指标方向): by its comparison, else by its verb, else by the words of the indicator's name."""

import re

from jixiao.targets import lexicon
from jixiao.targets.characters import key
from jixiao.targets.outcomes import Direction
from jixiao.targets.values import Operator, Quantity

_PRINTED = {
    Operator.GE: Direction.POSITIVE,
    Operator.GT: Direction.POSITIVE,
    Operator.LE: Direction.REVERSE,
    Operator.LT: Direction.REVERSE,
    Operator.EQ: Direction.EQUAL,
}
_BRACKETS = re.compile(r"\([^()]*\)| +$")
_NOT_COUNTS = frozenset({"%", "元", "分钟", "工作日", "月", "百分点", "分", ""})


def direction_of(wanted: Quantity, name: str, level2: str, subject: str = "") -> tuple[Direction, bool]:
    """Return the direction of a target and whether it was inferred because no comparison is printed.

    `subject` is what the actual says it counts; it is asked when neither the name nor the target's own words tell.
    A bare zero asks for none at all (虚报参保人数 0), unless the name asks for much and names no event: then nothing tells.
    """
    printed = _PRINTED.get(wanted.operator)
    if printed is not None:
        return printed, False
    if wanted.aim == "up" or wanted.change:
        return Direction.POSITIVE, True
    if wanted.aim == "down":
        return Direction.REVERSE, True
    if _neutral(name) and wanted.number:
        return Direction.LEVEL, True
    named = _by_name(name) or _by_name(wanted.subject or "") or _by_kind(wanted.unit.base, level2) or _by_name(subject)
    if wanted.number == 0:
        return (Direction.LEVEL if named == Direction.POSITIVE and not _event(name) else Direction.REVERSE), True
    return named or _by_delivery(wanted, name, level2) or Direction.LEVEL, True


def _event(name: str) -> bool:
    """Tell whether a name counts what nobody plans to happen: 网络安全事件发生次数, but not 违规案件查处次数."""
    plain = _bare(name)
    return bool(lexicon.EVENT_NAMES.search(plain)) and not lexicon.WORK_NAMES.search(plain)


def _by_delivery(wanted: Quantity, name: str, level2: str) -> Direction | None:
    """Goods and services delivered are counted up, except where they are a cost."""
    counted = wanted.unit.base not in _NOT_COUNTS and not wanted.per
    plain = _bare(name)
    delivered = lexicon.DELIVERED_NAMES.search(plain) or (lexicon.THING_NAMES.search(plain) and not _event(name))
    return Direction.POSITIVE if counted and "成本" not in level2 and delivered else None


def _bare(name: str) -> str:
    return _BRACKETS.sub("", key(name)).strip(" :")


def _neutral(name: str) -> bool:
    return lexicon.NEUTRAL_NAMES.search(_bare(name)) is not None


def _by_name(name: str) -> Direction | None:
    plain = _bare(name)
    if _neutral(name):
        return None
    if lexicon.POSITIVE_NAMES.search(plain):
        return Direction.POSITIVE
    if lexicon.NEGATIVE_NAMES.search(plain):
        return Direction.REVERSE
    if lexicon.RATE_NAMES.search(plain) or lexicon.COUNT_NAMES.search(plain):
        return Direction.POSITIVE
    return None


def _by_kind(base: str, level2: str) -> Direction | None:
    """What the second-level label says: 数量 counts up, 成本 money and 时效 durations down, 满意度 and 质量 rates up."""
    if "满意" in level2 or ("质量" in level2 and base == "%") or ("数量" in level2 and base not in _NOT_COUNTS):
        return Direction.POSITIVE
    if ("成本" in level2 and base == "元") or ("时效" in level2 and base in ("分钟", "工作日")):
        return Direction.REVERSE
    return None
