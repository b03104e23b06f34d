"""认定得分: a score that a reviewer entered stands in place of what the rules give; the total and the grade follow from it."""

from decimal import Decimal

import msgspec

from jixiao.model import Evaluation
from jixiao.scoring.intervals import Interval
from jixiao.scoring.rounding import written
from jixiao.scoring.rule_packs import ZERO, RulePack
from jixiao.scoring.scorecards import RowScore, Scorecard
from jixiao.scoring.totals import add_up, grade
from jixiao.scoring.verdicts import shown_interval
from jixiao.targets.points import score_points

ENTERED = "复核人认定"
"""How the reasoning of a row begins whose score was entered."""


def as_entered(evaluation: Evaluation, card: Scorecard, pack: RulePack) -> Scorecard:
    """The scorecard with the 复核得分 that stand in the form; it is as it was where there are none, or only such as the rules give.

    What lies below zero or above the weight of its row is no score and is left.
    """
    rows = tuple(
        row
        if row.indicator is None
        else _entered(row, score_points(evaluation.indicators[row.indicator].reviewed_score), pack)
        for row in card.rows
    )
    if rows == card.rows:
        return card
    scored = rows if card.execution is None else (card.execution, *rows)
    total = add_up(evaluation, scored, card.execution_rate, pack)
    total = msgspec.structs.replace(total, because=total.because + card.reservation)
    return msgspec.structs.replace(card, rows=rows, total=total, grade=grade(evaluation, total, pack))


def _entered(row: RowScore, points: Decimal | None, pack: RulePack) -> RowScore:
    if points is None or points < ZERO or row.weight is None or points > row.weight:
        return row
    by_rule = row.computed
    entered = Interval.exactly(points)
    if by_rule == entered:
        return row
    told = f"{ENTERED}{written(points)}分"
    if by_rule is not None and not by_rule.admits(points):
        told += f"，按口径为{shown_interval(by_rule, pack)}"
    return msgspec.structs.replace(row, computed=entered, exact=entered, because=f"{told}。{row.because}")
