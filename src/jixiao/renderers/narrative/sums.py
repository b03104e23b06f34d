"""表内勾稽: the sums of the form that do not agree with their totals, said with the arithmetic where the report repeats them."""

from jixiao.audit.fund_table import COLUMNS, Mismatch
from jixiao.renderers.narrative.composing import Composer, Phrase, flat, listed
from jixiao.renderers.narrative.expressions import Cell, Expression, Operation, Totalled
from jixiao.renderers.narrative.forms import FormView
from jixiao.renderers.narrative.fragments import Bound
from jixiao.scoring import names_execution_rate

_MOST_NAMED = 8


def weights(composer: Composer, form: FormView) -> None:
    """分值 that do not add up to the whole."""
    if not _found(form, "WGT-01"):
        return
    whole = _sum(_printed(form, "weight"))
    full = Totalled(form.origin("scorecard/total"), "whole")
    if form.value(whole) != form.value(full):
        gap = Operation("difference", (whole, full))
        composer.contradiction(
            "各项分值相加为", _points(whole), "，与满分", _points(full), "相差", _points(gap, absolute=True)
        )


def scores(composer: Composer, form: FormView, name: Phrase = ()) -> None:
    """得分 that are blank, or do not add up to 自评总分; `name` says whose, where several forms are told together."""
    cells = _printed(form, "score")
    if not cells or form.case.total_score is None:
        return
    blank = _blank(form)
    if not blank and not _found(form, "SCO-01"):
        return
    whole, total = _sum(cells), Cell(form.origin("total_score"), "score")
    gap = Operation("difference", (whole, total))
    said: Phrase = (*name, "所列各项得分相加为", _points(whole))
    if blank:
        some = flat(listed(blank[:_MOST_NAMED])) + (("等",) if len(blank) > _MOST_NAMED else ())
        said = (*name, *some, "没有填写得分，", *said[len(name) :])
    if not form.value(gap):
        composer.contradiction(*said, "，与自评总分相同，请核对没有填写的得分")
        return
    composer.contradiction(*said, "，与自评总分", Bound(total, "分"), "相差", _points(gap, absolute=True))


def grade(composer: Composer, form: FormView) -> None:
    """等级 that is not the one of 自评总分."""
    if not _found(form, "SCO-09"):
        return
    score = form.case.total_score
    due = None if score is None else form.case.pack.grades.grade(score)
    if due:
        total = Bound(Cell(form.origin("total_score"), "score"), "分")
        composer.contradiction("自评总分", total, "对应等级为“", due, "”，与所填“", form.said("grade"), "”不一致")


def sources(composer: Composer, form: FormView, *columns: str, name: Phrase = ()) -> None:
    """资金来源 that do not add up to 年度资金总额 in these columns; `name` says whose, where several forms are told together."""
    for column in columns:
        mismatch = _mismatch(form, column)
        if mismatch is not None:
            composer.contradiction(*name, *_untied(form, mismatch))


def is_untied(form: FormView, column: str | None) -> bool:
    """Tell whether the 资金来源 do not add up to the total in a column, so that the total itself is in doubt."""
    return column is not None and _mismatch(form, column) is not None


def _mismatch(form: FormView, column: str) -> Mismatch | None:
    return None if form.case.incomplete else form.case.fund_table.mismatch(column)


def _untied(form: FormView, mismatch: Mismatch) -> Phrase:
    whole = form.cell(mismatch.whole, mismatch.column)
    sum_of_sources = _sum([form.cell(row, mismatch.column) for row in mismatch.addends])
    terms = listed([(*form.label(row), form.money(form.cell(row, mismatch.column))) for row in mismatch.addends], "＋")
    gap = Operation("difference", (sum_of_sources, whole))
    return (
        COLUMNS[mismatch.column],
        "各项资金来源相加为",
        form.money(sum_of_sources),
        "（",
        *terms,
        "），与总额",
        form.money(whole),
        "相差",
        form.money(gap, absolute=True),
    )


def _found(form: FormView, code: str) -> bool:
    """Tell whether the audit has an open finding of this code for the form: it knows the readings under which a sum is right."""
    findings = form.materials.files[form.file].findings
    return any(each.code == code and each.evaluation == form.index and each.open for each in findings)


def _printed(form: FormView, field: str) -> list[Cell]:
    """The points that are printed; those of 预算执行率 once, be they in the 资金 table or in a row."""
    reading = "weight" if field == "weight" else "score"
    cells = [Cell(row.origin(field), reading) for row in form.rows]  # type: ignore[arg-type]
    fund = form.case.points_fund
    inside = any(names_execution_rate(row.row.indicator.name) and row.row.weight for row in form.rows)
    if fund is not None and not inside:
        cells.insert(0, Cell(form.origin(fund.path(field)), reading))  # type: ignore[arg-type]
    return [cell for cell in cells if form.value(cell) is not None]


def _blank(form: FormView) -> list[Phrase]:
    """The rows with a weight and no score, without those whose score could not be read."""
    if form.case.incomplete:
        return []
    fund = form.case.points_fund
    found: list[Phrase] = [("预算执行率",)] if fund is not None and fund.weight and not fund.fund.score else []
    return found + [
        row.name for row in form.rows if row.row.weight and not row.row.indicator.score and not row.row.doubts("score")
    ]


def _sum(cells: list[Cell]) -> Expression:
    return cells[0] if len(cells) == 1 else Operation("sum", tuple(cells))


def _points(figure: Expression, *, absolute: bool = False) -> Bound:
    return Bound(figure, "分", 4, absolute=absolute)
