"""What a file says, for people at a terminal: every form with its head, funds, goals and indicators."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from jixiao.model import Evaluation, Fund, Indicator, Submission
from jixiao.model.titles import FORMS, KINDS
from jixiao.renderers.columns import FUND, HEAD, indicator_columns
from jixiao.renderers.scores import form_name
from jixiao.renderers.terminal.page import line, table, words
from jixiao.results import Audited

_DOUBT = "？"


def show_submissions(results: Sequence[Audited], console: Console) -> None:
    """Print for each file all forms, what its narrative states, and what was not understood."""
    for result in results:
        count = words(f"　{len(result.submission.evaluations)}张表", "dim")
        console.print(line(words("▍", "blue"), words(result.path, "bold"), count))
        _submission(result.submission, console)


def _submission(submission: Submission, console: Console) -> None:
    for index, evaluation in enumerate(submission.evaluations):
        show_form(index, evaluation, console)
    if submission.narrative.facts:
        facts = table("主体", "项目", "数值", "位置", title="文中陈述的数字")
        for fact in submission.narrative.facts:
            facts.add_row(
                words(fact.subject), words(fact.field), words(fact.value + (fact.unit or "")), str(fact.place)
            )
        console.print(Padding(facts, (1, 0, 0, 2)))
    show_unread(submission, console)


def show_unread(submission: Submission, console: Console) -> None:
    """Print the text that was seen but not understood, and why."""
    if submission.unread:
        unread = table("位置", "没有读入或没有读懂的内容", "原因", title="没有读入或没有读懂的内容")
        for piece in submission.unread:
            unread.add_row(str(piece.place), words(piece.text), words(piece.why))
        console.print(Padding(unread, (1, 0, 0, 2)))


def show_form(index: int, evaluation: Evaluation, console: Console) -> None:
    """Print one form."""
    kind = f"{KINDS[evaluation.kind]}{FORMS[evaluation.form]}" + (f" · {evaluation.year}年" if evaluation.year else "")
    console.print(
        Padding(line(words(f"表{index + 1}　{form_name(evaluation)}", "bold"), words(f"　{kind}", "dim")), (1, 0, 0, 2))
    )
    values = [(label, getattr(evaluation, field)) for field, label in HEAD.items()]
    values += [(field.label, field.value) for field in evaluation.fields]
    for label, value in values:
        if value:
            console.print(Padding(line(words(f"{label}：", "dim"), words(value)), (0, 0, 0, 4)))
    for goal in evaluation.goals:
        for label, text in (("预期目标", goal.expected), ("实际完成", goal.actual)):
            if text:
                console.print(Padding(line(words(f"{label}：", "dim"), words(text)), (0, 0, 0, 4)))
    if evaluation.funds:
        funds = table(*FUND.values(), numbers=tuple(FUND.values())[1:])
        for fund in evaluation.funds:
            funds.add_row(*[_cell(fund, field) for field in FUND])
        console.print(Padding(funds, (0, 0, 0, 4)))
    for row in evaluation.fund_management:
        told = "　".join(filter(None, (row.description, row.issue)))
        console.print(Padding(line(words(f"{row.item}：", "dim"), words(told)), (0, 0, 0, 4)))
    if evaluation.indicators:
        _indicators(evaluation, console)


def _indicators(evaluation: Evaluation, console: Console) -> None:
    columns = indicator_columns(evaluation)
    rows = table("行", "一级指标", "二级指标", "三级指标", *columns.values(), numbers=("行", "分值", "得分"))
    above: Indicator | None = None
    for number, row in enumerate(evaluation.indicators, start=1):
        level1 = "" if above and above.level1 == row.level1 else row.level1
        level2 = "" if level1 == "" and above and above.level2 == row.level2 else row.level2
        cells = [_cell(row, field) for field in columns]
        rows.add_row(str(number), words(level1), words(level2), words(row.name), *cells)
        above = row
    console.print(Padding(rows, (0, 0, 0, 4)))


def _cell(row: Fund | Indicator, field: str) -> Text:
    """A value of a row, marked where it was read with doubt."""
    doubtful = field in row.doubtful
    cell = words(getattr(row, field), "yellow" if doubtful else "")
    return cell.append(_DOUBT) if doubtful else cell
