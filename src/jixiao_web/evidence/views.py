"""Pages and actions of evidence: what is attached, attaching, replacing, taking off, handing out."""

from collections.abc import Callable

from csp.decorators import csp_replace
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from jixiao_web.evidence import keeping, listing
from jixiao_web.evidence.keeping import NotAttachedError
from jixiao_web.evidence.models import Evidence
from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Person
from jixiao_web.people.request import person_of
from jixiao_web.trail.writing import note
from jixiao_web.workflow.permissions import may_write, seen

_NOTHING = {"default-src": ["'none'"], "sandbox": True}
"""What is handed out runs nothing, even where a browser shows it all the same."""


@require_safe
def listed(request: HttpRequest, number: int) -> HttpResponse:
    """What is attached to a form, and what was each time it was handed in; ?row= chooses the row to attach to."""
    person = person_of(request)
    filing = seen(person, number)
    rows, asked = list(filing.rows.all()), request.GET.get("row", "")
    context = {
        "filing": filing,
        "pieces": listing.shown(filing, rows),
        "handed": listing.handed_in(filing, rows),
        "places": listing.places(rows),
        "row": int(asked) if asked.isdecimal() and len(asked) < 19 else 0,
        "writable": may_write(person, filing),
        "largest": keeping.LARGEST >> 20,
        "largest_of_form": keeping.LARGEST_OF_FORM >> 20,
        "most": keeping.MOST_OF_FORM,
    }
    return render(request, "evidence/list.html", context)


def _for_writing(request: HttpRequest, number: int) -> tuple[Person, Filing]:
    person = person_of(request)
    filing = seen(person, number)
    if not may_write(person, filing):
        raise PermissionDenied
    return person, filing


def _done(request: HttpRequest, filing: Filing, row: int, work: Callable[[], object], said: str) -> HttpResponse:
    """Do it, say how it went, and go back to the list."""
    try:
        work()
    except NotAttachedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    back = reverse("evidence-list", args=[filing.pk])
    return redirect(f"{back}?row={row}" if row else back)


@require_POST
def attached(request: HttpRequest, number: int) -> HttpResponse:
    """Attach files to the form or to a row of it."""
    person, filing = _for_writing(request, number)
    files = request.FILES.getlist("files")
    asked, said = request.POST.get("row", ""), request.POST.get("note", "")
    row = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    return _done(
        request,
        filing,
        row,
        lambda: keeping.attach(filing, person, files, row=row, said=said),
        f"已附上{len(files)}份材料。",
    )


@require_POST
def replaced(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    """Put a file in place of one."""
    person, filing = _for_writing(request, number)
    held = get_object_or_404(filing.evidence, pk=evidence, taken_off_at=None)
    files = request.FILES.getlist("files")[:1]
    said = request.POST.get("note", "") or held.note
    return _done(
        request,
        filing,
        0,
        lambda: keeping.attach(filing, person, files, row=held.row, said=said, instead=held),
        f"已更换“{held.name}”。",
    )


@require_POST
def taken_off(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    """Take a piece off."""
    person, filing = _for_writing(request, number)
    held = get_object_or_404(filing.evidence, pk=evidence, taken_off_at=None)
    held.filing = filing
    return _done(request, filing, 0, lambda: keeping.take_off(held, person), f"已移除“{held.name}”。")


@require_safe
@csp_replace(_NOTHING)
def handed_out(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    """A piece, also one that was taken off after it was handed in: to be kept, never shown by the browser itself."""
    person = person_of(request)
    filing = seen(person, number)
    held: Evidence = get_object_or_404(filing.evidence, pk=evidence)
    try:
        content = keeping.content_of(held)
    except NotAttachedError as error:
        messages.error(request, str(error))
        return redirect("evidence-list", filing.pk)
    note(person, "导出", filing, after=held.name)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=held.name) or "attachment"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
