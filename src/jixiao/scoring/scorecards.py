"""评分单: what scoring returns, every figure with its trace, and its form in the interchange format `jixiao.audit/1`."""

from decimal import Decimal
from typing import Any

import msgspec

from jixiao.law import Article
from jixiao.places import Place
from jixiao.scoring.criteria import OwnScore
from jixiao.scoring.intervals import Interval
from jixiao.scoring.rounding import rounded, written
from jixiao.targets import Comparison


class Duty(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An explanation that is due (说明义务): why (`when` as in the pack), the Chinese sentence and its basis.

    `may_reduce`: the evaluator may take points off although the rule names no figure, so fewer points than computed are no fault.
    """

    when: str
    because: str
    basis: tuple[Article, ...]
    may_reduce: bool = False


class RowScore(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The score of one row; `indicator` is its index in the form, None for the execution rate of the fund block.

    `weight` and `reported` are points as printed, None when the form prints none. `computed` is rounded as the pack says, None when
    the row is not scored; `exact` is the same before rounding. `rule` names the section of the pack that decided, `because` is the
    formula with the figures put in. `own` is the score by the 评分标准 that the form itself prints for the row, None where it prints none.
    """

    indicator: int | None
    weight: Decimal | None
    reported: Decimal | None
    computed: Interval | None
    exact: Interval | None = None
    rule: str
    because: str
    basis: tuple[Article, ...] = ()
    comparison: Comparison | None = None
    places: tuple[Place, ...] = ()
    duties: tuple[Duty, ...] = ()
    own: OwnScore | None = None


class Total(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """总分: as printed and as computed, low to high; `open_above` says that `high` itself cannot be reached.

    `weight` is the sum of the weights that were scored, `cap` the limit that the execution rate sets, both in points. `left_out` says in
    Chinese what the form scores without a weight, so that the computed total lacks it; the reasoning holds it too.
    """

    reported: Decimal | None
    low: Decimal | None
    high: Decimal | None
    open_above: bool = False
    weight: Decimal | None = None
    cap: Decimal | None = None
    because: str
    basis: tuple[Article, ...] = ()
    left_out: str = ""


class GradeResult(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """等级: as printed, the one that the printed total earns, and every one that the computed total allows, best first."""

    reported: str | None
    from_reported: str | None
    computed: tuple[str, ...]
    because: str
    basis: tuple[Article, ...] = ()


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    """One form scored under one rule pack. `execution` is None when the form gives the execution rate no points of its own.

    `reservation` says in Chinese that the form's year lies outside the time of the pack; the total's reasoning ends with it.
    """

    evaluation: int
    rule_pack: str
    rows: tuple[RowScore, ...]
    execution: RowScore | None
    execution_rate: Decimal | None
    total: Total
    grade: GradeResult
    reservation: str = ""


def scorecard_to_json(card: Scorecard) -> dict[str, Any]:
    """Turn a scorecard into JSON-ready values; points are strings, the execution rate is the row whose indicator is null."""
    rows = card.rows if card.execution is None else (card.execution, *card.rows)
    return {
        "evaluation": card.evaluation,
        "rule_pack": card.rule_pack,
        "rows": [_row_to_json(row) for row in rows],
        "total": {
            "reported": _text(card.total.reported),
            "low": _text(card.total.low),
            "high": _text(card.total.high),
            "open_above": card.total.open_above,
            "because": card.total.because,
        },
        "grade": {"reported": card.grade.reported, "computed": "、".join(card.grade.computed) or None},
    }


def _row_to_json(row: RowScore) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "reported": _text(row.reported),
        "computed": row.computed and _interval_to_json(row.computed),
        "rule": row.rule,
        "because": row.because,
        "basis": [msgspec.to_builtins(article) for article in row.basis],
        "own": row.own and _own_to_json(row.own),
    }


def _own_to_json(own: OwnScore) -> dict[str, Any]:
    return {
        "computed": own.interval and _rounded_to_json(own.interval),
        "because": own.because,
        "offers": [written(points) for points in own.offers],
        "undecided": own.undecided,
        "unclear": list(own.unclear),
    }


def _interval_to_json(interval: Interval) -> dict[str, Any]:
    return {"low": _text(interval.low), "high": _text(interval.high), "open_above": interval.open_above}


def _rounded_to_json(interval: Interval) -> dict[str, Any]:
    """The form's own criteria know no rounding: hundredths of a point, as most packs have it."""
    low, high = (written(rounded(end, 2)) for end in (interval.low, interval.high))
    return {"low": low, "high": high, "open_above": interval.open_above}


def _text(points: Decimal | None) -> str | None:
    return None if points is None else f"{points:f}"
