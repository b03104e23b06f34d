"""一行的事实: what a row says, as far as criteria ask for it, and whether a condition holds of it."""

import re
from decimal import Decimal
from functools import cached_property

import msgspec

from jixiao.model import Indicator
from jixiao.scoring.criteria.criterion import Branch, Condition, Part
from jixiao.scoring.criteria.evidence import Truth, all_of, stated
from jixiao.scoring.rounding import EXACT
from jixiao.targets import (
    Absence,
    Achievement,
    Comparison,
    Compound,
    Deadline,
    Direction,
    Operator,
    Outcome,
    Quantity,
    Range,
    Value,
    compare,
    parse,
)
from jixiao.targets.phrases import phrase

HUNDRED, ONE, ZERO = Decimal(100), Decimal(1), Decimal(0)
_TRUTHS = {Outcome.REACHED: Truth.YES, Outcome.MISSED: Truth.NO, Outcome.UNDECIDED: Truth.OPEN}
_BOUNDS = {Operator.GE, Operator.GT}


class Facts:
    """A row with its weight, and what its cells mean. `alone` says that only one part of its criterion is for it."""

    def __init__(self, indicator: Indicator, weight: Decimal) -> None:
        self.name = indicator.name or ""
        self.level2 = indicator.level2 or ""
        self.target = indicator.target
        self.actual = indicator.actual or ""
        self.weight = weight
        self.alone = True

    @cached_property
    def value(self) -> Value | None:
        """实际完成值, typed."""
        return parse(self.actual) if self.actual else None

    @cached_property
    def comparison(self) -> Comparison:
        """实际完成值 against 年度指标值."""
        return compare(self.target, self.actual or None, name=self.name, level2=self.level2)

    @cached_property
    def quantitative(self) -> bool | None:
        """Tell whether the row asks for figures; None where it has no target."""
        if self.target is None:
            return None
        return isinstance(parse(self.target), Quantity | Range | Deadline | Compound)

    @cached_property
    def rate(self) -> tuple[Decimal, Decimal] | None:
        """The percentage that the actual states, as a share (超过90% is from 0.9 to 1); None where there is no single one."""
        parts = self.value.parts if isinstance(self.value, Compound) else (self.value,)
        rates = [part for part in parts if isinstance(part, Quantity) and part.unit.base == "%" and not part.change]
        if len(rates) != 1 or rates[0].operator in {Operator.ABOUT, Operator.LE, Operator.LT}:
            return None
        share = EXACT.divide(rates[0].value, HUNDRED)
        return share, (max(share, ONE) if rates[0].operator in _BOUNDS else share)

    @cached_property
    def done(self) -> tuple[Decimal, Decimal] | None:
        """完成率 as a share, least to most; None where actual and target make none."""
        found = self.comparison
        if found.by_phrase or found.ratio is None or found.target is None or found.actual is None:
            bounded = found.outcome is Outcome.REACHED and not found.by_phrase and found.target is not None
            return (ONE, ONE) if bounded else None
        if found.direction is Direction.REVERSE and found.outcome is Outcome.MISSED:
            inverse = EXACT.divide(found.target, found.actual)
            return (max(2 - found.ratio, ZERO), inverse)
        return (ONE, ONE) if found.direction is Direction.REVERSE else (found.ratio, found.ratio)

    def holds(self, condition: Condition, branch: Branch, part: Part) -> Truth:
        """Tell whether a condition of a branch holds; 否则 depends on the branches before it and is none of this."""
        if condition.kind == "figure":
            return self._figure(condition)
        if condition.kind == "target" and self.by_target(part):
            truth = self._reached()
            return _opposite(truth) if condition.denied else truth
        if condition.kind == "target" or _echoes(condition, branch, part):
            truth = self._demands(part.demands)
            return _opposite(truth) if condition.denied else truth
        return self._words(condition, part)

    def by_target(self, part: Part) -> bool:
        """Tell whether 完成 and 达到 are about the row's own target: in a criterion of one part, where that says anything."""
        return self.alone and (not part.demands or self.comparison.outcome is not Outcome.UNDECIDED)

    def _reached(self) -> Truth:
        if isinstance(self.value, Achievement) and self.value.level in {"reached", "missed"}:
            return Truth.YES if self.value.level == "reached" else Truth.NO
        return _TRUTHS[self.comparison.outcome]

    def _figure(self, condition: Condition) -> Truth:
        value = condition.value
        if value is None:  # pragma: no cover -- a figure has a value
            return Truth.OPEN
        if self._of_rate(condition):
            return Truth.OPEN if self.done is None or isinstance(value, Deadline) else _within(value, self.done)
        found = self.against(value)
        return Truth.OPEN if found.by_phrase else _TRUTHS[found.outcome]

    def _of_rate(self, condition: Condition) -> bool:
        """Tell whether a percentage is that of the completion (达到90% of 20场), not one the row itself measures."""
        value = condition.value
        if isinstance(value, Deadline) or value is None or value.unit.base != "%" or self.rate is not None:
            return False
        return condition.shared or not value.subject

    def against(self, value: Quantity | Range | Deadline) -> Comparison:
        """The actual against a figure of the criterion; 每场 in both is said by the name of the row already."""
        if isinstance(value, Quantity | Range) and any(f"每{unit}" in self.name for unit in value.per):
            value = msgspec.structs.replace(value, per=())
        return compare(value, self.actual, name=self.name, level2=self.level2)

    def _demands(self, demands: tuple[str, ...]) -> Truth:
        if not demands:
            return self._reached()
        return self._told([stated(demand, self.actual) for demand in demands])

    def _told(self, truths: list[Truth], *, several: bool = False) -> Truth:
        """What is told of demands: by their own words, else by a general phrase (达成预期指标), which decides nothing about several."""
        told, value = all_of(truths), self.value
        if told is not Truth.OPEN or not isinstance(value, Achievement) or not self.alone or several or len(truths) > 1:
            return told
        return {"reached": Truth.YES, "missed": Truth.NO}.get(value.level, Truth.OPEN)

    def _words(self, condition: Condition, part: Part) -> Truth:
        level = phrase(condition.text, condition.text, ())
        if isinstance(level, Achievement) and isinstance(self.value, Achievement):
            return Truth.YES if level.level == self.value.level else Truth.NO
        if condition.denied:
            return self._denied(condition, part)
        return self._told([stated(condition.text, self.actual)], several=len(part.demands) > 1)

    def _denied(self, condition: Condition, part: Part) -> Truth:
        """The negative side: it holds where the actual says it, and cannot hold where all that is asked for is stated."""
        if self.actual and stated(condition.text, self.actual) is Truth.YES:
            return Truth.YES
        if isinstance(phrase(condition.text, condition.text, ()), Absence) and isinstance(self.value, Quantity):
            return Truth.YES if self.value.number == 0 else Truth.NO
        if self.actual and stated(_DENIAL.sub("", condition.text, count=1), self.actual) is Truth.YES:
            return Truth.NO
        truth = self._demands(part.demands) if part.demands else Truth.OPEN
        return Truth.NO if truth is Truth.YES else Truth.OPEN


def _opposite(truth: Truth) -> Truth:
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(truth, Truth.OPEN)


_ECHO = 4
_DENIAL = re.compile(r"^(?:未能?|没有|没|不)")


def _echoes(condition: Condition, branch: Branch, part: Part) -> bool:
    """Tell whether a short word only says that what stands before it is so (…是否有效，有效得1分)."""
    before = part.subjects or (len(branch.conditions) > 1 and branch.conditions[0] is not condition)
    return condition.kind == "words" and bool(before) and len(condition.text) <= _ECHO and not condition.denied


def _within(value: Quantity | Range, share: tuple[Decimal, Decimal]) -> Truth:
    """Tell whether a share lies within a percentage asked for."""
    truths = {_inside(value, EXACT.multiply(end, HUNDRED)) for end in share}
    return Truth.OPEN if len(truths) > 1 else Truth.YES if truths.pop() else Truth.NO


def _inside(value: Quantity | Range, number: Decimal) -> bool:
    if isinstance(value, Range):
        above = number >= value.low if value.low_included else number > value.low
        return above and (number <= value.high if value.high_included else number < value.high)
    return {
        Operator.GE: number >= value.number,
        Operator.GT: number > value.number,
        Operator.LE: number <= value.number,
        Operator.LT: number < value.number,
    }.get(value.operator, number == value.number)
