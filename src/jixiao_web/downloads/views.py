"""Handing out files."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from jixiao_web.downloads import making
from jixiao_web.downloads.making import FORMATS, CannotMakeFileError, Made
from jixiao_web.filings.models import Filing
from jixiao_web.people.request import person_of
from jixiao_web.trail.writing import note
from jixiao_web.workflow.permissions import seen

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
