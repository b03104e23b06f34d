"""距上一等级: how many points are missing, and which rows would have to be better by how much.

It says what the rules demand, not what should be written: the points belong to results that can be shown.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import msgspec

from jixiao.model import Evaluation
from jixiao.scoring import RowScore, RulePack, Scorecard, written
from jixiao.simulation.losses import ZERO, row_name, scored_rows
from jixiao.targets import Direction, Outcome

_ONE = Decimal(1)
_DECIMALS = 2


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A row that could earn more: `gain` points in this plan, and in Chinese what its actual would have to be."""

    indicator: int | None
    name: str
    gain: Decimal
    needed: str


class NextGrade(msgspec.Struct, frozen=True, kw_only=True):
    """The grade above the best one that the rules allow now.

    `short` is how many points the best computed total lacks; `steps` are the fewest rows that make it up, empty when no improvement of
    scored rows does. `hindrance` names in Chinese what stands in the way besides (a cap on the total); empty when nothing does.
    """

    grade: str
    at_least: Decimal
    short: Decimal
    steps: tuple[Step, ...]
    hindrance: str = ""


def next_grade(evaluation: Evaluation, card: Scorecard, pack: RulePack) -> NextGrade | None:
    """Work out the way to the next grade from the best total that the rules allow; None where there is no grade or none above."""
    if not card.grade.computed or card.total.high is None:
        return None
    names = [limit.name for limit in pack.grades.limits]
    position = names.index(card.grade.computed[0])
    if position == 0:
        return None
    wanted = pack.grades.limits[position - 1]
    best = sum((row.computed.high for row in scored_rows(card) if row.computed is not None), start=ZERO)
    least = _ONE.scaleb(
        -pack.rounding.places
    )  # a total that just fails to reach the limit lacks the smallest step there is
    return NextGrade(
        grade=wanted.name,
        at_least=wanted.at_least,
        short=max(wanted.at_least - card.total.high, least),
        steps=_steps(evaluation, card, pack, max(wanted.at_least - best, ZERO if best > card.total.high else least)),
        hindrance=_hindrance(card, pack, wanted.at_least),
    )


def _hindrance(card: Scorecard, pack: RulePack, wanted: Decimal) -> str:
    if pack.total_caps is None or card.total.cap is None or card.total.cap >= wanted:
        return ""
    enough = min((cap.below for cap in pack.total_caps.caps if cap.total < wanted), key=lambda below: -below)
    return f"执行率使总分不高于{written(card.total.cap)}分；执行率达到{_percent(enough)}及以上才不受此限。"


def _steps(evaluation: Evaluation, card: Scorecard, pack: RulePack, short: Decimal) -> tuple[Step, ...]:
    """Take the rows that can gain most until enough points are found; the last one gains only what is still missing."""
    gains = [
        (row.weight - row.computed.high, row)
        for row in scored_rows(card)
        if row.weight is not None and row.computed is not None and row.computed.high < row.weight
    ]
    steps: list[Step] = []
    for gain, row in sorted(gains, key=lambda pair: -pair[0]):
        if short <= ZERO:
            break
        taken = min(gain, short)
        name = row_name(evaluation, row.indicator)
        steps.append(
            Step(indicator=row.indicator, name=name, gain=taken, needed=_needed(evaluation, row, taken, card, pack))
        )
        short -= taken
    return tuple(steps) if short <= ZERO else ()


def _needed(evaluation: Evaluation, row: RowScore, gain: Decimal, card: Scorecard, pack: RulePack) -> str:
    """What the actual of a row would have to be to earn so many more points."""
    assert row.weight is not None and row.computed is not None  # noqa: S101, PT018 - only such rows can gain
    share = (row.computed.high + gain) / row.weight
    if row.indicator is None:
        return _rate_needed(share, card, pack)
    comparison = row.comparison
    figures = comparison is not None and comparison.outcome is Outcome.MISSED and not comparison.parts
    if comparison is None or not figures or comparison.target is None or comparison.actual is None:
        return "须达到年度指标值" if share >= _ONE else "须比现在更接近年度指标值，规则没有给出可以计算的比例"
    goal, done, unit = comparison.target, comparison.actual, comparison.unit or ""
    ratio = _ratio_needed(share, pack)
    short = comparison.direction is Direction.POSITIVE or (
        comparison.direction is not Direction.REVERSE and done < goal
    )
    linear = pack.reverse.zero_at
    times = ratio if short else 1 / ratio if linear is None else _ONE + (_ONE - ratio) * (linear - _ONE)
    if unit not in (evaluation.indicators[row.indicator].target or ""):
        return f"完成值须{'达到' if short else '降到'}指标值的{_percent(times, up=short)}"  # compared in a unit that is not printed
    if short:
        return f"完成值须由{written(done)}{unit}提高到{_up(goal * times)}{unit}"
    return f"完成值须由{written(done)}{unit}降到{_down(goal * times)}{unit}"


def _ratio_needed(share: Decimal, pack: RulePack) -> Decimal:
    """The completion ratio that earns a share of the weight; with a pass line the part above the line counts."""
    line = pack.completion.pass_line
    return share if line is None else line + (_ONE - line) * share


def _rate_needed(share: Decimal, card: Scorecard, pack: RulePack) -> str:
    if pack.execution.method == "intervals":
        share = min(step.at_least for step in pack.execution.steps if step.value >= share)
    now = "" if card.execution_rate is None else f"由{_percent(card.execution_rate)}"
    return f"执行率须{now}提高到{_percent(share, up=True)}"


def _up(value: Decimal) -> str:
    return written(value.quantize(_ONE.scaleb(-_DECIMALS), rounding=ROUND_CEILING))


def _down(value: Decimal) -> str:
    return written(value.quantize(_ONE.scaleb(-_DECIMALS), rounding=ROUND_FLOOR))


def _percent(ratio: Decimal, *, up: bool = False) -> str:
    return f"{_up(ratio * 100) if up else _down(ratio * 100)}%"
