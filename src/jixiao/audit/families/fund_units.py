"""FUN-13: whether the amounts of the 资金 table are all in one unit."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.families.costs import whole_costs
from jixiao.audit.faults import Fault
from jixiao.audit.fund_table import COLUMNS, amount, label_of
from jixiao.audit.rows import FundRow
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.scoring.unit_slips import SLIP, rate_moved, slipped
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"


@check(
    code="FUN-13",
    name="unit-slip",
    title="金额单位疑似元与万元混淆",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article(_10, "第五章"),),
    forms=ANY_FORM,
    definition="同一张资金表内本应相近或相等的金额恰好相差一万倍，或单元格内自带的单位与表头单位不同。",
    why="元与万元混用会使金额差一万倍，汇总时足以淹没其他所有项目。",
    remedy="按表头规定的单位统一填写金额，单元格内不再另写单位。",
    faulty="资金：年度资金总额 | 年初 1000000 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10",
    sound="资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10",
)
def unit_slip(case: Case) -> Iterator[Fault]:
    """FUN-13: no two amounts that belong together differ by exactly 10,000, and no cell carries a unit of its own."""
    told: set[int] = set()
    for row in case.funds:
        cells = [(column, value) for column in COLUMNS if (value := amount(row, column))]
        for (column, value), (following, other) in pairwise(cells):
            if slipped(value, other):
                told.add(row.index)
                yield _slip(
                    case, row, (column, following), f"{label_of(row)}的{COLUMNS[column]}{written(value)}", other
                )
    for column in COLUMNS:
        mismatch = case.fund_table.mismatch(column)
        if mismatch is not None and slipped(mismatch.expected, mismatch.found):
            text = f"{COLUMNS[column]}一列，年度资金总额{written(mismatch.expected)}"
            yield _slip(case, mismatch.whole, (column,), text, mismatch.found)
            told.update(part.index for part in (mismatch.whole, *mismatch.addends))
    yield from _parts_in_another_unit(case, told)
    yield from _in_two_units(case, told)
    total = case.fund_table.total
    if total is None or total.index not in told:
        yield from _costs_in_another_unit(case)
    yield from _own_units(case)


def _parts_in_another_unit(case: Case, told: set[int]) -> Iterator[Fault]:
    """A source whose every amount is the total's divided by 10,000: one such figure may be chance, two are not."""
    total = case.fund_table.total
    if total is None or total.index in told:
        return
    for row in case.funds:
        pairs = [
            (column, whole, value)
            for column in COLUMNS
            if (whole := amount(total, column)) and (value := amount(row, column))
        ]
        if row.index in told or len(pairs) < _NO_CHANCE or not all(slipped(whole, value) for _, whole, value in pairs):
            continue
        told.add(row.index)
        column, whole, value = pairs[0]
        text = f"{label_of(row)}的{COLUMNS[column]}{written(value)}"
        yield _slip(case, row, tuple(column for column, _, _ in pairs), text, whole)


_NO_CHANCE = 2


def _in_two_units(case: Case, told: set[int]) -> Iterator[Fault]:
    """Rows whose budget and execution are in two units by their printed rate or by the other rows, unless told of already."""
    for row in case.funds:
        if row.index in told or not case.in_two_units(row):
            continue
        told.add(row.index)
        moved = rate_moved(row.fund, case.evaluation.amount_unit)
        against = f"与所印执行率{row.fund.rate}" if moved else "相差悬殊，其一与同列相应的金额"
        what, column = ("年初预算数", "initial") if row.adjusted is None else ("全年预算数", "adjusted")
        yield case.finding(
            message=(
                f"{label_of(row)}的全年执行数{row.fund.executed}÷{what}{getattr(row.fund, column)}{against}"
                f"恰好相差{written(SLIP)}倍，疑为元与万元混填（表头单位：{case.unit or '未注明'}）。"
            ),
            quotes=[row.path("executed"), row.path(column), *([row.path("rate")] if moved else [])],
            figures={"倍数": written(SLIP)},
        )


def _costs_in_another_unit(case: Case) -> Iterator[Fault]:
    total, executed, factor = case.fund_table.total, case.executed, case.factor
    if total is None or not executed or factor is None:
        return
    for row, told in whole_costs(case):
        if slipped(told.yuan, executed * factor):
            yield case.finding(
                message=(
                    f"成本指标{quoted(row.name)}完成值{told.text}与资金表全年执行数{case.money(executed)}恰好相差{written(SLIP)}倍，"
                    f"疑为元与万元混填。"
                ),
                quotes=[row.path("actual"), total.path("executed")],
                figures={"成本指标": told.text, "全年执行数": case.money(executed), "倍数": written(SLIP)},
            )


def _slip(case: Case, row: FundRow, columns: tuple[str, ...], text: str, other: Decimal) -> Fault:
    return case.finding(
        message=f"{text}与{written(other)}恰好相差{written(SLIP)}倍，疑为元与万元混填（表头单位：{case.unit or '未注明'}）。",
        quotes=[row.path(column) for column in columns],
        figures={"倍数": written(SLIP)},
    )


def _own_units(case: Case) -> Iterator[Fault]:
    for row in case.funds:
        for column, title in COLUMNS.items():
            text: str | None = getattr(row.fund, column)
            own = (
                None
                if text is None
                else next((unit for unit in ("亿元", "万元", "元", "亿", "万") if unit in text), None)
            )
            if own is None or (case.unit.startswith(own) and own != "元"):
                continue
            if own == "元" and case.unit in {"", "元"}:
                continue
            yield case.finding(
                message=(
                    f"{label_of(row)}的{title}填{quoted(text)}，单元格自带单位“{own}”，"
                    + (f"与表头单位“{case.unit}”不一致。" if case.unit else "表头没有注明单位。")
                ),
                quotes=[row.path(column)],
                figures={"所填": text or ""},
                severity=Severity.WARNING,
                certainty=Certainty.CERTAIN,
            )
