"""Does the reading close? The form's own sums say which cells to doubt."""

from decimal import Decimal

import msgspec

from jixiao import targets
from jixiao.model import Evaluation, Indicator

_TOLERANCE = Decimal("0.05")
_POINTS = ("weight", "score")
_ESSENTIAL = ("target", "actual", "weight", "score")


def doubt(evaluation: Evaluation) -> Evaluation:
    """Name the doubtful cells of a form whose sums do not close: a score above its weight, a row with holes.

    A form that closes is taken as read, even where it says odd things: those are for the audit.
    """
    if evaluation.total_score is None and evaluation.total_weight is None:
        return evaluation
    if closes(evaluation):
        return evaluation
    return msgspec.structs.replace(
        evaluation, indicators=tuple(_suspect(indicator) for indicator in evaluation.indicators)
    )


def closes(evaluation: Evaluation) -> bool:
    """Whether weights and scores add up to the printed totals, with or without the points of the execution rate."""
    return all(_closes(evaluation, field) for field in _POINTS)


def _closes(evaluation: Evaluation, field: str) -> bool:
    total = targets.number(getattr(evaluation, f"total_{field}"))
    if total is None:
        total = Decimal(100) if field == "weight" else None
    if total is None:
        return True
    rows = sum((targets.number(getattr(row, field)) or Decimal(0) for row in evaluation.indicators), Decimal(0))
    funds = [targets.number(getattr(fund, field)) for fund in evaluation.funds]
    execution = max((value for value in funds if value is not None), default=Decimal(0))
    return abs(rows - total) <= _TOLERANCE or abs(rows + execution - total) <= _TOLERANCE


def _suspect(indicator: Indicator) -> Indicator:
    weight, score = targets.number(indicator.weight), targets.number(indicator.score)
    doubtful = list(indicator.doubtful)
    if weight is not None and score is not None and score > weight:
        doubtful += [field for field in _POINTS if field not in doubtful]
    holes = [field for field in _ESSENTIAL if getattr(indicator, field) is None]
    if holes and len(holes) < len(_ESSENTIAL):
        doubtful += [field for field in _ESSENTIAL if field not in doubtful]
    elif holes:
        doubtful += [field for field in holes if field not in doubtful]
    return msgspec.structs.replace(indicator, doubtful=tuple(doubtful))
