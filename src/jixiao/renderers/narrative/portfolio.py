"""The projects of a department together (项目支出自评情况): money, scores and grades, completion, what was missed in which of them."""

from collections.abc import Sequence
from decimal import Decimal

from jixiao.renderers.narrative import deviations as single
from jixiao.renderers.narrative import drawings, sums
from jixiao.renderers.narrative.composing import Composer, Entry, Phrase, listed
from jixiao.renderers.narrative.conditions import grade
from jixiao.renderers.narrative.expressions import Cell, Count, Expression, Operation
from jixiao.renderers.narrative.forms import FormView
from jixiao.renderers.narrative.fragments import UNSURE, Bound, Ordinal, Said, addresses
from jixiao.renderers.narrative.materials import Origin
from jixiao.renderers.narrative.own_words import OwnWords
from jixiao.renderers.narrative.scores import grade_said, total_score
from jixiao.renderers.narrative.words_told import sentence

_MOST_TOLD = 30
"""Projects that are told one by one; more of them stand in the table only."""


def _wan(form: FormView, column: str | None) -> Cell | None:
    """An amount of the total row in 万元; None where it, or the unit of the form, is not printed."""
    total = form.case.fund_table.total
    if total is None or column is None or form.case.in_two_units(total):
        return None
    cell = Cell(form.origin(total.path(column)), "wan")
    return None if form.value(cell) is None else cell


def _budget(form: FormView) -> Cell | None:
    return _wan(form, form.budget_column)


def _executed(form: FormView) -> Cell | None:
    return _wan(form, "executed")


def _sum(cells: Sequence[Expression]) -> Expression:
    return cells[0] if len(cells) == 1 else Operation("sum", tuple(cells))


def _origins(forms: Sequence[FormView]) -> tuple[Origin, ...]:
    return tuple(form.origin("project_name") for form in forms)


def _number(forms: Sequence[FormView]) -> Bound:
    return Bound(Count(_origins(forms), "any"), "个", 0)


def money(composer: Composer, forms: Sequence[FormView]) -> None:
    """How many projects there are, what was budgeted and spent on them, and the table of all of them."""
    whole = [(budget, executed) for form in forms if (budget := _budget(form)) and (executed := _executed(form))]
    if len(whole) == len(forms):
        composer.say(*listed(_in_all(forms, whole), "，"), "。")
        for form in forms:
            columns = [column for column in (form.budget_column, "executed") if column is not None]
            sums.sources(composer, form, *columns, name=(*form.name, "："))
    else:
        composer.say("开展绩效自评的项目", _number(forms), "。")
        without = [form.name for form in forms if not _budget(form) or not _executed(form)]
        composer.gap("以下项目的预算数、执行数和金额单位：", *listed(without))
    _table(composer, forms)
    rates = []
    for form in forms:
        budget, executed = _budget(form), _executed(form)
        if budget is not None and executed is not None:
            rates.append((form, Operation("percent", (executed, budget))))
    drawings.projects(composer, [(form, rate) for form, rate in rates if form.value(rate) is not None])


def _in_all(forms: Sequence[FormView], whole: Sequence[tuple[Cell, Cell]]) -> list[Phrase]:
    """What was budgeted and spent on all projects; a sum is in doubt where any of its parts is."""
    first = forms[0]
    budgets, spent = _sum([each for each, _ in whole]), _sum([each for _, each in whole])
    budget_doubted = any(sums.is_untied(form, form.budget_column) for form in forms)
    spent_doubted = any(sums.is_untied(form, "executed") for form in forms)
    told: list[tuple[str, Bound, bool]] = [
        (
            "全年预算" if all(form.budget_column == "adjusted" for form in forms) else "预算",
            Bound(budgets, "万元", _places(first.value(budgets))),
            budget_doubted,
        ),
        ("全年执行", Bound(spent, "万元", _places(first.value(spent))), spent_doubted),
    ]
    share = Operation("percent", (spent, budgets))
    if first.value(share) is not None:
        told.append(("执行率", Bound(share, "%", 2), budget_doubted or spent_doubted))
    said = [(words, figure, *_mark(first, figure, doubted=doubted)) for words, figure, doubted in told]
    return [("开展绩效自评的项目", _number(forms)), *said]


def _mark(form: FormView, figure: Bound, *, doubted: bool) -> Phrase:
    """【待核对】 behind a figure whose parts do not tie; behind what was read with doubt it stands anyway."""
    marked = any(form.materials.doubtful(origin) for origin in addresses(figure))
    return (UNSURE,) if doubted and not marked else ()


def _table(composer: Composer, forms: Sequence[FormView]) -> None:
    heading = ["序号", "项目名称", "预算数", "全年执行数", "执行率", "自评得分", "等级"]
    rows = []
    for number, form in enumerate(forms, start=1):
        budget, executed = _budget(form), _executed(form)
        rate = None if budget is None or executed is None else Operation("percent", (executed, budget))
        score = form.case.total_score
        rows.append(
            [
                Entry((Ordinal(number, "plain"),)),
                Entry(form.name, "text"),
                _figure(form, budget, ""),
                _figure(form, executed, ""),
                _figure(form, rate, "%"),
                Entry((Bound(Cell(form.origin("total_score"), "score")),) if score is not None else ("—",), "number"),
                _grade(form),
            ]
        )
    composer.table(("项目支出绩效自评情况",), [9, 48, 19, 19, 16, 16, 12], heading, rows, unit=("万元",))


def _figure(form: FormView, expression: Expression | None, unit: str) -> Entry:
    value = None if expression is None else form.value(expression)
    if expression is None or value is None:
        return Entry(("—",), "number")
    return Entry((Bound(expression, unit, _places(value)),), "number")


def _places(value: Decimal | None) -> int:
    """Two decimals of 万元 and of per cent, more where nothing but noughts would be left of a figure."""
    return _HUNDREDTHS if not value or abs(value) >= _SMALLEST else _ALL


_HUNDREDTHS, _ALL = 2, 6
_SMALLEST = Decimal("0.005")


def _grade(form: FormView) -> Entry:
    if form.text("grade"):
        return Entry((form.said("grade"),))
    return Entry((grade(form.materials, form.origin("grade")) or "—",))


def grades(composer: Composer, forms: Sequence[FormView]) -> None:
    """How the scores and grades of the projects are spread."""
    scored = [form for form in forms if form.case.total_score is not None]
    if not scored:
        return
    order = [limit.name for limit in forms[0].case.pack.grades.limits]
    held = [name for name in order if any(grade(form.materials, form.origin("grade")) == name for form in scored)]
    told = [("“", name, "”", Bound(Count(_origins(scored), "grade", name), "个", 0)) for name in held]
    held_in_words: Phrase = ("，等级", "均" if len(scored) > 1 else "", "为“", held[0], "”") if len(held) == 1 else ()
    if len(held) > 1:
        held_in_words = ("；其中等级为", *listed(told))
    composer.say(*_spread(scored), *held_in_words, "。")
    for form in scored:
        sums.scores(composer, form, (*form.name, "："))
    drawings.grades(composer, scored, order)
    without = [form.name for form in forms if form.case.total_score is None and form.scored]
    if without:
        composer.gap("以下项目的自评总分：", *listed(without))


def _spread(scored: Sequence[FormView]) -> Phrase:
    """The highest and the lowest score, each with its project or with the number of projects that share it."""
    ordered = sorted(scored, key=lambda form: form.case.total_score or 0)
    low, high = ordered[0], ordered[-1]
    if low.case.total_score == high.case.total_score:
        return ("项目自评得分", "均为" if len(scored) > 1 else "为", *_total(high))
    return (
        *_holders(scored, high),
        "得分最高，为",
        *_total(high),
        "；",
        *_holders(scored, low),
        "得分最低，为",
        *_total(low),
    )


def _total(form: FormView) -> Phrase:
    return (Bound(Cell(form.origin("total_score"), "score"), "分"),)


def _holders(scored: Sequence[FormView], form: FormView) -> Phrase:
    """The project with the score of a form, or how many have it."""
    if sum(other.case.total_score == form.case.total_score for other in scored) == 1:
        first, *rest = form.name
        return (Said(first.origin, first.text, marked=True), *rest) if isinstance(first, Said) else form.name
    count = Count(_origins(scored), "score", f"{form.case.total_score:f}")
    return (Bound(count, "个", 0), "项目")


def completion(composer: Composer, forms: Sequence[FormView]) -> None:
    """How many indicators of the projects were reached; then project by project what was done."""
    rows = [row for form in forms for row in form.rows]
    if rows:
        counts: list[Phrase] = [("各项目共设置绩效指标", forms[0].count(rows))]
        conditions = {"reached": "达到指标值", "missed": "未达到指标值", "open": "为定性指标或没有可比的完成值"}
        for condition, words in conditions.items():
            count = forms[0].count(rows, condition)
            if forms[0].value(count.expression):
                counts.append((count, words))
        composer.say(*listed(counts, "，"), "。")
    if len(forms) > _MOST_TOLD:
        return
    composer.restart_points()
    for form in forms:
        composer.point(*form.name, "。", *_outline(form), *_done(form))


def _outline(form: FormView) -> Phrase:
    said: list[Phrase] = []
    total, column = form.case.fund_table.total, form.budget_column
    if total is not None and column is not None and total.executed is not None:
        words = "全年预算" if column == "adjusted" else "年初预算"
        said += [
            (words, form.money(form.cell(total, column))),
            ("执行", form.money(form.cell(total, "executed"))),
        ]
        rate = None if form.case.in_two_units(total) else form.rate(total)
        if rate is not None:
            said.append(("执行率", rate))
    score = total_score(form)
    if score is not None:
        said.append(("自评得分", score, *grade_said(form)))
    return (*listed(said, "，"), "。") if said else ()


def _done(form: FormView) -> Phrase:
    """The account of the overall goal, where it says anything."""
    said: list[Phrase] = []
    for index, goal in enumerate(form.evaluation.goals):
        text = (goal.actual or "").strip()
        if len(text) >= _SHORTEST and "<" not in text and "完成情况:" not in text and "完成情况：" not in text:
            said.append((Said(form.origin(f"goals/{index}/actual"), text.rstrip("。；;")),))
    return (*listed(said, "；"), "。") if said else ()


_SHORTEST = 12


def deviations(composer: Composer, forms: Sequence[FormView]) -> None:
    """What was missed and exceeded in the projects, project by project, then the problems and measures that their forms state."""
    short = [form for form in forms if single.missed(form) or single.exceeded(form)]
    if short:
        composer.heading2("项目支出偏离指标值的指标")
        composer.restart_points()
        for form in short:
            for row in single.missed(form):
                composer.point(*form.name, "：", *single.missed_in_words(row))
                single.lacking(composer, row, "未达到指标值的原因和改进措施")
            for row in single.exceeded(form):
                composer.point(*form.name, "：", *single.exceeded_in_words(row))
                single.lacking(composer, row, "完成值高于指标值较多的原因，指标值是否偏低")
    words = [(form, told) for form in forms if (told := OwnWords(form).of("problem", "measure"))]
    if words:
        composer.heading2("项目自评表反映的问题和改进措施")
        composer.restart_points()
        for form, told in words:
            composer.point(*form.name, "。", *sentence(told))
