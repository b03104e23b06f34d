"""绩效目标完成情况: the overall goal in the form's words, the indicators level by level, the table of all of them."""

import re

from jixiao.renderers.narrative import sums
from jixiao.renderers.narrative.composing import Composer, Entry, Phrase, listed
from jixiao.renderers.narrative.forms import FormView, Level, RowView
from jixiao.renderers.narrative.fragments import UNSURE, Bound, Fragment, Said
from jixiao.renderers.narrative.funds import total_points
from jixiao.renderers.narrative.own_words import NOTHING
from jixiao.targets import Direction

_MOST_TOLD = 8
"""Rows of a second level that are told one by one; more of them stand in the table."""
_SHORTEST_RESULT = 12
"""An account of the overall goal in fewer characters (已完成) says nothing of what was done."""
_PIECE = re.compile(r"(?:目标|任务)\s*\d+\s*(?:完成情况)?\s*[:：]")
_EMPTY = re.compile(r"[\s.。…·、]*")


def goals(composer: Composer, form: FormView, field: str, *, missing: str) -> None:
    """The expected or the actual overall goal, in the form's words; several are numbered, none is a gap."""
    pieces = [piece for index in range(len(form.evaluation.goals)) for piece in _pieces(form, f"goals/{index}/{field}")]
    if not pieces:
        composer.gap(missing)
        return
    if len(pieces) == 1 and field == "actual" and len(pieces[0].text) < _SHORTEST_RESULT:
        composer.gap(missing, "（自评表只填写", Said(pieces[0].origin, pieces[0].text, marked=True), "）")
        return
    composer.restart_points()
    for piece in pieces:
        ending = "" if piece.text[-1] in "。；;！!" else "。"
        if len(pieces) == 1:
            composer.say("年度总体目标：" if field == "expected" else "", piece, ending)
        else:
            composer.point(piece, ending)


def _pieces(form: FormView, path: str) -> list[Said]:
    text = _TAGS.sub("", form.text(path) or "")
    return [
        Said(form.origin(path), piece.strip())
        for piece in _PIECE.split(text)
        if not _EMPTY.fullmatch(piece) and not NOTHING.match(piece)
    ]


_TAGS = re.compile(r"</?[a-zA-Z]+\s*/?>|\[bookmark:[^\]]*\]")


def makeup(composer: Composer, form: FormView) -> None:
    """How many indicators there are, and how the points are spread over them."""
    if not form.rows:
        composer.gap("绩效指标及其指标值")
        return
    told: list[Phrase] = []
    for level in form.levels:
        weight = level.sum("weight")
        told.append((*level.name, form.count(level.rows), *(() if weight is None else ("、", weight))))
    points = total_points(form)
    extra: Phrase = () if points is None else ("；预算执行率另计", Bound(points[0], "分"))
    parts: Phrase = ("：", *listed(told, "，")) if len(told) > 1 else ()
    composer.say("共设置绩效指标", form.count(form.rows), *parts, *extra, "。")
    sums.weights(composer, form)


def indicators(composer: Composer, form: FormView) -> None:
    """How many indicators were reached; then level by level what was done."""
    if not form.rows:
        composer.gap("绩效指标完成情况")
        return
    composer.say(*_overall(form))
    composer.restart_points()
    for level in form.levels:
        if any(row not in form.satisfaction for row in level.rows):
            composer.point(*level.name, "。", *_level(level))
    blank = [row for row in form.rows if row.row.indicator.actual is None]
    if blank:
        composer.gap("以下指标的实际完成值：", *listed([row.name for row in blank]))


def _overall(form: FormView) -> Phrase:
    rows = form.rows
    missed, still_open = (
        [row for row in rows if row.missed],
        [row for row in rows if not row.reached and not row.missed],
    )
    if not missed and not still_open:
        return (form.count(rows), "绩效指标全部达到指标值。") if len(rows) > 1 else ("绩效指标达到指标值。",)
    said: list[Phrase] = []
    if any(row.reached for row in rows):
        said.append((form.count(rows, "reached"), "达到指标值"))
    if missed:
        said.append((form.count(rows, "missed"), "未达到指标值"))
    if still_open:
        said.append((form.count(rows, "open"), _open(still_open)))
    return (form.count(rows), "绩效指标中，", *listed(said, "，"), "。")


def _level(level: Level) -> Phrase:
    form, rows = level.form, level.rows
    said: list[Fragment] = [] if len(rows) == 1 else ["共", form.count(rows), *_summary(level), "。"]
    told: list[RowView] = []
    for part in level.parts:
        named = len(level.parts) > 1 or part.name_text not in {level.name_text, ""}
        chosen = _chosen(part)
        if chosen:
            name: Phrase = (*part.name, "：") if named and len(rows) > 1 else ()
            said += [
                *name,
                *listed([row.told() if row.short else (*row.title, "未达到指标值") for row in chosen], "，"),
                "。",
            ]
            told += chosen
    others = [row for row in rows if row.row.indicator.actual is not None and row not in form.satisfaction]
    if len(told) < len(others):
        said.append("其余指标见附表。" if told else "各项指标见附表。" if len(rows) > 1 else "见附表。")
    return tuple(said)


def _chosen(part: Level) -> list[RowView]:
    """The rows of a second level that are told one by one: all that are short, of too many those that were missed; a missed one always."""
    apart = part.form.satisfaction  # told in a section of their own
    filled = [row for row in part.rows if row.row.indicator.actual is not None and row not in apart]
    short = [row for row in filled if row.short]
    return [row for row in filled if row.missed or (row.short and len(short) <= _MOST_TOLD)]


def _summary(level: Level) -> Phrase:
    form, rows = level.form, level.rows
    if all(row.reached for row in rows):
        return ("，全部达到指标值",)
    if all(row.missed for row in rows):
        return ("，均未达到指标值",)
    said: list[Phrase] = []
    if any(row.reached for row in rows):
        said.append((form.count(rows, "reached"), "达到指标值"))
    if any(row.missed for row in rows):
        said.append((form.count(rows, "missed"), "未达到指标值"))
    if not all(row.reached or row.missed for row in rows):
        still_open = [row for row in rows if not row.reached and not row.missed]
        if not said:
            words = _open(still_open)
            return ("，", "完成值均" + words.removeprefix("的完成值") if words.startswith("的") else "均" + words)
        said.append((form.count(rows, "open"), _open(still_open)))
    return ("，", *listed(said, "，"))


def _open(rows: list[RowView]) -> str:
    """What is said of rows that figures do not decide."""
    if all(row.row.indicator.actual is None for row in rows):
        return "的完成值没有读出" if any(row.unread for row in rows) else "没有填写完成值"
    if all(
        row.row.comparison.direction is Direction.QUALITATIVE and row.row.indicator.actual is not None for row in rows
    ):
        return "为定性指标，以文字说明完成情况"
    if all(row.row.indicator.actual is not None and not row.figure("actual") for row in rows):
        return "以文字说明完成情况"
    return "的完成值不能与指标值直接比较"


def table(composer: Composer, form: FormView) -> None:
    """附表: every indicator with target, actual, points and whether it was reached."""
    if not form.rows:
        return
    scored = form.scored
    heading = [
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "实际完成值",
        *(["分值", "得分"] if scored else []),
        "完成情况",
    ]
    rows: list[list[Entry]] = []
    for level in form.levels:
        for part in level.parts:
            for row in part.rows:
                line = []
                if row is level.rows[0]:
                    line.append(Entry(level.name, row_span=len(level.rows)))
                if row is part.rows[0]:
                    line.append(Entry(part.name, row_span=len(part.rows)))
                rows.append([*line, *_row(row, scored=scored)])
    widths = [13, 14, 32, 22, 25, *([11, 11] if scored else []), 13]
    composer.table(("绩效指标完成情况表",), widths, heading, rows)


_OUTCOMES = {"reached": "达到", "missed": "未达到", "undecided": "—"}


def _row(row: RowView, *, scored: bool) -> list[Entry]:
    printed = row.row.indicator
    unsure = (UNSURE,) if row.row.doubts("name") else ()
    cells = [Entry((*row.name, *unsure), "text"), Entry((row.said("target"),) if printed.target else ("—",))]
    cells.append(Entry((row.said("actual"),) if printed.actual else ("【待填写】",)))
    if scored:
        cells.append(Entry(_points(row, "weight"), "number"))
        cells.append(Entry(_points(row, "score"), "number"))
    cells.append(Entry(("—" if row.outcome is None else _OUTCOMES[row.outcome.value],)))
    return cells


def _points(row: RowView, field: str) -> Phrase:
    value = row.row.weight if field == "weight" else row.row.score
    if value is not None:
        figure = row.points(field)
        return (Bound(figure.expression),)
    return ("—",) if getattr(row.row.indicator, field) is None else (row.said(field),)
