"""What a check sees: one form with its values understood once (`Case`), or the whole file (`SubmissionCase`)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache, cached_property

import msgspec

from jixiao import targets
from jixiao.audit.extents import may_hold
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED
from jixiao.audit.fund_table import FundTable
from jixiao.audit.prose import Prose, Report
from jixiao.audit.rows import FundRow, Row
from jixiao.documents import UNCALCULATED
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import Article
from jixiao.model import Evaluation, Narrative, Submission, Unread
from jixiao.monitoring import DEFAULT_PACK as DEFAULT_MONITOR
from jixiao.monitoring import MonitorCard, MonitorPack, months_of, watch
from jixiao.monitoring import packs as monitor_packs
from jixiao.places import Place
from jixiao.scoring import DEFAULT_PACK, RulePack, Scorecard, packs, points_row, written
from jixiao.scoring.criteria import OwnScore, own_score, rules_of
from jixiao.scoring.unit_slips import in_two_units
from jixiao.targets.points import score_points, weight_points


class Case:
    """One form as a check sees it. Whatever several checks need is worked out here, once.

    `scorecard` is None for forms that are not scored (绩效目标表, 绩效监控表). `report` is shared by the forms of a file; a case that
    stands alone makes its own.
    """

    def __init__(
        self,
        submission: Submission,
        index: int,
        pack: RulePack = packs[DEFAULT_PACK],
        scorecard: Scorecard | None = None,
        report: Report | None = None,
        monitor: MonitorPack = monitor_packs[DEFAULT_MONITOR],
    ) -> None:
        self.submission = submission
        self.index = index
        self.evaluation: Evaluation = submission.evaluations[index]
        self.pack = pack
        self.scorecard = scorecard
        self._report = report
        self._monitor = monitor

    @cached_property
    def watched(self) -> MonitorCard | None:
        """The lights of a monitoring form after the months that it names; None for other forms, or where it names none."""
        months = months_of(self.evaluation.period or "") if self.evaluation.form == "monitoring" else None
        return watch(self.evaluation, months, self._monitor) if months else None

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The indicator rows in document order."""
        return tuple(Row(index, indicator) for index, indicator in enumerate(self.evaluation.indicators))

    @cached_property
    def own_scores(self) -> dict[int, OwnScore]:
        """The score of each row by the 评分标准 that the form itself prints for it, by the row's index; rows without one are left out."""
        if not any(row.indicator.rule for row in self.rows):
            return {}
        rules = rules_of(self.evaluation.indicators)
        return {
            row.index: own_score(rule, row.indicator, row.weight)
            for row in self.rows
            if (rule := rules[row.index]) is not None and row.weight
        }

    @cached_property
    def funds(self) -> tuple[FundRow, ...]:
        """The fund rows in document order."""
        unit = self.evaluation.amount_unit
        return tuple(FundRow(index, fund, unit) for index, fund in enumerate(self.evaluation.funds))

    @cached_property
    def fund_table(self) -> FundTable:
        """The fund rows with their roles: which one is the total, which are its sources."""
        return FundTable(self.funds)

    @cached_property
    def points_fund(self) -> FundRow | None:
        """The fund row that carries the points of 预算执行率."""
        index = points_row(self.evaluation.funds)
        return None if index is None else self.funds[index]

    @property
    def budget(self) -> Decimal | None:
        """全年预算数 of the total row, or 年初预算数 where the form has no other; in the form's unit."""
        total = self.fund_table.total
        return None if total is None else total.budget

    @property
    def executed(self) -> Decimal | None:
        """全年执行数 of the total row in the form's unit."""
        total = self.fund_table.total
        return None if total is None else total.executed

    @cached_property
    def execution_rate(self) -> Decimal | None:
        """执行率 in percent: worked out from the total row, else as printed there; None where there was no budget to spend."""
        total = self.fund_table.total
        if total is not None and self.in_two_units(total):
            return total.rate
        if self.budget is not None and self.executed is not None:
            return self.executed / self.budget * HUNDRED if self.budget else None
        return None if total is None else total.rate

    def in_two_units(self, row: FundRow) -> bool:
        """Tell whether budget and execution of a row seem to be printed in 元 and 万元 (FUN-13), so that nothing follows from them."""
        return row.index in self._funds_in_two_units

    @cached_property
    def _funds_in_two_units(self) -> frozenset[int]:
        funds, unit = self.evaluation.funds, self.evaluation.amount_unit
        return frozenset(index for index in range(len(funds)) if in_two_units(funds, index, unit))

    @property
    def factor(self) -> Decimal | None:
        """How many yuan one of the form's unit is; None where the form prints none or one of other money: then nothing is compared."""
        return targets.yuan_per(self.evaluation.amount_unit)

    @property
    def narrative(self) -> Narrative:
        """The running text of the file and the figures found in it."""
        return self.submission.narrative

    @property
    def unit(self) -> str:
        """The unit of the form's amounts, for sentences; empty when none is printed."""
        return self.evaluation.amount_unit or ""

    def money(self, amount: Decimal) -> str:
        """Write an amount in the form's unit for sentences: 131.24万元."""
        return f"{written(amount)}{self.unit}"

    @cached_property
    def total_weight(self) -> Decimal | None:
        """分值 of the 总分 row."""
        return weight_points(self.evaluation.total_weight)

    @cached_property
    def total_score(self) -> Decimal | None:
        """得分 of the 总分 row."""
        return score_points(self.evaluation.total_score)

    @cached_property
    def scored(self) -> bool:
        """Tell whether the form gives points at all; transfer forms have neither 分值 nor 得分."""
        return any(row.indicator.weight or row.indicator.score for row in self.rows)

    @cached_property
    def has_reason_column(self) -> bool:
        """Tell whether the form certainly has a place for reasons: one row uses it, or its blank cell has a place."""
        return any(row.reason or not {"note", "remark"}.isdisjoint(row.indicator.cells) for row in self.rows)

    @cached_property
    def incomplete(self) -> bool:
        """Tell whether part of this form could not be read, so that sums over its rows prove nothing."""
        return bool(self.unread)

    @cached_property
    def unread(self) -> tuple[Unread, ...]:
        """What could not be read and may be part of this form."""
        if not self.submission.unread:
            return ()
        starts = tuple(evaluation.place for evaluation in self.submission.evaluations)
        return tuple(unread for unread in self.submission.unread if may_hold(starts, self.index, unread.place))

    @cached_property
    def damaged(self) -> bool:
        """Tell whether any row was read with doubt, so that what seems to be absent may only be unread."""
        return self.incomplete or any(row.indicator.doubtful for row in self.rows)

    @cached_property
    def prose(self) -> Prose:
        """What the form tells in words, by what the texts are for."""
        return Prose(self.submission, self.index, self._report)

    @cached_property
    def joined_texts(self) -> str:
        """All texts of the form in one, a line each: what does not occur here occurs nowhere, and one search says so."""
        return "\n".join(text for _, text in self.texts)

    @cached_property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Every printed text of the form with its path, in document order."""
        return tuple(_texts(self.evaluation))

    def field(self, *words: str) -> str | None:
        """The first non-blank 字段 whose label contains one of the words."""
        return next(
            (
                field.value
                for field in self.evaluation.fields
                if field.value and any(word in field.label for word in words)
            ),
            None,
        )

    def quote(self, path: str) -> Quote:
        """Quote a cell by its path: indicators/3/score, funds/0/rate, goals/0/actual, fields/1/value, total_score."""
        return quote(self.evaluation, path)

    def doubts(self, path: str) -> bool:
        """Tell whether a cell was read with doubt; of a row without a field it is the one that `quote` shows."""
        return self._doubtful and doubts(self.evaluation, path)

    @cached_property
    def _doubtful(self) -> bool:
        """Tell whether any cell of the form was read with doubt."""
        rows = (row for kind in _DOUBTED for row in getattr(self.evaluation, kind))
        return bool(self.evaluation.doubtful) or any(row.doubtful for row in rows)

    def _holds_formula(self, path: str, cell: Quote) -> bool:
        """Tell whether a cell without text holds a formula that nothing has calculated: the reader doubts it and names its row."""
        if cell.text or cell.place is None or not self.doubts(path):
            return False
        row = (cell.place.sheet, cell.place.table, cell.place.row)
        return row in {(each.place.sheet, each.place.table, each.place.row) for each in self.uncalculated}

    @cached_property
    def uncalculated(self) -> tuple[Unread, ...]:
        """The formulas of the file that nothing has calculated."""
        return tuple(unread for unread in self.submission.unread if unread.why == UNCALCULATED)

    def shows_doubtfully(self, quote: Quote) -> bool:
        """Tell whether a quote shows a cell of this form that was read with doubt."""
        path = quote.path
        return path is not None and self.holds(path) and self.doubts(path) and self.quote(path) == quote

    def holds(self, path: str) -> bool:
        """Tell whether this form has the row that a path names."""
        kind, *rest = path.split("/")
        return not rest or kind not in _DOUBTED or int(rest[0]) < len(getattr(self.evaluation, kind))

    def finding(
        self,
        *,
        message: str,
        quotes: Iterable[str] = (),
        rests_on: Iterable[str] = (),
        figures: dict[str, str] | None = None,
        suggestion: str | None = None,
        severity: Severity | None = None,
        certainty: Certainty | None = None,
        title: str = "",
        basis: tuple[Article, ...] = (),
    ) -> Fault:
        """Report something about this form.

        `quotes` are paths of the cells to show; `rests_on` are further paths that the finding depends on without showing them, such as
        all addends of a sum. Doubt about any of them, and unread parts where there are addends, make the finding merely possible; one
        that shows a cell without text is unfounded where a formula stands that nothing has calculated.
        `basis` is that of the rule pack where the finding rests on its figures.
        """
        shown, addends = tuple(quotes), tuple(rests_on)
        cells = tuple(self.quote(path) for path in shown)
        return Fault(
            message=message,
            evaluation=self.index,
            quotes=cells,
            figures=figures or {},
            suggestion=suggestion,
            severity=severity,
            certainty=certainty,
            title=title,
            doubtful=any(self.doubts(path) for path in (*shown, *addends)) or (bool(addends) and self.incomplete),
            unfounded=any(self._holds_formula(path, cell) for path, cell in zip(shown, cells, strict=True)),
            basis=basis,
        )


class SubmissionCase:
    """The whole file as a check sees it: its forms as cases, its narrative."""

    def __init__(self, submission: Submission, cases: tuple[Case, ...]) -> None:
        self.submission = submission
        self.cases = cases

    @property
    def narrative(self) -> Narrative:
        """The running text of the file and the figures found in it."""
        return self.submission.narrative

    def finding(
        self,
        *,
        message: str,
        quotes: Iterable[Quote] = (),
        figures: dict[str, str] | None = None,
        suggestion: str | None = None,
        severity: Severity | None = None,
        certainty: Certainty | None = None,
        title: str = "",
        doubtful: bool = False,
    ) -> Fault:
        """Report something about the file; quotes come from the cases (`cases[0].quote(path)`) or from places in the narrative.

        A quoted cell that was read with doubt makes the finding merely possible, as `doubtful` does.
        """
        shown = tuple(quotes)
        return Fault(
            message=message,
            quotes=shown,
            figures=figures or {},
            suggestion=suggestion,
            severity=severity,
            certainty=certainty,
            title=title,
            doubtful=doubtful or any(case.shows_doubtfully(quote) for case in self.cases for quote in shown),
        )


_HEAD = ("title", "project_name", "project_code", "supervisor", "local_supervisor", "implementer")
_TAIL = ("total_weight", "total_score", "grade", "conclusion", "remark")
_LISTS = ("funds", "fund_management", "goals", "indicators", "fields")
_DOUBTED = frozenset({"funds", "fund_management", "goals", "indicators"})
_NOWHERE = Place()
_NOT_TEXT = {"place", "cells", "doubtful", "confidence"}


def _texts(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    yield from _fields(evaluation, _HEAD, "")
    for name in _LISTS:
        for index, item in enumerate(getattr(evaluation, name)):
            yield from _fields(item, _text_fields(item.__class__), f"{name}/{index}/")
    yield from _fields(evaluation, _TAIL, "")


@cache
def _text_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field for field in kind.__struct_fields__ if field not in _NOT_TEXT)


def _fields(item: msgspec.Struct, fields: tuple[str, ...], prefix: str) -> Iterator[tuple[str, str]]:
    for field in fields:
        text = getattr(item, field)
        if text:
            yield prefix + field, text


def doubts(evaluation: Evaluation, path: str) -> bool:
    """Tell whether a cell of a form was read with doubt; of a row without a field it is the one that `quote` shows."""
    kind, *rest = path.split("/")
    if kind not in _DOUBTED:
        return path in evaluation.doubtful
    item = getattr(evaluation, kind)[int(rest[0])]
    return bool(item.doubtful) and _field_of(item, rest) in item.doubtful


def quote(evaluation: Evaluation, path: str) -> Quote:
    """Quote a cell of a form by its path: indicators/3/score, funds/0/rate, total_score."""
    kind, *rest = path.split("/")
    if not rest:
        return Quote(text=getattr(evaluation, kind), place=_place(evaluation, kind), path=path)
    item = getattr(evaluation, kind)[int(rest[0])]
    field = _field_of(item, rest)
    return Quote(text=getattr(item, field), place=_place(item, field), path=path)


def _field_of(item: msgspec.Struct, rest: list[str]) -> str:
    """The field that the rest of a path names; the first one where it names none."""
    return rest[1] if len(rest) > 1 else item.__struct_fields__[0]


def _place(item: msgspec.Struct, field: str) -> Place | None:
    """Where a value stands; of a blank one only the row is known, since blank cells are not kept."""
    cells: dict[str, Place] = getattr(item, "cells", {})
    place: Place = cells.get(field, getattr(item, "place", _NOWHERE))
    if cells and field not in cells and getattr(item, field, None) is None:
        place = msgspec.structs.replace(place, column=None, box=None)
    if isinstance(item, Evaluation) and getattr(item, field, None) is None and field not in cells:
        # A paragraph that says something else is not where a field of the head is blank.
        place = msgspec.structs.replace(place, paragraph=None)
    return None if place == _NOWHERE else place
