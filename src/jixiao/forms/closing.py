"""Does the reading close? The form's own sums say which cells to doubt."""

from collections.abc import Callable, Collection, Iterable
from decimal import Decimal

import msgspec

from jixiao.forms.shapes import is_damaged_figure, is_damaged_text, is_number
from jixiao.forms.unlisted import ties
from jixiao.forms.words import key
from jixiao.model import Evaluation, Indicator
from jixiao.targets import score_points, weight_points

_TOLERANCE = Decimal("0.05")
_SPOILT = 0.25
"""Share of rows with holes from which on a form that does not close has been damaged as a whole, as one with a spoilt figure has."""
_POOR = 0.5
"""Confidence below which the points of a row in a form that does not close are not relied on."""
POINTS: dict[str, Callable[[str | None], Decimal | None]] = {"weight": weight_points, "score": score_points}
"""The columns of points of a row and how each is read."""
_ESSENTIAL = ("target", "actual", "weight", "score")


def doubt(evaluation: Evaluation, columns: Collection[str] = _ESSENTIAL) -> Evaluation:
    """Name the doubtful cells of a form whose sums do not close: a score above its weight, a row with holes.

    A form that closes is taken as read, even where it says odd things: those are for the audit. So is one whose cells the file itself
    bounds: it is not asked here, since bad sums in it are the form's own. Only columns that the form has can have holes.
    """
    if evaluation.total_score is None and evaluation.total_weight is None:
        return evaluation
    if closes(evaluation):
        return evaluation
    rows = evaluation.indicators
    essential = [field for field in _ESSENTIAL if field in columns]
    visible = any(is_damaged_text(key(text)) for row in rows for text in (row.weight, row.target, row.actual) if text)
    spoilt = visible or sum(1 for row in rows if _holes(row, essential)) >= _SPOILT * len(rows)
    weighed, gaps = _closes(evaluation, "weight"), _gaps(evaluation, "score")

    def misread(row: Indicator) -> bool:
        """A score above its weight where the weights do not close either, or where the sum would close without the excess."""
        weight, score = weight_points(row.weight), score_points(row.score)
        excess = Decimal(0) if weight is None or score is None else score - weight
        return excess > 0 and (not weighed or any(abs(gap - excess) <= _TOLERANCE for gap in gaps))

    suspects = (_suspect(row, essential, spoilt=spoilt or misread(row)) for row in rows)
    return msgspec.structs.replace(evaluation, indicators=tuple(suspects))


def doubt_cells(evaluation: Evaluation, paths: Iterable[str]) -> Evaluation:
    """Name the doubtful cells of the paths, and outside of indicator rows figures in which a scan has visibly put letters."""
    named: dict[str, list[str]] = {}
    for path in (*paths, *_spoilt(evaluation)):
        row, _, field = path.rpartition("/")
        if row.partition("/")[0] in _GROUPS:
            named.setdefault(row, []).append(field)
        else:
            named.setdefault("", []).append(path)
    if not named:
        return evaluation
    rows = {
        group: tuple(
            msgspec.structs.replace(row, doubtful=_with(row.doubtful, named.get(f"{group}/{number}", ())))
            for number, row in enumerate(getattr(evaluation, group))
        )
        for group in _GROUPS
    }
    return msgspec.structs.replace(evaluation, **rows, doubtful=_with(evaluation.doubtful, named.get("", ())))


def _with(doubtful: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*doubtful, *more)))


_GROUPS = ("indicators", "funds", "fund_management", "goals")
_AMOUNTS = ("initial", "adjusted", "executed", "weight", "rate", "score")
_TOTALS = ("total_weight", "total_score")


def _spoilt(evaluation: Evaluation) -> list[str]:
    """The paths of amounts and totals in which a scan has visibly put letters or blanks."""
    funds = [
        f"funds/{number}/{field}"
        for number, fund in enumerate(evaluation.funds)
        for field in _AMOUNTS
        if is_damaged_figure(getattr(fund, field) or "")
    ]
    return [*funds, *(field for field in _TOTALS if is_damaged_figure(getattr(evaluation, field) or ""))]


def untied(evaluation: Evaluation) -> list[str]:
    """The paths of fund figures where a bare number stands for the execution rate and is not what any budget gives.

    Where the file bounds no cell, it is rather an amount that stands beside its column.
    """
    paths: list[str] = []
    for number, fund in enumerate(evaluation.funds):
        if fund.rate is None or not is_number(key(fund.rate)) or fund.executed is None:
            continue
        if Decimal(key(fund.rate).replace(",", "")) <= 1:
            continue  # a share: 0.98
        budgets = [budget for budget in (fund.initial, fund.adjusted) if budget is not None]
        if budgets and not any(ties(key(budget), key(fund.executed), key(fund.rate)) for budget in budgets):
            said = (field for field in ("initial", "adjusted", "executed", "rate") if getattr(fund, field) is not None)
            paths += [f"funds/{number}/{field}" for field in said]
    return paths


def stray_points(evaluation: Evaluation) -> list[str]:
    """The paths of figures in rows that alone have points and lack what was wanted or done.

    Where the file bounds no cell, the figure is rather that: 虚报参保人数 | 0 | 0 in a form whose points are blank.
    """
    rows = evaluation.indicators
    usual = [field for field in ("target", "actual") if 2 * sum(_has(row, field) for row in rows) > len(rows)]
    paths: list[str] = []
    for field in POINTS:
        pointed = [number for number, row in enumerate(rows) if _has(row, field)]
        if len(pointed) <= _SPOILT * len(rows):
            paths += [
                f"indicators/{number}/{each}"
                for number in pointed
                if not all(_has(rows[number], each) for each in usual)
                for each in _ESSENTIAL
                if _has(rows[number], each)
            ]
    return paths


def _has(row: Indicator, field: str) -> bool:
    return getattr(row, field) is not None


def closes(evaluation: Evaluation) -> bool:
    """Whether weights and scores add up to the printed totals, with or without the points of the execution rate."""
    return all(_closes(evaluation, field) for field in POINTS)


def _closes(evaluation: Evaluation, field: str) -> bool:
    return any(abs(gap) <= _TOLERANCE for gap in _gaps(evaluation, field) or (Decimal(0),))


def _gaps(evaluation: Evaluation, field: str) -> tuple[Decimal, ...]:
    """By how much the points exceed the printed total, without and with those of the execution rate; none without a total."""
    total = POINTS[field](getattr(evaluation, f"total_{field}"))
    if total is None:
        total = Decimal(100) if field == "weight" else None
    if total is None:
        return ()
    rows = sum((POINTS[field](getattr(row, field)) or Decimal(0) for row in evaluation.indicators), Decimal(0))
    funds = [POINTS[field](getattr(fund, field)) for fund in evaluation.funds]
    execution = max((value for value in funds if value is not None), default=Decimal(0))
    return rows - total, rows + execution - total


def _holes(indicator: Indicator, essential: Collection[str]) -> list[str]:
    return [field for field in essential if getattr(indicator, field) is None]


def _suspect(indicator: Indicator, essential: Collection[str], *, spoilt: bool) -> Indicator:
    doubtful = list(indicator.doubtful)
    if spoilt or indicator.confidence < _POOR:
        doubtful += [field for field in POINTS if field not in doubtful]
    holes = _holes(indicator, essential)
    if holes and len(holes) < len(essential):
        doubtful += [field for field in essential if field not in doubtful]
    elif holes:
        doubtful += [field for field in holes if field not in doubtful]
    return msgspec.structs.replace(indicator, doubtful=tuple(doubtful))
