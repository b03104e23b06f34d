"""The page of one form, and what happens while it is filled in."""

from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jixiao_web.filings import sheet
from jixiao_web.filings.addresses import Address, NoSuchCellError, parse
from jixiao_web.filings.judging import judge, watched
from jixiao_web.filings.models import Editing, Filing, Part, State
from jixiao_web.filings.naming import called
from jixiao_web.filings.rows import add_row, move_row, remove_row
from jixiao_web.filings.saving import LONGEST, Saved, Stale, TooLongError, save_cell, undo
from jixiao_web.people.models import Person
from jixiao_web.people.request import person_of
from jixiao_web.trail.models import Entry
from jixiao_web.workflow.looking import READ_BY_PROGRAM, look
from jixiao_web.workflow.models import Look, Objection, Rectification
from jixiao_web.workflow.permissions import (
    may_assign,
    may_object,
    may_write,
    possible,
    reviewers,
    seen,
)

_HEAD = (
    ("project_name", "项目名称"),
    ("supervisor", "主管部门"),
    ("implementer", "实施单位"),
)
_TAIL = (("total_score", "总分"), ("grade", "等级"), ("conclusion", "自评结论"), ("remark", "备注"))
_GOALS = (("expected", "预期目标"), ("actual", "实际完成情况"))
_MANAGEMENT = (("item", "事项"), ("description", "情况说明"), ("issue", "存在问题和改进措施"))
_FIELDS = (("label", "栏目"), ("value", "内容"))
_NO_STEPS = ("修改", READ_BY_PROGRAM)
"""What the log tells and the record of the way leaves out."""
_PASTED = 500
"""Cells that may be pasted at once."""


class Objected(NamedTuple):
    """An objection and what people call the cell it is about."""

    objection: Objection
    called: str


@require_safe
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """One form, as the person may see and write it."""
    person = person_of(request)
    filing = seen(person, number)
    context = _page(person, filing)
    look(person, filing)
    return render(request, "filings/filing.html", context)


def _table(person: Person, filing: Filing) -> dict[str, Any]:
    """What of the page depends on the cells: asked for at every save, so with as few queries as can be."""
    rows = list(filing.rows.all())
    judgement = judge(filing, rows)
    marks = sheet.marked(judgement)
    seen_as = _context(person, filing)
    card = watched(filing, rows)
    return {
        "card": card,
        "budget_light": sheet.light_view(card.budget) if card else None,
        "filing": filing,
        "context": seen_as,
        "columns": sheet.columns(filing),
        "indicators": sheet.indicator_rows(filing, rows, judgement, marks, seen_as, card),
        "fund_columns": sheet.FUNDS[filing.form],
        "funds": sheet.part_rows(Part.FUND, sheet.FUNDS[filing.form], rows, marks, seen_as),
        "goals": sheet.part_rows(Part.GOAL, _GOALS if filing.form != "target" else _GOALS[:1], rows, marks, seen_as),
        "management": sheet.part_rows(Part.MANAGEMENT, _MANAGEMENT, rows, marks, seen_as),
        "fields": sheet.part_rows(Part.FIELD, _FIELDS, rows, marks, seen_as),
        "head": sheet.head_cells(filing, _HEAD, marks, seen_as),
        "tail": sheet.head_cells(filing, _TAIL if filing.form == "self_evaluation" else _TAIL[-1:], marks, seen_as),
        "strip": sheet.strip(filing, rows, judgement),
        "findings": judgement.findings,
        "total": sheet.of_total(judgement.card),
        "others": _others(person, filing),
    }


def _page(person: Person, filing: Filing) -> dict[str, Any]:
    return _table(person, filing) | {
        "steps": possible(person, filing),
        "way": _way(filing),
        "record": Entry.objects.filter(object_type="filings.filing", object_id=filing.pk).exclude(
            action__in=("修改", READ_BY_PROGRAM)
        )[:20],
        "answers": {answer.key: answer for answer in filing.answers.select_related("person")},
        "objections": [
            Objected(each, called(list(filing.rows.all()), each.address, filing.form))
            for each in filing.objections.select_related("raised_by", "answered_by")
            if each.sent or each.raised_by_id == person.pk
        ],
        "may_object": may_object(person, filing),
        "may_assign": may_assign(person, filing),
        "assignments": filing.assignments.select_related("person"),
        "assigned_to_me": filing.assignments.filter(person=person, done_at=None).exists(),
        "demands": _demands(filing),
        "reviewers": reviewers(filing) if may_assign(person, filing) else (),
    }


_WAY = (
    (State.DRAFT, "填报"),
    (State.UNIT_REVIEW, "单位审核"),
    (State.SUBMITTED, "提交"),
    (State.IN_REVIEW, "主管部门审核"),
    (State.RECHECKED, "复核"),
    (State.CONFIRMED, "确定"),
    (State.PUBLISHED, "公开"),
)


def _way(filing: Filing) -> list[tuple[str, str]]:
    """The stations of the form's way, each with "done", "here" or ""."""
    states = [state for state, _ in _WAY]
    at = states.index(State.DRAFT if filing.state == State.RETURNED else State(filing.state))
    return [
        (words, "done" if number < at else "here" if number == at else "") for number, (_, words) in enumerate(_WAY)
    ]


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
    reviewing = may_write(person, filing, Address("indicators", 0, "reviewed_score"))
    return sheet.Context(may_write(person, filing), reviewing, changed, objections)


def _demands(filing: Filing) -> list[Rectification]:
    """What is to be put right: demanded of this form, and of earlier ones of the project and still open."""
    of_project = Rectification.objects.filter(filing__project=filing.project).select_related("filing__cycle", "by")
    return list(of_project.filter(Q(filing=filing) | Q(done=False, filing__cycle__year__lt=filing.cycle.year)))


def _others(person: Person, filing: Filing) -> list[Editing]:
    since = timezone.now() - Editing.LASTS
    return list(filing.editings.filter(at__gt=since).exclude(person=person).select_related("person"))


def _address(request: HttpRequest) -> Address:
    try:
        return parse(request.POST.get("address", ""))
    except NoSuchCellError as error:
        raise Http404 from error


def _writing(request: HttpRequest, number: int, address: Address | None = None) -> tuple[Person, Filing]:
    """The person and the form, if the person may write there; 404 for strangers, 403 for readers."""
    person = person_of(request)
    filing = seen(person, number)
    if not may_write(person, filing, address):
        raise PermissionDenied
    return person, filing


@require_POST
def cell(request: HttpRequest, number: int) -> HttpResponse:
    """Save one cell; answer with what changed on the page, or with a choice when a colleague was faster (409)."""
    address = _address(request)
    person, filing = _writing(request, number, address)
    value = request.POST.get("value", "").strip()
    try:
        outcome = save_cell(filing, person, address, seen=request.POST.get("seen", ""), value=value)
    except NoSuchCellError as error:
        raise Http404 from error
    except TooLongError:
        return _trouble(request, f"一格最多{LONGEST}字，这里有{len(value)}字，没有保存；请精简后再试。", 413)
    if isinstance(outcome, Stale):
        context = {"filing": filing, "address": str(address), "theirs": outcome.now, "mine": value, "by": outcome.by}
        return render(request, "filings/parts/choice.html", context, status=409)
    return _changed(request, person, filing, [address])


@require_POST
def paste(request: HttpRequest, number: int) -> HttpResponse:
    """Save many cells at once, a column pasted from a spreadsheet; those that a colleague changed are left and told."""
    person, filing = _writing(request, number)
    fields = (request.POST.getlist("address"), request.POST.getlist("seen"), request.POST.getlist("value"))
    if len({len(field) for field in fields}) != 1 or not 0 < len(fields[0]) <= _PASTED:
        return _trouble(request, f"一次最多粘贴{_PASTED}格，没有保存；请分几次粘贴。", 413)
    saved: list[Address] = []
    left: list[Address] = []
    try:
        addresses = [parse(text) for text in fields[0]]
        with transaction.atomic():
            for address, before, value in zip(addresses, fields[1], fields[2], strict=True):
                if not may_write(person, filing, address):
                    raise PermissionDenied
                outcome = save_cell(filing, person, address, seen=before, value=value.strip())
                (saved if isinstance(outcome, Saved) else left).append(address)
    except NoSuchCellError as error:
        raise Http404 from error
    except TooLongError:
        return _trouble(request, f"有的格超过{LONGEST}字，整次粘贴没有保存；请精简后再试。", 413)
    return _changed(request, person, filing, [*saved, *left], left=len(left))


@require_POST
def undone(request: HttpRequest, number: int) -> HttpResponse:
    """Take back the person's last change that still stands."""
    person, filing = _writing(request, number)
    address = undo(filing, person)
    if address is None:
        return _trouble(request, "没有可以撤销的修改：您没有改过，或改过的地方后来又被改动。", 409)
    return _changed(request, person, filing, [address])


@require_POST
def row(request: HttpRequest, number: int) -> HttpResponse:
    """Add, remove or move a row; answer with the whole table."""
    person, filing = _writing(request, number)
    action, at = request.POST.get("action", ""), request.POST.get("row", "")
    part = request.POST.get("part", Part.INDICATOR)
    if part not in Part.values or (at and not at.isdecimal()):
        raise Http404
    try:
        if action == "add":
            add_row(filing, person, part, after=int(at or 0))
        elif action == "remove":
            remove_row(filing, person, int(at or 0))
        elif action in {"up", "down"}:
            move_row(filing, person, int(at or 0), -1 if action == "up" else 1)
        else:
            raise Http404
    except NoSuchCellError as error:
        raise Http404 from error
    filing.refresh_from_db()
    return render(request, "filings/parts/form.html", _table(person, filing))


@require_POST
def editing(request: HttpRequest, number: int) -> HttpResponse:
    """Say which cell the person has open; an empty address says none."""
    person = person_of(request)
    filing = seen(person, number)
    text = request.POST.get("address", "")
    if not text or not may_write(person, filing):
        Editing.objects.filter(filing=filing, person=person).delete()
    else:
        values = {"address": str(_address(request)), "at": timezone.now()}
        Editing.objects.update_or_create(filing=filing, person=person, defaults=values)
    return HttpResponse(status=204)


@require_safe
def pulse(request: HttpRequest, number: int) -> HttpResponse:
    """What colleagues did since the page last asked: whose cell is open, which cells they changed."""
    person = person_of(request)
    filing = seen(person, number)
    since = request.GET.get("since", "")
    last = int(since) if since.isdecimal() and len(since) < 19 else 0
    later = Entry.objects.filter(object_type="filings.filing", object_id=filing.pk, pk__gt=last).exclude(person=person)
    paths = dict.fromkeys(later.values_list("path", flat=True))
    if not paths:
        return render(request, "filings/parts/quiet.html", {"last_entry": last, "others": _others(person, filing)})
    return _changed(request, person, filing, [parse(path) for path in paths if path])


@require_safe
def explained(request: HttpRequest, number: int, row_number: int) -> HttpResponse:
    """How the score of a row comes about, and what was found about it."""
    filing = seen(person_of(request), number)
    judgement = judge(filing)
    context = {
        "filing": filing,
        "row": filing.rows.filter(pk=row_number).first(),
        "derivation": sheet.derivation(judgement.scores.get(row_number)),
        "findings": sheet.of_row(judgement, row_number),
    }
    return render(request, "filings/parts/explained.html", context)


def _changed(
    request: HttpRequest, person: Person, filing: Filing, addresses: list[Address], *, left: int = 0
) -> HttpResponse:
    """The parts of the page that a change touches, each put in its place by its id."""
    filing.refresh_from_db(fields=("head", "state", "version"))
    context = _table(person, filing)
    wanted = {str(address) for address in addresses}
    rows = [each for row_ in context["indicators"] for each in row_.cells]
    groups = (
        rows,
        context["head"],
        context["tail"],
        *context["funds"],
        *context["goals"],
        *context["management"],
        *context["fields"],
    )
    context["changed_cells"] = [each for group in groups for each in group if each.address in wanted]
    context["left"] = left
    last = Entry.objects.filter(object_type="filings.filing", object_id=filing.pk).first()
    context["last_entry"] = last.pk if last else 0
    return render(request, "filings/parts/changed.html", context)


def _trouble(request: HttpRequest, text: str, status: int) -> HttpResponse:
    return render(request, "filings/parts/trouble.html", {"text": text}, status=status)
