"""Pages and actions of the way: steps, objections, answers, assignments, what is to be put right."""

from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from jixiao_web.evidence.listing import counted
from jixiao_web.filings.addresses import NoSuchCellError, parse
from jixiao_web.filings.judging import judge
from jixiao_web.filings.models import Filing, State
from jixiao_web.filings.searching import UNFINISHED
from jixiao_web.filings.telling import told
from jixiao_web.people.models import Person
from jixiao_web.people.request import person_of
from jixiao_web.people.roles import UNIT
from jixiao_web.people.scope import holds_over
from jixiao_web.workflow import speaking
from jixiao_web.workflow.models import Notice, Rectification
from jixiao_web.workflow.permissions import (
    may_assign,
    may_object,
    may_write,
    reviewers,
    seen,
    visible,
)
from jixiao_web.workflow.speaking import SaidNothingError
from jixiao_web.workflow.steps import BY_CODE
from jixiao_web.workflow.taking import RefusedStepError, hindrance, take, wanting


class Demanded(NamedTuple):
    """What is to be put right; whether the person may report on it, and whether its day has passed."""

    rectification: Rectification
    reportable: bool
    late: bool


def _form(request: HttpRequest, number: int) -> tuple[Person, Filing]:
    person = person_of(request)
    return person, seen(person, number)


def _allowed(allowed: bool) -> None:  # noqa: FBT001 - a guard
    if not allowed:
        raise PermissionDenied


def _done(request: HttpRequest, filing: Filing, work: Callable[[], object], said: str) -> HttpResponse:
    """Do something, say how it went, and go back to the form or to where the page said."""
    try:
        work()
    except (RefusedStepError, SaidNothingError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return redirect(back if back and safe else reverse("filing", args=[filing.pk]))


@require_POST
def step(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Take a step with the form as the person saw it."""
    person, filing = _form(request, number)
    if code not in BY_CODE:
        raise Http404
    version = request.POST.get("version", "")
    if version.isdecimal():
        filing.version = int(version)
    _allowed(holds_over(person, filing.body, *BY_CODE[code].roles))
    reason, confirmed = request.POST.get("reason", ""), request.POST.get("confirmed", "")
    if BY_CODE[code].asks and not confirmed:
        return redirect("publication", filing.pk)

    def taken() -> None:
        take(filing, person, code, reason=reason, confirmed=confirmed)
        if code == "propose" and (said := hindrance(filing)):
            messages.warning(request, f"单位提交之前还须处理：{said}单位退回修改，或您撤回送审，即可改正。")

    return _done(request, filing, taken, f"已{BY_CODE[code].words}。")


@require_safe
def check(request: HttpRequest, number: int) -> HttpResponse:
    """体检: all findings grouped by how grave they are, each with its answer."""
    person, filing = _form(request, number)
    rows = list(filing.rows.all())
    findings = judge(filing, rows).findings
    ranked = told(filing, rows, sorted(findings, key=lambda each: each.rank), counted(filing))
    grouped = [(severity, list(found)) for severity, found in groupby(ranked, key=lambda each: each.finding.severity)]
    context = {
        "filing": filing,
        "groups": grouped,
        "writable": may_write(person, filing),
        "wanting": wanting(filing, rows) if filing.state in UNFINISHED else "",
    }
    return render(request, "workflow/check.html", context)


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a finding."""
    person, filing = _form(request, number)
    _allowed(may_write(person, filing))
    key, reason = request.POST.get("key", ""), request.POST.get("reason", "")
    return _done(request, filing, lambda: speaking.answer_finding(filing, person, key, reason), "说明已保存。")


@require_POST
def object_(request: HttpRequest, number: int) -> HttpResponse:
    """Write down why a cell or the form is to be changed."""
    person, filing = _form(request, number)
    _allowed(may_object(person, filing))
    text = request.POST.get("address", "")
    try:
        address = parse(text) if text else None
    except NoSuchCellError as error:
        raise Http404 from error
    reason = request.POST.get("reason", "")
    return _done(
        request, filing, lambda: speaking.object_to(filing, person, address, reason), "退回意见已记下，退回时一并发出。"
    )


@require_POST
def withdraw(request: HttpRequest, number: int, objection: int) -> HttpResponse:
    """Take back an objection of one's own that was not sent yet."""
    person, filing = _form(request, number)
    _allowed(may_object(person, filing))
    held = get_object_or_404(filing.objections, pk=objection, sent=False, raised_by=person)
    return _done(request, filing, lambda: speaking.withdraw_objection(held, person), "退回意见已删除。")


@require_POST
def reply(request: HttpRequest, number: int, objection: int) -> HttpResponse:
    """Answer an objection."""
    person, filing = _form(request, number)
    _allowed(may_write(person, filing))
    held = get_object_or_404(filing.objections, pk=objection, sent=True, settled=False)
    text = request.POST.get("text", "")
    return _done(request, filing, lambda: speaking.reply_to(held, person, text), "答复已保存。")


@require_POST
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """Give the form to a reviewer or an expert of the own subtree."""
    person, filing = _form(request, number)
    _allowed(may_assign(person, filing))
    whom = request.POST.get("person", "")
    reviewer = get_object_or_404(reviewers(filing), pk=int(whom) if whom.isdecimal() else 0)
    return _done(request, filing, lambda: speaking.assign_to(filing, person, reviewer), f"已分派给{reviewer}。")


@require_POST
def opinion(request: HttpRequest, number: int) -> HttpResponse:
    """Hand in the opinion on a form that was assigned to one."""
    person, filing = _form(request, number)
    held = filing.assignments.filter(person=person, done_at=None).first()
    if held is None or filing.state != State.IN_REVIEW:
        raise PermissionDenied
    text = request.POST.get("text", "")
    return _done(request, filing, lambda: speaking.give_opinion(held, text), "评审意见已提交。")


@require_POST
def demand(request: HttpRequest, number: int) -> HttpResponse:
    """Demand that something be put right."""
    person, filing = _form(request, number)
    _allowed(may_assign(person, filing))
    text, due = request.POST.get("text", ""), parse_date(request.POST.get("due", "") or "x")
    return _done(request, filing, lambda: speaking.demand(filing, person, text, due), "整改事项已记下。")


@require_POST
def warn(request: HttpRequest, number: int) -> HttpResponse:
    """下达预警."""
    person, filing = _form(request, number)
    _allowed(may_assign(person, filing))
    return _done(
        request, filing, lambda: speaking.warn(filing, person, timezone.localdate()), "预警已下达，列入整改清单。"
    )


@require_safe
def rectifications(request: HttpRequest) -> HttpResponse:
    """整改清单: what the forms that the person sees have still to put right, the done ones last."""
    person, today = person_of(request), timezone.localdate()
    found = Rectification.objects.filter(filing__in=visible(person)).select_related(
        "filing__project", "filing__body__parent", "filing__cycle", "by"
    )
    listed = [
        Demanded(each, holds_over(person, each.filing.body, *UNIT), late=not each.done and (each.due or today) < today)
        for each in found.order_by("done", "due", "pk")[:500]
    ]
    return render(request, "workflow/rectifications.html", {"rectifications": listed})


@require_POST
def rectified(request: HttpRequest, number: int) -> HttpResponse:
    """Report what was done about a demand."""
    person = person_of(request)
    held = get_object_or_404(Rectification.objects.filter(filing__in=visible(person)), pk=number)
    _allowed(holds_over(person, held.filing.body, *UNIT))
    result, done = request.POST.get("result", ""), request.POST.get("done") == "1"
    return _done(
        request, held.filing, lambda: speaking.report_rectified(held, person, result, done=done), "整改情况已保存。"
    )


@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Take all notices for read."""
    Notice.objects.filter(Q(person=person_of(request)) & Q(read=False)).update(read=True)
    return redirect("desk")
