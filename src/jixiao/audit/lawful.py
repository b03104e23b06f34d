"""What the score of a row may be: the rule pack's result, other readings that the rules leave open, and the precision of the form.

An accusation rests on this module: it holds only when the printed score lies outside every lawful reading by more than rounding.
"""

import re
from decimal import ROUND_CEILING, Decimal

import msgspec

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.once import once
from jixiao.audit.per_unit import surely_in_total
from jixiao.audit.rows import FundRow, Row
from jixiao.findings import Certainty
from jixiao.law import Article
from jixiao.scoring import Interval, OwnScore, RowScore, asks_satisfaction, names_execution_rate, written
from jixiao.scoring.rounding import EXACT, rounded
from jixiao.targets.characters import key

CENT = Decimal("0.01")
"""Differences up to one hundredth of a point are rounding."""

_TOLERANCE = {0: Decimal("0.99"), 1: Decimal("0.099")}
_FIGURES = (targets.Quantity, targets.Range, targets.Deadline, targets.Compound)
_PASS_LINE = Decimal("0.6")


def points(value: Decimal) -> str:
    """Write points or percents for a sentence, with at most two decimals."""
    return written(rounded(value, 2))


def span(interval: Interval) -> str:
    """Write an interval of points for a sentence."""
    if interval.is_exact:
        return f"{points(interval.low)}分"
    bound = "（不含上限）" if interval.open_above else ""
    return f"{points(interval.low)}至{points(interval.high)}分{bound}"


def decimals(text: str | None) -> int:
    """Count the decimals of printed points, with or without 分 behind them."""
    return len(key(text or "").strip().removesuffix("分").partition(".")[2])


class ScoredRow(msgspec.Struct, frozen=True):
    """A row with printed weight and score, and what the scorecard makes of it."""

    row: Row
    weight: Decimal
    score: Decimal
    rated: RowScore | None
    slack: Decimal

    @property
    def comparison(self) -> targets.Comparison:
        """实际完成值 against 年度指标值."""
        return self.row.comparison

    @property
    def full(self) -> bool:
        """Tell whether the row has its full points."""
        return self.score >= self.weight

    @property
    def deducted(self) -> bool:
        """Tell whether the row lost more than a rounding difference."""
        return self.weight - self.score > CENT

    @property
    def computed(self) -> Interval | None:
        """The score by the rule pack before rounding, None where it cannot be decided."""
        return None if self.rated is None else self.rated.exact or self.rated.computed

    @property
    def basis(self) -> tuple[Article, ...]:
        """What the result of the rule pack rests on; empty without one."""
        return () if self.rated is None else self.rated.basis

    @property
    def may_reduce(self) -> bool:
        """Tell whether the rules let the evaluator take points off without naming a figure (目标值明显偏低)."""
        return self.rated is not None and any(duty.may_reduce for duty in self.rated.duties)

    @property
    def by_own_rule(self) -> bool:
        """Tell whether the form prints a 评分标准 for the row: then it may score otherwise than the rule pack."""
        return bool(self.row.indicator.rule)

    @property
    def own(self) -> OwnScore | None:
        """The score by the row's own 评分标准 where that tells anything: None without one, or where any score would do."""
        own = None if self.rated is None else self.rated.own
        if own is None or own.interval is None:
            return None
        anything = own.interval.low <= 0 and own.interval.high >= self.weight and not own.interval.open_above
        return None if anything else own

    @property
    def lawful_by_own(self) -> bool:
        """Tell whether the row's own 评分标准 gives the printed score."""
        own = self.own
        return own is not None and own.interval is not None and own.interval.admits(self.score, self.slack)

    @property
    def best_certainty(self) -> Certainty:
        """How sure a score can be wrong: certain without own criteria or where they, understood in full, do not give it either."""
        if not self.by_own_rule:
            return Certainty.CERTAIN
        own = None if self.rated is None else self.rated.own
        if own is not None and own.undecided and self.own is None:
            return Certainty.POSSIBLE
        return Certainty.CERTAIN if self.own is not None and self.own.understood else Certainty.LIKELY

    @property
    def own_words(self) -> str:
        """What the row's own 评分标准 gives, as a clause for messages that say that neither allows the score; empty without one."""
        own = None if self.rated is None else self.rated.own
        if own is not None and own.undecided and self.own is None:
            return "本行评分标准是否容许不能仅凭完成值判断，"
        if own is None or own.interval is None or self.own is None:
            return ""
        return f"按本行评分标准应得{span(own.interval)}，"

    @property
    def by_rate(self) -> bool:
        """Tell whether the score is the rate achieved times the weight, as some local rules have it for satisfaction."""
        actual = self.row.actual
        if not isinstance(actual, targets.Quantity) or actual.unit.base not in {"%", ""}:
            return False
        return abs(actual.value / 100 * self.weight - self.score) <= CENT

    @property
    def own_quotes(self) -> list[str]:
        """The cell of the row's own 评分标准, for findings that rest on it too."""
        return [self.row.path("rule")] if self.own is not None else []

    def admitted(self, intervals: list[Interval]) -> bool:
        """Tell whether the printed score agrees with one of the readings, at the precision of the form."""
        return any(interval.admits(self.score, self.slack) for interval in intervals)

    def readings(self) -> list[Interval]:
        """All readings of the rules that a careful auditor must grant."""
        shares = [*self._proportional(), *self._rate_as_score()]
        own = [self.computed] if self.computed is not None else []
        return own + [Interval.exactly(max(Decimal(0), min(Decimal(1), share)) * self.weight) for share in shares]

    def rare_readings(self) -> list[Interval]:
        """Readings that an indicator may have been given one by one (直接赋分, pass line) although the form does not say so."""
        ratio = self.comparison.ratio
        none = [Interval.exactly(Decimal(0))]
        if ratio is None or ratio < _PASS_LINE:
            return none
        return [*none, Interval.exactly((min(ratio, Decimal(1)) - _PASS_LINE) / (1 - _PASS_LINE) * self.weight)]

    def _proportional(self) -> list[Decimal]:
        comparison = self.comparison
        if comparison.ratio is None or comparison.ratio <= 0:
            return []
        if comparison.direction is targets.Direction.REVERSE:
            return [1 / comparison.ratio, 2 - comparison.ratio]
        if comparison.direction is targets.Direction.POSITIVE:
            return [comparison.ratio]
        return [comparison.ratio, 1 / comparison.ratio]

    def _rate_as_score(self) -> list[Decimal]:
        """执行率 and 满意度 are also scored as the rate itself times the weight; a rate above the target then still loses points."""
        actual = self.row.actual
        rated = names_execution_rate(self.row.indicator.name) or asks_satisfaction(self.row.indicator)
        if rated and isinstance(actual, targets.Quantity) and actual.unit.base == "%":
            return [actual.value / 100]
        return []


@once
def scored_rows(case: Case) -> tuple[ScoredRow, ...]:
    """The rows of a form that have both points to give and points given."""
    slack = tolerance(case)
    rated = {row.indicator: row for row in case.scorecard.rows} if case.scorecard else {}
    return tuple(
        ScoredRow(row, row.weight, row.score, rated.get(row.index), slack)
        for row in case.rows
        if row.weight and row.score is not None
    )


def deductions(case: Case) -> dict[int, Decimal]:
    """The points that rows lost, by the row's index; rows that lost none are left out."""
    return {scored.row.index: scored.weight - scored.score for scored in scored_rows(case) if scored.deducted}


def tolerance(case: Case) -> Decimal:
    """How far a printed score may lie from the exact one, given how many decimals the form uses."""
    return _TOLERANCE.get(score_decimals(case), CENT)


@once
def score_decimals(case: Case) -> int:
    """The most decimals that any score of an indicator is printed with."""
    return max((decimals(row.indicator.score) for row in case.rows if row.score is not None), default=0)


def representable(low: Decimal, high: Decimal, places: int) -> bool:
    """Tell whether a score with so many decimals exists between low and high."""
    unit = Decimal(1).scaleb(-places)
    return (low / unit).to_integral_value(rounding=ROUND_CEILING, context=EXACT) * unit <= high


_AT_LEAST = re.compile(r"不[低少小]于|(?<!不)(?:大于|高于|超过)|达到|≥|>|以上")
_AT_MOST = re.compile(r"不(?:[高大]于|超过)|(?<!不)[小低少]于|≤|<|以下|以内")


_COSTS = re.compile(r"成本|费用|支出|经费|控制")


@once
def outcome(row: Row) -> targets.Outcome:
    """Reached, missed or undecided, more careful than the comparison alone.

    Undecided too where the direction of a bare target was inferred against the row's 评分标准, and where an equal target (＝12个) is
    exceeded, which nobody counts as a failure unless it is about costs. Neither does a total miss what was asked for each (DEV-08).
    """
    comparison = row.comparison
    if comparison.outcome is targets.Outcome.MISSED and surely_in_total(row):
        return targets.Outcome.UNDECIDED
    if comparison.direction is targets.Direction.EQUAL and comparison.ratio is not None and comparison.ratio > 1:
        costs = _COSTS.search(f"{row.indicator.level2 or ''}{row.indicator.name or ''}")
        return comparison.outcome if costs else targets.Outcome.UNDECIDED
    if comparison.inferred and row.indicator.rule:
        first = re.split("[,，;；。]", key(row.indicator.rule))[0]
        wanted, other = _AT_LEAST.search(first), _AT_MOST.search(first)
        if comparison.direction is targets.Direction.REVERSE:
            wanted, other = other, wanted
        if other and not wanted:
            return targets.Outcome.UNDECIDED
    return comparison.outcome


def missed(row: Row) -> bool:
    """Tell whether a target was decidedly missed."""
    return outcome(row) is targets.Outcome.MISSED


def certainty_of(row: Row, best: Certainty = Certainty.CERTAIN) -> Certainty:
    """How sure a finding may be that rests on the comparison of a row: likely at most where something was inferred or assumed.

    The same holds for words compared with words, unless the actual itself says how far the target was met.
    """
    comparison = row.comparison
    assumed = comparison.assumed and not _of_one_column(row)
    doubts = comparison.inferred or assumed or comparison.restates or comparison.by_phrase
    doubts = doubts or not (has_figures(row) or isinstance(row.actual, targets.Achievement))
    return Certainty.LIKELY if doubts and best is Certainty.CERTAIN else best


def _of_one_column(row: Row) -> bool:
    """Tell whether a target with a unit is answered by nothing but a number: a column of units (度量单位) holds for both."""
    wanted = isinstance(row.target, targets.Quantity) and bool(row.target.unit.name)
    return wanted and targets.number(row.indicator.actual) is not None


def has_figures(row: Row) -> bool:
    """Tell whether the target is a figure, a range, a date or several of them, not words."""
    return isinstance(row.target, _FIGURES)


@once
def same_text(row: Row) -> bool:
    """Tell whether target and actual are printed alike."""
    wanted, given = (
        key(text or "").replace(" ", "").strip("。;") for text in (row.indicator.target, row.indicator.actual)
    )
    return bool(wanted) and wanted == given


def may_be_weight(case: Case) -> bool:
    """Tell whether the only figure in the 总分 row may be the sum of the weights: it stands alone and equals that sum."""
    fund = case.points_fund
    rows: list[Row | FundRow] = [*case.rows, *([fund] if fund else [])]
    weights = [row.weight for row in rows if row.weight is not None]
    scores = [row.score for row in rows if row.score is not None]
    alone = case.evaluation.total_weight is None and bool(weights)
    return alone and case.total_score == sum(weights) != sum(scores)
