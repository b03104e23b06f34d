"""Comparing a date with a deadline (时限比较): the days that the actual can mean lie before the limit, after it, or neither for sure."""

import re
from decimal import Decimal

from jixiao.targets.characters import key
from jixiao.targets.outcomes import Comparison, Direction, Outcome, undecided
from jixiao.targets.quotation import quoted
from jixiao.targets.values import Deadline

_STATED = re.compile(r"[日号0-9] *。?$")
"""The end of a text that states one day."""


def compare_deadlines(wanted: Deadline, given: Deadline) -> Comparison:
    """Compare a stated day, period or limit with a deadline; the limit's own day counts as in time.

    Dates without a year are compared only with each other, as of one year. A recurring deadline (每月25日前) needs the record of every
    period, so that only its repetition or an earlier one is recognised.
    """
    goal, done = wanted.text.strip(), given.text.strip()
    same = key(goal) == key(done)
    if wanted.every or given.every:
        if same:
            return _found(Outcome.REACHED, f"完成值{quoted(done)}与指标值表述相同，未写各期实际日期。", restates=True)
        if wanted.every == given.every and given.before and wanted.before and given.last <= wanted.first:
            because = f"完成值{quoted(done)}早于指标值{quoted(goal)}，未写各期实际日期。"
            return _found(Outcome.REACHED, because, restates=True)
        return undecided(Direction.DEADLINE, f"指标值{quoted(goal)}为每期时限，需要各期的实际日期。")
    if (wanted.year is None) != (given.year is None):
        return undecided(Direction.DEADLINE, f"指标值{quoted(goal)}与完成值{quoted(done)}只有一方写明年份，无法比较。")
    assumed = wanted.year is None
    note = "（双方均未写年份，按同一年度比较）" if assumed else ""
    restates = given.before or (same and _STATED.search(key(done)) is None)
    certain = wanted.first if wanted.before else wanted.last
    if (given.before and given.last <= wanted.last) or given.last <= certain or (same and not given.before):
        because = f"完成值{quoted(done)}在指标值{quoted(goal)}规定的时限内{note}。"
        if restates:
            because = f"完成值{quoted(done)}不晚于指标值{quoted(goal)}，但未写实际完成日期{note}。"
        return _found(Outcome.REACHED, because, restates=restates, assumed=assumed)
    if not given.before and given.first > wanted.last:
        late = (given.first - wanted.last).days
        because = f"完成值{quoted(done)}晚于指标值{quoted(goal)}，至少迟{late}天{note}。"
        return _found(Outcome.MISSED, because, gap=late, assumed=assumed)
    return undecided(
        Direction.DEADLINE, f"完成值{quoted(done)}所指日期不够具体，不能判断是否在指标值{quoted(goal)}之内。"
    )


def _found(
    outcome: Outcome, because: str, *, restates: bool = False, assumed: bool = False, gap: int = 0
) -> Comparison:
    return Comparison(
        outcome=outcome,
        direction=Direction.DEADLINE,
        because=because,
        gap=Decimal(gap),
        unit="天",
        restates=restates,
        assumed=assumed,
    )
