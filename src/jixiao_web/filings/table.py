"""What of the page of a form depends on its cells: asked for at every save, so with as few queries as can be."""

from typing import Any, NamedTuple

from django.utils import timezone

from jixiao.monitoring import MonitorCard
from jixiao_web.evidence.listing import counted
from jixiao_web.filings import sheet
from jixiao_web.filings.addresses import Address
from jixiao_web.filings.changes import reach
from jixiao_web.filings.judging import judge, watched, without_placeholders
from jixiao_web.filings.models import Editing, Filing, Part, Row
from jixiao_web.filings.naming import called
from jixiao_web.filings.searching import UNFINISHED
from jixiao_web.filings.settling import settled
from jixiao_web.filings.telling import told
from jixiao_web.people.models import Person
from jixiao_web.trail.models import Entry
from jixiao_web.workflow.models import Look
from jixiao_web.workflow.permissions import may_write
from jixiao_web.workflow.taking import wanting

_HEAD = (
    ("project_name", "项目名称"),
    ("supervisor", "主管部门"),
    ("implementer", "实施单位"),
)
_TAIL = (("total_score", "总分"), ("grade", "等级"), ("conclusion", "自评结论"), ("remark", "备注"))
_GOALS = (("expected", "预期目标"), ("actual", "实际完成情况"))
_MANAGEMENT = (("item", "事项"), ("description", "情况说明"), ("issue", "存在问题和改进措施"))
_LEVEL_WORDS = (
    ("产出指标", "成本指标", "效益指标", "满意度指标"),
    (
        "数量指标",
        "质量指标",
        "时效指标",
        "经济成本指标",
        "社会成本指标",
        "生态环境成本指标",
        "经济效益指标",
        "社会效益指标",
        "生态效益指标",
        "可持续影响指标",
        "服务对象满意度指标",
    ),
)
"""What is offered for the first two columns of the table of indicators; anything else may be written as well."""
_FIELDS = (("label", "栏目"), ("value", "内容"))
_FIGURE = 9
"""Characters that a figure with its unit takes at most, as a rule."""


class ToldWarning(NamedTuple):
    """A warning of a monitoring form with the cell that it is about, "" where there is none, and what people call it."""

    message: str
    address: str
    called: str


class Present(NamedTuple):
    """Somebody who has the form open: the name, the address of the cell ("" for none), what people call it."""

    name: str
    address: str
    called: str


def table(person: Person, filing: Filing) -> dict[str, Any]:
    """The tables with their marks, the figures at a glance, the findings, who else is there, what can be taken back."""
    last = last_entry(filing)
    rows = list(filing.rows.all())
    judgement = judge(filing, rows)
    marks = sheet.marked(judgement)
    seen_as = _context(person, filing)
    card = watched(filing, rows)
    head, tail = _HEAD, _TAIL if filing.form == "self_evaluation" else _TAIL[-1:]
    return {
        "last_entry": last,
        "card": card,
        "warnings": _warnings(filing, rows, card) if card else (),
        "budget_light": sheet.light_view(card.budget) if card else None,
        "filing": filing,
        "context": seen_as,
        "columns": sheet.columns(filing),
        "reviewed": len(sheet.columns(filing)) > len(sheet.COLUMNS[filing.form]),
        "indicators": sheet.indicator_rows(filing, rows, judgement, marks, seen_as, card),
        "wordy": _wordy(rows),
        "fund_columns": sheet.FUNDS[filing.form],
        "funds": sheet.part_rows(Part.FUND, sheet.FUNDS[filing.form], rows, marks, seen_as),
        "goals": sheet.part_rows(Part.GOAL, _GOALS if filing.form != "target" else _GOALS[:1], rows, marks, seen_as),
        "management": sheet.part_rows(Part.MANAGEMENT, _MANAGEMENT, rows, marks, seen_as),
        "fields": sheet.part_rows(Part.FIELD, _FIELDS, rows, marks, seen_as),
        "head": sheet.head_cells(filing, head, marks, seen_as),
        "tail": sheet.head_cells(filing, tail, marks, seen_as),
        "marks": [(str(address), mark) for address, mark in marks.items()],
        "level_words": _LEVEL_WORDS,
        "strip": sheet.strip(filing, rows, judgement, card, settled(filing, rows)),
        "wanting": wanting(filing, rows) if filing.state in UNFINISHED else "",
        "findings": told(filing, rows, judgement.findings),
        "total": sheet.of_total(judgement.card),
        "others": others(person, filing, rows),
        "attached": sum(seen_as.evidence.values()),
        "reach": reach(filing, person) if seen_as.writable or seen_as.reviewing else None,
    }


def _wordy(rows: list[Row]) -> bool:
    """Whether a quarter of the actuals are sentences rather than figures, as in forms of a whole department: they need room."""
    lengths = sorted(len(str(row.values.get("actual") or "")) for row in rows if row.part == Part.INDICATOR)
    return bool(lengths) and lengths[len(lengths) * 3 // 4] > _FIGURE


def last_entry(filing: Filing) -> int:
    """The number of the last entry of the log about a form."""
    entries = Entry.objects.filter(object_type="filings.filing", object_id=filing.pk)
    return entries.values_list("pk", flat=True).first() or 0


def others(person: Person, filing: Filing, rows: list[Row] | None = None) -> list[Present]:
    """Who else has the form open for writing, and in which cell."""
    since = timezone.now() - Editing.LASTS
    found = list(filing.editings.filter(at__gt=since).exclude(person=person).select_related("person").order_by("pk"))
    if not found:
        return []
    rows = list(filing.rows.all()) if rows is None else rows
    return [
        Present(each.person.name, each.address, each.address and called(rows, each.address, filing.form))
        for each in found
    ]


def _warnings(filing: Filing, rows: list[Row], card: MonitorCard) -> list[ToldWarning]:
    indicators = [row for row in without_placeholders(rows) if row.part == Part.INDICATOR]
    fund = next((row for row in rows if row.part == Part.FUND), None)
    told = []
    for each in card.warnings:
        row, field = (fund, "executed") if each.indicator is None else (indicators[each.indicator], "actual")
        address = str(Address(row.part, row.pk, field)) if row else ""
        told.append(ToldWarning(each.message, address, called(rows, address, filing.form) if address else ""))
    return told


def _context(person: Person, filing: Filing) -> sheet.Context:
    look = Look.objects.filter(filing=filing, person=person).first()
    changed: frozenset[str] = frozenset()
    if look is not None:
        later = Entry.objects.filter(object_type="filings.filing", object_id=filing.pk, pk__gt=look.entry)
        changed = frozenset(later.exclude(person=person).exclude(path="").values_list("path", flat=True))
    objections: dict[str, tuple[str, ...]] = {}
    for each in filing.objections.filter(settled=False):
        if each.sent or each.raised_by_id == person.pk:
            objections[each.address] = (*objections.get(each.address, ()), each.reason)
    has_review = any(field == "reviewed_score" for field, _ in sheet.columns(filing))
    reviewing = has_review and may_write(person, filing, Address("indicators", 0, "reviewed_score"))
    return sheet.Context(may_write(person, filing), reviewing, changed, objections, counted(filing))
