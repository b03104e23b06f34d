"""与上年比较: the same project a year before: budget, execution, score, and the indicators of the same name."""

from decimal import Decimal

import msgspec

from jixiao.facts import name_core
from jixiao.renderers.narrative import drawings
from jixiao.renderers.narrative.composing import Composer, Entry, Phrase, listed
from jixiao.renderers.narrative.expressions import Cell, Expression, Operation, measure
from jixiao.renderers.narrative.forms import FormView, RowView
from jixiao.renderers.narrative.fragments import Bound

_MOST_TOLD = 8
_MOST_COMPARED = 12
"""Indicators compared one by one in the text; more of them stand in the table."""


class Earlier(msgspec.Struct, frozen=True):
    """The form of the year before."""

    form: FormView


class Pair(msgspec.Struct, frozen=True):
    """An indicator this year and the one of the same name last year."""

    now: RowView
    before: RowView


def pairs(form: FormView, earlier: FormView) -> tuple[Pair, ...]:
    """The indicators that both forms have under one name; a name that a form holds twice is left out."""
    last = _named(earlier)
    return tuple(Pair(row, last[name]) for name, row in _named(form).items() if name in last)


def _named(form: FormView) -> dict[str, RowView]:
    found: dict[str, RowView | None] = {}
    for row in form.rows:
        name = name_core(row.row.indicator.name)
        if name:
            found[name] = None if name in found else row
    return {name: row for name, row in found.items() if row is not None}


def compare(composer: Composer, form: FormView, earlier: Earlier) -> None:
    """Say what changed against the form of the year before."""
    before = earlier.form
    said = [phrase for phrase in (_money(form, before), _rate(form, before), _score(form, before)) if phrase]
    if said:
        composer.say(*listed(said, "；"), "。")
    both = pairs(form, before)
    _draw(composer, form, before, both)
    if not both:
        composer.say("与上年的自评表没有同名指标，不作指标比较。")
        return
    changes = [(pair, change) for pair in both if (change := _change(pair)) is not None]
    told = [_told(pair, change) for pair, change in changes if change]
    same = [pair.now.name for pair, change in changes if not change]
    if same:
        told.append((*listed(same), "与上年相同"))
    opening: Phrase = ("与上年同名的指标共", form.count([pair.now for pair in both]))
    if not told or len(changes) > _MOST_COMPARED:
        composer.say(*opening, "，见下表。")
    else:
        composer.say(*opening, "。", *listed(told, "；"), "。")
    _targets(composer, both)
    _table(composer, form, both)


def _draw(composer: Composer, form: FormView, before: FormView, both: tuple[Pair, ...]) -> None:
    """Draw the rates of both years: 执行率, and the indicators in per cent."""
    bars: list[tuple[Phrase, Bound, Bound]] = []
    totals = form.case.fund_table.total, before.case.fund_table.total
    if totals[0] is not None and totals[1] is not None:
        now, last = form.rate(totals[0]), before.rate(totals[1])
        if now is not None and last is not None:
            bars.append((("预算执行率",), last, now))
    for pair in both:
        if pair.now.step == "个百分点" and _change(pair) is not None:
            last, now = (Bound(row.compared("actual"), "%", 6) for row in (pair.before, pair.now))
            bars.append((pair.now.name, last, now))
    drawings.years(composer, bars[:_MOST_TOLD])


def _money(form: FormView, before: FormView) -> Phrase:
    now, last = _executed(form, "yuan"), _executed(before, "yuan")
    if now is None or last is None:
        return ()
    this, that = form.value(now), before.value(last)
    if this is None or that is None:
        return ()
    shown = _amount(form, "executed"), _amount(before, "executed")
    if shown[0] is None or shown[1] is None:
        return ()
    said: Phrase = ("全年执行数由上年的", shown[1], "变为", shown[0])
    growth = Operation("growth", (now, last))
    if this == that:
        return ("全年执行数", shown[0], "，与上年相同")
    if form.value(growth) is None:
        return said
    return (*said, "，增长" if this > that else "，下降", Bound(growth, "%", 2, absolute=True))


def _executed(form: FormView, reading: str) -> Cell | None:
    total = form.case.fund_table.total
    if total is None or total.executed is None:
        return None
    return Cell(form.origin(total.path("executed")), reading)  # type: ignore[arg-type]


def _amount(form: FormView, column: str) -> Bound | None:
    total = form.case.fund_table.total
    return None if total is None else form.money(form.cell(total, column))


def _rate(form: FormView, before: FormView) -> Phrase:
    totals = form.case.fund_table.total, before.case.fund_table.total
    if totals[0] is None or totals[1] is None:
        return ()
    now, last = form.rate(totals[0]), before.rate(totals[1])
    if now is None or last is None:
        return ()
    return _moved("预算执行率", now, last, form, "%")


def _score(form: FormView, before: FormView) -> Phrase:
    if form.case.total_score is None or before.case.total_score is None:
        return ()
    now = Bound(Cell(form.origin("total_score"), "score"), "分")
    last = Bound(Cell(before.origin("total_score"), "score"), "分")
    return _moved("自评得分", now, last, form, "分")


def _moved(name: str, now: Bound, last: Bound, form: FormView, unit: str) -> Phrase:
    change: Expression = Operation("difference", (now.expression, last.expression))
    moved = form.value(change)
    if moved is None:
        return ()
    if not moved:
        return (name, now, "，与上年相同")
    figure = Bound(change, "个百分点" if unit == "%" else unit, 2, absolute=True)
    return (name, "由上年的", last, "变为", now, "，提高" if moved > 0 else "，降低", figure)


def _change(pair: Pair) -> Decimal | None:
    now, last = pair.now.row.comparison, pair.before.row.comparison
    if now.actual is None or last.actual is None or measure(pair.now.row) != measure(pair.before.row):
        return None
    return now.actual - last.actual


def _told(pair: Pair, change: Decimal) -> Phrase:
    name, now, last = pair.now.name, pair.now.said("actual"), pair.before.said("actual")
    moved = Operation("difference", (pair.now.compared("actual"), pair.before.compared("actual")))
    figure = Bound(moved, pair.now.step, 6, absolute=True)
    return (*name, "由", last, "变为", now, "，增加" if change > 0 else "，减少", figure)


def _targets(composer: Composer, both: tuple[Pair, ...]) -> None:
    changed = [
        pair
        for pair in both
        if pair.now.row.indicator.target
        and pair.before.row.indicator.target
        and name_core(pair.now.row.indicator.target) != name_core(pair.before.row.indicator.target)
        and pair.now.short
        and pair.before.short
        and pair.now.row.comparison.target is not None
    ]
    if changed and len(changed) <= _MOST_TOLD:
        told = [
            (*pair.now.name, "由", pair.before.said("target"), "调整为", pair.now.said("target")) for pair in changed
        ]
        composer.say("指标值有调整的：", *listed(told, "；"), "。")


def _table(composer: Composer, form: FormView, both: tuple[Pair, ...]) -> None:
    scored = form.scored
    heading = [
        "三级指标",
        "上年指标值",
        "上年完成值",
        "本年指标值",
        "本年完成值",
        *(["上年得分", "本年得分"] if scored else []),
    ]
    rows = [_line(pair, scored=scored) for pair in both]
    composer.table(("同名指标与上年对照",), [34, 20, 20, 20, 20, *([13, 13] if scored else [])], heading, rows)


def _line(pair: Pair, *, scored: bool) -> list[Entry]:
    cells = [Entry(pair.now.name, "text")]
    for row in (pair.before, pair.now):
        cells += [_cell(row, "target"), _cell(row, "actual")]
    if scored:
        cells += [
            Entry((Bound(row.points("score").expression),) if row.row.score is not None else ("—",), "number")
            for row in (pair.before, pair.now)
        ]
    return cells


def _cell(row: RowView, field: str) -> Entry:
    return Entry((row.said(field),) if getattr(row.row.indicator, field) else ("—",))
