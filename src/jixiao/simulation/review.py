"""从严复核: what a stricter reviewer would give, by the low end of every interval and by a review standard (复核标准) over the findings.

A review standard is dated data in standards/*.yaml: for each of its articles the checks whose findings call for it and the share
of the row's points that it takes. It names a person's rules, so it never changes a computed score and grounds no accusation.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from importlib import resources

import msgspec

from jixiao import data
from jixiao.findings import Certainty, Finding
from jixiao.law import Article, article
from jixiao.scoring import Interval, RulePack, Scorecard, rounded
from jixiao.simulation.losses import ZERO, scored_rows

_ONE = Decimal(1)


class Deduction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one article takes: from `least` to `most` of a row's points where one of these checks found something in the row."""

    title: str
    checks: tuple[str, ...]
    least: Decimal
    most: Decimal

    def __post_init__(self) -> None:
        if not ZERO <= self.least <= self.most <= _ONE:
            message = f"复核标准“{self.title}”的扣减比例必须在0和1之间，且下限不大于上限"
            raise ValueError(message)


class ReviewStandard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A 复核标准 of one issuer; `by_hand` are its articles that no check can decide, told so that nobody takes silence for assent."""

    code: str
    title: str
    document: str
    basis: str
    deductions: tuple[Deduction, ...]
    by_hand: tuple[str, ...] = ()

    @property
    def article(self) -> Article:
        """The article of the law base that it rests on."""
        return article(self.document, self.basis)


class StrictRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row from which the standard takes points: by which article, because of which finding, and what is left at most and at least."""

    indicator: int
    title: str
    code: str
    message: str
    left: Interval


class Strict(msgspec.Struct, frozen=True, kw_only=True):
    """What a stricter reviewer gives: `low_end` is the least that the rule pack allows, `reviewed` the total after the standard."""

    low_end: Decimal | None
    standard: str
    reviewed: Interval | None
    rows: tuple[StrictRow, ...]
    by_hand: tuple[str, ...]


@cache
def review_standards() -> tuple[ReviewStandard, ...]:
    """The standards that ship with the program, by code."""
    folder = resources.files(__package__) / "standards"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    return tuple(data.load(__package__, f"standards/{name}", ReviewStandard) for name in names)


def reviewed(card: Scorecard, findings: Iterable[Finding], standard: ReviewStandard, pack: RulePack) -> Strict:
    """Apply a standard to a scorecard; only findings that are certain or likely count, and of several for one row the hardest."""
    by_row: dict[int, StrictRow] = {}
    rows = {row.indicator: row for row in card.rows}
    for finding, deduction, indicator in _called_for(findings, standard):
        computed = rows[indicator].computed if indicator in rows else None
        if computed is None or finding.evaluation != card.evaluation:
            continue
        places = pack.rounding.places
        left = Interval(
            low=rounded(computed.low * (_ONE - deduction.most), places),
            high=rounded(computed.high * (_ONE - deduction.least), places),
        )
        strict = StrictRow(
            indicator=indicator, title=deduction.title, code=finding.code, message=finding.message, left=left
        )
        hardest = by_row.get(indicator)
        if hardest is None or (left.high, left.low) < (hardest.left.high, hardest.left.low):
            by_row[indicator] = strict
    return Strict(
        low_end=card.total.low,
        standard=standard.title,
        reviewed=_total(card, by_row),
        rows=tuple(by_row[indicator] for indicator in sorted(by_row)),
        by_hand=standard.by_hand,
    )


def _called_for(findings: Iterable[Finding], standard: ReviewStandard) -> Iterator[tuple[Finding, Deduction, int]]:
    """Every finding that a deduction names, with the rows that it quotes."""
    for finding in findings:
        if finding.certainty is Certainty.POSSIBLE:
            continue
        for deduction in standard.deductions:
            if finding.code in deduction.checks:
                for indicator in dict.fromkeys(_quoted_rows(finding)):
                    yield finding, deduction, indicator


def _quoted_rows(finding: Finding) -> Iterator[int]:
    for quote in finding.quotes:
        kind, _, rest = (quote.path or "").partition("/")
        if kind == "indicators":
            yield int(rest.partition("/")[0])


def _total(card: Scorecard, by_row: dict[int, StrictRow]) -> Interval | None:
    if card.total.low is None:
        return None
    low = high = ZERO
    for row in scored_rows(card):
        if row.computed is None:
            continue
        left = by_row[row.indicator].left if row.indicator in by_row else row.computed
        low, high = low + left.low, high + left.high
    cap = card.total.cap
    return Interval(low=low if cap is None else min(low, cap), high=high if cap is None else min(high, cap))
