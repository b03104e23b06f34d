"""一项的得分: what one part of a criterion gives a row, with the reasoning.

The branch that holds decides. Where none surely holds, all that may hold leave room; where all fail and nothing is said of that, the
points stay below the best. Deductions count from the best points, or from the weight where none are named.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from jixiao.scoring.criteria.criterion import (
    Bands,
    Branch,
    Deduction,
    Gain,
    Part,
    Points,
    Proportion,
)
from jixiao.scoring.criteria.evidence import Truth, all_of, stated
from jixiao.scoring.criteria.facts import HUNDRED, ONE, ZERO, Facts
from jixiao.scoring.criteria.formulas import Formula
from jixiao.scoring.criteria.steps import steps
from jixiao.scoring.intervals import Interval, hull
from jixiao.scoring.rounding import EXACT, rounded, written
from jixiao.targets import Achievement, Deadline, Direction, Operator, Outcome, Quantity, Range
from jixiao.targets.quotation import quoted

_LONGEST_QUOTE = 30
_LEVELS = {"reached": (0,), "mostly": (0, 1), "partly": (1,), "missed": (-1,)}


class Earned(NamedTuple):
    """What a part gives: the points, the reasoning, and whether something could not be told from what is printed."""

    interval: Interval
    because: str
    undecided: bool = False


def named_points(part: Part, weight: Decimal) -> Decimal | None:
    """The most points that a part names; None where it names none."""
    named = [_points(branch.gives, weight).high for branch in part.branches if isinstance(branch.gives, Points)]
    limits = [branch.gives.most for branch in part.branches if isinstance(branch.gives, Gain) and branch.gives.most]
    most = max((*named, *limits), default=ZERO)
    return most if most > ZERO else None


def judge_part(part: Part, facts: Facts, rounding: Literal["up", "down"] | None, default: Decimal) -> Earned:
    """Apply one part to a row; `default` are the points it has where it names none itself."""
    named = named_points(part, facts.weight)
    base = default if named is None else named
    scale = [branch for branch in part.branches if not isinstance(branch.gives, Deduction | Gain)]
    truths = _truths(scale, part, facts)
    holding = [branch for branch, truth in zip(scale, truths, strict=True) if truth is Truth.YES]
    cuts = [branch for branch in part.branches if isinstance(branch.gives, Deduction)]
    if holding and (not cuts or holding[0].conditions or part.subjects):
        return _chosen(holding, part, facts, base)
    if cuts:
        start = _chosen(holding, part, facts, base) if holding else None
        return _deducted(_Cut(part, facts, rounding, base), scale, truths, start)
    gains = [branch.gives for branch in part.branches if isinstance(branch.gives, Gain)]
    if gains:
        return _gained(gains, facts, rounding, base)
    return _open(scale, truths, part, facts, base)


def _truths(scale: list[Branch], part: Part, facts: Facts) -> list[Truth]:
    truths: list[Truth] = []
    for branch in scale:
        if any(condition.kind == "otherwise" for condition in branch.conditions):
            truths.append(_otherwise(truths))
        elif not branch.conditions and isinstance(branch.gives, Points):
            told = [stated(subject, facts.actual) for subject in part.subjects]
            truths.append(all_of(told) if told else Truth.OPEN)
        else:
            truths.append(all_of([facts.holds(condition, branch, part) for condition in branch.conditions]))
    return truths


def _otherwise(before: list[Truth]) -> Truth:
    if Truth.YES in before:
        return Truth.NO
    return Truth.OPEN if Truth.OPEN in before else Truth.YES


def _chosen(holding: list[Branch], part: Part, facts: Facts, base: Decimal) -> Earned:
    """The branch that holds; of several bounds one above the other the highest, of ranges that overlap all."""
    firmest = max(_firmness(branch) for branch in holding)
    holding = [branch for branch in holding if _firmness(branch) == firmest]
    given = [_given(branch, part, facts, base) for branch in holding]
    if len({_side(branch) for branch in holding}) > 1 or _side(holding[0]) is None:
        because = "；".join(
            f"{_met(branch, part, facts)}{each.because}" for branch, each in zip(holding, given, strict=True)
        )
        return Earned(hull(each.interval for each in given), because, any(each.undecided for each in given))
    number = max(range(len(given)), key=lambda index: given[index].interval.high)
    return given[number]._replace(because=_met(holding[number], part, facts) + given[number].because)


_FIRM = re.compile(r"(?<!不)含|[≥≤=]|及以[上下]|不[低高少多超小大][于过]?|达到?|为")


def _firmness(branch: Branch) -> int:
    """How firmly a branch claims the limit it shares with another: by its own word (含, ≥, 达到), by 以上 or 以下, or as all that is left.

    What asks for a figure is firmer than what only asks for the target.
    """
    figures = [condition for condition in branch.conditions if condition.value is not None]
    if not figures:
        return int(any(condition.kind == "words" for condition in branch.conditions))
    exact = any(isinstance(each.value, Quantity) and each.value.operator is Operator.EQ for each in figures)
    return 3 if exact else 2 if all(_FIRM.search(condition.text) for condition in figures) else 1


def _side(branch: Branch) -> str | None:
    """The side on which a branch is open when it names one limit (above, below, before a day); None for anything else."""
    value = branch.conditions[0].value if len(branch.conditions) == 1 else None
    if isinstance(value, Deadline):
        return "before"
    if not isinstance(value, Quantity):
        return None
    return {Operator.GE: "above", Operator.GT: "above", Operator.LE: "below", Operator.LT: "below"}.get(value.operator)


def _met(branch: Branch, part: Part, facts: Facts) -> str:
    """Say why a branch holds: the words of the criterion that are met, with the actual where figures decide."""
    kinds = {condition.kind for condition in branch.conditions}
    if "otherwise" in kinds:
        return "前列各项均不符合，"
    if "target" in kinds and facts.by_target(part) and facts.comparison.outcome is not Outcome.UNDECIDED:
        return f"{facts.comparison.because.partition('。')[0]}，"
    words = "，".join(condition.text for condition in branch.conditions)
    if "figure" in kinds:
        return f"完成值{short(facts.actual)}符合{short(words)}，"
    wanted = words or ("，".join(part.subjects) if branch.positive else "")
    if isinstance(facts.value, Achievement) and wanted:
        return f"完成值以{quoted(facts.actual)}作答，按{short(wanted)}计，"
    return f"完成值写明{short(wanted)}，" if wanted else ""


def short(text: str) -> str:
    """Quote a text, its end left out where it is long."""
    return quoted(text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…")


def _points(gives: Points, weight: Decimal) -> Interval:
    """The points of a branch; a share is one of the weight."""
    low, high = (EXACT.multiply(end, weight) if gives.share else end for end in (gives.low, gives.high))
    return Interval(low=low, high=high)


def told(interval: Interval) -> str:
    """Write points for a sentence: 1.5分, 0至2分, 0至2分（不含2分）."""
    low, high = (written(rounded(end, 2)) for end in (interval.low, interval.high))
    return f"{low}分" if low == high else f"{low}至{high}分" + (f"（不含{high}分）" if interval.open_above else "")


def _given(branch: Branch, part: Part, facts: Facts, base: Decimal) -> Earned:
    """What a branch gives when it holds."""
    gives = branch.gives
    if isinstance(gives, Points):
        interval = _points(gives, facts.weight)
        return Earned(interval, f"得{told(interval)}")
    if isinstance(gives, Proportion):
        return _by_formula(gives.formula, part, facts, base)
    if isinstance(gives, Bands):
        return _by_bands(gives, facts)
    anything = Interval(low=ZERO, high=base)
    if isinstance(gives, Deduction | Gain):  # pragma: no cover -- these are no steps of a scale
        return Earned(anything, "", undecided=True)
    return Earned(anything, f"{short(branch.text)}没有可以计算的办法，得{told(anything)}", undecided=True)


def anchor_of(part: Part) -> Quantity | Range | Deadline | None:
    """The figure that the best branch of a part asks for: what deductions and ratios are counted from."""
    for branch in part.branches:
        if branch.positive:
            for condition in branch.conditions:
                if condition.value is not None and not condition.shared:
                    return condition.value
    return None


def _by_formula(formula: Formula, part: Part, facts: Facts, base: Decimal) -> Earned:
    ends = _operands(formula, part, facts)
    if ends is None:
        anything = Interval(low=ZERO, high=base)
        return Earned(anything, f"计分公式所需的数不能从本行确定，得{told(anything)}", undecided=True)
    shares = [formula.share(operands) for operands in ends]
    if any(share is None for share in shares):
        anything = Interval(low=ZERO, high=base)
        return Earned(anything, f"计分公式的分母为0，不能计算，得{told(anything)}", undecided=True)
    weight = ONE if formula.in_points else base
    points = [min(max(EXACT.multiply(share, weight), ZERO), base) for share in shares if share is not None]
    interval = Interval(low=min(points), high=max(points))
    if ends == [_REACHED]:
        return Earned(interval, f"完成值已达到所要求的值，得{told(interval)}")
    if not interval.is_exact:
        return Earned(interval, f"{_figures(formula, facts, ends)}，得{told(interval)}", undecided=True)
    shown = [rounded(EXACT.multiply(end[name], HUNDRED), 2) for end in ends for name in end if name in {"rate", "done"}]
    whole = [EXACT.multiply(end[name], HUNDRED) for end in ends for name in end if name in {"rate", "done"}]
    sign = "=" if shown == whole and rounded(interval.low, 2) == interval.low else "≈"
    return Earned(interval, f"{_figures(formula, facts, ends)} {sign} {told(interval)}")


_REACHED = {"actual": ONE, "goal": ONE, "done": ONE}
"""The operands of a row that only says that its target was reached."""


def _operands(formula: Formula, part: Part, facts: Facts) -> list[dict[str, Decimal]] | None:
    """The operands of a formula, at the least and at the most that the row allows; None where one is missing."""
    if formula.rate:
        related = facts.rate is not None and _same_rate(formula.rate, facts)
        return [{"rate": share} for share in facts.rate] if related and facts.rate is not None else None
    anchor = anchor_of(part)
    found = facts.comparison if anchor is None else facts.against(anchor)
    if found.by_phrase or found.target is None:
        return None
    if found.actual is None:
        return [_REACHED] if found.outcome is Outcome.REACHED else None
    reverse = found.direction is Direction.REVERSE
    if any(step.kind == "done" for step in formula.steps):
        if not reverse:
            return None if not found.target else [{"done": min(EXACT.divide(found.actual, found.target), ONE)}]
        done = facts.done
        return None if done is None else [{"done": min(share, ONE)} for share in done]
    one, other = (found.target, found.actual) if formula.either and reverse else (found.actual, found.target)
    return [{"actual": one, "goal": other}]


def _same_rate(name: str, facts: Facts) -> bool:
    """Tell whether the rate that a formula names is the one the row measures."""
    plain = name.replace("实际", "").replace("比率", "率").replace("比例", "率").replace("结果", "").removesuffix("值")
    stem = plain.removesuffix("率").removesuffix("度").replace("完成", "")
    said = f"{facts.name}{facts.level2}{facts.actual}{facts.target or ''}"
    return not stem or stem in said or stem == "该项"


def _figures(formula: Formula, facts: Facts, ends: list[dict[str, Decimal]]) -> str:
    """The formula with the figures put in, for sentences."""
    names = {"weight": f"{written(facts.weight)}分", "+": "＋", "-": "－"}
    stack: list[str] = []
    for step in formula.steps:
        if step.kind in {"+", "-", "×", "÷"}:
            right, left = stack.pop(), stack.pop()
            joined = f"{left} {names.get(step.kind, step.kind)} {right}"
            stack.append(f"（{joined}）" if step.kind in "+-" else joined)
        elif step.kind == "number":
            stack.append(written(step.number))
        elif step.kind in {"rate", "done"}:
            shares = dict.fromkeys(f"{written(rounded(EXACT.multiply(end[step.kind], HUNDRED), 2))}%" for end in ends)
            stack.append("至".join(shares))
        else:
            stack.append(names.get(step.kind) or written(ends[0].get(step.kind, ONE)))
    weighed = any(step.kind == "weight" for step in formula.steps) or formula.in_points
    return f"{stack[0]}{'' if weighed else f' × {written(facts.weight)}分'}"


def _by_bands(gives: Bands, facts: Facts) -> Earned:
    """The band of the level that the actual states; without a level only what the comparison proves."""
    bands, value = gives.bands, facts.value
    if isinstance(value, Achievement):
        numbers = _LEVELS[value.level]
    elif facts.comparison.outcome is Outcome.UNDECIDED:
        numbers = tuple(range(len(bands)))
    else:
        numbers = (0,) if facts.comparison.outcome is Outcome.REACHED else tuple(range(1, len(bands)))
    possible = [bands[min(number, len(bands) - 1)] for number in numbers]
    ends = [(EXACT.divide(band.low, HUNDRED), EXACT.divide(band.high, HUNDRED)) for band in possible]
    interval = Interval(
        low=EXACT.multiply(min(low for low, _ in ends), facts.weight),
        high=EXACT.multiply(max(high for _, high in ends), facts.weight),
        open_above=possible[0] is not bands[0] and possible[0].high_included is not True and facts.weight > ZERO,
    )
    names = "、".join(band.text for band in possible)
    return Earned(interval, f"属{names}一档，得{told(interval)}", len(possible) > 1)


def _open(scale: list[Branch], truths: list[Truth], part: Part, facts: Facts, base: Decimal) -> Earned:
    """No branch surely holds: all that may hold leave room, and what nothing is said about as well."""
    possible = [branch for branch, truth in zip(scale, truths, strict=True) if truth is Truth.OPEN]
    covered = any(branch.zero or _is_otherwise(branch) for branch in scale)
    asked = "，".join(condition.text for branch in scale[:1] for condition in branch.conditions) or "，".join(
        part.subjects
    )
    wanted = short(asked)
    if not possible:
        interval = Interval(low=ZERO, high=base, open_above=base > ZERO)
        return Earned(interval, f"不符合{wanted}，标准没有写明此时如何记分，得{told(interval)}", undecided=True)
    if all(branch.zero for branch in possible) and all(
        truth is Truth.NO for branch, truth in zip(scale, truths, strict=True) if branch.positive
    ):
        return Earned(Interval.exactly(ZERO), f"不符合{wanted}，得0分")
    intervals = [_given(branch, part, facts, base).interval for branch in possible]
    if not covered or len(possible) == 1:
        intervals.append(Interval.exactly(ZERO))
    if all(truth is Truth.OPEN for truth, branch in zip(truths, scale, strict=True) if branch.positive):
        intervals.append(Interval.exactly(base))
    interval = hull(intervals)
    why = f"是否符合{wanted}不能仅凭完成值判断" if asked else "标准没有写明得分的条件"
    return Earned(interval, f"{why}，得{told(interval)}", undecided=True)


def _is_otherwise(branch: Branch) -> bool:
    return any(condition.kind == "otherwise" for condition in branch.conditions)


class _Cut(NamedTuple):
    """What deductions need to know: the part, the row, how a part of a step counts, and the points they start from."""

    part: Part
    facts: Facts
    rounding: Literal["up", "down"] | None
    base: Decimal


def _deducted(cut: _Cut, scale: list[Branch], truths: list[Truth], start: Earned | None) -> Earned:
    """Points taken off the best, or off what a formula gives."""
    base = cut.base
    low = high = ZERO
    words = []
    for branch in cut.part.branches:
        if isinstance(branch.gives, Deduction):
            least, most, said = _off(branch, branch.gives, cut)
            limit = min(base, most) if branch.gives.most is None else min(base, branch.gives.most, most)
            low, high = low + min(least, limit), high + limit
            words.append(said)
    whole = Interval.exactly(base) if start is None else start.interval
    bottom, top = max(whole.low - high, ZERO), max(whole.high - low, ZERO)
    if any(truth is Truth.OPEN and branch.positive for branch, truth in zip(scale, truths, strict=True)):
        top = whole.high
    if any(truth is not Truth.NO and branch.zero for branch, truth in zip(scale, truths, strict=True)):
        bottom = ZERO
    interval = Interval(low=bottom, high=top)
    off = Interval(low=low, high=min(high, base))
    taken = (
        f"{told(whole)} － {told(off)}，"
        if high > ZERO
        else ""
        if all("不扣分" in each for each in words)
        else "不扣分，"
    )
    because = f"{'；'.join(words)}，{taken}得{told(interval)}"
    return Earned(interval, because, not interval.is_exact)


def _off(branch: Branch, gives: Deduction, cut: _Cut) -> tuple[Decimal, Decimal, str]:
    """What one deduction takes off, least and most, and how that was reckoned."""
    part, facts = cut.part, cut.facts
    amounts = [
        EXACT.multiply(each, facts.weight) if gives.share else each for each in (gives.amount, gives.most_amount)
    ]
    each = f"每次扣{told(Interval(low=amounts[0], high=amounts[1]))}"
    if gives.every is None:
        truth = all_of([facts.holds(condition, branch, part) for condition in branch.conditions])
        least = amounts[0] if truth is Truth.YES else ZERO
        most = ZERO if truth is Truth.NO else amounts[1]
        return least, most, f"{short(branch.text)}：扣{told(Interval(low=least, high=most))}"
    if part.subjects and all_of([stated(subject, facts.actual) for subject in part.subjects]) is Truth.YES:
        return ZERO, ZERO, f"完成值写明符合{short(part.subjects[0])}，不扣分"
    anchor = next((item.value for item in branch.conditions if item.value is not None), None)
    counted = steps(gives.every, anchor_of(part) or anchor, facts, cut.rounding)
    least = EXACT.multiply(amounts[0], counted.least)
    most = facts.weight if counted.most is None else EXACT.multiply(amounts[1], counted.most)
    return least, most, counted.words if most == ZERO else f"{counted.words}，{each}"


def _gained(gains: Iterable[Gain], facts: Facts, rounding: Literal["up", "down"] | None, base: Decimal) -> Earned:
    """Points for every one that was done."""
    intervals, words = [], []
    for gain in gains:
        counted = steps(gain.every, None, facts, rounding, wanted=True)
        least = min(EXACT.multiply(gain.amount, counted.least), base)
        most = base if counted.most is None else min(EXACT.multiply(gain.amount, counted.most), base)
        intervals.append(Interval(low=least, high=most))
        words.append(f"{counted.words}，每次得{written(gain.amount)}分")
    total = sum(intervals[1:], start=intervals[0])
    interval = Interval(low=min(total.low, base), high=min(total.high, base))
    return Earned(interval, f"{'；'.join(words)}，得{told(interval)}", not interval.is_exact)
