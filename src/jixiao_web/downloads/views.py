"""Handing out files."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from jixiao_web.downloads import making, publishing
from jixiao_web.downloads.making import FORMATS, CannotMakeFileError, Made
from jixiao_web.downloads.outlook import outlook
from jixiao_web.filings.models import Filing, State
from jixiao_web.people.request import person_of
from jixiao_web.people.scope import holds_over
from jixiao_web.trail.writing import note
from jixiao_web.workflow.permissions import seen
from jixiao_web.workflow.steps import BY_CODE

_PAPERS: dict[str, Callable[[Filing, str], Made]] = {
    "form": making.form,
    "recheck": making.recheck,
    "opinion": making.opinion,
}


@require_safe
def paper(request: HttpRequest, number: int, what: str, kind: str) -> HttpResponse:
    """The form, its 复核表 or 审核意见, as Word, Excel or PDF."""
    filing = seen(person_of(request), number)
    if what not in _PAPERS or kind not in FORMATS:
        raise Http404
    return _handed_out(request, filing, lambda: _PAPERS[what](filing, kind))


@require_safe
def annotated(request: HttpRequest, number: int) -> HttpResponse:
    """The annotated copy."""
    filing = seen(person_of(request), number)
    return _handed_out(request, filing, lambda: making.annotated_copy(filing))


@require_safe
def publication(request: HttpRequest, number: int) -> HttpResponse:
    """What to look at before the form is published, which is confirmed there; once it is, its package."""
    person = person_of(request)
    filing = seen(person, number)
    if not holds_over(person, filing.body, *BY_CODE["publish"].roles):
        raise PermissionDenied
    published = filing.state == State.PUBLISHED
    if not published and filing.state not in BY_CODE["publish"].before:
        messages.error(request, f"这张表现在是“{filing.get_state_display()}”，确定以后才能公开。")
        return redirect("filing", filing.pk)
    context = {"filing": filing, "published": published, "outlook": outlook(filing)}
    return render(request, "downloads/publication.html", context)


@require_safe
def publication_package(request: HttpRequest, number: int) -> HttpResponse:
    """The package in which the form is published."""
    filing = seen(person_of(request), number)
    if filing.state != State.PUBLISHED:
        messages.error(request, "这张表还没有公开，没有公开包。")
        return redirect("filing", filing.pk)
    return _handed_out(request, filing, lambda: publishing.package(filing))


def _handed_out(request: HttpRequest, filing: Filing, make: Callable[[], Made]) -> HttpResponse:
    try:
        made = make()
    except CannotMakeFileError as error:
        messages.error(request, str(error))
        return redirect("filing", filing.pk)
    note(person_of(request), "导出", filing, after=made.name)
    answer = HttpResponse(made.content, content_type=made.media_type)
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=made.name) or "attachment"
    )
    return answer
