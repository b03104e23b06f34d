"""What is counted in a 自评报告: whether a row, a form or a pair of rows meets a condition, asked of the materials each time."""

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from jixiao.audit import Row
from jixiao.renderers.narrative.materials import Materials, Origin
from jixiao.targets import Direction, Outcome

Condition = Literal["any", "reached", "missed", "open", "lost", "exceeded", "grade", "score"]


def _any(_materials: Materials, _origin: Origin, _wanted: str) -> bool:
    return True


def _with(outcome: Outcome) -> Callable[[Materials, Origin, str], bool]:
    def met(materials: Materials, origin: Origin, _wanted: str) -> bool:
        row = materials.row(origin)
        return row.indicator.actual is not None and row.comparison.outcome is outcome

    return met


def _open(materials: Materials, origin: Origin, _wanted: str) -> bool:
    row = materials.row(origin)
    return row.indicator.actual is None or row.comparison.outcome is Outcome.UNDECIDED


def _lost(materials: Materials, origin: Origin, _wanted: str) -> bool:
    return loses(materials.row(origin))


def _exceeded(materials: Materials, origin: Origin, _wanted: str) -> bool:
    return exceeds(materials, origin)


def _grade(materials: Materials, origin: Origin, wanted: str) -> bool:
    return grade(materials, origin) == wanted


def _score(materials: Materials, origin: Origin, wanted: str) -> bool:
    return materials.case_of(origin).total_score == Decimal(wanted)


def loses(row: Row) -> bool:
    """Tell whether a row prints fewer points than it is worth."""
    return row.weight is not None and row.score is not None and row.score < row.weight


def exceeds(materials: Materials, origin: Origin) -> bool:
    """Tell whether the rule pack asks why a row's actual is so far above its target."""
    row, case = materials.row(origin), materials.case_of(origin)
    threshold = case.pack.over_achievement.threshold
    comparison = row.comparison
    return (
        threshold is not None
        and comparison.outcome is Outcome.REACHED
        and comparison.direction is Direction.POSITIVE
        and comparison.ratio is not None
        and comparison.ratio >= threshold
    )


def grade(materials: Materials, origin: Origin) -> str | None:
    """等级 of a form: the one printed, else the one that its printed total earns under the rule pack."""
    case = materials.case_of(origin)
    if case.evaluation.grade:
        return case.evaluation.grade.strip()
    return None if case.total_score is None else case.pack.grades.grade(case.total_score)


CONDITIONS: dict[Condition, Callable[[Materials, Origin, str], bool]] = {
    "any": _any,
    "reached": _with(Outcome.REACHED),
    "missed": _with(Outcome.MISSED),
    "open": _open,
    "lost": _lost,
    "exceeded": _exceeded,
    "grade": _grade,
    "score": _score,
}
