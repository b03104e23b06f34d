"""A form as its report speaks of it: its values as fragments, its rows by level, its own words."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from jixiao.audit import Case, FundRow, Row
from jixiao.renderers.narrative.composing import Phrase, listed
from jixiao.renderers.narrative.conditions import exceeds
from jixiao.renderers.narrative.expressions import Cell, Compared, Count, Expression, Operation, evaluate, measure
from jixiao.renderers.narrative.fragments import Bound, Said
from jixiao.renderers.narrative.materials import Materials, Origin
from jixiao.scoring import asks_satisfaction
from jixiao.targets import Achievement, Deadline, Direction, Outcome, Quantity, Range

_NUMBERING = re.compile(
    r"^\s*(?:(?:(?:绩效)?指标\s*\d+(?![\d.,%])\s*[:：、]?|(?:绩效)?指标\s*\d+\s*[.](?!\d)|[★▲※*◆●]|\d{1,2}\s*[.、．](?!\d))\s*)+"
)
_LABEL = re.compile(r"^[\s\d一二三四（()）.、]*(?:其中)?[\s:：]*(?P<words>.*?)[\s:：]*$", re.DOTALL)
_POINTS_IN_LABEL = re.compile(r"\s*[（(]\s*\d+(?:\.\d+)?\s*分?\s*[）)]\s*$")
_CODE = re.compile(r"^\s*[\[［【][^\]］】]{1,12}[\]］】]\s*")
_UNIT = re.compile(r"\s*[（(][%％‰元人次家个户月天年件份万亿]{1,3}[）)]$")
_SENTENCE = re.compile(r"[,，;；。]|.{25}|[\d%]$")
_SPOKEN = re.compile(r"(?:超过|不低于|不少于|不高于|不超过|高于|低于|大于|小于|达到?|约|完成|控制在)")
_BOUNDS = frozenset("<>≤≥＜＞≦≧")
_INSTRUCTIONS = re.compile(r"^(?:\s*(?:请在此处|请简要|如没有请填)[^。；;！!？?\n]*(?:[。；;！!？?\n]|$))+")
_SHORT = 24
"""Characters up to which a figure is told in a sentence; longer ones stand in the table only."""
_SHORT_WORDS = 14
"""The same for values in words."""


class FormView:
    """One form of the materials."""

    def __init__(self, materials: Materials, file: int, index: int) -> None:
        self.materials = materials
        self.file = file
        self.index = index
        self.case: Case = materials.case(file, index)
        self.evaluation = self.case.evaluation

    def origin(self, path: str) -> Origin:
        """The address of a cell of this form."""
        return Origin(self.file, self.index, path)

    def text(self, path: str) -> str | None:
        """What a cell holds, without blanks around it and without the form's instructions; None for a blank one."""
        found = self.materials.quote(self.origin(path)).text
        return _INSTRUCTIONS.sub("", found).strip() or None if found else None

    def instructed(self, path: str) -> bool:
        """Tell whether a cell still holds what the form asks of its writer (请在此处简要说明…) before the writer's own words."""
        return bool(_INSTRUCTIONS.match(self.materials.quote(self.origin(path)).text or ""))

    def said(self, path: str, *, marked: bool = False) -> Said:
        """The words of a cell that is not blank."""
        return Said(
            self.origin(path), (self.text(path) or "").rstrip("。；;") if marked else self.text(path) or "", marked
        )

    @property
    def name(self) -> Phrase:
        """项目名称; what it belongs to where there is none."""
        if self.text("project_name"):
            return (self.said("project_name"),)
        return (Said(self.origin("title"), self.evaluation.title),) if self.evaluation.title else ("本项目",)

    @property
    def plain_name(self) -> str:
        """项目名称 as plain text, for file names and messages."""
        return self.evaluation.project_name or self.evaluation.title or "绩效自评表"

    @property
    def year(self) -> Phrase:
        """年度 with its word; empty where the form prints none."""
        return () if self.evaluation.year is None else (Said(self.origin("year"), str(self.evaluation.year)), "年度")

    def unit_name(self, path: str) -> Phrase:
        """A unit's name without the code before it; empty where the cell is blank."""
        text = self.text(path)
        if not text:
            return ()
        return (Said(self.origin(path), _CODE.sub("", text) or text),)

    @property
    def author(self) -> Phrase:
        """The unit whose report it is: 实施单位, else 地方主管部门 or 主管部门."""
        return self.unit_name("implementer") or self.unit_name("local_supervisor") or self.unit_name("supervisor")

    # money

    @property
    def money_unit(self) -> str:
        """The unit of the form's amounts; empty where it prints none."""
        return self.evaluation.amount_unit or ""

    @property
    def unit_said(self) -> Phrase:
        """The unit of the form's amounts as a fragment of its own."""
        return (Said(self.origin("amount_unit"), self.money_unit),) if self.money_unit else ()

    @cached_property
    def grouped(self) -> bool:
        """Tell whether the form prints its amounts with commas."""
        return any("," in (cell or "") for fund in self.evaluation.funds for cell in (fund.adjusted, fund.executed))

    def cell(self, row: FundRow, column: str) -> Cell:
        """An amount of the 资金 table."""
        return Cell(self.origin(row.path(column)), "money")

    def money(self, expression: Expression, *, absolute: bool = False) -> Bound:
        """An amount in the form's unit, digits as printed where it is a cell."""
        places = None if isinstance(expression, Cell) else 6
        return Bound(expression, self.money_unit, places, self.grouped, absolute)

    def value(self, expression: Expression) -> Decimal | None:
        """What a figure comes to; None where a value is missing."""
        return evaluate(expression, self.materials)

    @property
    def budget_column(self) -> str | None:
        """The column of the total row that the execution is measured by."""
        total = self.case.fund_table.total
        if total is None:
            return None
        return "adjusted" if total.adjusted is not None else "initial" if total.initial is not None else None

    def rate(self, row: FundRow) -> Bound | None:
        """执行率 of a fund row: as printed, else worked out; None where neither can be."""
        if row.rate is not None:
            return Bound(Cell(self.origin(row.path("rate")), "percent"), "%")
        column = "adjusted" if row.adjusted is not None else "initial"
        worked = Operation("percent", (self.cell(row, "executed"), self.cell(row, column)))
        return None if self.value(worked) is None else Bound(worked, "%", 2)

    def label(self, row: FundRow) -> Phrase:
        """The label of a fund row without 其中 and colons."""
        if row.fund.label is None:
            return ("年度资金总额",)
        found = _LABEL.match(row.fund.label)
        words = found["words"] if found else ""
        said = Said(self.origin(row.path("label")), words or row.fund.label)
        return (said, "资金") if words == "其他" else (said,)

    # indicators

    @cached_property
    def rows(self) -> tuple["RowView", ...]:
        """The indicator rows in order."""
        return tuple(RowView(self, row) for row in self.case.rows)

    @cached_property
    def levels(self) -> tuple["Level", ...]:
        """The rows by first level, in the order in which the levels appear."""
        found: dict[str, list[RowView]] = {}
        for row in self.rows:
            found.setdefault(_plain(row.row.indicator.level1), []).append(row)
        return tuple(Level(self, rows, "level1") for rows in found.values())

    @property
    def scored(self) -> bool:
        """Tell whether the form gives points."""
        return self.case.scored

    def count(self, rows: Sequence["RowView"], condition: str = "any", unit: str = "项") -> Bound:
        """How many of the rows meet a condition."""
        among = tuple(row.origin() for row in rows)
        return Bound(Count(among, condition), unit, 0)  # type: ignore[arg-type]

    @property
    def satisfaction(self) -> tuple["RowView", ...]:
        """The rows that measure satisfaction."""
        return tuple(row for row in self.rows if asks_satisfaction(row.row.indicator))


class RowView:
    """One indicator row."""

    def __init__(self, form: FormView, row: Row) -> None:
        self.form = form
        self.row = row

    def origin(self, field: str = "name") -> Origin:
        """The address of one of the row's cells."""
        return self.form.origin(self.row.path(field))

    @property
    def name(self) -> Phrase:
        """三级指标 without numbering; the second level where it is blank."""
        text = self.row.indicator.name
        if text is None:
            level = self.row.indicator.level2 or self.row.indicator.level1
            field = "level2" if self.row.indicator.level2 else "level1"
            return (Said(self.origin(field), level), "（未填三级指标）") if level else ("（未填三级指标）",)
        return (Said(self.origin(), _NUMBERING.sub("", text).rstrip("。；; ") or text),)

    @property
    def marked(self) -> Phrase:
        """三级指标 in quotation marks."""
        first, *rest = self.name
        return (Said(first.origin, first.text, marked=True), *rest) if isinstance(first, Said) else self.name

    @property
    def title(self) -> Phrase:
        """三级指标 for use in a sentence: in quotation marks where it is one itself, without the unit that stands with the figure."""
        name = self.name
        first = name[0]
        if isinstance(first, Said) and isinstance(self.row.actual, Quantity) and self.row.actual.unit.name:
            first = Said(first.origin, _UNIT.sub("", first.text) or first.text)
            name = (first, *name[1:])
        if isinstance(first, Said) and _SENTENCE.search(first.text):
            return (Said(first.origin, first.text, marked=True), *name[1:])
        return name

    def label(self, field: str) -> Phrase:
        """一级指标 or 二级指标 without its points."""
        text = getattr(self.row.indicator, field)
        return (Said(self.origin(field), _POINTS_IN_LABEL.sub("", text) or text),) if text else ("绩效指标",)

    def said(self, field: str) -> Said:
        """A cell's words without the full stop at their end."""
        text = (getattr(self.row.indicator, field) or "").strip()
        return Said(self.origin(field), text.rstrip("。；;") or text)

    @property
    def outcome(self) -> Outcome | None:
        """Whether the target was reached; None where no actual is printed."""
        return None if self.row.indicator.actual is None else self.row.comparison.outcome

    @property
    def unread(self) -> bool:
        """Tell whether there is no actual because it could not be read, not because the form leaves it blank."""
        return self.row.indicator.actual is None and (self.row.doubts("actual") or self.form.case.incomplete)

    @property
    def reached(self) -> bool:
        """Tell whether the target was reached."""
        return self.outcome is Outcome.REACHED

    @property
    def missed(self) -> bool:
        """Tell whether the target was missed."""
        return self.outcome is Outcome.MISSED

    @property
    def exceeded(self) -> bool:
        """Tell whether the target was exceeded so far that the rules ask why."""
        return exceeds(self.form.materials, self.origin())

    @property
    def short(self) -> bool:
        """Tell whether the row can be told in a sentence."""
        return len(self.row.indicator.name or "") <= 2 * _SHORT and all(
            len(getattr(self.row.indicator, field) or "") <= (_SHORT if self.figure(field) else _SHORT_WORDS)
            for field in ("target", "actual")
        )

    def told(self) -> Phrase:
        """The row in words: 名称为完成值（指标值…）, words in quotation marks; a missed target is said to be missed."""
        name, done = _plain(self.row.indicator.name), _plain(self.row.indicator.actual)
        if name and name in done:
            said: Phrase = (self.said("actual"),)
        else:
            bound, spoken = done[:1] in _BOUNDS, _SPOKEN.match(done)
            joint: Phrase = () if spoken or not self.figure("actual") else ("完成值",) if bound else ("为",)
            said = (*self.title, *joint, self.value("actual"), *self.lent_unit)
        inside: list[Phrase] = []
        if self.row.indicator.target is not None and _plain(self.row.indicator.target) != done:
            inside.append(("指标值", self.value("target")))
        if self.missed:
            inside.append(("未达到",))
        if (note := self.stated) is not None:
            inside.append(("自评表注明", note))
        return (*said, "（", *listed(inside, "，"), "）") if inside else said

    @property
    def stated(self) -> Said | None:
        """The figure that a note gives where the actual is a phrase alone (达成预期指标)."""
        for field in ("note", "remark"):
            text = (getattr(self.row.indicator, field) or "").strip()
            states = (
                len(text) <= _SHORT and re.search(r"\d", text) and _plain(text) != _plain(self.row.indicator.target)
            )
            if states and isinstance(self.row.actual, Achievement):
                return Said(self.origin(field), text.rstrip("。；;"), marked=True)
        return None

    def figure(self, field: str) -> bool:
        """Tell whether a target or actual is a figure or a date and nothing else."""
        value = self.row.target if field == "target" else self.row.actual
        return isinstance(value, Quantity | Range | Deadline) and value.subject is None and len(value.text) <= _SHORT

    @property
    def lent_unit(self) -> Phrase:
        """The unit of the target for an actual that is printed without one, where the comparison took it to be in that unit."""
        wanted, given = self.row.target, self.row.actual
        if isinstance(wanted, Quantity | Range) and isinstance(given, Quantity) and self.row.comparison.assumed:
            return (Said(self.origin("target"), wanted.unit.name),) if wanted.unit.name and not given.unit.name else ()
        return ()

    def value(self, field: str) -> Said:
        """A target or actual: a figure as it stands, words in quotation marks."""
        said = self.said(field)
        return said if self.figure(field) else Said(said.origin, said.text, marked=True)

    def points(self, field: str) -> Bound:
        """分值 or 得分 as printed."""
        return Bound(Cell(self.origin(field), "weight" if field == "weight" else "score"), "分")

    @property
    def lost(self) -> Operation | None:
        """The points that the row lost, as a figure; None where it lost none."""
        if self.row.weight is None or self.row.score is None or self.row.score >= self.row.weight:
            return None
        return Operation("difference", (Cell(self.origin("weight"), "weight"), Cell(self.origin("score"), "score")))

    def compared(self, part: str) -> Compared:
        """A figure of the row's comparison."""
        return Compared(self.origin(), part)  # type: ignore[arg-type]

    @property
    def distance(self) -> Phrase | None:
        """How far a missed target was missed, in words: 比指标值低1.9个百分点; None where figures do not tell."""
        comparison = self.row.comparison
        if comparison.gap is None or not comparison.gap or comparison.unit is None:
            return None
        if comparison.direction is Direction.DEADLINE:
            return ("比规定时间晚", Bound(self.compared("gap"), "天", 0))
        if comparison.actual is None or comparison.target is None:
            return None
        side = "比指标值低" if comparison.actual < comparison.target else "比指标值高"
        return (side, Bound(self.compared("gap"), self.step, 6))

    @property
    def step(self) -> str:
        """The unit of differences between actual and target: percentages differ in points."""
        unit = measure(self.row)[0] or ""
        return "个百分点" if unit == "%" else unit


class Level:
    """Rows that belong together: a first level, or a second level within one."""

    def __init__(self, form: FormView, rows: Sequence[RowView], field: str) -> None:
        self.form = form
        self.rows = tuple(rows)
        self.field = field

    @property
    def name(self) -> Phrase:
        """The level's label."""
        return self.rows[0].label(self.field)

    @property
    def name_text(self) -> str:
        """The level's label for comparing."""
        return _plain(getattr(self.rows[0].row.indicator, self.field))

    @cached_property
    def parts(self) -> tuple["Level", ...]:
        """The second levels within, in order."""
        found: dict[str, list[RowView]] = {}
        for row in self.rows:
            found.setdefault(_plain(row.row.indicator.level2), []).append(row)
        return tuple(Level(self.form, rows, "level2") for rows in found.values())

    def sum(self, field: str) -> Bound | None:
        """分值 or 得分 of all rows together; None where a row prints none."""
        reading = "weight" if field == "weight" else "score"
        cells = tuple(Cell(row.origin(field), reading) for row in self.rows)  # type: ignore[arg-type]
        total: Expression = cells[0] if len(cells) == 1 else Operation("sum", cells)
        return None if self.form.value(total) is None else Bound(total, "分", 4)

    def of(self, outcome: Outcome | None) -> tuple[RowView, ...]:
        """The rows with an outcome; None for those without an actual."""
        return tuple(row for row in self.rows if row.outcome is outcome)


def _plain(text: str | None) -> str:
    return "".join((text or "").split())
