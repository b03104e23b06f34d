"""总分与等级: the sum of the row scores, the cap that the execution rate sets, and the grades that are possible."""

from collections.abc import Sequence
from decimal import Decimal

from jixiao.model import Evaluation
from jixiao.scoring.fund_rows import points_row
from jixiao.scoring.intervals import Interval
from jixiao.scoring.rounding import written
from jixiao.scoring.rule_packs import HUNDRED, ZERO, RulePack
from jixiao.scoring.scorecards import GradeResult, RowScore, Total
from jixiao.scoring.verdicts import percent, shown_interval
from jixiao.targets.points import score_points


def add_up(evaluation: Evaluation, scored: Sequence[RowScore], rate: Decimal | None, pack: RulePack) -> Total:
    """Add the scores of all rows (the execution rate among them) and apply the cap; None where no row is scored."""
    reported = score_points(evaluation.total_score)
    intervals = [row.computed for row in scored if row.computed is not None]
    if not intervals:
        return Total(reported=reported, low=None, high=None, because="本表没有可以记分的行，不计总分。")
    total = sum(intervals[1:], start=intervals[0])
    weight = sum((row.weight for row in scored if row.computed is not None and row.weight is not None), start=ZERO)
    terms = " ＋ ".join(_term(interval, pack) for interval in intervals)
    because = f"{terms} = {shown_interval(total, pack)}。"
    capped, cap, why = _capped(total, rate, pack)
    left_out = _left_out(evaluation, scored, weight)
    basis = pack.total_caps.basis if pack.total_caps is not None and why else pack.rounding.basis
    return Total(
        reported=reported,
        low=capped.low,
        high=capped.high,
        open_above=capped.open_above,
        weight=weight,
        cap=cap,
        because=because + why + left_out,
        basis=basis,
        left_out=left_out,
    )


def _left_out(evaluation: Evaluation, scored: Sequence[RowScore], weight: Decimal) -> str:
    """Say which parts have no weight that was printed, or read, though the form reports on them; empty where none has."""
    rows = [row for row in scored if row.indicator is not None and row.weight is None]
    reporting = [row for row in rows if row.reported is not None or evaluation.indicators[row.indicator or 0].target]
    fund = points_row(evaluation.funds)
    execution = fund is not None and score_points(evaluation.funds[fund].score) is not None
    parts = ["预算执行率"] if execution and all(row.indicator is not None for row in scored) else []
    parts += [f"{len(reporting)}行指标"] if reporting else []
    if not parts:
        return ""
    return f"重算的总分只含有分值的各项，共{written(weight)}分；{'和'.join(parts)}没有分值或分值没有读到，没有计入。"


def _term(interval: Interval, pack: RulePack) -> str:
    return shown_interval(interval, pack) if interval.is_exact else f"（{shown_interval(interval, pack)}）"


def _capped(total: Interval, rate: Decimal | None, pack: RulePack) -> tuple[Interval, Decimal | None, str]:
    if pack.total_caps is None:
        return total, None, ""
    if rate is None:
        strictest = pack.total_caps.caps[-1].total
        why = f"执行率无法计算，不能确定总分是否封顶，最严时不高于{written(strictest)}分。"
        return Interval(low=min(total.low, strictest), high=total.high, open_above=total.open_above), None, why
    cap = pack.total_caps.cap(rate)
    if cap is None:
        return total, None, ""
    why = f"执行率{percent(rate)}，总分不高于{written(cap)}分。"
    high = min(total.high, cap)
    open_above = total.open_above and total.high <= cap
    return Interval(low=min(total.low, cap), high=high, open_above=open_above), cap, why


def grade(evaluation: Evaluation, total: Total, pack: RulePack) -> GradeResult:
    """Name the grade of the printed total and all grades between the lowest and the highest computed total."""
    rule = pack.grades
    from_reported = None if total.reported is None else rule.grade(total.reported)
    possible: tuple[str, ...] = ()
    if total.low is None or total.high is None:
        because = "本表不计总分，不评定等级。"
    elif total.weight != HUNDRED:
        because = f"记分各行的分值合计{written(total.weight or ZERO)}分，不是100分，不能评定等级。"
    else:
        possible = tuple(
            limit.name
            for index, limit in enumerate(rule.limits)
            if (total.high > limit.at_least or (total.high == limit.at_least and not total.open_above))
            and (index == 0 or total.low < rule.limits[index - 1].at_least)
        )
        because = f"总分{_range_words(total)}，属“{'”或“'.join(possible)}”。"
    return GradeResult(
        reported=evaluation.grade, from_reported=from_reported, computed=possible, because=because, basis=rule.basis
    )


def _range_words(total: Total) -> str:
    low, high = written(total.low or ZERO), written(total.high or ZERO)
    return f"{low}分" if low == high else f"在{low}至{high}分之间"
