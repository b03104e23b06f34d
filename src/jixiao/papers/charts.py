"""Charts (图) for reports, each as a vector image and a picture: bars in one blue and grey that can be told apart in grey print.

Whoever has the figures gives them as decimals; a chart computes nothing from them but where bars end, and prints them as they are.
Nothing to show gives no figure; what finds no room on one page gives several.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from jixiao.papers.paper import Figure
from jixiao.papers.plots import Bar, Entry, Look, Plot, Row, figures, scale, shown

WIDTH = 150.0
"""Millimetres; between the margins of an official letter are 147."""
_WHOLE = Decimal(100)
_CAP = Decimal(200)
"""Per cent beyond which a bar of completion is cut off; its label gives the true value."""


class Rate(msgspec.Struct, frozen=True):
    """A rate (执行率、完成率) in per cent: 98.5 is 98.5%."""

    name: str
    percent: Decimal


class Points(msgspec.Struct, frozen=True):
    """What was scored of what could be (得分、分值)."""

    name: str
    score: Decimal
    weight: Decimal


class Count(msgspec.Struct, frozen=True):
    """How many projects there are of a grade or between two scores."""

    name: str
    count: int


class Years(msgspec.Struct, frozen=True):
    """The same figure of last year and of this; None where the year has none."""

    name: str
    last: Decimal | None
    this: Decimal | None


def execution(rates: Sequence[Rate], *, caption: str = "资金执行率", width: float = WIDTH) -> tuple[Figure, ...]:
    """A bar for each row of the funds (执行率), before a grey one that ends at 100 %."""
    axis = scale([_WHOLE, *(rate.percent for rate in rates)])
    rows = [
        Row(
            name=rate.name,
            bars=[Bar(end=axis.at(rate.percent), look="solid", label=f"{shown(rate.percent)}%")],
            words=f"{rate.name}{shown(rate.percent)}%",
            track=axis.at(_WHOLE),
        )
        for rate in rates
    ]
    return figures(Plot(caption=caption, width=width, ticks=axis.ticks("%")), rows)


def scores(points: Sequence[Points], *, caption: str = "各级指标得分情况", width: float = WIDTH) -> tuple[Figure, ...]:
    """For each first level (一级指标) what it scored (得分) of what it could (分值)."""
    axis = scale([value for one in points for value in (one.score, one.weight)])
    rows = [
        Row(
            name=one.name,
            bars=[Bar(end=axis.at(one.score), look="solid", label=f"{shown(one.score)}/{shown(one.weight)}")],
            words=f"{one.name}分值{shown(one.weight)}分，得{shown(one.score)}分",
            track=axis.at(one.weight),
        )
        for one in points
    ]
    legend = [Entry("solid", "得分"), Entry("grey", "分值")]
    return figures(Plot(caption=caption, width=width, ticks=axis.ticks(), legend=legend), rows)


def completion(rates: Sequence[Rate], *, caption: str = "指标完成率", width: float = WIDTH) -> tuple[Figure, ...]:
    """For each indicator how much of its target was reached (完成率), with a line at 100 %; bars beyond 200 % are cut and marked."""
    axis = scale([min(value, _CAP) for value in (_WHOLE, *(rate.percent for rate in rates))])
    rows = [
        Row(
            name=rate.name,
            bars=[
                Bar(
                    end=axis.at(min(rate.percent, _CAP)),
                    look="solid" if rate.percent >= _WHOLE else "hollow",
                    label=f"{shown(rate.percent)}%",
                    cut=rate.percent > _CAP,
                )
            ],
            words=f"{rate.name}{shown(rate.percent)}%",
        )
        for rate in rates
    ]
    legend = [Entry("solid", "达到指标值"), Entry("hollow", "未达到指标值"), Entry("line", "指标值（100%）")]
    ticks = axis.ticks("%")
    return figures(Plot(caption=caption, width=width, ticks=ticks, legend=legend, mark=axis.at(_WHOLE)), rows)


def years(
    values: Sequence[Years],
    *,
    unit: str = "",
    titles: tuple[str, str] = ("上年", "本年"),
    caption: str = "与上年比较情况",
    width: float = WIDTH,
) -> tuple[Figure, ...]:
    """This year below last year, in a unit that stands behind every figure (%, 分, 万元)."""
    axis = scale([value for one in values for value in (one.last, one.this) if value is not None])
    last, this = titles
    rows = [
        Row(
            name=one.name,
            bars=[
                Bar(end=axis.at(value or Decimal(0)), look=look, label=_with_unit(value, unit))
                for value, look in ((one.last, _LAST), (one.this, _THIS))
            ],
            words=f"{one.name}{last}{_with_unit(one.last, unit)}、{this}{_with_unit(one.this, unit)}",
        )
        for one in values
    ]
    legend = [Entry(_LAST, last), Entry(_THIS, this)]
    return figures(Plot(caption=caption, width=width, ticks=axis.ticks(unit), legend=legend), rows)


_LAST: Look = "grey"
_THIS: Look = "solid"


def _with_unit(value: Decimal | None, unit: str) -> str:
    return "无数据" if value is None else shown(value) + unit


def distribution(
    counts: Sequence[Count], *, unit: str = "个", caption: str = "项目分布情况", width: float = WIDTH
) -> tuple[Figure, ...]:
    """How many projects there are of each grade (等级) or between two scores, as columns in the order given."""
    if not any(one.count for one in counts):
        return ()
    axis = scale([Decimal(one.count) for one in counts], whole=True)
    rows = [
        Row(
            name=one.name,
            bars=[Bar(end=axis.at(Decimal(one.count)), look="solid", label=f"{one.count}{unit}")],
            words=f"{one.name}{one.count}{unit}",
        )
        for one in counts
    ]
    return figures(Plot(caption=caption, width=width, ticks=axis.ticks(), upright=True), rows)
