"""偏离情况: indicators below target and far above it, each with the reason that the form states, else with a gap."""

from jixiao.audit.reasons import given, repeats_row
from jixiao.renderers.narrative.composing import Composer, Phrase
from jixiao.renderers.narrative.forms import FormView, RowView
from jixiao.renderers.narrative.fragments import UNSURE, Bound, Said
from jixiao.renderers.narrative.own_words import NOTHING
from jixiao.renderers.scores import disputed
from jixiao.scoring import names_execution_rate


def missed(form: FormView) -> tuple[RowView, ...]:
    """The rows whose target was missed."""
    return tuple(row for row in form.rows if row.missed)


def exceeded(form: FormView) -> tuple[RowView, ...]:
    """The rows whose target was exceeded so far that the rules ask why."""
    return tuple(row for row in form.rows if row.exceeded)


def explained(form: FormView) -> tuple[RowView, ...]:
    """The rows that lost points or state a reason although no figure says that their target was missed."""
    return tuple(
        row
        for row in form.rows
        if not row.missed
        and not row.exceeded
        and not (names_execution_rate(row.row.indicator.name) and row.lost is None)
        and (row.lost is not None or (row.row.indicator.note and reason(row) and row.stated is None))
    )


def heading_of_explained(rows: tuple[RowView, ...]) -> str:
    """The heading above them: they lost points, or are explained, or both."""
    lost = [row for row in rows if row.lost is not None]
    return "其他有说明的指标" if not lost else "其他扣分的指标" if len(lost) == len(rows) else "其他有扣分或说明的指标"


def tell_missed(composer: Composer, form: FormView) -> None:
    """Each missed target: both values, the distance, the points, the reason."""
    composer.restart_points()
    for row in missed(form):
        composer.point(*missed_in_words(row))
        lacking(composer, row, "未达到指标值的原因和改进措施")


def missed_in_words(row: RowView) -> Phrase:
    """A missed target: its name, both values, the distance, the points, the reason."""
    return (*row.name, "。", *_values(row), *_distance(row), *_points(row), "。", *_reason(row))


def tell_exceeded(composer: Composer, form: FormView) -> None:
    """Each target exceeded by far: both values, their ratio, the reason."""
    composer.restart_points()
    for row in exceeded(form):
        composer.point(*exceeded_in_words(row))
        lacking(composer, row, "完成值高于指标值较多的原因，指标值是否偏低")


def exceeded_in_words(row: RowView) -> Phrase:
    """A target exceeded by far: its name, both values, their ratio, the reason."""
    ratio = Bound(row.compared("ratio"), "%", 2)
    return (*row.name, "。", *_values(row), "，为指标值的", ratio, "。", *_reason(row))


def tell_explained(composer: Composer, form: FormView) -> None:
    """Rows that lost points, or are explained in the form, without figures that say by how much the target was missed."""
    composer.restart_points()
    for row in explained(form):
        said = _values(row)
        composer.point(
            *row.name, "。", *said, *(_points(row) if said else _points(row)[1:]), *_stop(row, said), *_reason(row)
        )
        if row.lost is not None:
            lacking(composer, row, "扣分的原因和改进措施")


def _stop(row: RowView, said: Phrase) -> Phrase:
    return ("。",) if said or _points(row) else ()


def _values(row: RowView) -> Phrase:
    printed = row.row.indicator
    said: Phrase = ()
    if printed.target is not None:
        said = ("指标值", row.value("target"))
    if printed.actual is None:
        return said
    return (*said, *(("，",) if said else ()), "实际完成值", row.value("actual"), *row.lent_unit)


def _distance(row: RowView) -> Phrase:
    distance = row.distance
    return () if distance is None else ("，", *distance)


def _points(row: RowView) -> Phrase:
    if row.row.score is None or row.row.weight is None:
        return ()
    lost = row.lost
    if lost is None:
        scored = row.form.materials.scored(row.origin())
        unearned = scored is not None and disputed(scored)
        return ("，得", row.points("score"), "，未扣分", *((UNSURE,) if unearned else ()))
    return ("，分值", row.points("weight"), "，得", row.points("score"), "，扣", Bound(lost, "分", 4))


def reason(row: RowView) -> bool:
    """Tell whether the form states a reason for a row that says more than the row itself."""
    return bool(given(row.row)) and not repeats_row(row.row) and bool(_notes(row))


def _reason(row: RowView) -> Phrase:
    return ("自评表说明：", *_notes(row), "。") if reason(row) else ()


def lacking(composer: Composer, row: RowView, what: str) -> None:
    """Put a gap for a reason; where the form's own only repeats the row, it is shown."""
    if reason(row):
        return
    notes = _notes(row)
    shown: Phrase = ("（自评表只填写", *notes, "）") if notes else ()
    composer.gap(*row.marked, what, *shown)


def _notes(row: RowView) -> Phrase:
    found: list[Said] = []
    for field in ("note", "remark"):
        text = (getattr(row.row.indicator, field) or "").strip()
        if text and not NOTHING.match(text):
            found.append(Said(row.origin(field), text.rstrip("。；;"), marked=True))
    return tuple(found)
