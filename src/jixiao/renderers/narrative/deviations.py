"""偏离情况: indicators below target and far above it, each with the reason that the form states, else with a gap."""

from jixiao.audit.reasons import given
from jixiao.renderers.narrative.composing import Composer, Phrase
from jixiao.renderers.narrative.forms import FormView, RowView
from jixiao.renderers.narrative.fragments import Bound, Said
from jixiao.renderers.narrative.own_words import NOTHING


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
        if not row.missed and not row.exceeded and (row.lost is not None or (row.row.indicator.note and given(row.row)))
    )


def tell_missed(composer: Composer, form: FormView) -> None:
    """Each missed target: both values, the distance, the points, the reason."""
    composer.restart_points()
    for row in missed(form):
        composer.point(*row.name, "。", *_values(row), *_distance(row), *_points(row), "。", *_reason(row))
        if not reason(row):
            composer.gap("“", *row.name, "”未达到指标值的原因和改进措施")


def tell_exceeded(composer: Composer, form: FormView) -> None:
    """Each target exceeded by far: both values, their ratio, the reason."""
    composer.restart_points()
    for row in exceeded(form):
        ratio = Bound(row.compared("ratio"), "%", 2)
        composer.point(*row.name, "。", *_values(row), "，为指标值的", ratio, "。", *_reason(row))
        if not reason(row):
            composer.gap("“", *row.name, "”完成值高于指标值较多的原因，指标值是否偏低")


def tell_explained(composer: Composer, form: FormView) -> None:
    """Rows that lost points, or are explained in the form, without figures that say by how much the target was missed."""
    composer.restart_points()
    for row in explained(form):
        said = _values(row)
        composer.point(*row.name, "。", *said, *(_points(row) if said else _points(row)[1:]), *_stop(row, said), *_reason(row))
        if not reason(row):
            composer.gap("“", *row.name, "”扣分的原因和改进措施")


def _stop(row: RowView, said: Phrase) -> Phrase:
    return ("。",) if said or _points(row) else ()


def _values(row: RowView) -> Phrase:
    printed = row.row.indicator
    said: Phrase = ()
    if printed.target is not None:
        said = ("指标值", *_value(row, "target"))
    if printed.actual is None:
        return said
    return (*said, *(("，",) if said else ()), "实际完成值", *_value(row, "actual"))


def _value(row: RowView, field: str) -> Phrase:
    """A figure as it stands, words in quotation marks."""
    said = row.said(field)
    value = row.row.target if field == "target" else row.row.actual
    if value is not None and value.__class__.__name__ in {"Quantity", "Range", "Deadline"} and len(said.text) < 16:
        return (said,)
    return (Said(said.origin, said.text, marked=True),)


def _distance(row: RowView) -> Phrase:
    distance = row.distance
    return () if distance is None else ("，", *distance)


def _points(row: RowView) -> Phrase:
    if row.row.score is None or row.row.weight is None:
        return ()
    lost = row.lost
    if lost is None:
        return ("，得", row.points("score"), "，未扣分")
    return ("，分值", row.points("weight"), "，得", row.points("score"), "，扣", Bound(lost, "分", 4))


def reason(row: RowView) -> bool:
    """Tell whether the form states anything as the reason of a row."""
    return any(_note(row, field) is not None for field in ("note", "remark"))


def _reason(row: RowView) -> Phrase:
    told: list[Said] = [said for field in ("note", "remark") if (said := _note(row, field)) is not None]
    if not told:
        return ()
    return ("自评表说明：", *told, "。")


def _note(row: RowView, field: str) -> Said | None:
    text = (getattr(row.row.indicator, field) or "").strip()
    if not text or NOTHING.match(text) or not given(row.row):
        return None
    return Said(row.origin(field), text.rstrip("。；;"), marked=True)
