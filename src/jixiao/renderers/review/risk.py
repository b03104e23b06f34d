"""风险评分: how much a self-evaluation deserves to be checked on the spot, in points by the weights of risk.yaml, with the reasons.

The risk of a form rises with what was found, with the money, with the doubt; nothing lowers it. It is no verdict on the form.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

import msgspec

from jixiao import data
from jixiao.facts import project_core, unit_core
from jixiao.findings import Certainty, Finding, Severity
from jixiao.renderers.review.reviewed import ZERO, ReviewedForm
from jixiao.renderers.review.tables import percent, ten_thousands
from jixiao.scoring import rounded, written


class FindingWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points of a finding: severity × certainty, less where it was answered; all together at most `at_most`."""

    severity: dict[Severity, Decimal]
    certainty: dict[Certainty, Decimal]
    answered: Decimal
    at_most: Decimal


class DifferenceWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points for each point that the reported total lies above or below, and for a grade that the recomputed total does not allow."""

    above: Decimal
    below: Decimal
    at_most: Decimal
    grade: Decimal


class Band(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points of a budget from so many yuan on."""

    at_least: Decimal
    points: Decimal


class AmountWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points by budget, the highest band first, and those of a budget that is not known."""

    bands: tuple[Band, ...]
    unknown: Decimal


class DoubtWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points by the share of doubtful cells, and those of a form that was guessed for the most part."""

    per_share: Decimal
    at_most: Decimal
    not_relied_on: Decimal


class UnitWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points by the unit's share in the budget of all forms."""

    per_share: Decimal


class RepeatedWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points for each check that found something in the same project the year before as well."""

    each: Decimal
    at_most: Decimal


class Weights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All weights, as declared in risk.yaml."""

    base: Decimal
    must_check_at: Decimal
    share: Decimal
    findings: FindingWeights
    difference: DifferenceWeights
    amount: AmountWeights
    doubt: DoubtWeights
    unit_share: UnitWeights
    repeated: RepeatedWeights


class Part(msgspec.Struct, frozen=True):
    """One part of a risk: its name, its points and the reason in Chinese."""

    name: str
    points: Decimal
    reason: str


class Risk(msgspec.Struct, frozen=True):
    """The risk of a form by its parts; `must` tells that it is to be checked without drawing."""

    parts: tuple[Part, ...]
    must: bool

    @property
    def points(self) -> Decimal:
        """The whole risk."""
        return sum((part.points for part in self.parts), ZERO)

    @property
    def reasons(self) -> str:
        """Why, the weightiest first."""
        told = sorted((part for part in self.parts if part.reason), key=lambda part: -part.points)
        return "；".join(f"{part.reason}（{written(part.points)}）" for part in told)


_WORTH_TELLING = Decimal("0.1")
"""Fewer points than this are added, and no reason that anybody wants to read."""

PARTS = ("基础", "审核问题", "得分差异", "资金规模", "读数存疑", "单位份额", "连年重复")
"""The parts in order, as the columns of the table name them."""


@cache
def weights() -> Weights:
    """The weights that ship with the program."""
    return data.load(__package__, "risk.yaml", Weights)


def risks(forms: Sequence[ReviewedForm], by: Weights | None = None) -> list[Risk]:
    """The risk of each form, in their order; those of one collection are rated together for the shares and the years."""
    by = by or weights()
    surroundings = _Surroundings(forms)
    rated = []
    for form in forms:
        parts = tuple(_parts(form, surroundings, by))
        points = sum((part.points for part in parts), ZERO)
        rated.append(Risk(parts, must=points >= by.must_check_at or not form.relied_on))
    return rated


class _Surroundings:
    """What the other forms tell about one: the budgets of the units, and what was found a year before."""

    def __init__(self, forms: Sequence[ReviewedForm]) -> None:
        self.budgets: Counter[str] = Counter()
        self._found: dict[tuple[str, str, int], set[str]] = {}
        for form in forms:
            if form.unit is not None and form.amount is not None and form.amount > 0:
                self.budgets[unit_core(form.unit)] += form.amount  # type: ignore[assignment] # typeshed counts in whole numbers only
            key = _project(form)
            if key is not None:
                self._found.setdefault(key, set()).update(_reproached(form))
        self.whole = Decimal(sum(self.budgets.values()))

    def share(self, form: ReviewedForm) -> Decimal:
        """The share of the form's unit in all budgets; 0 where there is but one unit."""
        if len(self.budgets) < 2 or form.unit is None:
            return ZERO
        return Decimal(self.budgets[unit_core(form.unit)]) / self.whole

    def repeated(self, form: ReviewedForm) -> list[str]:
        """The checks that found something both in the form and in the same project a year before."""
        key = _project(form)
        if key is None:
            return []
        unit, project, year = key
        return sorted(_reproached(form) & self._found.get((unit, project, year - 1), set()))


def _project(form: ReviewedForm) -> tuple[str, str, int] | None:
    evaluation = form.evaluation
    if form.unit is None or evaluation.project_name is None or evaluation.year is None:
        return None
    return unit_core(form.unit), project_core(evaluation.project_name), evaluation.year


def _reproached(form: ReviewedForm) -> set[str]:
    """The checks that found more than a hint, and more than perhaps."""
    return {
        finding.code
        for finding in form.findings
        if finding.severity.at_least(Severity.WARNING) and finding.certainty is not Certainty.POSSIBLE
    }


def _parts(form: ReviewedForm, surroundings: _Surroundings, by: Weights) -> Iterator[Part]:
    base, found, difference, amount, doubt, unit, repeated = PARTS
    yield Part(base, by.base, "")
    yield Part(found, *_of_findings(form.findings, by.findings))
    yield Part(difference, *_of_difference(form, by.difference))
    yield Part(amount, *_of_amount(form, by.amount))
    yield Part(doubt, *_of_doubt(form, by.doubt))
    share = surroundings.share(form)
    points = rounded(share * by.unit_share.per_share, 2)
    yield Part(unit, points, f"所在单位占全部预算的{percent(share)}" if points >= _WORTH_TELLING else "")
    codes = surroundings.repeated(form)
    points = min(by.repeated.each * len(codes), by.repeated.at_most)
    yield Part(repeated, points, f"上年同一项目也有{'、'.join(codes)}" if codes else "")


def _of_findings(findings: Sequence[Finding], by: FindingWeights) -> tuple[Decimal, str]:
    points = ZERO
    for finding in findings:
        settled = by.answered if finding.answer is not None else Decimal(1)
        points += by.severity[finding.severity] * by.certainty[finding.certainty] * settled
    counts = Counter(finding.severity for finding in findings)
    told = "、".join(f"{severity.chinese}{counts[severity]}个" for severity in Severity if counts[severity])
    return rounded(min(points, by.at_most), 2), f"审核问题{told}" if told else ""


def _of_difference(form: ReviewedForm, by: DifferenceWeights) -> tuple[Decimal, str]:
    gap = form.gap or ZERO
    points = min(abs(gap) * (by.above if gap < 0 else by.below), by.at_most)
    told = [f"自评总分至少{'偏高' if gap < 0 else '偏低'}{written(abs(gap))}分"] if gap else []
    grade = form.card.grade
    if form.relied_on and grade.reported and grade.computed and grade.reported not in grade.computed:
        points += by.grade
        told.append(f"自评等级“{grade.reported}”与重算不符")
    return rounded(points, 2), "，".join(told)


def _of_amount(form: ReviewedForm, by: AmountWeights) -> tuple[Decimal, str]:
    amount = form.amount
    if amount is None or not form.relied_on:
        return by.unknown, "预算金额不明"
    points = next((band.points for band in by.bands if amount >= band.at_least), ZERO)
    return points, f"全年预算{written(ten_thousands(amount) or ZERO)}万元"


def _of_doubt(form: ReviewedForm, by: DoubtWeights) -> tuple[Decimal, str]:
    if not form.relied_on:
        return by.not_relied_on, "读数没有把握，必须对照原件"
    indicators, funds = form.evaluation.indicators, form.evaluation.funds
    doubted = sum(len(row.doubtful) for row in indicators) + sum(len(row.doubtful) for row in funds)
    doubted += len(form.evaluation.doubtful)
    if not doubted:
        return ZERO, ""
    share = min(Decimal(doubted) / (_CELLS * max(len(indicators) + len(funds), 1)), Decimal(1))
    return rounded(min(share * by.per_share, by.at_most), 2), f"{doubted}个单元格读数存疑"


_CELLS = 5
"""Cells of a row that a score rests on: name, weight, target, actual and points."""
