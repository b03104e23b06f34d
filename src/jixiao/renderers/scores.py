"""Scores in words: how intervals, totals, grades and forms are written wherever people see them."""

from decimal import Decimal

from jixiao.model import Evaluation
from jixiao.model.titles import FORMS, KINDS
from jixiao.scoring import RowScore, Scorecard, packs, rounded, written

_CENT = Decimal("0.01")


def span(low: Decimal | None, high: Decimal | None) -> str:
    """Write an interval of points: 9.95, or 8～10 where the law leaves room; empty when nothing was computed."""
    if low is None or high is None:
        return ""
    return written(low) if low == high else f"{written(low)}～{written(high)}"


def computed(row: RowScore) -> str:
    """Write the recomputed score of a row; empty when the rules give none."""
    return span(row.computed.low, row.computed.high) if row.computed else ""


def disputed(row: RowScore) -> bool:
    """Tell whether the printed score lies outside of what the rules allow."""
    return row.reported is not None and row.computed is not None and not row.computed.admits(row.reported)


def by_own_criteria(row: RowScore) -> str:
    """Write the score by the form's own 评分标准; empty where it prints none or where they give none."""
    if row.own is None or row.own.interval is None:
        return ""
    return span(rounded(row.own.interval.low, 2), rounded(row.own.interval.high, 2))


def against_own_criteria(row: RowScore) -> bool:
    """Tell whether the printed score lies outside of what the form's own 评分标准 gives, by more than rounding."""
    own = row.own
    return (
        row.reported is not None
        and own is not None
        and own.interval is not None
        and not own.interval.admits(row.reported, _CENT)
    )


def grade_words(card: Scorecard) -> str:
    """Write the grade, or the grades that the interval allows: 优, 优或良, 优至差."""
    grades = card.grade.computed
    return "或".join(grades) if len(grades) <= 2 else f"{grades[0]}至{grades[-1]}"


def form_name(evaluation: Evaluation) -> str:
    """Name a form by its project, else by its title or what it is."""
    return (
        evaluation.project_name
        or evaluation.title
        or evaluation.implementer
        or KINDS[evaluation.kind] + FORMS[evaluation.form]
    )


def pack_label(number: int) -> str:
    """Name a rule pack by its position where its title is too long: 口径一."""
    return f"口径{'一二三四五六七八九十'[number]}" if number < 10 else f"口径{number + 1}"


def pack_title(code: str) -> str:
    """Name a rule pack (评价口径) for people."""
    return packs[code].title
