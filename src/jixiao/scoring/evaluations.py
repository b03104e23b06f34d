"""Scoring one form: the execution rate, every indicator row, the total and the grade; and all forms of a file."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from jixiao.model import Evaluation, Submission
from jixiao.scoring.criteria import rules_of
from jixiao.scoring.execution import RULE, Rate, fund_weight, judge_execution, rate_of
from jixiao.scoring.fund_rows import points_row, total_row
from jixiao.scoring.indicators import rounded_interval, score_indicator, unscored
from jixiao.scoring.rule_packs import ZERO, RulePack
from jixiao.scoring.scorecards import Duty, RowScore, Scorecard
from jixiao.scoring.totals import add_up, grade
from jixiao.scoring.verdicts import percent
from jixiao.targets.points import score_points, weight_points

_NO_FUNDS = Rate(ratio=None, words="表内没有年度资金总额一行，无法计算执行率")
_NOT_YET = {"target": "本表是绩效目标表，不记分。", "monitoring": "本表是绩效监控表，不记分。"}


def score_all(submission: Submission, packs: Sequence[RulePack]) -> tuple[Scorecard, ...]:
    """Score every form of a file that reports results, under each pack: forms in order, the packs of a form side by side."""
    return tuple(
        score(evaluation, pack, index)
        for index, evaluation in enumerate(submission.evaluations)
        if evaluation.form not in _NOT_YET
        for pack in packs
    )


def score(evaluation: Evaluation, pack: RulePack, index: int = 0) -> Scorecard:
    """Score a form under a rule pack; `index` is the form's place in its submission.

    Returns a scorecard in which every row, the execution rate and the total carry their reasoning. Never raises for what a form says.
    """
    total_fund = total_row(evaluation.funds)
    rate = _NO_FUNDS if total_fund is None else rate_of(evaluation.funds, total_fund, evaluation.amount_unit)
    why_not = _why_not(evaluation)
    execution = None if total_fund is None or why_not is not None else _execution(evaluation, total_fund, rate, pack)
    if why_not is not None:
        rows = tuple(unscored(row, number, why_not) for number, row in enumerate(evaluation.indicators))
    else:
        own = rate if execution is None else None
        rules = rules_of(evaluation.indicators)
        rows = tuple(
            score_indicator(row, number, pack, own, rules[number]) for number, row in enumerate(evaluation.indicators)
        )
    reservation = pack.reservation(evaluation.year)
    total = add_up(evaluation, rows if execution is None else (execution, *rows), rate.ratio, pack)
    total = msgspec.structs.replace(total, because=total.because + reservation)
    return Scorecard(
        evaluation=index,
        rule_pack=pack.code,
        rows=rows,
        execution=execution,
        execution_rate=rate.ratio,
        total=total,
        grade=grade(evaluation, total, pack),
        reservation=reservation,
    )


def _why_not(evaluation: Evaluation) -> str | None:
    if evaluation.form in _NOT_YET:
        return _NOT_YET[evaluation.form]
    if all(row.weight is None for row in evaluation.indicators) and all(row.weight is None for row in evaluation.funds):
        return "本表不设分值，不记分。"
    return None


def _execution(evaluation: Evaluation, total: int, rate: Rate, pack: RulePack) -> RowScore | None:
    """Score the rate of the total row against the points in whatever row they stand; None when the form gives it no points."""
    pointed = points_row(evaluation.funds)
    fund = evaluation.funds[total if pointed is None else pointed]
    others = sum((weight_points(row.weight) or ZERO for row in evaluation.indicators), start=Decimal(0))
    weight, implied = fund_weight(fund, others, pack)
    if weight is None:
        return None
    verdict = judge_execution(rate, weight, pack)
    note = f"（表内未印执行率的分值，其余分值合计{others}分，取余下的{weight}分。）" if implied else ""
    return RowScore(
        indicator=None,
        weight=weight,
        reported=score_points(fund.score),
        computed=rounded_interval(verdict.interval, pack),
        exact=verdict.interval,
        rule=RULE,
        because=verdict.because + note,
        basis=pack.execution.basis,
        places=rate.places,
        duties=tuple(_duties(rate, pack)),
    )


def _duties(rate: Rate, pack: RulePack) -> list[Duty]:
    if rate.ratio is None:
        return []
    return [
        Duty(when=rule.when, because=f"执行率{percent(rate.ratio)}：{rule.explanation}。", basis=rule.basis)
        for rule in pack.duties
        if rule.when == "execution_below" and rule.at is not None and rate.ratio < rule.at
    ]
