"""What happens while a form is filled in: cells, pastes, rows, taking back, and what colleagues do meanwhile."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jixiao_web.filings.addresses import Address, NoSuchCellError, parse
from jixiao_web.filings.models import Editing, Filing, Part
from jixiao_web.filings.pasting import Copied
from jixiao_web.filings.pasting import paste as pasted
from jixiao_web.filings.rows import CHANGING, add_row, move_row, remove_row
from jixiao_web.filings.saving import LONGEST, NoScoreError, Stale, TooLongError, save_cell
from jixiao_web.filings.table import last_entry, others, table
from jixiao_web.filings.undoing import Undone, redo, undo
from jixiao_web.people.models import Person
from jixiao_web.people.request import person_of
from jixiao_web.trail.models import Entry
from jixiao_web.workflow.permissions import may_write, seen

_PASTED = 600
"""Cells that may be pasted at once."""
_LEVELS = ("/level1", "/level2")
"""Endings of the addresses whose cells are merged: when one changes, the table is laid out anew."""
_REVIEWED = Address(Part.INDICATOR, 0, "reviewed_score")


@require_POST
def cell(request: HttpRequest, number: int) -> HttpResponse:
    """Save one cell; answer with what changed on the page, or with a choice when a colleague was faster (409)."""
    address = _address(request)
    person, filing = _writing(request, number, address)
    value = request.POST.get("value", "").strip()
    try:
        outcome = save_cell(filing, person, address, seen=request.POST.get("seen", ""), value=value)
    except NoSuchCellError:
        return _trouble(request, "这一行已被别人删除，内容没有保存；需要时可以复制出来填到别处。", 410)
    except TooLongError:
        return _trouble(request, f"一格最多{LONGEST}字，这里有{len(value)}字，没有保存；请精简后再试。", 413)
    except NoScoreError as error:
        return _trouble(request, str(error), 422)
    if isinstance(outcome, Stale):
        context = {"filing": filing, "address": str(address), "theirs": outcome.now, "mine": value, "by": outcome.by}
        return render(request, "filings/parts/choice.html", context, status=409)
    return _news(request, person, filing, [address])


@require_POST
def paste(request: HttpRequest, number: int) -> HttpResponse:
    """Save many cells at once, a block out of a spreadsheet; those that a colleague changed are left and told."""
    fields = (request.POST.getlist("address"), request.POST.getlist("seen"), request.POST.getlist("value"))
    count = len(fields[0])
    if not 0 < count <= _PASTED or {count} != {len(field) for field in fields}:
        _writing(request, number)
        return _trouble(request, f"一次最多粘贴{_PASTED}格，没有保存；请分几次粘贴。", 413)
    cells = [Copied(address, before, value.strip()) for address, before, value in zip(*fields, strict=True)]
    try:
        person, filing = _writing(request, number, *(each.target() for each in cells))
        if any(each.new for each in cells):
            _writing(request, number)
        outcome = pasted(filing, person, cells)
    except NoSuchCellError as error:
        raise Http404 from error
    except TooLongError:
        return _trouble(request, f"有的格超过{LONGEST}字，整次粘贴没有保存；请精简后再试。", 413)
    except NoScoreError as error:
        return _trouble(request, f"整次粘贴没有保存：{error}", 422)
    left = f"有{len(outcome.left)}格刚被别人改动，没有覆盖" if outcome.left else ""
    return _news(request, person, filing, [*outcome.saved, *outcome.left], rows=outcome.rows > 0, left=left)


@require_POST
def undone(request: HttpRequest, number: int) -> HttpResponse:
    """Take back the person's last change, as far as it still stands."""
    person, filing = _taking_back(request, number)
    outcome = undo(filing, person, lambda address: may_write(person, filing, address))
    return _turned(request, person, filing, outcome, "撤销")


@require_POST
def redone(request: HttpRequest, number: int) -> HttpResponse:
    """Do again what the person took back last."""
    person, filing = _taking_back(request, number)
    outcome = redo(filing, person, lambda address: may_write(person, filing, address))
    return _turned(request, person, filing, outcome, "重做")


def _turned(request: HttpRequest, person: Person, filing: Filing, outcome: Undone | None, what: str) -> HttpResponse:
    if outcome is None:
        return _trouble(request, f"没有可以{what}的修改。", 409)
    if not outcome.something:
        return _trouble(request, f"不能{what}：{outcome.words}。{outcome.why}。", 409)
    left = f"已{what}：{outcome.words}；其中{outcome.left}处没有{what}，{outcome.why}" if outcome.left else ""
    said = f"已{what}：{outcome.words}"
    return _news(request, person, filing, outcome.cells, rows=outcome.rows, left=left, said=said)


@require_POST
def row(request: HttpRequest, number: int) -> HttpResponse:
    """Add, remove or move a row; answer with the whole table."""
    person, filing = _writing(request, number)
    action, at = request.POST.get("action", ""), request.POST.get("row", "")
    part = request.POST.get("part", Part.INDICATOR)
    if part not in Part.values or (at and not at.isdecimal()):
        raise Http404
    made = None
    try:
        if action == "add":
            made = add_row(filing, person, part, after=int(at or 0))
        elif action == "remove":
            remove_row(filing, person, int(at or 0))
        elif action in {"up", "down"}:
            move_row(filing, person, int(at or 0), -1 if action == "up" else 1)
        else:
            raise Http404
    except NoSuchCellError as error:
        raise Http404 from error
    return _news(request, person, filing, [], rows=True, made=made.pk if made else "")


@require_POST
def editing(request: HttpRequest, number: int) -> HttpResponse:
    """Say which cell the person has open, with an empty address none, with `gone` that the page is left."""
    person = person_of(request)
    filing = seen(person, number)
    text = request.POST.get("address", "")
    mine = may_write(person, filing) or may_write(person, filing, _REVIEWED)
    if not mine or request.POST.get("gone"):
        Editing.objects.filter(filing=filing, person=person).delete()
    else:
        # In one statement: the page that is left and the one that is opened tell of themselves at once.
        told = Editing(filing=filing, person=person, address=str(_address(request)) if text else "", at=timezone.now())
        Editing.objects.bulk_create(
            [told], update_conflicts=True, unique_fields=["filing", "person"], update_fields=["address", "at"]
        )
    return HttpResponse(status=204)


@require_safe
def pulse(request: HttpRequest, number: int) -> HttpResponse:
    """What colleagues did since the page last asked: whose cell is open, which cells they changed, which rows came and went."""
    person = person_of(request)
    filing = seen(person, number)
    last = last_entry(filing)
    if last <= (_since(request.GET) or 0):
        context = {"last_entry": last, "filing": filing, "others": others(person, filing)}
        return render(request, "filings/parts/quiet.html", context)
    return _news(request, person, filing, [])


def _news(
    request: HttpRequest,
    person: Person,
    filing: Filing,
    addresses: Iterable[Address],
    *,
    rows: bool = False,
    **told: str | int,
) -> HttpResponse:
    """The parts of the page that changed since it last asked, each put in its place by its id; where rows did, all tables."""
    since = _since(request.POST or request.GET)
    about = Entry.objects.filter(object_type="filings.filing", object_id=filing.pk)
    entries = [] if since is None else list(about.filter(pk__gt=since).values_list("action", "path"))
    wanted = {str(address) for address in addresses} | {path for _, path in entries}
    rows = rows or any(action in CHANGING for action, _ in entries) or any(path.endswith(_LEVELS) for path in wanted)
    filing.refresh_from_db(fields=("head", "state", "version"))
    context = table(person, filing) | told
    context |= {"rows_changed": rows, "changed_cells": [] if rows else _cells(context, wanted)}
    return render(request, "filings/parts/changed.html", context)


def _cells(context: dict[str, Any], wanted: set[str]) -> list[Any]:
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
    return [each for group in groups for each in group if each.address in wanted]


def _since(fields: QueryDict) -> int | None:
    """The last entry of the log that the page knows; None when it does not say."""
    text = str(fields.get("since", ""))
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _address(request: HttpRequest) -> Address:
    try:
        return parse(request.POST.get("address", ""))
    except NoSuchCellError as error:
        raise Http404 from error


def _writing(request: HttpRequest, number: int, *addresses: Address) -> tuple[Person, Filing]:
    """The person and the form, if the person may write in all these cells; 404 for strangers, 403 for readers."""
    person = person_of(request)
    filing = seen(person, number)
    kinds = {address.field: address for address in addresses}.values() or (None,)
    if not all(may_write(person, filing, each) for each in kinds):
        raise PermissionDenied
    return person, filing


def _taking_back(request: HttpRequest, number: int) -> tuple[Person, Filing]:
    """The person and the form, if there is anything in it that the person may write."""
    person = person_of(request)
    filing = seen(person, number)
    if not may_write(person, filing) and not may_write(person, filing, _REVIEWED):
        raise PermissionDenied
    return person, filing


def _trouble(request: HttpRequest, text: str, status: int) -> HttpResponse:
    return render(request, "filings/parts/trouble.html", {"text": text}, status=status)
