"""自评得分: total and grade as reported, points by level, what was lost, and what comes out differently when it is worked out again."""

from decimal import Decimal

import msgspec

from jixiao.renderers.narrative import sums
from jixiao.renderers.narrative.composing import Composer, Entry, Phrase, flat, listed
from jixiao.renderers.narrative.expressions import Cell, Expression, Operation, Scored, Totalled
from jixiao.renderers.narrative.forms import FormView, Level, RowView
from jixiao.renderers.narrative.fragments import Bound, Cited, Fragment, Said
from jixiao.renderers.narrative.funds import total_points
from jixiao.renderers.scores import against_own_criteria, disputed
from jixiao.scoring import RowScore

_WHOLE = Decimal(100)
_MOST_LOSSES = 8
"""Losses told one by one in a sentence; more of them stand in the table."""


def result(composer: Composer, form: FormView) -> None:
    """自评总分 and 等级, points by level and the points lost."""
    total = total_score(form)
    if total is None:
        composer.gap("自评总分")
    else:
        composer.say("自评得分", total, *grade_said(form), "。", *_by_level(form))
        sums.grade(composer, form)
    _losses(composer, form)
    recomputed(composer, form)


def total_score(form: FormView) -> Bound | None:
    """总分 as printed; None where the form prints none."""
    if form.case.total_score is None:
        return None
    return Bound(Cell(form.origin("total_score"), "score"), "分")


def grade_said(form: FormView) -> Phrase:
    """等级 as printed, else the one that the printed total earns, in the words of a sentence that goes on."""
    if form.text("grade"):
        return ("，等级为“", form.said("grade"), "”")
    score = form.case.total_score
    earned = None if score is None else form.case.pack.grades.grade(score)
    return ("，对应等级为“", earned, "”") if earned else ()


def _by_level(form: FormView) -> Phrase:
    """The levels with points lost one by one, those without together; none of full points where a row's points are not its due."""
    points = total_points(form)
    found: list[tuple[Phrase, Expression, Expression]] = [] if points is None else [(("预算执行率",), *points)]
    wrong = {
        -1 if scored.indicator is None else scored.indicator for scored, _ in _scored_rows(form) if disputed(scored)
    }
    unearned: list[Phrase] = [("预算执行率",)] if -1 in wrong else []
    for level in form.levels:
        weight, score = level.sum("weight"), level.sum("score")
        if weight is None or score is None:
            return ()
        found.append((level.name, weight.expression, score.expression))
        if any(row.row.index in wrong for row in level.rows):
            unearned.append(level.name)
    if len(found) < 2:
        return ()
    alone = _score_alone(form)
    full = [name for name, weight, score in found if name not in unearned and form.value(weight) == form.value(score)]
    if len(full) == len(found):
        return ("各类指标均得满分", *(("，", *alone) if alone else ()), "。")
    told = [alone] if alone else []
    told += [
        (*name, "得", Bound(score, "分", 4), "（满分", Bound(weight, "分", 4), "）")
        for name, weight, score in found
        if name not in full
    ]
    said = ("其中，", *listed(told))
    if not full:
        return (*said, "。")
    return (*said, "，", *listed(full), "均得满分。" if len(full) > 1 else "得满分。")


def _score_alone(form: FormView) -> Phrase:
    """得分 of 预算执行率 where the form prints no 分值 for it; empty where it prints both or none."""
    fund = form.case.points_fund
    if fund is None or fund.weight is not None or fund.score is None:
        return ()
    return ("预算执行率得", Bound(Cell(form.origin(fund.path("score")), "score"), "分", 4))


class Loss(msgspec.Struct, frozen=True):
    """Points lost by a row or by 预算执行率."""

    name: Phrase
    figure: Operation


def losses(form: FormView) -> list[Loss]:
    """All losses of points in order, 预算执行率 first."""
    found = []
    points = total_points(form)
    if points is not None and (form.value(points[0]) or 0) > (form.value(points[1]) or 0):
        found.append(Loss(("预算执行率",), Operation("difference", points)))
    found += [Loss(row.name, lost) for row in form.rows if (lost := row.lost) is not None]
    return found


def _losses(composer: Composer, form: FormView) -> None:
    lost = losses(form)
    if not lost:
        return
    if len(lost) == 1:
        composer.say("扣分的只有", *lost[0].name, "，扣", Bound(lost[0].figure, "分", 4), "。")
        return
    whole = Bound(Operation("sum", tuple(loss.figure for loss in lost)), "分", 4)
    opening: Phrase = ("扣分的有",) if _cells(form) is None else ("共扣", whole)
    if len(lost) > _MOST_LOSSES:
        composer.say(
            *opening,
            *(("，涉及",) if len(opening) > 1 else ()),
            form.count(form.rows, "lost"),
            "指标，各项得分见附表。",
        )
        return
    told = [(*loss.name, "扣", Bound(loss.figure, "分", 4)) for loss in lost]
    composer.say(*opening, "：", *listed(told), "。")


def by_level_table(composer: Composer, form: FormView) -> None:
    """Indicators, points and completion by first level."""
    if len(form.levels) < 2:
        return
    scored = form.scored and all(level.sum("weight") and level.sum("score") for level in form.levels)
    conditions = [
        each for each in _CONDITIONS if each != "open" or form.value(form.count(form.rows, "open").expression)
    ]
    heading = [
        "指标类别",
        "指标数",
        *(["分值", "得分", "得分率"] if scored else []),
        *(_CONDITIONS[each] for each in conditions),
    ]
    rows = []
    points = total_points(form) if scored else None
    if points is not None:
        rows.append([Entry(("预算执行率",), "text"), _dash(), *_shares(form, *points), *(_dash() for _ in conditions)])
    for level in form.levels:
        figures = _sums(level) if scored else []
        rows.append([Entry(level.name, "text"), *_counts(form, level.rows, figures, conditions)])
    whole = _sums(Level(form, form.rows, "level1"), points) if scored else []
    rows.append([Entry(("合计",), "text"), *_counts(form, form.rows, whole, conditions)])
    caption = "各类指标得分和完成情况" if scored else "各类指标完成情况"
    composer.table((caption,), [26, *([14] * (len(heading) - 1))], heading, rows)


_CONDITIONS = {"reached": "达到", "missed": "未达到", "open": "其他"}


def _counts(form: FormView, rows: tuple[RowView, ...], figures: list[Entry], conditions: list[str]) -> list[Entry]:
    counts = [_number(form.count(rows, condition, unit="")) for condition in conditions]
    return [_number(form.count(rows, unit="")), *figures, *counts]


def _sums(level: Level, points: tuple[Expression, Expression] | None = None) -> list[Entry]:
    weight, score = level.sum("weight"), level.sum("score")
    if weight is None or score is None:
        return [_dash(), _dash(), _dash()]
    sums = [weight.expression, score.expression]
    if points is not None:
        sums = [Operation("sum", (more, each)) for more, each in zip(points, sums, strict=True)]
    return _shares(level.form, sums[0], sums[1])


def _shares(form: FormView, weight: Expression, score: Expression) -> list[Entry]:
    share = Operation("percent", (score, weight))
    rate = _dash() if form.value(share) is None else _number(Bound(share, "%", 2))
    return [_number(Bound(weight, "", 4)), _number(Bound(score, "", 4)), rate]


def _number(figure: Fragment) -> Entry:
    return Entry((figure,), "number")


def _dash() -> Entry:
    return Entry(("—",), "number")


def recomputed(composer: Composer, form: FormView) -> None:
    """Where printed points do not add up or a row's points are not what the rules give: what comes out, and why."""
    differing = [found for found in (_differing(form, row) for row in _scored_rows(form)) if found]
    sums.scores(composer, form)
    if not differing:
        return
    lead: Phrase = ("按", Cited(form.case.pack.basis[0].document), "重新计算，") if form.case.pack.basis else ()
    composer.say(*lead, *listed([found.told for found in differing], "；"), "。", *_corrected(form, differing))


class _Differing(msgspec.Struct, frozen=True):
    """A row whose printed points are not those that the rules give."""

    told: Phrase


def _scored_rows(form: FormView) -> list[tuple[RowScore, RowView | None]]:
    card = form.case.scorecard
    if card is None or form.evaluation.kind == "department":
        return []
    rows: list[tuple[RowScore, RowView | None]] = [] if card.execution is None else [(card.execution, None)]
    return rows + [(scored, form.rows[scored.indicator]) for scored in card.rows if scored.indicator is not None]


def _differing(form: FormView, pair: tuple[RowScore, RowView | None]) -> _Differing | None:
    scored, row = pair
    if not disputed(scored) or _lawful(scored) or (row is not None and not _plain(row)):
        return None
    path = "execution" if row is None else row.row.path("score").rsplit("/", 1)[0]
    cell = _printed(form, row)
    if cell is None or form.materials.doubtful(cell.origin):
        return None
    origin = form.origin(path)
    low, high = Scored(origin, "low"), Scored(origin, "high")
    name: Phrase = ("预算执行率",) if row is None else row.name
    why = "scorecard/execution/because" if row is None else f"scorecard/rows/{scored.indicator}/because"
    because = Said(form.origin(why), scored.because.partition("。（")[0].rstrip("。"))
    open_above: Phrase = ("、不含上限",) if scored.computed is not None and scored.computed.open_above else ()
    due = (*_between(low, high, form), *open_above)
    told = flat((*name, "自评得", Bound(cell, "分"), "，按规定应得", due, "（", because, "）"))
    return _Differing(told)


def _lawful(scored: RowScore) -> bool:
    """Tell whether points outside of the rule are nobody's fault: by the form's own 评分标准, or by whoever judges strictly."""
    if scored.own is not None and not against_own_criteria(scored):
        return True
    low = scored.computed is not None and scored.reported is not None and scored.reported < scored.computed.low
    return low and any(duty.may_reduce for duty in scored.duties)


def _plain(row: RowView) -> bool:
    """Tell whether a row says for certain what its points follow from; a unit that the target lends to the actual is no doubt."""
    doubt = row.row.indicator.doubtful or row.row.comparison.inferred
    return not doubt and row.row.indicator.actual is not None and row.row.indicator.target is not None


def _printed(form: FormView, row: RowView | None) -> Cell | None:
    if row is not None:
        return Cell(row.origin("score"), "score")
    fund = form.case.points_fund
    return None if fund is None or fund.score is None else Cell(form.origin(fund.path("score")), "score")


def _between(low: Expression, high: Expression, form: FormView) -> Phrase:
    if form.value(low) == form.value(high):
        return (Bound(low, "分", 4),)
    return (Bound(low, "", 4), "～", Bound(high, "分", 4))


def _cells(form: FormView) -> list[Cell] | None:
    """All printed points: those of the rows and of 预算执行率; None where one is missing or the form was not read whole."""
    fund = form.case.points_fund
    weights = [row.row.weight or 0 for row in form.rows] + ([] if fund is None else [fund.weight or 0])
    if form.case.damaged or sum(weights) != _WHOLE or (fund is not None and fund.score is None):
        return None
    cells = [
        Cell(row.origin("score"), "score")
        for row in form.rows
        if row.row.weight is not None or row.row.score is not None
    ]
    points = total_points(form)
    if points is not None and isinstance(points[1], Cell):
        cells.insert(0, points[1])
    return cells if cells and all(form.value(cell) is not None for cell in cells) else None


def _corrected(form: FormView, differing: list[_Differing]) -> Phrase:
    """总分 as the scorer has it, and its grade where every total of the interval earns that one.

    Nothing where it rests on a row that was read with doubt, or on other points for a row than printed that was not named.
    """
    card = form.case.scorecard
    if card is None or card.total.low is None or card.total.weight != _WHOLE or form.case.damaged:
        return ()
    unsaid = sum(disputed(scored) for scored, _ in _scored_rows(form)) != len(differing)
    if unsaid or any(row.row.indicator.doubtful for row in form.rows):
        return ()
    origin = form.origin("scorecard/total")
    said: Phrase = ("据此，总分为", *_between(Totalled(origin, "low"), Totalled(origin, "high"), form))
    if len(card.grade.computed) == 1:
        said += ("，等级为“", card.grade.computed[0], "”")
    return (*said, "。")
