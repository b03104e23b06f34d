"""The lights (灯号) of one monitoring form, row by row, with the arithmetic of each, and the forecast of the year's end."""

import re
from collections.abc import Iterator
from decimal import Decimal, localcontext
from enum import StrEnum

import msgspec

from jixiao import targets
from jixiao.law import Article
from jixiao.model import Evaluation, Fund, Indicator
from jixiao.monitoring.packs import Band, MonitorPack
from jixiao.targets import Direction, Outcome

_YEAR = 12
_MONTHS = re.compile(r"(?:1|一)月?\s*[-—－~～至到]+\s*(\d{1,2})\s*月|(?:截至|到)?\s*(\d{1,2})\s*月底?")
_CENT = Decimal("0.01")


class Light(StrEnum):
    """A light; `none` where nothing can be judged."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    NONE = "none"

    @property
    def chinese(self) -> str:
        """The word shown to users."""
        return {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "blue": "蓝灯", "none": "未判定"}[self.value]


class RowLight(msgspec.Struct, frozen=True, kw_only=True):
    """The light of one row: `indicator` is its index, None for the budget.

    `share` is the value so far by that expected so far (1 = as time has passed), `forecast` the year's end if it goes on like that, in
    `unit`; both None where there is nothing to reckon with. `because` is the arithmetic in Chinese.
    """

    indicator: int | None
    light: Light
    because: str
    share: Decimal | None = None
    forecast: Decimal | None = None
    unit: str = ""


class Warned(msgspec.Struct, frozen=True, kw_only=True):
    """A warning (预警) to be dealt with: the row it concerns (None: the budget) and the arithmetic in Chinese."""

    indicator: int | None
    message: str


class MonitorCard(msgspec.Struct, frozen=True, kw_only=True):
    """One form under one pack after so many months: the light of every row and of the budget, and the warnings with their time limit."""

    months: int
    pack: str
    rows: tuple[RowLight, ...]
    budget: RowLight
    warnings: tuple[Warned, ...]
    days: int | None
    basis: tuple[Article, ...]

    @property
    def execution_rate(self) -> Decimal | None:
        """The share of the year's budget that was spent so far."""
        return None if self.budget.share is None else self.budget.share * self.months / _YEAR


def months_of(text: str) -> int | None:
    """Read how many months of the year a form covers: 1—7月 gives 7; None when the text does not say."""
    found = _MONTHS.search(targets.parse(text).text)
    months = int(found[1] or found[2]) if found else 0
    return months if 1 <= months <= _YEAR else None


def watch(evaluation: Evaluation, months: int, pack: MonitorPack) -> MonitorCard:
    """Judge a form after so many months (1 to 12)."""
    with localcontext(prec=28):
        rows = tuple(_row(index, each, months, pack) for index, each in enumerate(evaluation.indicators))
        budget = _budget(_total(evaluation), evaluation.amount_unit, months, pack)
        warnings = tuple(_warnings(rows, budget, months, pack))
    return MonitorCard(
        months=months, pack=pack.code, rows=rows, budget=budget, warnings=warnings, days=pack.days, basis=pack.basis
    )


def _row(index: int, row: Indicator, months: int, pack: MonitorPack) -> RowLight:
    compared = targets.compare(row.target, row.actual, name=row.name or "", level2=row.level2 or "")
    wanted, given, unit = compared.target, compared.actual, compared.unit or ""
    if row.actual is None:
        return RowLight(indicator=index, light=Light.NONE, because="还没有填报期间完成值。")
    accumulates = compared.direction is Direction.POSITIVE and row.level2 not in pack.whole and unit != "%"
    if accumulates and wanted and given is not None:
        standard = wanted * months / _YEAR
        share = given / standard
        because = (
            f"标准值＝{_plain(wanted)}×{months}÷12＝{_plain(standard)}{unit}，"
            f"完成{_plain(given)}{unit}，为标准值的{_percent(share)}。"
        )
        forecast = (given * _YEAR / months).quantize(_CENT)
        return RowLight(
            indicator=index,
            light=_band(share, pack.positive),
            because=because,
            share=share,
            forecast=forecast,
            unit=unit,
        )
    if compared.outcome is Outcome.UNDECIDED or (accumulates and compared.by_phrase):
        return RowLight(indicator=index, light=Light.NONE, because=compared.because)
    light = Light.GREEN if compared.outcome is Outcome.REACHED else Light.RED
    if compared.level in {"mostly", "partly"}:
        light = Light.YELLOW
    return RowLight(indicator=index, light=light, because=f"不按月折算：{compared.because}", forecast=given, unit=unit)


def _budget(total: Fund | None, unit: str | None, months: int, pack: MonitorPack) -> RowLight:
    budget = targets.amount(total.adjusted or total.initial, unit) if total else None
    spent = targets.amount(total.executed, unit) if total else None
    if not budget or spent is None:
        return RowLight(indicator=None, light=Light.NONE, because="预算数或执行数没有填写，不能判断执行进度。")
    rate = spent / budget
    share = rate * _YEAR / months
    because = f"执行率{_percent(rate)}，时间进度{months}÷12＝{_percent(Decimal(months) / _YEAR)}，两者之比为{_percent(share)}。"
    light = _band(share, pack.budget) if pack.budget else Light.NONE
    yuan = targets.yuan_per(unit) or Decimal(1)
    forecast = (spent * _YEAR / months / yuan).quantize(_CENT)
    return RowLight(indicator=None, light=light, because=because, share=share, forecast=forecast, unit=unit or "")


def _total(evaluation: Evaluation) -> Fund | None:
    """The row of the whole budget: the one that says so, else the first."""
    named = [fund for fund in evaluation.funds if fund.label and "总额" in fund.label]
    return next(iter((*named, *evaluation.funds)), None)


def _warnings(rows: tuple[RowLight, ...], budget: RowLight, months: int, pack: MonitorPack) -> Iterator[Warned]:
    if budget.share is None:
        return
    rate = budget.share * months / _YEAR
    due = [each for each in pack.execution if each.month <= months]
    if due and due[-1].month == months and rate < due[-1].least:
        yield Warned(
            indicator=None, message=f"1—{months}月执行率{_percent(rate)}，低于{_percent(due[-1].least)}，应予预警。"
        )
    if pack.gap is None:
        return
    for row in rows:
        if row.share is None:
            continue
        done = row.share * months / _YEAR
        if abs(done - rate) > pack.gap:
            message = f"目标进度{_percent(done)}，执行进度{_percent(rate)}，相差{_percent(abs(done - rate))}，超过{_percent(pack.gap)}。"
            yield Warned(indicator=row.indicator, message=message)


def _band(share: Decimal, bands: tuple[Band, ...]) -> Light:
    return next((Light(band.light) for band in bands if share >= band.least), Light.NONE)


def _percent(share: Decimal) -> str:
    return f"{_plain((share * 100).quantize(_CENT))}%"


def _plain(value: Decimal) -> str:
    """A figure without needless zeros, as people read it: to two places, a share of one to six."""
    text = f"{value:.2f}" if abs(value) >= 1 else f"{value:.6f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
