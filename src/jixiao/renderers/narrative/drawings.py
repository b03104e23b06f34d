"""The drawings of a 自评报告: the figures they show are bound as those of the text are, and are handed to the charts as worked out."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from jixiao.papers import Figure, charts
from jixiao.renderers.narrative.composing import Composer, Phrase, listed
from jixiao.renderers.narrative.conditions import grade
from jixiao.renderers.narrative.expressions import Count, Expression, evaluate
from jixiao.renderers.narrative.forms import FormView, RowView
from jixiao.renderers.narrative.fragments import Bound, Fragment, MissingValueError, join
from jixiao.renderers.narrative.funds import amount_rows, total_points
from jixiao.renderers.narrative.materials import Materials
from jixiao.scoring import rounded
from jixiao.targets import Direction

_FEWEST = 2
"""Bars below which a drawing says no more than a sentence."""
_MOST = 14
"""Bars above which a drawing belongs into the appendix."""


class _Bar:
    """A name with the figures of its bar."""

    def __init__(self, materials: Materials, name: Phrase, *figures: Bound) -> None:
        self.name = name
        self.plain = join(name, materials).text
        self.figures = figures
        self.values = tuple(_value(figure, materials) for figure in figures)


def _value(figure: Bound, materials: Materials) -> Decimal:
    """A figure as it is printed: rounded as its binding says."""
    value = evaluate(figure.expression, materials)
    if value is None:
        raise MissingValueError(figure.unit)
    return value if figure.places is None else rounded(value, figure.places)


def _draw(
    composer: Composer,
    caption: str,
    bars: Sequence[_Bar],
    made: Sequence[Figure],
    told: Callable[[_Bar], Sequence[Fragment]],
) -> None:
    bindings = [figure for bar in bars for figure in bar.figures]
    description = listed([(*bar.name, *told(bar)) for bar in bars], "；")
    for number, figure in enumerate(made):
        ending = "（续）" if number else ""
        composer.drawing(figure, (caption, ending), bindings, description)


def execution(composer: Composer, form: FormView) -> None:
    """执行率 of the total and its sources, where there are several that differ."""
    rows = [(row, rate) for row in amount_rows(form) if row.executed is not None and (rate := form.rate(row))]
    bars = [_Bar(form.materials, form.label(row), rate) for row, rate in rows]
    if len(bars) <= _FEWEST or len({bar.values[0] for bar in bars}) == 1:
        return
    made = charts.execution([charts.Rate(bar.plain, bar.values[0]) for bar in bars])
    _draw(composer, "各项资金执行率", bars, made, lambda bar: bar.figures)


def scores(composer: Composer, form: FormView) -> None:
    """得分 of what could be scored, by first level, where anything was lost."""
    points = total_points(form)
    bars = []
    if points is not None:
        bars.append(_Bar(form.materials, ("预算执行率",), Bound(points[1], "分", 4), Bound(points[0], "分", 4)))
    for level in form.levels:
        weight, score = level.sum("weight"), level.sum("score")
        if weight is None or score is None:
            return
        bars.append(_Bar(form.materials, level.name, score, weight))
    if len(bars) < _FEWEST or all(bar.values[0] == bar.values[1] for bar in bars):
        return
    made = charts.scores([charts.Points(bar.plain, bar.values[0], bar.values[1]) for bar in bars])
    _draw(composer, "各类指标得分情况", bars, made, lambda bar: ("得", bar.figures[0], "，分值", bar.figures[1]))


def completion(composer: Composer, form: FormView, *, appended: bool = False) -> None:
    """实际完成值 in per cent of 年度指标值 for all rows of which more is better; many of them in the appendix (`appended`) only."""
    rows = [row for row in form.rows if _drawn(row)]
    if len(rows) < _FEWEST or appended is not (len(rows) > _MOST):
        return
    bars = [_Bar(form.materials, row.name, Bound(row.compared("ratio"), "%", 2)) for row in rows]
    made = charts.completion([charts.Rate(bar.plain, bar.values[0]) for bar in bars])
    _draw(composer, "正向定量指标完成值占指标值的比例", bars, made, lambda bar: bar.figures)


def _drawn(row: RowView) -> bool:
    comparison = row.row.comparison
    return comparison.ratio is not None and comparison.direction in {Direction.POSITIVE, Direction.EQUAL}


def years(composer: Composer, bars: Sequence[tuple[Phrase, Bound, Bound]]) -> None:
    """Rates of last year and of this one, side by side."""
    drawn = [_Bar(composer.materials, name, last, now) for name, last, now in bars]
    if len(drawn) < _FEWEST:
        return
    made = charts.years([charts.Years(bar.plain, bar.values[0], bar.values[1]) for bar in drawn], unit="%")
    _draw(composer, "与上年比较", drawn, made, lambda bar: ("上年", bar.figures[0], "，本年", bar.figures[1]))


def grades(composer: Composer, forms: Sequence[FormView], order: Sequence[str]) -> None:
    """How many projects earned which grade, where they earned several."""
    among = tuple(form.origin("project_name") for form in forms)
    held = [name for name in order if any(grade(form.materials, form.origin("grade")) == name for form in forms)]
    if len(held) < _FEWEST:
        return
    bars = [_Bar(composer.materials, (name,), Bound(Count(among, "grade", name), "个", 0)) for name in order]
    made = charts.distribution([charts.Count(bar.plain, int(bar.values[0])) for bar in bars])
    _draw(composer, "项目自评等级分布", bars, made, lambda bar: bar.figures)


def projects(composer: Composer, rates: Sequence[tuple[FormView, Expression]]) -> None:
    """执行率 of each project, where the projects differ."""
    bars = [_Bar(composer.materials, form.name, Bound(rate, "%", 2)) for form, rate in rates]
    if len(bars) < _FEWEST or len({bar.values[0] for bar in bars}) == 1:
        return
    made = charts.execution([charts.Rate(bar.plain, bar.values[0]) for bar in bars])
    _draw(composer, "各项目预算执行率", bars, made, lambda bar: bar.figures)
