"""Scores for people at a terminal: the reported score of every row beside what each rule pack gives."""

from collections.abc import Iterator, Sequence
from math import ceil

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from jixiao.law import Article
from jixiao.model import Evaluation
from jixiao.renderers.citations import MEANING, cited, unverified
from jixiao.renderers.scores import (
    against_own_criteria,
    by_own_criteria,
    computed,
    disputed,
    form_name,
    grade_words,
    pack_title,
    span,
)
from jixiao.renderers.terminal.page import line, table, words, wrap
from jixiao.results import Failed, Result
from jixiao.scoring import RowScore, Scorecard, points_row


def show_scores(results: Sequence[Result], console: Console, *, trace: bool = False) -> None:
    """Print a table for every form; with `trace` also how each score was derived."""
    for result in results:
        if isinstance(result, Failed):
            console.print(line(words("✗ ", "bold red"), words(result.message)))
            continue
        console.print(line(words("▍", "blue"), words(result.path, "bold")))
        if not result.scorecards:
            console.print(Padding(words("没有可以记分的自评表。", "dim"), (0, 0, 1, 2)))
        for index, evaluation in enumerate(result.submission.evaluations):
            cards = [card for card in result.scorecards if card.evaluation == index]
            if cards:
                show_form(index, evaluation, cards, console)
                if trace:
                    show_traces(evaluation, cards, console)
    if trace and unverified(_bases(results)):
        console.print(words(MEANING, "dim"))


def _bases(results: Sequence[Result]) -> Iterator[Sequence[Article]]:
    for result in results:
        for card in () if isinstance(result, Failed) else result.scorecards:
            yield from (row.basis for row in (card.execution, *card.rows) if row is not None)


def show_form(index: int, evaluation: Evaluation, cards: Sequence[Scorecard], console: Console) -> None:
    """Print one form's rows, execution, total and grade, the packs side by side, in several tables where one would be too wide."""
    coded = len(cards) > _MOST_TITLES
    taken = _OWN_WIDTH + (_CRITERIA_WIDTH if _has_own(cards) else 0)
    fitting = max((console.width - taken) // _PACK_WIDTH, 1) if coded else len(cards)
    size = ceil(len(cards) / ceil(len(cards) / fitting))
    title = f"表{index + 1}　{form_name(evaluation)}"
    for beside in _beside(cards, size):
        console.print(Padding(_table(title, evaluation, beside, coded=coded), (1, 0, 1, 2)))
    if coded:
        longest = max(len(card.rule_pack) for card in cards)
        for card in cards:
            told = line(words(f"{card.rule_pack:<{longest}}　", "bold"), words(pack_title(card.rule_pack), "dim"))
            console.print(Padding(told, (0, 0, 0, 4)))
        console.print()
    for note in dict.fromkeys(text for card in cards for text in (card.total.left_out, card.reservation) if text):
        console.print(Padding(words(note, "yellow"), (0, 0, 1, 2)))


def _beside(cards: Sequence[Scorecard], size: int) -> Iterator[Sequence[Scorecard]]:
    """Cut the packs into groups that fit beside each other."""
    for start in range(0, len(cards), size):
        yield cards[start : start + size]


_MOST_TITLES = 2
"""More rule packs than this are headed by their codes, whose meaning stands below the table."""

_TITLE_WIDTH = 20
_OWN_WIDTH, _CRITERIA_WIDTH, _PACK_WIDTH = 44, 12, 15
"""Columns of the screen for the form's own part of the table, with a name that can be read, for its criteria, and for each rule pack."""

_CRITERIA = "表内标准"
"""The column of scores by the form's own 评分标准."""

_LONGEST_FIGURE = 8


def _heading(code: str, *, coded: bool) -> str:
    """Head a column by the title of its rule pack, or by its code, broken at the first dash."""
    return code.replace("-", "\n", 1) if coded else "\n".join(wrap(pack_title(code), _TITLE_WIDTH))


def _table(title: str, evaluation: Evaluation, cards: Sequence[Scorecard], *, coded: bool) -> Table:
    names = [_heading(card.rule_pack, coded=coded) for card in cards]
    own = [_CRITERIA] if _has_own(cards) else []
    rows = table(
        "行",
        "三级指标",
        "分值",
        "得分",
        *own,
        *names,
        title=title,
        numbers=("行", "分值", "得分", *own, *names),
    )
    printed = [text for row in evaluation.indicators for text in (row.weight, row.score) if text]
    short = max(map(len, printed), default=0) <= _LONGEST_FIGURE
    for column in rows.columns:
        # A figure broken over two lines is two figures; a cell that holds a whole text may be broken.
        column.no_wrap = column.justify == "right" and (short or column.header not in ("分值", "得分"))
    pointed = points_row(evaluation.funds)
    fund = None if pointed is None else evaluation.funds[pointed]
    execution = [card.execution for card in cards]
    if any(execution):
        figures = [_figure(row) for row in execution]
        blank = [""] * len(own)
        weight, score = words(fund.weight if fund else ""), words(fund.score if fund else "")
        rows.add_row("", "预算执行率", weight, score, *blank, *figures)
    for number, indicator in enumerate(evaluation.indicators):
        figures = [_figure(_row(card, number)) for card in cards]
        rows.add_row(
            str(number + 1),
            words(indicator.name or indicator.level2),
            words(indicator.weight),
            words(indicator.score),
            *[_by_own(_row(cards[0], number)) for _ in own],
            *figures,
        )
    rows.add_section()
    totals = [words(span(card.total.low, card.total.high), "bold") for card in cards]
    blank = [""] * len(own)
    printed_total = words(evaluation.total_weight), words(evaluation.total_score, "bold")
    rows.add_row("", words("总分", "bold"), *printed_total, *blank, *totals)
    rows.add_row("", "等级", "", words(evaluation.grade), *blank, *[words(grade_words(card)) for card in cards])
    return rows


def show_traces(evaluation: Evaluation, cards: Sequence[Scorecard], console: Console) -> None:
    """Print how every score was derived: the rule, the formula with its figures, the basis."""
    for card in cards:
        console.print(Padding(words(f"推导（{pack_title(card.rule_pack)}）", "bold"), (0, 0, 0, 2)))
        for row in [*([card.execution] if card.execution else []), *card.rows]:
            name = "预算执行率" if row.indicator is None else evaluation.indicators[row.indicator].name or "（无名称）"
            label = "　　" if row.indicator is None else f"{row.indicator + 1:>3} "
            told = line(words(label, "dim"), words(name), "　", _figure(row), words(f"　{row.because}", "dim"))
            console.print(Padding(told, (0, 0, 0, 4)))
            if row.own is not None and card is cards[0]:
                console.print(Padding(words(f"{_CRITERIA}　{row.own.because}", "dim"), (0, 0, 0, 8)))
            if row.basis:
                console.print(Padding(words(f"依据　{cited(row.basis, marked=True)}", "dim"), (0, 0, 0, 8)))
        console.print()


def _row(card: Scorecard, number: int) -> RowScore | None:
    return next((row for row in card.rows if row.indicator == number), None)


def _has_own(cards: Sequence[Scorecard]) -> bool:
    """Tell whether the form prints criteria of its own; they are the same whatever the rule pack."""
    return any(row.own is not None for row in cards[0].rows)


def _by_own(row: RowScore | None) -> Text:
    if row is None or row.own is None:
        return words("")
    return words(by_own_criteria(row), "bold red" if against_own_criteria(row) else "", blank="—")


def _figure(row: RowScore | None) -> Text:
    if row is None:
        return words("")
    return words(computed(row), "bold red" if disputed(row) else "", blank="—")
