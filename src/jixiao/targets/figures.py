"""Comparing figures (数值比较): the actual's set of possible values lies inside the target's, outside it, or partly both."""

from decimal import Decimal
from typing import Literal, NamedTuple

from msgspec.structs import replace

from jixiao.targets import lexicon
from jixiao.targets.agreement import Agreement, agree
from jixiao.targets.directions import direction_of
from jixiao.targets.outcomes import Comparison, Direction, Outcome, undecided
from jixiao.targets.quotation import quoted
from jixiao.targets.units import CLASSIFIERS, Unit
from jixiao.targets.values import Operator, Quantity, Range

NAME_NOTE = "（指标值未写比较符号，按指标名称和类别判断方向）"
YEAR_NOTE = "（指标值按期计，乘以全年期数后比较）"
UNIT_NOTE = "（单位或口径一方未写，按另一方或指标名称补足）"


class Interval(NamedTuple):
    """The values an expression allows; None is no bound."""

    low: Decimal | None
    high: Decimal | None
    low_included: bool = True
    high_included: bool = True

    @property
    def point(self) -> Decimal | None:
        """The only value allowed, if there is but one."""
        return self.low if self.low == self.high else None


def interval(value: Quantity | Range, measure: Unit) -> Interval | None:
    """The values a printed figure allows, in the base of `measure`; None for 约 and 左右, whose width nobody knows."""
    if isinstance(value, Range):
        return Interval(
            value.low * measure.factor, value.high * measure.factor, value.low_included, value.high_included
        )
    figure = value.number * measure.factor
    if value.operator in (Operator.GE, Operator.GT):
        return Interval(figure, None, low_included=value.operator == Operator.GE)
    if value.operator in (Operator.LE, Operator.LT):
        return Interval(None, figure, high_included=value.operator == Operator.LE)
    return None if value.operator == Operator.ABOUT else Interval(figure, figure)


def within(inner: Interval, outer: Interval) -> bool:
    """Tell whether every value of `inner` is one of `outer`."""
    low = outer.low is None or (
        inner.low is not None
        and (inner.low > outer.low or (inner.low == outer.low and (outer.low_included or not inner.low_included)))
    )
    high = outer.high is None or (
        inner.high is not None
        and (inner.high < outer.high or (inner.high == outer.high and (outer.high_included or not inner.high_included)))
    )
    return low and high


def apart(one: Interval, two: Interval) -> bool:
    """Tell whether two intervals share no value."""
    return _below(one, two) or _below(two, one)


def _below(lower: Interval, upper: Interval) -> bool:
    if lower.high is None or upper.low is None:
        return False
    return lower.high < upper.low or (lower.high == upper.low and not (lower.high_included and upper.low_included))


def distance(given: Interval, wanted: Interval) -> tuple[Decimal, Decimal | None]:
    """How far the nearest value of `given` lies from `wanted`, and the bound of `wanted` on that side; 0 and None when they meet."""
    if wanted.low is not None and _below(given, wanted) and given.high is not None:
        return wanted.low - given.high, wanted.low
    if wanted.high is not None and _below(wanted, given) and given.low is not None:
        return given.low - wanted.high, wanted.high
    return Decimal(0), None


def plain(number: Decimal) -> str:
    """Print a figure for people: no exponent, at most four decimals, no trailing zeros."""
    rounded = round(number, 4) if abs(number) < Decimal(10) ** 20 else number
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def compare_figures(wanted: Quantity | Range, given: Quantity | Range, name: str, level2: str) -> Comparison:
    """Compare a printed actual with a numeric target."""
    direction, inferred = (
        (Direction.RANGE, False)
        if isinstance(wanted, Range)
        else direction_of(wanted, name, level2, given.subject or "")
    )
    zero = isinstance(given, Quantity) and given.word and not (isinstance(wanted, Quantity) and wanted.number == 0)
    if zero:
        return undecided(direction, f"完成值写{quoted(given.text.strip())}，不能确定是零还是未填。", inferred=inferred)
    if (named := _change_by_name(wanted, given, name)) is not None:
        found = compare_figures(named, given, name, level2)
        asked = "上升" if named.change == "up" else "下降"
        note = f"（按指标名称，指标值是{asked}的幅度）" if found.outcome == Outcome.MISSED else ""
        return replace(found, because=found.because + note)
    if wanted.change and given.change and wanted.change != given.change:
        given = _mirrored(given)
    elif not _both_changes(wanted, given, name):
        return undecided(direction, "指标值与完成值一为增减幅度、一为水平值，口径不同，无法比较。", inferred=inferred)
    if (yearly := _over_the_year(wanted, given)) is not None:
        found = _decide(yearly, given, agree(yearly, given, name), direction, inferred=inferred)
        if found.outcome == Outcome.REACHED:
            return replace(found, because=found.because + YEAR_NOTE, assumed=True)
    agreement = agree(wanted, given, name)
    if agreement.trouble:
        return undecided(
            direction,
            f"指标值{quoted(wanted.text.strip())}与完成值{quoted(given.text.strip())}{agreement.trouble}。",
            inferred=inferred,
        )
    return _decide(wanted, given, agreement, direction, inferred=inferred)


def _change_by_name(wanted: Quantity | Range, given: Quantity | Range, name: str) -> Quantity | Range | None:
    """The target as the change that the name asks for (投诉件同比下降: ≥5%) where the actual states one the other way (上升8.2%)."""
    named = lexicon.CHANGE_WORDS.search(name)
    asked: Literal["up", "down"] = "up" if named and named["up"] else "down"
    if named is None or wanted.change or given.change in (None, asked):
        return None
    return replace(wanted, change=asked)


def _over_the_year(wanted: Quantity | Range, given: Quantity | Range) -> Quantity | None:
    """A count per period as the count of a whole year (每月1期: 12期), where the actual is one count of the same thing.

    It proves only that enough was done: fewer may be right where the work began within the year.
    """
    if not (isinstance(wanted, Quantity) and isinstance(given, Quantity)) or given.per or len(wanted.per) != 1:
        return None
    times = lexicon.PERIODS.get(wanted.per[0])
    if (
        times is None
        or wanted.unit != given.unit
        or wanted.unit.base not in CLASSIFIERS
        or given.operator not in ("", "=")
    ):
        return None
    return replace(wanted, number=wanted.number * times, per=())


def _both_changes(wanted: Quantity | Range, given: Quantity | Range, name: str) -> bool:
    """Tell whether both are levels or both changes; the name may say it for the one that does not (次均费用增幅)."""
    if wanted.change == given.change:
        return True
    named = lexicon.CHANGE_WORDS.search(name)
    return bool(named) and (wanted.change or given.change) == ("up" if named and named["up"] else "down")


_MIRRORED = {Operator.GE: Operator.LE, Operator.LE: Operator.GE, Operator.GT: Operator.LT, Operator.LT: Operator.GT}


def _mirrored(given: Quantity | Range) -> Quantity | Range:
    """A decrease as a negative increase, and the other way round."""
    if isinstance(given, Quantity):
        operator = _MIRRORED.get(given.operator, given.operator)
        return replace(given, number=-given.number, operator=operator)
    included = {"low_included": given.high_included, "high_included": given.low_included}
    return replace(given, low=-given.high, high=-given.low, **included)


def _target_set(wanted: Quantity | Range, direction: Direction, measure: Unit) -> Interval:
    """The values that reach the target; a bare or approximate one is open on its good side."""
    printed = interval(wanted, measure)
    if isinstance(wanted, Quantity) and (printed is None or wanted.operator == Operator.BARE):
        figure = wanted.number * measure.factor
        if direction == Direction.POSITIVE:
            return Interval(figure, None)
        if direction == Direction.REVERSE:
            return Interval(None, figure)
        return Interval(figure, figure)
    return printed or Interval(None, None)  # pragma: no cover - a range always has its interval


def _decide(
    wanted: Quantity | Range, given: Quantity | Range, agreement: Agreement, direction: Direction, *, inferred: bool
) -> Comparison:
    allowed = _target_set(wanted, direction, agreement.wanted)
    possible = interval(given, agreement.given)
    shown = (
        agreement.wanted if agreement.wanted.decimal else Unit(name=agreement.wanted.base, base=agreement.wanted.base)
    )
    restated = (
        isinstance(given, Quantity)
        and isinstance(wanted, Quantity)
        and (given.operator, given.unit, given.number) == (wanted.operator, wanted.unit, wanted.number)
    )
    if possible is None:
        outcome = Outcome.REACHED if restated else Outcome.UNDECIDED
    elif within(possible, allowed):
        outcome = Outcome.REACHED
    elif not apart(possible, allowed) or direction == Direction.LEVEL or _vague(wanted):
        outcome = Outcome.UNDECIDED
    else:
        outcome = Outcome.MISSED
    gap, bound = distance(possible, allowed) if possible and outcome == Outcome.MISSED else (Decimal(0), None)
    goal = wanted.number * agreement.wanted.factor if isinstance(wanted, Quantity) else bound
    point = possible.point if possible else None
    scale = shown.factor
    target = None if goal is None else goal / scale
    actual = None if point is None else point / scale
    return Comparison(
        outcome=outcome,
        direction=direction,
        because=_sentence(wanted, given, outcome, direction, gap / scale, shown)
        + (NAME_NOTE if inferred and direction != Direction.LEVEL else "")
        + (UNIT_NOTE if agreement.assumed else ""),
        target=target,
        actual=actual,
        unit=shown.name or None,
        ratio=actual / target if actual is not None and target else None,
        gap=None if outcome == Outcome.UNDECIDED else gap / scale,
        inferred=inferred,
        restates=point is None,
        assumed=agreement.assumed,
    )


def _vague(wanted: Quantity | Range) -> bool:
    return isinstance(wanted, Quantity) and wanted.operator == Operator.ABOUT


_REACHED = {
    Direction.POSITIVE: "达到",
    Direction.REVERSE: "未超过",
    Direction.EQUAL: "等于",
    Direction.RANGE: "在区间内，符合",
}
_SHORT = {
    Direction.POSITIVE: "低于",
    Direction.REVERSE: "高于",
    Direction.EQUAL: "不等于",
    Direction.RANGE: "在区间之外，不符合",
}


def _sentence(
    wanted: Quantity | Range, given: Quantity | Range, outcome: Outcome, direction: Direction, gap: Decimal, shown: Unit
) -> str:
    goal, done = wanted.text.strip(), given.text.strip()
    if outcome == Outcome.REACHED:
        return f"完成值{quoted(done)}{_REACHED.get(direction, '等于')}指标值{quoted(goal)}。"
    if outcome == Outcome.MISSED:
        measure = "个百分点" if shown.name == "%" else shown.name
        by = f"，相差{plain(gap)}{measure}" if gap else "，恰在界限上而指标值不含该值"
        return f"完成值{quoted(done)}{_SHORT[direction]}指标值{quoted(goal)}{by}。"
    if direction == Direction.LEVEL:
        return f"指标值{quoted(goal)}未写比较符号，也不能从指标名称看出方向，无法判断完成值{quoted(done)}是否达到。"
    if _vague(wanted):
        return f"指标值{quoted(goal)}为约数，没有规定允许的偏差，无法判断完成值{quoted(done)}是否达到。"
    return f"完成值{quoted(done)}只是界限或约数，不能据以判断是否达到指标值{quoted(goal)}。"
