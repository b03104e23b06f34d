"""失分: which rule of a pack costs which points, row by row."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from jixiao.law import Article
from jixiao.model import Evaluation
from jixiao.scoring import RowScore, RulePack, Scorecard
from jixiao.scoring.indicators import section

ZERO = Decimal(0)
EXECUTION = "预算执行率"
TOTAL_CAPS = "total_caps"


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """Points that a row does not earn: `sure` by every reading of the rule, `possible` at most; the rule that takes them and why.

    `indicator` is None for the execution rate and for the cap on the total; `weight` is None for the cap.
    """

    indicator: int | None
    name: str
    weight: Decimal | None
    sure: Decimal
    possible: Decimal
    rule: str
    because: str
    explanation: str
    basis: tuple[Article, ...]


def losses(evaluation: Evaluation, card: Scorecard, pack: RulePack) -> tuple[Loss, ...]:
    """Every loss of a form under a pack, the heaviest first."""
    return tuple(sorted(_losses(evaluation, card, pack), key=lambda loss: (-loss.sure, -loss.possible)))


def _losses(evaluation: Evaluation, card: Scorecard, pack: RulePack) -> Iterator[Loss]:
    for row in scored_rows(card):
        if row.weight is None or row.computed is None or row.computed.low >= row.weight:
            continue
        rule = section(pack, row.rule)
        yield Loss(
            indicator=row.indicator,
            name=row_name(evaluation, row.indicator),
            weight=row.weight,
            sure=row.weight - row.computed.high,
            possible=row.weight - row.computed.low,
            rule=row.rule,
            because=row.because,
            explanation=rule.explanation,
            basis=rule.basis,
        )
    if pack.total_caps is not None and card.total.cap is not None and card.total.high is not None:
        best = sum((row.computed.high for row in scored_rows(card) if row.computed is not None), start=ZERO)
        if best > card.total.cap:
            yield Loss(
                indicator=None,
                name="总分封顶",
                weight=None,
                sure=best - card.total.cap,
                possible=best - card.total.cap,
                rule=TOTAL_CAPS,
                because=card.total.because,
                explanation=pack.total_caps.explanation,
                basis=pack.total_caps.basis,
            )


def scored_rows(card: Scorecard) -> tuple[RowScore, ...]:
    """All rows of a card that can earn points, the execution rate first."""
    return card.rows if card.execution is None else (card.execution, *card.rows)


def row_name(evaluation: Evaluation, indicator: int | None) -> str:
    """Name a row for sentences: its 三级指标, else its position."""
    if indicator is None:
        return EXECUTION
    return evaluation.indicators[indicator].name or f"第{indicator + 1}行指标"
