"""One form as the report shows it: the official form's blocks, cells marked, every score with its derivation."""

import itertools
import re
from collections.abc import Iterator, Sequence

import msgspec

from jixiao import targets
from jixiao.model import Evaluation, Fund, Goal, Indicator, Management
from jixiao.model.titles import FORMS, KINDS
from jixiao.renderers.citations import cited
from jixiao.renderers.columns import FUND, HEAD, indicator_columns
from jixiao.renderers.report.marks import MarkedCell, Marker, Numbered, linked
from jixiao.renderers.scores import (
    against_own_criteria,
    by_own_criteria,
    computed,
    disputed,
    form_name,
    grade_words,
    pack_label,
    pack_title,
    span,
)
from jixiao.scoring import RowScore, Scorecard, points_row, total_row


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column: its field and its heading."""

    field: str
    label: str


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """A value under its label, as at the head of a form."""

    label: str
    cell: MarkedCell


class Derivation(msgspec.Struct, frozen=True, kw_only=True):
    """A recomputed score under one rule pack: the figure in words, whether the printed score contradicts it, the trace."""

    pack: str
    label: str
    text: str
    disputed: bool
    because: str
    basis: str
    duties: tuple[str, ...]


class ByOwnCriteria(msgspec.Struct, frozen=True, kw_only=True):
    """The score by the form's own 评分标准: the figure in words, whether the printed score contradicts it, the trace."""

    text: str
    disputed: bool
    because: str


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A merged cell of the first or second level with the points printed in its label, over `rows` indicators."""

    cell: MarkedCell
    points: str | None
    rows: int


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator row; a level stands only in the first row that it covers. `verdict` is disputed, full, deducted, excess or empty."""

    number: int
    anchor: str
    level1: Level | None
    level2: Level | None
    name: MarkedCell
    cells: tuple[MarkedCell, ...]
    derivations: tuple[Derivation, ...]
    own: ByOwnCriteria | None
    verdict: str
    flagged: bool
    confidence: str


class FundLine(msgspec.Struct, frozen=True, kw_only=True):
    """A 资金行; the one that carries the execution score has its derivations."""

    cells: tuple[MarkedCell, ...]
    derivations: tuple[Derivation, ...] = ()


class PackTotal(msgspec.Struct, frozen=True, kw_only=True):
    """Total and grade as one rule pack gives them; `disputed` when the printed total or grade is not possible."""

    pack: str
    label: str
    total: str
    grade: str
    because: str
    disputed: bool


class FormView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the report shows of one form."""

    anchor: str
    number: int
    name: str
    subtitle: str
    evaluation: Evaluation
    title: MarkedCell | None
    head: tuple[Labelled, ...]
    fund_columns: tuple[Column, ...]
    funds: tuple[FundLine, ...]
    managements: tuple[tuple[MarkedCell, ...], ...]
    goal_columns: tuple[Column, ...]
    goals: tuple[tuple[MarkedCell, ...], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total_weight: MarkedCell
    total_score: MarkedCell
    grade: MarkedCell
    totals: tuple[PackTotal, ...]
    tail: tuple[Labelled, ...]
    findings: tuple[Numbered, ...]
    doubtful: int
    unread: int

    @property
    def beside(self) -> str:
        """The column to the right of which the recomputed scores stand."""
        fields = [column.field for column in self.columns]
        return next(field for field in ("score", "actual", "target") if field in fields)

    @property
    def totalled(self) -> bool:
        """Tell whether there is anything to show in a row of totals."""
        printed = (self.total_weight, self.total_score)
        return bool(self.totals) or any(cell.text or cell.marks for cell in printed)

    @property
    def loose_total(self) -> bool:
        """Tell whether a printed total has no column of scores to stand under."""
        scored = self.rows and any(column.field == "score" for column in self.columns)
        return bool(self.total_score.text) and not scored

    @property
    def leading(self) -> PackTotal | None:
        """What the first rule pack gives."""
        return self.totals[0] if self.totals else None


def form_view(
    index: int, evaluation: Evaluation, cards: Sequence[Scorecard], marker: Marker, *, unread: int = 0
) -> FormView:
    """Lay a form out; `cards` are its scorecards, `marker` makes its cells and knows the findings about it.

    `unread` is how many pieces of its text were not understood.
    """
    if not any(row.computed for card in cards for row in (*card.rows, card.execution) if row):
        cards = ()
    columns = indicator_columns(evaluation, marker.fields("indicators"))
    fund_columns = _fund_columns(evaluation, marker)
    goal_columns = _goal_columns(evaluation, marker)
    funds = tuple(_funds(evaluation, fund_columns, cards, marker))
    laid_out = FormView(
        anchor=marker.prefix,
        number=index + 1,
        name=form_name(evaluation),
        subtitle=_subtitle(evaluation),
        evaluation=evaluation,
        title=marker.cell("title", evaluation.title, evaluation.cells.get("title")) if evaluation.title else None,
        head=tuple(_head(evaluation, marker)),
        fund_columns=fund_columns,
        funds=funds,
        managements=tuple(
            _rows("fund_management", evaluation.fund_management, ("item", "description", "issue"), marker)
        ),
        goal_columns=goal_columns,
        goals=tuple(_rows("goals", evaluation.goals, tuple(column.field for column in goal_columns), marker)),
        columns=tuple(Column(field=field, label=label) for field, label in columns.items()),
        rows=tuple(_indicators(evaluation, tuple(columns), cards, marker)),
        total_weight=_own(evaluation, "total_weight", marker),
        total_score=_own(evaluation, "total_score", marker),
        grade=_own(evaluation, "grade", marker),
        totals=tuple(_total(number, card) for number, card in enumerate(cards)),
        tail=tuple(_tail(evaluation, marker)),
        findings=(),
        doubtful=doubts(evaluation),
        unread=unread,
    )
    return msgspec.structs.replace(laid_out, findings=tuple(linked(each, [marker]) for each in marker.findings))


def doubts(evaluation: Evaluation) -> int:
    """How many cells of a form were read with doubt."""
    groups: tuple[tuple[Fund | Management | Goal | Indicator, ...], ...] = (
        evaluation.funds,
        evaluation.fund_management,
        evaluation.goals,
        evaluation.indicators,
    )
    return len(evaluation.doubtful) + sum(len(row.doubtful) for group in groups for row in group)


def _subtitle(evaluation: Evaluation) -> str:
    parts = [KINDS[evaluation.kind] + FORMS[evaluation.form]]
    if evaluation.year:
        parts.append(f"{evaluation.year}年度")
    if evaluation.implementer and evaluation.implementer != form_name(evaluation):
        parts.append(evaluation.implementer)
    return " · ".join(parts)


def _own(evaluation: Evaluation, field: str, marker: Marker) -> MarkedCell:
    return marker.cell(
        field, getattr(evaluation, field), evaluation.cells.get(field), doubtful=field in evaluation.doubtful
    )


def _head(evaluation: Evaluation, marker: Marker) -> Iterator[Labelled]:
    for field, label in HEAD.items():
        if getattr(evaluation, field) or marker.marked(field):
            yield Labelled(label=label, cell=_own(evaluation, field, marker))
    year = str(evaluation.year) if evaluation.year else None
    if year or marker.marked("year"):
        yield Labelled(label="年度", cell=marker.cell("year", year, evaluation.cells.get("year")))
    yield from _further(evaluation, marker, short=True)


_SHORT = 40
"""Characters of a further field that still fits the head of the form; longer ones stand below the table."""


def _tail(evaluation: Evaluation, marker: Marker) -> Iterator[Labelled]:
    for field, label in (("conclusion", "自评结论"), ("remark", "备注")):
        if getattr(evaluation, field) or marker.marked(field):
            yield Labelled(label=label, cell=_own(evaluation, field, marker))
    yield from _further(evaluation, marker, short=False)


def _further(evaluation: Evaluation, marker: Marker, *, short: bool) -> Iterator[Labelled]:
    for index, field in enumerate(evaluation.fields):
        text = _UNNAMED if field.value and _PERSONAL.search(field.label) else field.value
        path = f"fields/{index}/value"
        if (len(text or "") <= _SHORT) == short:
            yield Labelled(
                label=field.label, cell=marker.cell(path, text, field.place, doubtful=path in evaluation.doubtful)
            )


_PERSONAL = re.compile(
    r"联系人|联系方式|负责人|填[表报写]人|经办人|审核人|复核人|评价人|签[字名章]|电话|手机|邮箱|身份证"
)
_UNNAMED = "已填（个人信息，报告中不显示）"
"""Reports are sent on and published; who signed a form and how to reach them is nobody else's business."""


def _fund_columns(evaluation: Evaluation, marker: Marker) -> tuple[Column, ...]:
    wanted = {"label", "executed", *marker.fields("funds")}
    return tuple(
        Column(field=field, label=label)
        for field, label in FUND.items()
        if field in wanted or any(getattr(fund, field) is not None for fund in evaluation.funds)
    )


def _goal_columns(evaluation: Evaluation, marker: Marker) -> tuple[Column, ...]:
    expected = Column(field="expected", label="预期目标")
    told = evaluation.form in {"self_evaluation", "review"} or "actual" in marker.fields("goals")
    if told or any(goal.actual for goal in evaluation.goals):
        return (expected, Column(field="actual", label="实际完成情况"))
    return (expected,)


def _funds(
    evaluation: Evaluation, columns: Sequence[Column], cards: Sequence[Scorecard], marker: Marker
) -> Iterator[FundLine]:
    pointed = points_row(evaluation.funds)
    scored = (total_row(evaluation.funds) or 0) if pointed is None else pointed
    executions = tuple(_derivation(number, card, card.execution) for number, card in enumerate(cards))
    for index, fund in enumerate(evaluation.funds):
        yield FundLine(
            cells=tuple(
                marker.cell(
                    f"funds/{index}/{column.field}",
                    getattr(fund, column.field),
                    fund.cells.get(column.field, fund.place),
                    doubtful=column.field in fund.doubtful,
                )
                for column in columns
            ),
            derivations=executions if index == scored and any(card.execution for card in cards) else (),
        )


def _rows(
    kind: str, rows: Sequence[Goal | Management], fields: tuple[str, ...], marker: Marker
) -> Iterator[tuple[MarkedCell, ...]]:
    for index, row in enumerate(rows):
        yield tuple(
            marker.cell(
                f"{kind}/{index}/{field}",
                getattr(row, field),
                row.cells.get(field, row.place),
                doubtful=field in row.doubtful,
            )
            for field in fields
        )


def _indicators(
    evaluation: Evaluation, fields: Sequence[str], cards: Sequence[Scorecard], marker: Marker
) -> Iterator[Row]:
    first, second = _spans(evaluation.indicators)
    scored = [(card, {row.indicator: row for row in card.rows}) for card in cards]
    for index, indicator in enumerate(evaluation.indicators):
        path = f"indicators/{index}"
        name = _cell(path, "name", indicator, marker)
        cells = tuple(_cell(path, field, indicator, marker) for field in fields)
        yield Row(
            number=index + 1,
            anchor=f"{name.anchor}-row",
            level1=_level("level1", evaluation, index, first, marker),
            level2=_level("level2", evaluation, index, second, marker),
            name=name,
            cells=cells,
            derivations=tuple(_derivation(number, card, rows.get(index)) for number, (card, rows) in enumerate(scored)),
            own=_own_criteria(scored[0][1].get(index)) if scored else None,
            verdict=_verdict(indicator, scored[0][1].get(index) if scored else None),
            flagged=any(cell.marks or cell.doubtful for cell in (name, *cells)),
            confidence=f"{indicator.confidence:.0%}" if indicator.confidence < _SURE else "",
        )


_SURE = 0.9
"""Below this confidence the report says how sure the reading of a row is."""


def _spans(indicators: Sequence[Indicator]) -> tuple[dict[int, int], dict[int, int]]:
    """Tell how many rows the merged cell that begins in a row covers, for the first and the second level."""
    first: dict[int, int] = {}
    second: dict[int, int] = {}
    for spans, key in ((first, lambda row: (row.level1,)), (second, lambda row: (row.level1, row.level2))):
        start = 0
        for _, group in itertools.groupby(indicators, key):
            spans[start] = len(list(group))
            start += spans[start]
    return first, second


def _level(field: str, evaluation: Evaluation, index: int, spans: dict[int, int], marker: Marker) -> Level | None:
    if index not in spans:
        return None
    indicator = evaluation.indicators[index]
    label = getattr(indicator, field)
    covered = [f"indicators/{row}/{field}" for row in range(index, index + spans[index])]
    weights = getattr(evaluation, f"{field}_weights")
    cell = marker.cell(
        covered[0], label, indicator.cells.get(field, indicator.place), also=(*covered[1:], f"{field}_weights/{label}")
    )
    return Level(cell=cell, points=weights.get(label), rows=spans[index])


def _cell(path: str, field: str, indicator: Indicator, marker: Marker) -> MarkedCell:
    return marker.cell(
        f"{path}/{field}",
        getattr(indicator, field),
        indicator.cells.get(field, indicator.place),
        doubtful=field in indicator.doubtful,
    )


def _verdict(indicator: Indicator, row: RowScore | None) -> str:
    """A full score that the rules or the form's own criteria do not allow is disputed; one below the weight is deducted anyhow."""
    weight, score = targets.number(indicator.weight), targets.number(indicator.score)
    if weight is None or score is None:
        return ""
    if score != weight:
        return "deducted" if score < weight else "excess"
    return "disputed" if row is not None and (disputed(row) or against_own_criteria(row)) else "full"


def _derivation(number: int, card: Scorecard, row: RowScore | None) -> Derivation:
    return Derivation(
        pack=pack_title(card.rule_pack),
        label=pack_label(number),
        text=computed(row) if row else "",
        disputed=row is not None and disputed(row),
        because=row.because if row else "",
        basis=cited(row.basis, marked=True) if row else "",
        duties=tuple(duty.because for duty in row.duties) if row else (),
    )


def _own_criteria(row: RowScore | None) -> ByOwnCriteria | None:
    if row is None or row.own is None:
        return None
    return ByOwnCriteria(text=by_own_criteria(row), disputed=against_own_criteria(row), because=row.own.because)


def _total(number: int, card: Scorecard) -> PackTotal:
    reported, low, high = card.total.reported, card.total.low, card.total.high
    outside = reported is not None and low is not None and high is not None and not low <= reported <= high
    graded = bool(card.grade.computed) and card.grade.reported is not None
    return PackTotal(
        pack=pack_title(card.rule_pack),
        label=pack_label(number),
        total=span(low, high),
        grade=grade_words(card),
        because=card.total.because,
        disputed=outside or (graded and card.grade.reported not in card.grade.computed),
    )
