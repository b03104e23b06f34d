"""Comparing an actual with its target (完成值与指标值): reached, missed by how much, or not to be decided."""

from decimal import Decimal
from enum import StrEnum

import msgspec

from jixiao.targets.characters import key
from jixiao.targets.grammar import parse
from jixiao.targets.values import Achievement, Operator, Quantity, Range, Value


class Outcome(StrEnum):
    """What a comparison found."""

    REACHED = "reached"
    MISSED = "missed"
    UNDECIDED = "undecided"


class Direction(StrEnum):
    """Which way a target points; `level` is a bare value whose direction nothing tells."""

    POSITIVE = "positive"
    REVERSE = "reverse"
    EQUAL = "equal"
    LEVEL = "level"
    RANGE = "range"
    DEADLINE = "deadline"
    QUALITATIVE = "qualitative"
    RELATIVE = "relative"
    COMPOUND = "compound"
    UNKNOWN = "unknown"


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome with its figures, in `unit` (the target's, where moving the point leads there).

    `gap` is the distance to the nearest value allowed: 0 when reached, positive when missed, None when undecided or without figures;
    of a deadline in days. `ratio` is actual / target. `inferred`: the direction of a bare value comes from the indicator's name;
    `by_phrase`: a figure was asked and a phrase given; `restates`: the actual repeats the target or gives a bound instead of a value;
    `assumed`: a unit or year missing on one side was taken from the other. `because` is a Chinese sentence.
    """

    outcome: Outcome
    direction: Direction
    because: str
    target: Decimal | None = None
    actual: Decimal | None = None
    unit: str | None = None
    ratio: Decimal | None = None
    gap: Decimal | None = None
    inferred: bool = False
    by_phrase: bool = False
    restates: bool = False
    assumed: bool = False
    parts: tuple["Comparison", ...] = ()


def compare(target: Value | str | None, actual: Value | str | None, *, name: str = "", level2: str = "") -> Comparison:
    """Compare an actual with its target; `name` and `level2` tell the direction of a bare value."""
    wanted = parse(target) if isinstance(target, str) else target
    given = parse(actual) if isinstance(actual, str) else actual
    if wanted is None or given is None:
        return Comparison(outcome=Outcome.UNDECIDED, direction=Direction.UNKNOWN, because="指标值或完成值未填写，无法比较。")
    if isinstance(given, Achievement):
        outcome = Outcome.REACHED if given.level == "reached" else Outcome.MISSED
        return Comparison(outcome=outcome, direction=Direction.QUALITATIVE, because=f"完成值为“{given.text}”。", by_phrase=True)
    if isinstance(given, Quantity) and given.operator == Operator.BARE:
        if isinstance(wanted, Quantity) and wanted.unit.base == given.unit.base:
            return _figures(wanted, given, name + level2)
        if isinstance(wanted, Range) and wanted.unit.base == given.unit.base:
            inside = wanted.low * wanted.unit.factor <= given.value <= wanted.high * wanted.unit.factor
            outcome = Outcome.REACHED if inside else Outcome.MISSED
            return Comparison(outcome=outcome, direction=Direction.RANGE, because="按区间判断。", actual=given.number)
    same = key(wanted.text).strip(" 。") == key(given.text).strip(" 。")
    return Comparison(
        outcome=Outcome.REACHED if same else Outcome.UNDECIDED,
        direction=Direction.QUALITATIVE,
        because="完成值与指标值表述一致。" if same else "完成值与指标值表述不一，无法比较。",
        restates=same,
    )


def _figures(wanted: Quantity, given: Quantity, name: str) -> Comparison:
    direction = {
        Operator.GE: Direction.POSITIVE,
        Operator.GT: Direction.POSITIVE,
        Operator.LE: Direction.REVERSE,
        Operator.LT: Direction.REVERSE,
        Operator.EQ: Direction.EQUAL,
    }.get(wanted.operator)
    inferred = direction is None
    if direction is None:
        direction = Direction.REVERSE if any(word in name for word in ("成本", "费用", "时间", "投诉", "虚报")) else Direction.POSITIVE
    goal, done = wanted.value / wanted.unit.factor, given.value / wanted.unit.factor
    gap = {Direction.POSITIVE: goal - done, Direction.REVERSE: done - goal}.get(direction, abs(done - goal))
    missed = gap > 0 or (gap == 0 and wanted.operator in (Operator.GT, Operator.LT))
    return Comparison(
        outcome=Outcome.MISSED if missed else Outcome.REACHED,
        direction=direction,
        because=f"实际{given.text}，指标值{wanted.text}。",
        target=goal,
        actual=done,
        unit=wanted.unit.name,
        ratio=done / goal if goal else None,
        gap=max(gap, Decimal(0)),
        inferred=inferred,
    )
