"""Forms with known meaning: every row is made from figures, written as text, and its points worked out from the figures themselves.

`forms(seed, count)` gives forms of ten rows with the points that a rule pack must give each, as plain fractions. Nothing of the parser or
the first scorer is asked, so three ways to the same points can be held against each other: text → parser → first scorer, the trace of
the first scorer → second scorer, and the figures → second scorer's arithmetic.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import NamedTuple

from jixiao.model import Evaluation, Fund, Indicator
from jixiao.recalculation.plain import (
    Points,
    anything_below_full,
    banded,
    exactly,
    exceeded_by_far,
    execution_points,
    missed_points,
    shared,
)
from jixiao.scoring import RulePack
from jixiao.targets import Direction

ROWS = 10
UNITS = ("%", "家", "人次", "万元", "场", "份", "个", "户", "分钟", "元")
PHRASES = {"reached": "达成预期指标", "partly": "部分达成预期指标并具有一定效果", "missed": "未达成预期指标且效果较差"}


class Row(NamedTuple):
    """What stands in a row and what it must earn before rounding."""

    level2: str
    name: str
    target: str
    actual: str
    points: Points


class Form(NamedTuple):
    """A form, the points of its rows and of the execution rate before rounding, and the rate."""

    evaluation: Evaluation
    rows: tuple[Points, ...]
    execution: Points
    rate: Fraction


def forms(seed: int, count: int, pack: RulePack) -> Iterator[Form]:
    """Make so many forms; the same seed makes the same ones."""
    random = Random(seed)  # noqa: S311 - nothing secret: the same seed must give the same forms
    for _ in range(count):
        yield _form(random, pack)


def _form(random: Random, pack: RulePack) -> Form:
    weights = [Decimal(random.choice((5, 8, 9, 10, 12, 15))) for _ in range(ROWS - 1)]
    if random.random() < 0.5:
        weights = [Decimal(9)] * (ROWS - 1)
    weights.append(Decimal(90) - sum(weights) if sum(weights) < 90 else Decimal("7.5"))
    made = [random.choice(KINDS)(random, Fraction(weight), pack) for weight in weights]
    budget = Decimal(random.randint(1, 99999)).scaleb(-random.choice((0, 1, 2)))
    spent = (budget * Decimal(random.randint(0, 115)) / 100).quantize(Decimal("0.01"))
    rate = Fraction(spent) / Fraction(budget)
    fund = Fund(label="年度资金总额", adjusted=f"{budget:f}", executed=f"{spent:f}", weight="10")
    indicators = tuple(
        Indicator(
            level1="满意度指标" if "满意" in row.level2 else "产出指标",
            level2=row.level2,
            name=row.name,
            weight=f"{weight:f}",
            target=row.target,
            actual=row.actual,
        )
        for weight, row in zip(weights, made, strict=True)
    )
    evaluation = Evaluation(amount_unit="万元", year=2023, funds=(fund,), indicators=indicators)
    return Form(evaluation, tuple(row.points for row in made), execution_points(rate, Fraction(10), pack), rate)


def _figure(random: Random, unit: str) -> Decimal:
    if unit == "%":
        return Decimal(random.choice((60, 70, 80, 85, 90, 95, 98, 99, 100)))
    return Decimal(random.randint(1, 3000)).scaleb(-random.choice((0, 0, 0, 1, 2)))


def _near(random: Random, goal: Decimal) -> Decimal:
    """A figure around a target: often the target itself, seldom far off."""
    factor = random.choice((1, 1, 1, 0, 2, 3)) if random.random() < 0.3 else Decimal(random.randint(50, 145)) / 100
    return (goal * factor).quantize(Decimal("0.01")).normalize() + 0


def _earned(
    direction: Direction, goal: Decimal, done: Decimal, weight: Fraction, pack: RulePack, *, met: bool
) -> Points:
    wanted, given = Fraction(goal), Fraction(done)
    if not met:
        return missed_points(direction, wanted, given, weight, pack)
    left = None if direction is Direction.REVERSE else exceeded_by_far(wanted, given, weight, pack)
    return exactly(weight if left is None else left)


def positive(random: Random, weight: Fraction, pack: RulePack) -> Row:
    unit = random.choice(UNITS)
    goal = _figure(random, unit)
    done = _near(random, goal)
    strict = random.random() < 0.1
    word = ">" if strict else random.choice(("≥", "不低于", "不少于", "大于等于"))
    met = done > goal if strict else done >= goal
    points = _earned(Direction.POSITIVE, goal, done, weight, pack, met=met)
    return Row("数量指标", "完成情况", f"{word}{goal:f}{unit}", f"{done:f}{unit}", points)


def reverse(random: Random, weight: Fraction, pack: RulePack) -> Row:
    unit = random.choice(UNITS)
    goal = _figure(random, unit)
    done = _near(random, goal)
    word = random.choice(("≤", "不超过", "不高于", "小于等于"))
    points = _earned(Direction.REVERSE, goal, done, weight, pack, met=done <= goal)
    return Row("成本指标", "控制情况", f"{word}{goal:f}{unit}", f"{done:f}{unit}", points)


def equal(random: Random, weight: Fraction, pack: RulePack) -> Row:
    unit = random.choice(UNITS)
    goal = _figure(random, unit)
    done = _near(random, goal)
    points = _earned(Direction.EQUAL, goal, done, weight, pack, met=done == goal)
    return Row("数量指标", "完成情况", f"={goal:f}{unit}", f"{done:f}{unit}", points)


def none_wanted(random: Random, weight: Fraction, pack: RulePack) -> Row:
    done = random.choice((0, 0, 1, 7))
    met = done == 0
    points = exactly(weight) if met else missed_points(Direction.EQUAL, Fraction(0), Fraction(done), weight, pack)
    return Row("质量指标", "差错情况", "=0次", f"{done}次", points)


def ranged(random: Random, weight: Fraction, pack: RulePack) -> Row:
    low = Decimal(random.randint(2, 20))
    high = low + random.randint(1, 10)
    done = Decimal(random.randint(1, 40))
    unit = random.choice(("个月", "%", "家"))
    bound = low if done < low else high
    met = low <= done <= high
    points = exactly(weight) if met else missed_points(Direction.RANGE, Fraction(bound), Fraction(done), weight, pack)
    return Row("可持续影响指标", "可支付情况", f"{low:f}-{high:f}{unit}", f"{done:f}{unit}", points)


def deadline(random: Random, weight: Fraction, pack: RulePack) -> Row:
    last = date(2023, random.randint(4, 10), random.randint(1, 28))
    done = last + timedelta(days=random.choice((-60, -9, -1, 1, 8, 45)))
    missed = exactly(Fraction(0)) if pack.deadline.missed == "zero" else anything_below_full(weight)
    return Row(
        "时效指标",
        "完成时间",
        f"2023年{last.month}月{last.day}日前",
        f"2023年{done.month}月{done.day}日",
        exactly(weight) if done < last else missed,
    )


def quality(random: Random, weight: Fraction, pack: RulePack) -> Row:
    level, phrase = random.choice(list(PHRASES.items()))
    return Row("社会效益指标", "工作机制", "逐步健全", phrase, banded(level, weight, pack))


def satisfaction(random: Random, weight: Fraction, pack: RulePack) -> Row:
    goal = Decimal(random.choice((80, 85, 90, 95)))
    done = Decimal(random.randint(450, 1000)) / 10
    if pack.satisfaction.method == "intervals":
        points = exactly(shared(Fraction(done) / 100, pack.satisfaction.steps) * weight)
    else:
        points = _earned(Direction.POSITIVE, goal, done, weight, pack, met=done >= goal)
    return Row("服务对象满意度指标", "参保群众满意度", f"≥{goal}%", f"{done}%", points)


KINDS: tuple[Callable[[Random, Fraction, RulePack], Row], ...] = (
    positive,
    positive,
    reverse,
    equal,
    none_wanted,
    ranged,
    deadline,
    quality,
    satisfaction,
)
