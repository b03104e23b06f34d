"""目标完成偏离度: the indicators whose actual lies far from the target, the farthest first, with the limits and whose they are.

The limits stand in deviations.yaml. No national rule names a figure, so a row listed here is no fault by itself.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

import msgspec

from jixiao import data
from jixiao.law import article
from jixiao.model import Indicator
from jixiao.papers import Line, Paper
from jixiao.renderers.review.reviewed import ReviewedForm
from jixiao.renderers.review.tables import Column, Content, table
from jixiao.scoring import rounded
from jixiao.targets import Comparison, Direction, Outcome


class Limit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From which deviation on (0.30 is 30 %, upwards or downwards), how the band is called, and whose limit it is."""

    at_least: Decimal
    title: str
    whose: str
    basis: tuple[str, ...]

    def __post_init__(self) -> None:
        for each in self.basis:
            article(*each.rsplit(" ", 1))


class Deviation(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator with its deviation (完成值 ÷ 指标值 － 1) and what it means: 未达到, 超额, for an upper limit 低于上限."""

    form: ReviewedForm
    indicator: Indicator
    ratio: Decimal
    meaning: str
    limit: Limit


@cache
def limits() -> tuple[Limit, ...]:
    """The limits, the highest first."""
    return tuple(data.load(__package__, "deviations.yaml", list[Limit]))


def deviations(forms: Sequence[ReviewedForm]) -> list[Deviation]:
    """All rows beyond the lowest limit: missed targets first, then those exceeded, of each the farthest first."""
    found = [each for form in forms if form.relied_on for each in _of_form(form)]
    return sorted(found, key=lambda each: (_MEANINGS.index(each.meaning), -abs(each.ratio)))


_UNLIKE = "口径或单位待核"
_MEANINGS = ("未达到目标", "超额完成", "低于上限", _UNLIKE, "不能判断")


_UNLIKE_CODES = frozenset({"DEV-08", "DEV-09"})
"""The checks for a target per unit answered by a total, and for a slipped decimal point: such a ratio means nothing yet."""


def _of_form(form: ReviewedForm) -> Iterator[Deviation]:
    doubted = (finding for finding in form.findings if finding.code in _UNLIKE_CODES)
    paths = {quote.path for finding in doubted for quote in finding.quotes}
    unlike = {int(path.split("/")[1]) for path in paths if path and path.startswith("indicators/")}
    for row in form.card.rows:
        if row.comparison is None or row.indicator is None:
            continue
        indicator = form.evaluation.indicators[row.indicator]
        if {"target", "actual"} & set(indicator.doubtful):
            continue
        for part in row.comparison.parts or (row.comparison,):
            ratio = _ratio(part)
            limit = next((each for each in limits() if ratio is not None and abs(ratio) >= each.at_least), None)
            if ratio is not None and limit is not None:
                meaning = _UNLIKE if row.indicator in unlike else _meaning(part, ratio)
                yield Deviation(form=form, indicator=indicator, ratio=ratio, meaning=meaning, limit=limit)


def _ratio(comparison: Comparison) -> Decimal | None:
    if comparison.ratio is None or comparison.direction in {Direction.DEADLINE, Direction.LEVEL}:
        return None
    if comparison.direction is Direction.RANGE and comparison.outcome is Outcome.REACHED:
        return None
    return comparison.ratio - 1


def _meaning(comparison: Comparison, ratio: Decimal) -> str:
    if comparison.outcome is Outcome.MISSED:
        return "未达到目标"
    if comparison.direction is Direction.REVERSE:
        return "低于上限"
    return "超额完成" if ratio > 0 else "不能判断"


_COLUMNS = (
    Column("序号", 9),
    Column("实施单位", 30, "text"),
    Column("项目", 38, "text"),
    Column("年度", 11),
    Column("三级指标", 36, "text"),
    Column("指标值", 20),
    Column("完成值", 20),
    Column("偏离度（%）", 16),
    Column("情况", 18),
    Column("档次", 26),
    Column("原因栏", 40, "text"),
)


def deviation_paper(forms: Sequence[ReviewedForm]) -> Paper:
    """The sheet 目标完成偏离度."""
    rows = [_row(number, each) for number, each in enumerate(deviations(forms), start=1)]
    notes = [
        Line(
            text="注：偏离度为（完成值－指标值）÷指标值。国家办法没有规定界限，列入本表不等于有错；各档的界限：",
            style="small",
        )
    ]
    notes += [Line(text=f"{limit.title}：{limit.whose}", style="small") for limit in limits()]
    title = Line(text="目标完成偏离度情况表", style="title")
    return Paper(
        name="目标完成偏离度", orientation="landscape", blocks=(title, table(_COLUMNS, rows, size=8.5), *notes)
    )


def _row(number: int, deviation: Deviation) -> tuple[Content, ...]:
    form, indicator = deviation.form, deviation.indicator
    return (
        number,
        form.unit,
        form.name,
        form.year,
        indicator.name,
        indicator.target,
        indicator.actual,
        rounded(deviation.ratio * 100, 2),
        deviation.meaning,
        deviation.limit.title,
        indicator.note or indicator.remark or "没有填写",
    )
