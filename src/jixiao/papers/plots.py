"""How a chart is drawn: rows with their bars on a scale, figures of them that find room on a page."""

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Literal

import msgspec

from jixiao.papers.breaking import Pieces, pieces
from jixiao.papers.fonts import families
from jixiao.papers.measuring import lines, width
from jixiao.papers.paper import Figure
from jixiao.papers.typesetting import picture, vector

Look = Literal["solid", "hollow", "grey", "line"]
"""Blue, white with a blue border, grey with a grey border; a dashed line. They differ in grey print."""

_TALLEST = 165.0
"""Millimetres of bars in one figure, which must find room on a page across too, or rather a little less."""
_LETTER = 9 * 25.4 / 72
"""Millimetres of a letter."""
_NAME_SHARE = 0.34
"""Of the width, for the names beside bars."""
_COLUMN_SHARE = 0.85
"""Of the width, for all names below columns."""
_NAME_LINES = 4
_TICKS = 5
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A bar: its end as a share of the plot, its look, its label, and whether it goes on beyond the plot."""

    end: float
    look: Look
    label: str
    cut: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A name with one bar or two, what is said of them in words, and the end of a grey bar behind them."""

    name: str
    bars: list[Bar]
    words: str
    track: float = 0.0


class Tick(msgspec.Struct, frozen=True):
    """A mark of the axis."""

    at: float
    text: str


class Entry(msgspec.Struct, frozen=True):
    """What a look means."""

    look: Look
    text: str


class Plot(msgspec.Struct, frozen=True, kw_only=True):
    """What the charts of one kind share: caption, width in millimetres, axis, legend, and where a line stands across all bars."""

    caption: str
    width: float
    ticks: list[Tick]
    legend: list[Entry] = []
    mark: float | None = None
    upright: bool = False


class Scale(msgspec.Struct, frozen=True):
    """From nought to the end of the plot."""

    end: Decimal
    step: Decimal

    def at(self, value: Decimal) -> float:
        """Where a value stands, as a share of the plot; what is below nought stands at nought."""
        return float(min(max(value / self.end, Decimal(0)), Decimal(1)))

    def ticks(self, unit: str = "") -> list[Tick]:
        """The marks of the axis."""
        values = [self.step * i for i in range(int(self.end / self.step) + 1)]
        return [Tick(self.at(value), shown(value) + unit) for value in values]


def shown(value: Decimal) -> str:
    """A figure as it is read: no exponent, no noughts at its end."""
    return f"{value.normalize():f}" if value else "0"


def scale(values: Iterable[Decimal], *, whole: bool = False) -> Scale:
    """A scale to a round figure not below any of the values, with about five marks; only whole ones for what is counted.

    Raises ValueError for a value that is no number.
    """
    listed = list(values)
    if not all(map(Decimal.is_finite, listed)):
        message = f"no bar can be drawn for {', '.join(str(value) for value in listed if not value.is_finite())}"
        raise ValueError(message)
    most = max(listed, default=Decimal(0))
    if most <= 0:
        return Scale(Decimal(1), Decimal(1))
    raw = most / _TICKS
    power = Decimal(1).scaleb(raw.adjusted())
    steps = (step * power for step in _STEPS)
    step = next(step for step in steps if step >= raw and (not whole or step == step.to_integral_value() or step < 1))
    if whole:
        step = max(step, Decimal(1))
    return Scale((most / step).to_integral_value(ROUND_CEILING) * step, step)


def figures(plot: Plot, rows: Sequence[Row]) -> tuple[Figure, ...]:
    """The rows as one figure, or as several of about the same height where one would not find room on a page; none without rows."""
    share = _COLUMN_SHARE / max(len(rows), 1) if plot.upright else _NAME_SHARE
    ems = max(plot.width * share / _LETTER, 2.0)
    names = [pieces(_shortened(row.name, ems), ems) for row in rows]
    groups = [list(range(len(rows)))] if plot.upright else _groups([_height(row, ems) for row in rows])
    return tuple(
        _figure(plot, [(rows[i], names[i]) for i in group], f"（{number}/{len(groups)}）" if len(groups) > 1 else "")
        for number, group in enumerate(groups, 1)
        if group
    )


def _shortened(name: str, ems: float) -> str:
    """A name that takes no more than a few lines; the whole of it stands in the words."""
    short = " ".join(name.split())
    room = ems * _NAME_LINES - 1
    if width(short) <= room:
        return short
    taken = 0
    used = 0.0
    while used + width(short[taken]) <= room - 1:
        used += width(short[taken])
        taken += 1
    return short[:taken] + "…"


def _height(row: Row, ems: float) -> float:
    """About how many millimetres high a row is."""
    rows = min(lines(row.name, ems), _NAME_LINES)
    return max(rows * _LETTER * 1.35, len(row.bars) * 4.0) + 2.6


def _groups(heights: Sequence[float]) -> list[list[int]]:
    """Places of rows, in groups of about the same height."""
    parts = math.ceil(sum(heights) / _TALLEST) or 1
    groups: list[list[int]] = [[] for _ in range(parts)]
    before = 0.0
    for place, height in enumerate(heights):
        groups[min(int((before + height / 2) / sum(heights) * parts), parts - 1)].append(place)
        before += height
    return groups


def _figure(plot: Plot, rows: Sequence[tuple[Row, list[Pieces]]], part: str) -> Figure:
    drawing = {
        **msgspec.structs.asdict(plot),
        "families": families("hei"),
        "rows": [{"name": name, "bars": row.bars, "track": row.track} for row, name in rows],
    }
    inputs = {"data": msgspec.json.encode(drawing).decode("utf-8")}
    caption = plot.caption + part
    return Figure(
        svg=vector("chart.typ", inputs),
        png=picture("chart.typ", inputs),
        width=plot.width,
        caption=caption,
        description=f"{caption}：{'；'.join(row.words for row, _ in rows)}。",
    )
