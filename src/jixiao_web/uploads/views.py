"""Pages of uploads: receiving a document, showing what was read beside the original, accepting it."""

from pathlib import Path

from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from jixiao_web.cycles.models import Project
from jixiao_web.cycles.opening import CannotMakeError
from jixiao_web.cycles.views import own_bodies, seen_cycles
from jixiao_web.people.request import person_of
from jixiao_web.uploads import reading
from jixiao_web.uploads.models import Upload
from jixiao_web.workflow.permissions import seen

_FRAMED = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": ["'self'"],
    "script-src": ["'none'"],
    "sandbox": True,
}
"""A drawn document may be framed by our own pages, has its own look, and runs nothing."""


def _mine(request: HttpRequest, number: int) -> Upload:
    return get_object_or_404(Upload.objects.select_related("cycle", "body"), pk=number, person=person_of(request))


@require_POST
def received(request: HttpRequest, number: int) -> HttpResponse:
    """Keep a document for a cycle."""
    person = person_of(request)
    cycle = get_object_or_404(seen_cycles(person), pk=number)
    body = next((each for each in own_bodies(person, cycle) if str(each.pk) == request.POST.get("body", "")), None)
    if body is None:
        raise PermissionDenied
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        messages.error(request, "请先选择文件。")
        return redirect("cycle", cycle.pk)
    try:
        upload = reading.receive(person, cycle, body, file)
    except CannotMakeError as error:
        messages.error(request, str(error))
        return redirect("cycle", cycle.pk)
    return redirect("upload", upload.pk)


@require_safe
@csp_update({"frame-src": ["'self'"]})
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """What was read of a document, beside the original; before that the page asks for the reading and waits."""
    upload = _mine(request, number)
    forms = []
    if upload.content is not None:
        found = reading.submission(upload)
        forms = [(index, each, reading.doubts(each)) for index, each in enumerate(found.evaluations)]
    chosen = request.GET.get("form", "0")
    at = int(chosen) if chosen.isdecimal() and int(chosen) < len(forms) else 0
    context = {
        "upload": upload,
        "forms": forms,
        "at": at,
        "evaluation": forms[at][1] if forms else None,
        "unread": reading.submission(upload).unread if forms else (),
        "projects": Project.objects.filter(body=upload.body).order_by("code"),
    }
    return render(request, "uploads/upload.html", context)


@require_POST
def read(request: HttpRequest, number: int) -> HttpResponse:
    """Read the document now; the page that asked reloads itself when it is done."""
    upload = _mine(request, number)
    reading.read(upload)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect("upload", upload.pk)


@require_safe
@xframe_options_sameorigin
@csp_replace(_FRAMED)
def original(request: HttpRequest, number: int) -> HttpResponse:
    """The document as it was seen, in a frame that runs nothing."""
    upload = _mine(request, number)
    return _original(Path(upload.file.path), upload.name)


@require_safe
@xframe_options_sameorigin
@csp_replace(_FRAMED)
def source(request: HttpRequest, number: int) -> HttpResponse:
    """The document that a form was made of, for whoever sees the form."""
    filing = seen(person_of(request), number)
    if not filing.source:
        raise Http404
    return _original(Path(filing.source.path), filing.source_name)


def _original(path: Path, name: str) -> HttpResponse:
    try:
        return HttpResponse(reading.original(path, name))
    except LookupError as error:
        raise Http404(str(error)) from error


@require_POST
def accepted(request: HttpRequest, number: int) -> HttpResponse:
    """Make a form of what was read."""
    upload, person = _mine(request, number), person_of(request)
    if not any(each.pk == upload.body_id for each in own_bodies(person, upload.cycle)):
        raise PermissionDenied
    index, known = request.POST.get("form", ""), request.POST.get("project", "")
    project = get_object_or_404(Project, pk=int(known), body=upload.body) if known.isdecimal() else None
    try:
        filing = reading.accept(upload, person, int(index) if index.isdecimal() else -1, project=project)
    except (CannotMakeError, LookupError) as error:
        messages.error(request, str(error) if isinstance(error, CannotMakeError) else "文件还没有读完，请稍候。")
        return redirect("upload", upload.pk)
    messages.success(request, "已采用。标黄的格在读取时有疑问，请对照原件核对；改动即时保存。")
    return redirect("filing", filing.pk)
