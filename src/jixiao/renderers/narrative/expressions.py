"""What a figure of the report is: the value of a cell, or arithmetic on such values that can be done again and said as a formula.

`evaluate` asks the materials anew each time, so that the last check of a report does not rest on what its author once worked out.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import msgspec

from jixiao import targets
from jixiao.audit import Row
from jixiao.renderers.narrative.conditions import CONDITIONS, Condition
from jixiao.renderers.narrative.materials import Materials, Origin
from jixiao.scoring import score_points, weight_points, written
from jixiao.scoring.rounding import EXACT
from jixiao.targets import Quantity, Range

_HUNDRED = Decimal(100)
_WAN = Decimal(10_000)


Reading = Literal["money", "yuan", "wan", "weight", "score", "percent"]


class Cell(msgspec.Struct, frozen=True, tag="cell"):
    """The figure printed in a cell, read as money (in the unit of its form, in 元 or in 万元), points or a rate in per cent."""

    origin: Origin
    reading: Reading


class Compared(msgspec.Struct, frozen=True, tag="compared"):
    """A figure of the comparison of 实际完成值 with 年度指标值 of the row at `origin`; `ratio` in per cent of the target."""

    origin: Origin
    part: Literal["target", "actual", "gap", "ratio"]


class Scored(msgspec.Struct, frozen=True, tag="scored"):
    """The points that the rule pack gives a row (indicators/3) or 预算执行率 (execution): the least or the most."""

    origin: Origin
    end: Literal["low", "high"]


class Totalled(msgspec.Struct, frozen=True, tag="totalled"):
    """总分 as the rule pack gives it: the least or the most; `whole`: the points that all weights have to add up to (满分)."""

    origin: Origin
    end: Literal["low", "high", "whole"]


class Count(msgspec.Struct, frozen=True, tag="count"):
    """How many of the things at the addresses meet a condition."""

    among: tuple[Origin, ...]
    condition: Condition
    wanted: str = ""


class Operation(msgspec.Struct, frozen=True, tag="operation"):
    """Arithmetic: sum, first less second, first in per cent of the second, growth of the first over the second in per cent."""

    kind: Literal["sum", "difference", "percent", "growth"]
    of: tuple["Expression", ...]


Expression = Cell | Compared | Scored | Totalled | Count | Operation


def evaluate(expression: Expression, materials: Materials) -> Decimal | None:
    """Work a figure out from the materials; None where a value is missing or is no figure."""
    if isinstance(expression, Cell):
        return _cell(expression, materials)
    if isinstance(expression, Compared):
        return _compared(expression, materials)
    if isinstance(expression, Scored):
        return _scored(expression, materials)
    if isinstance(expression, Totalled):
        return _totalled(expression, materials)
    if isinstance(expression, Count):
        return Decimal(sum(_meets(expression, origin, materials) for origin in expression.among))
    values = [evaluate(each, materials) for each in expression.of]
    known = [value for value in values if value is not None]
    return _operated(expression.kind, known) if known and len(known) == len(values) else None


def _meets(count: Count, origin: Origin, materials: Materials) -> bool:
    return CONDITIONS[count.condition](materials, origin, count.wanted)


def _cell(cell: Cell, materials: Materials) -> Decimal | None:
    origin = cell.origin
    text = materials.quote(origin).text
    if text is None:
        return None
    if cell.reading in {"money", "yuan", "wan"} and origin.form is not None:
        return _money(text, materials.files[origin.file].submission.evaluations[origin.form].amount_unit, cell.reading)
    if cell.reading == "percent":
        return targets.percentage(text)
    if cell.reading == "weight":
        return weight_points(text)
    return score_points(text)


def _money(text: str, unit: str | None, reading: str) -> Decimal | None:
    factor = targets.yuan_per(unit)
    plain = targets.number(text)
    yuan = targets.amount(text, unit)
    if reading != "money":
        if factor is None or yuan is None:
            return None
        return yuan if reading == "yuan" else EXACT.divide(yuan, _WAN)
    return plain if plain is not None or yuan is None else EXACT.divide(yuan, factor or Decimal(1))


def _compared(compared: Compared, materials: Materials) -> Decimal | None:
    row = materials.row(compared.origin)
    value: Decimal | None = getattr(row.comparison, compared.part)
    if value is None:
        return None
    return EXACT.multiply(value, _HUNDRED) if compared.part == "ratio" else EXACT.divide(value, measure(row)[1])


def measure(row: Row) -> tuple[str | None, Decimal]:
    """The unit in which a row's comparison is told, and how many of the comparison's own unit it is: 天 for 50天, not 分钟."""
    unit, wanted = row.comparison.unit, row.target
    if isinstance(wanted, Quantity | Range) and unit == wanted.unit.base != wanted.unit.name:
        return wanted.unit.name, wanted.unit.factor
    return unit, Decimal(1)


def _scored(scored: Scored, materials: Materials) -> Decimal | None:
    row = materials.scored(scored.origin)
    if row is None or row.computed is None:
        return None
    value: Decimal = getattr(row.computed, scored.end)
    return value


def _totalled(totalled: Totalled, materials: Materials) -> Decimal | None:
    if totalled.end == "whole":
        return _HUNDRED
    card = materials.scorecard(totalled.origin.file, totalled.origin.form or 0)
    return None if card is None else card.total.low if totalled.end == "low" else card.total.high


def _operated(kind: str, values: list[Decimal]) -> Decimal | None:
    if kind == "sum":
        return sum(values, start=Decimal(0))
    first, second = values
    if kind == "difference":
        return EXACT.subtract(first, second)
    if not second:
        return None
    share = EXACT.multiply(EXACT.divide(first, second), _HUNDRED)
    return share if kind == "percent" else share - _HUNDRED


def origins(expression: Expression) -> Iterator[Origin]:
    """All addresses that a figure rests on, in order."""
    if isinstance(expression, Operation):
        for each in expression.of:
            yield from origins(each)
    elif isinstance(expression, Count):
        yield from expression.among
    else:
        yield expression.origin


def formula(expression: Expression, materials: Materials) -> str:
    """Say in Chinese how a figure comes about, with the figures put in."""
    if isinstance(expression, Cell):
        return "取自单元格"
    if isinstance(expression, Compared):
        return materials.row(expression.origin).comparison.because
    if isinstance(expression, Scored | Totalled):
        return _because(expression, materials)
    if isinstance(expression, Count):
        met = [origin.path for origin in expression.among if _meets(expression, origin, materials)]
        what = f"{_WORDS[expression.condition]}{expression.wanted}"
        return f"所列{len(expression.among)}项中{what}的：{'、'.join(met) or '无'}"
    terms = [_term(each, materials) for each in expression.of]
    if expression.kind == "sum":
        return " ＋ ".join(terms)
    if expression.kind == "difference":
        return " － ".join(terms)
    if expression.kind == "percent":
        return f"{terms[0]} ÷ {terms[1]} × 100%"
    return f"（{terms[0]} － {terms[1]}） ÷ {terms[1]} × 100%"


def _because(expression: Scored | Totalled, materials: Materials) -> str:
    if isinstance(expression, Totalled):
        return "各项分值合计应为100分" if expression.end == "whole" else materials.total_because(expression.origin)
    row = materials.scored(expression.origin)
    return "" if row is None else row.because


_WORDS: dict[Condition, str] = {
    "any": "计入",
    "reached": "达到指标值",
    "missed": "未达到指标值",
    "open": "不能由所填内容判断是否达到指标值",
    "lost": "扣分",
    "exceeded": "完成值高于指标值较多",
    "grade": "等级为",
    "score": "自评得分为",
}


def _term(expression: Expression, materials: Materials) -> str:
    value = evaluate(expression, materials)
    text = "缺" if value is None else written(value)
    return f"（{formula(expression, materials)}）" if isinstance(expression, Operation) else text
