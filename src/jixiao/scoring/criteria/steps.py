"""扣分与加分的次数: how many steps of 每超出1%, 每延迟1天 or 每发现一例 a row has gone, least to most."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal, NamedTuple

from jixiao.scoring.criteria.criterion import Every
from jixiao.scoring.criteria.facts import HUNDRED, ZERO, Facts
from jixiao.scoring.rounding import EXACT, written
from jixiao.targets import Absence, Comparison, Compound, Deadline, Direction, Operator, Outcome, Quantity, Range, parse
from jixiao.targets.characters import key
from jixiao.targets.phrases import phrase
from jixiao.targets.units import BARE, Unit

_TO_REACH = {Direction.POSITIVE, Direction.LEVEL, Direction.EQUAL}
PERCENTS = frozenset({"%", "个百分点", "百分点"})
_DAYS = frozenset({"天", "日", "自然日", "日历天"})
_WORDS = {"over": "超出", "under": "低于", "late": "延迟", "off": "偏离"}


class Steps(NamedTuple):
    """Least and most steps, None where nothing bounds them, and the reckoning in words."""

    least: Decimal
    most: Decimal | None
    words: str


def steps(
    every: Every,
    anchor: Quantity | Range | Deadline | None,
    facts: Facts,
    rounding: Literal["up", "down"] | None,
    *,
    wanted: bool = False,
) -> Steps:
    """Count the steps of a row beyond what the criterion (`anchor`) or else its own target asks for.

    `wanted` tells that every step earns points instead of costing them.
    """
    if every.way == "count":
        return _counted(every, facts, wanted=wanted)
    found = facts.comparison if anchor is None else facts.against(anchor)
    if found.outcome is Outcome.REACHED and not found.by_phrase:
        return Steps(ZERO, ZERO, f"没有{_WORDS[every.way]}所要求的值" if every.way != "late" else "没有延迟")
    exact = _gone(every, found)
    if exact is None and every.way == "under" and (missing := _missing(every, facts)) is not None:
        return missing
    if exact == [ZERO]:
        return Steps(ZERO, ZERO, f"没有{_WORDS[every.way]}所要求的值")
    if exact is None:
        return Steps(ZERO, None, f"{_WORDS[every.way]}多少不能从完成值确定")
    low, high = min(exact), max(exact)
    least = low.to_integral_value(rounding=ROUND_CEILING if rounding == "up" else ROUND_FLOOR)
    most = high.to_integral_value(rounding=ROUND_FLOOR if rounding == "down" else ROUND_CEILING)
    return Steps(least, most, _gap(every, found))


def _gone(every: Every, found: Comparison) -> list[Decimal] | None:
    """The steps as exact numbers, one for each way to read the unit; None where they cannot be told."""
    if found.outcome is not Outcome.MISSED or found.by_phrase or found.gap is None:
        return None
    if found.direction is Direction.DEADLINE:
        return [EXACT.divide(found.gap, every.step)] if every.way == "late" and every.unit in _DAYS else None
    if found.actual is None or found.target is None or every.way == "late":
        return None
    if (every.way == "over" and found.actual < found.target) or (every.way == "under" and found.actual > found.target):
        return [ZERO]
    return _measured(every, found.gap, found.target, found.unit or "")


def _measured(every: Every, gap: Decimal, target: Decimal, measure: str) -> list[Decimal] | None:
    """The gap in steps: percentage points of a rate, per cent of anything else, or units of the same kind."""
    relative = [] if not target else [EXACT.divide(EXACT.multiply(gap, HUNDRED), abs(target) * every.step)]
    if every.unit in PERCENTS:
        if measure != "%":
            return relative or None
        points = [EXACT.divide(gap, every.step)]
        return points if every.unit != "%" else points + relative
    own, theirs = _unit(every.unit), _unit(measure)
    if own.base != theirs.base or not own.base:
        return None
    return [EXACT.divide(EXACT.multiply(gap, theirs.factor), EXACT.multiply(own.factor, every.step))]


def _unit(name: str) -> Unit:
    value = parse(f"1{name}")
    return value.unit if isinstance(value, Quantity) else BARE


def _gap(every: Every, found: Comparison) -> str:
    unit = "天" if found.direction is Direction.DEADLINE else "个百分点" if found.unit == "%" else found.unit or ""
    return f"{_WORDS[every.way]}{written(found.gap or ZERO)}{unit}"


_LACKING = r"(?:缺少?|少|未完成|欠缺?)(?P<count>[0-9]+)"


def _missing(every: Every, facts: Facts) -> Steps | None:
    """How many the actual says are missing (缺2项); None where it does not say."""
    found = re.search(_LACKING + re.escape(every.unit), key(facts.actual))
    if found is None:
        return None
    count = EXACT.divide(Decimal(found["count"]), every.step)
    return Steps(count, count, f"完成值写明{found[0]}")


def _counted(every: Every, facts: Facts, *, wanted: bool = False) -> Steps:
    """How many cases the actual states; that none is mentioned does not say that there was none.

    `wanted` are cases that earn points. Of cases that cost points a figure that answers a target to be reached is no count.
    """
    value = facts.value
    pieces = (phrase(piece, piece, ()) for piece in re.split("[，,;。]", key(facts.actual)))
    if any(isinstance(piece, Absence) for piece in pieces) and not wanted:
        return Steps(ZERO, ZERO, f"完成值写明没有发生，0{every.unit}")
    if not wanted and facts.comparison.direction in _TO_REACH and facts.comparison.target:
        return Steps(ZERO, None, f"完成值没有写明几{every.unit}")
    parts = value.parts if isinstance(value, Compound) else (value,)
    base = _unit(every.unit).base
    counts = [
        part.value
        for part in parts
        if isinstance(part, Quantity)
        and (part.unit.base == base or part.word)
        and part.operator in {Operator.BARE, Operator.EQ}
        and base
    ]
    if len(counts) != 1:
        return Steps(ZERO, None, f"完成值没有写明几{every.unit}")
    count = EXACT.divide(counts[0], every.step).to_integral_value(rounding=ROUND_FLOOR)
    return Steps(count, count, f"完成值写明{written(counts[0])}{every.unit}")
