"""资金: what was budgeted, by source, what was spent, at what rate, and why not all of it."""

from jixiao.audit import FundRow
from jixiao.audit.figures import rounds_to
from jixiao.audit.fund_table import amount
from jixiao.renderers.narrative import sums
from jixiao.renderers.narrative.composing import Composer, Entry, Phrase, listed
from jixiao.renderers.narrative.expressions import Cell, Expression, Operation
from jixiao.renderers.narrative.forms import FormView
from jixiao.renderers.narrative.fragments import Bound, Said
from jixiao.renderers.narrative.own_words import OwnWords, explains_execution


def arrangement(composer: Composer, form: FormView) -> None:
    """资金安排: 年初预算数, 全年预算数 and its change, by source."""
    total, column = form.case.fund_table.total, form.budget_column
    if total is None or column is None:
        composer.gap("资金安排情况：年初预算数、全年预算数及各项资金来源")
        return
    if not form.money_unit:
        composer.gap("自评表所列金额的单位")
    composer.say(*_budget(form, total, column), "。", *_sources(form, total, column))
    sums.sources(composer, form, "initial", "adjusted")
    if total.initial is not None and total.adjusted is not None and total.initial != total.adjusted:
        composer.gap("全年预算数比年初预算数调整的原因和批准依据")


def _budget(form: FormView, total: FundRow, column: str) -> Phrase:
    if total.initial is None or total.adjusted is None:
        word = "全年预算" if column == "adjusted" else "年初预算"
        return (word, form.money(form.cell(total, column)))
    first, now = form.cell(total, "initial"), form.cell(total, "adjusted")
    if total.initial == total.adjusted:
        return ("全年预算", form.money(now), "，与年初预算相同")
    change = Operation("difference", (now, first))
    rises = total.adjusted > total.initial
    said = (
        "年初预算",
        form.money(first),
        "，全年预算",
        form.money(now),
        "，比年初预算增加" if rises else "，比年初预算减少",
        form.money(change, absolute=True),
    )
    growth = Operation("growth", (now, first))
    if form.value(growth) is None:
        return said
    return (*said, "，增长" if rises else "，下降", Bound(growth, "%", 2, absolute=True))


def sources(form: FormView, column: str) -> tuple[FundRow, ...]:
    """The fund rows below the total that hold an amount other than zero, without the parts of others."""
    table = form.case.fund_table
    return tuple(row for row in table.sources if row not in table.parts and amount(row, column))


def _parts(form: FormView, row: FundRow, column: str) -> tuple[FundRow, ...]:
    table = form.case.fund_table
    return tuple(part for part in table.parts if amount(part, column)) if row is table.fiscal else ()


def _sources(form: FormView, total: FundRow, column: str) -> Phrase:
    rows = sources(form, column)
    if not rows:
        return ()
    if len(rows) == 1 and amount(rows[0], column) == amount(total, column):
        return ("资金全部来源于", *form.label(rows[0]), *_inside(form, rows[0], column), "。")
    told = [(*form.label(row), form.money(form.cell(row, column)), *_inside(form, row, column)) for row in rows]
    return ("其中，" if _by_purpose(rows) else "按资金来源分，", *listed(told, "，"), "。")


def _by_purpose(rows: tuple[FundRow, ...]) -> bool:
    """Tell whether the rows divide what is spent by its purpose (基本支出, 项目支出), not by where it comes from."""
    return any("支出" in row.label for row in rows)


def _inside(form: FormView, row: FundRow, column: str) -> Phrase:
    parts = _parts(form, row, column)
    if not parts or (len(parts) == 1 and amount(parts[0], column) == amount(row, column)):
        return () if not parts else ("（均为", *form.label(parts[0]), "）")
    told = [(*form.label(part), form.money(form.cell(part, column))) for part in parts]
    return ("（其中", *listed(told, "、"), "）")


def execution(composer: Composer, form: FormView, own: OwnWords) -> None:
    """资金执行: 全年执行数, 执行率, what was not spent, by source; the reason in the form's words, else a gap."""
    total, column = form.case.fund_table.total, form.budget_column
    if total is None or total.executed is None:
        composer.gap("资金执行情况：全年执行数、执行率")
        return
    said: list[Phrase] = [("全年执行", form.money(form.cell(total, "executed")))]
    budget = None if column is None else amount(total, column)
    if form.case.in_two_units(total):
        composer.say(*said[0], "。")
        composer.gap("核对预算数和执行数的金额单位后，填写执行率")
        return
    rate = form.rate(total)
    if rate is not None:
        said.append(("执行率", rate))
    if column is not None and budget is not None:
        said.append(_rest(form, total, column))
    composer.say(*listed([each for each in said if each], "，"), "。", *_spent(form, total, column))
    sums.sources(composer, form, "executed")
    _recomputed(composer, form, total, column)
    for row in sources(form, column or "executed"):
        _untied_rate(composer, form, row, column)
    if budget is not None and total.executed != budget:
        _reason(composer, form, own, less=total.executed < budget)


def _rest(form: FormView, total: FundRow, column: str) -> Phrase:
    rest = Operation("difference", (form.cell(total, column), form.cell(total, "executed")))
    left = form.value(rest)
    if left is None:
        return ()
    if not left:
        return ("预算全部执行",)
    return ("未执行" if left > 0 else "超出全年预算", form.money(rest, absolute=True))


def _spent(form: FormView, total: FundRow, column: str | None) -> Phrase:
    rows = [row for row in sources(form, column or "executed") if row.executed is not None]
    if len(rows) < 2 or column is None or amount(total, column) == total.executed:
        return ()
    told = []
    for row in rows:
        rate = form.rate(row)
        ending: Phrase = () if rate is None else ("，执行率", rate)
        told.append((*form.label(row), "执行", form.money(form.cell(row, "executed")), *ending))
    return ("其中，", *listed(told, "；"), "。")


def _recomputed(composer: Composer, form: FormView, total: FundRow, column: str | None) -> None:
    """Say what the rate comes to where the form prints another one."""
    worked = _other_rate(form, total, column)
    if worked is not None:
        composer.say("按所列全年执行数和预算数计算，执行率为", worked, "，与表中填报的", _rate(form, total), "不一致。")


def _untied_rate(composer: Composer, form: FormView, row: FundRow, column: str | None) -> None:
    """Mark the rate of a source where its amounts come to another one."""
    worked = _other_rate(form, row, column)
    if worked is not None:
        told = ("按所列全年执行数和预算数计算为", worked, "，表中填报", _rate(form, row))
        composer.contradiction(*form.label(row), "的执行率，", *told)


def _other_rate(form: FormView, row: FundRow, column: str | None) -> Bound | None:
    """What the rate of a row comes to; None where it is the printed one, or cannot be worked out."""
    if column is None or row.rate is None or row.executed is None or form.case.in_two_units(row):
        return None
    worked = Operation("percent", (form.cell(row, "executed"), form.cell(row, column)))
    exact = form.value(worked)
    return None if exact is None or rounds_to(row.rate, exact) else Bound(worked, "%", 2)


def _rate(form: FormView, row: FundRow) -> Bound:
    return Bound(Cell(form.origin(row.path("rate")), "percent"), "%")


def _reason(composer: Composer, form: FormView, own: OwnWords, *, less: bool) -> None:
    told, item = own.of("execution"), _managed(form)
    if told:
        composer.say("对预算执行情况，自评表说明：", *listed([(each.said(marked=True),) for each in told], ""), "。")
    elif item is not None:
        composer.say(
            ("没有全部执行" if less else "超出预算") + "的原因见下文资金管理情况中的“",
            Said(form.origin(f"fund_management/{item}/item"), form.evaluation.fund_management[item].item),
            "”。",
        )
    elif less:
        composer.gap("预算没有全部执行的原因，结转或结余资金的处理情况")
    else:
        composer.gap("执行数超出全年预算数的原因和资金来源")


def _managed(form: FormView) -> int | None:
    """The row of 资金管理情况 that tells why not everything was spent."""
    for index, row in enumerate(form.evaluation.fund_management):
        texts = (row.issue, row.description if "执行" in row.item else None)
        if any(explains_execution(text) for text in texts if text):
            return index
    return None


def table(composer: Composer, form: FormView) -> None:
    """The 资金 table; rows without any amount, or with zeros only, are left out."""
    rows = amount_rows(form)
    columns = [column for column in _COLUMNS if any(amount(row, column) is not None for row in rows)]
    if len(sources(form, form.budget_column or "executed")) < _FEWEST or len(columns) < 2:
        return
    label = "支出类别" if _by_purpose(tuple(rows)) else "资金来源"
    heading = [label, *(_COLUMNS[column] for column in columns), "执行率"]
    lines = []
    for row in rows:
        rate = form.rate(row) if row.executed is not None else None
        money = [Entry(_amount(form, row, column), "number") for column in columns]
        lines.append([Entry(form.label(row), "text"), *money, Entry((rate,) if rate else ("—",), "number")])
    widths = [30.0, *([18.0] * len(columns)), 14.0]
    composer.table(("资金安排和执行情况",), widths, heading, lines, unit=form.unit_said)


_FEWEST = 2
"""Sources below which a table says no more than the sentences above it."""


def amount_rows(form: FormView) -> list[FundRow]:
    """The fund rows that hold an amount other than zero."""
    return [row for row in form.case.funds if any(amount(row, column) for column in _COLUMNS)]


_COLUMNS = {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数"}


def _amount(form: FormView, row: FundRow, column: str) -> Phrase:
    if amount(row, column) is None:
        return ("—",)
    return (Bound(form.cell(row, column), "", None, form.grouped),)


def total_points(form: FormView) -> tuple[Expression, Expression] | None:
    """分值 and 得分 of 预算执行率 in the 资金 table; None where they are not printed."""
    row = form.case.points_fund
    if row is None or row.weight is None or row.score is None:
        return None
    return Cell(form.origin(row.path("weight")), "weight"), Cell(form.origin(row.path("score")), "score")
