"""Pages of uploads: receiving a document, showing what was read beside the original, accepting it."""

from pathlib import Path
from typing import NamedTuple

from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from jixiao.model import Evaluation
from jixiao.model.titles import FORMS, KINDS
from jixiao_web.cycles.models import Cycle, Project
from jixiao_web.cycles.opening import CannotMakeError
from jixiao_web.cycles.views import own_bodies, seen_cycles
from jixiao_web.filings.saving import LONGEST, TooLongError
from jixiao_web.people.models import Person
from jixiao_web.people.request import person_of
from jixiao_web.uploads import accepting, background, belonging, correcting, preview, reading
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
    background.begin(upload.path, upload.name)
    return redirect("upload", upload.pk)


@require_safe
@csp_update({"frame-src": ["'self'"]})
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """What was read of a document, beside the original; before that the page asks for the reading until it is there."""
    upload = _mine(request, number)
    if upload.content is None:
        return render(request, "uploads/upload.html", {"upload": upload})
    found = reading.submission(upload)
    chosen = request.GET.get("form", "")
    at = int(chosen) if chosen.isdecimal() and int(chosen) < len(found.evaluations) else _first(upload)
    form = preview.form(upload, at)
    hindrance = accepting.hindrance(upload, at, form.evaluation)
    asked = belonging.questions(upload, form.evaluation) if str(at) not in upload.accepted else []
    context = {
        "upload": upload,
        "forms": [_offered(upload, index, at, form) for index in range(len(found.evaluations))],
        "at": at,
        "form": form,
        "hindrance": hindrance,
        "correctable": str(at) not in upload.accepted,
        "may_accept": hindrance is None or hindrance.other_project,
        "questions": asked,
        "to_confirm": any(each.grave for each in asked),
        "elsewhere": _elsewhere(request, upload, form.evaluation),
        "unread": found.unread,
        "projects": Project.objects.filter(body=upload.body).order_by("code"),
    }
    return render(request, "uploads/upload.html", context)


class Offered(NamedTuple):
    """One of the forms of a document: its number, what it is called, what it is, doubtful cells, whether it was accepted."""

    number: int
    name: str
    kind: str
    doubts: int
    accepted: bool
    rows: int


def _offered(upload: Upload, index: int, at: int, form: preview.FormView) -> Offered:
    evaluation = form.evaluation if index == at else correcting.corrected(upload, index)
    name = evaluation.project_name or evaluation.title or "未写项目名称"
    kind = f"{KINDS[evaluation.kind]}{FORMS[evaluation.form]}"
    accepted, rows = str(index) in upload.accepted, len(evaluation.indicators)
    return Offered(index, name, kind, correcting.doubts(evaluation), accepted, rows)


def _first(upload: Upload) -> int:
    """The form that is looked at first: the first of the cycle's kind that is not accepted yet."""
    found = reading.submission(upload).evaluations
    left = [index for index in range(len(found)) if str(index) not in upload.accepted]
    fitting = [index for index in left if found[index].form == upload.cycle.stage]
    return [*fitting, *left, 0][0]


def _elsewhere(request: HttpRequest, upload: Upload, evaluation: Evaluation) -> list[Cycle]:
    """Cycles that collect forms of this kind from the body, where that of the document does not."""
    if evaluation.form == upload.cycle.stage or upload.accepted:
        return []
    person = person_of(request)
    going = seen_cycles(person).filter(stage=evaluation.form, closed=False)
    return [cycle for cycle in going if any(body.pk == upload.body_id for body in own_bodies(person, cycle))]


@require_POST
def read(request: HttpRequest, number: int) -> HttpResponse:
    """Have the document read; the page that asked reloads itself when it is done, and asks again until then.

    With again=1 one that could not be read is read once more: it may have been the server's fault.
    """
    upload = _mine(request, number)
    if request.POST.get("again") == "1":
        reading.again(upload)
        return redirect("upload", upload.pk)
    done = reading.read(upload)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"} if done else {})
    return redirect("upload", upload.pk)


@require_POST
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Put a cell right that was read wrong, or say that it was read right; answers with the cell and what hangs on it."""
    upload, index = _mine(request, number), request.POST.get("form", "")
    try:
        found = reading.submission(upload).evaluations
        at = int(index) if index.isdecimal() and int(index) < len(found) else -1
        if at < 0:
            raise Http404
        address = correcting.address_of(found[at], request.POST.get("address", ""))
        called = preview.cell(upload, at, address).called
        correcting.correct(upload, person_of(request), at, address, request.POST.get("value", ""), called)
    except LookupError as error:
        raise Http404 from error
    except correcting.AcceptedError:
        return _refused("这张表已经采用，没有改动；请在绩效表上修改。")
    except TooLongError:
        return _refused(f"一格最多{LONGEST}字，没有保存；请精简。")
    context = {
        "upload": upload,
        "at": at,
        "cell": preview.cell(upload, at, address),
        "doubts": correcting.doubts(correcting.corrected(upload, at)),
        "correctable": True,
    }
    return render(request, "uploads/corrected.html", context)


def _refused(text: str) -> HttpResponse:
    return HttpResponse(text, status=409, content_type="text/plain; charset=utf-8")


@require_safe
@xframe_options_sameorigin
@csp_replace(_FRAMED)
def original(request: HttpRequest, number: int) -> HttpResponse:
    """The document as it was seen, in a frame that runs nothing."""
    upload = _mine(request, number)
    return _original(upload.path, upload.name)


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse:
    """The document itself, to keep; a browser is not to show it."""
    upload = _mine(request, number)
    answer = HttpResponse(upload.path.read_bytes(), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=upload.name) or ""
    return answer


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
    except LookupError:
        return HttpResponse(render_to_string("uploads/undrawn.html", {"name": name}))


def _for_filling(request: HttpRequest, number: int) -> tuple[Person, Upload]:
    """The person and the upload; raises PermissionDenied where the person makes no forms for the body any more."""
    upload, person = _mine(request, number), person_of(request)
    if not any(each.pk == upload.body_id for each in own_bodies(person, upload.cycle)):
        raise PermissionDenied
    return person, upload


@require_POST
def accepted(request: HttpRequest, number: int) -> HttpResponse:
    """Make a form of what was read."""
    person, upload = _for_filling(request, number)
    index, known = request.POST.get("form", ""), request.POST.get("project", "")
    project = get_object_or_404(Project, pk=int(known), body=upload.body) if known.isdecimal() else None
    at, confirmed = int(index) if index.isdecimal() else -1, request.POST.get("confirmed") == "1"
    try:
        filing = accepting.accept(upload, person, at, project=project, confirmed=confirmed)
    except (CannotMakeError, LookupError) as error:
        messages.error(request, str(error) if isinstance(error, CannotMakeError) else "文件还没有读完，请稍候。")
        shown_form = f"?form={at}" if at > 0 else ""
        return redirect(f"{reverse('upload', args=[upload.pk])}{shown_form}")
    left = correcting.doubts(correcting.corrected(upload, at))
    told = f"还有{left}格读取时有疑问（标黄），请对照原件核对；" if left else ""
    messages.success(request, f"已采用。{told}改动即时保存。")
    return redirect("filing", filing.pk)


@require_POST
def moved(request: HttpRequest, number: int) -> HttpResponse:
    """Take the document to a cycle that collects forms of its kind."""
    upload, person = _mine(request, number), person_of(request)
    chosen = request.POST.get("cycle", "")
    cycle = get_object_or_404(seen_cycles(person), pk=int(chosen) if chosen.isdecimal() else 0)
    if not any(each.pk == upload.body_id for each in own_bodies(person, cycle)):
        raise PermissionDenied
    try:
        accepting.move(upload, person, cycle)
        messages.success(request, f"已改到批次“{cycle}”。")
    except CannotMakeError as error:
        messages.error(request, str(error))
    return redirect("upload", upload.pk)


@require_POST
def discarded(request: HttpRequest, number: int) -> HttpResponse:
    """Throw the document away."""
    upload = _mine(request, number)
    try:
        accepting.discard(upload, person_of(request))
    except CannotMakeError as error:
        messages.error(request, str(error))
        return redirect("upload", upload.pk)
    messages.success(request, f"已删除上传的“{upload.name}”。")
    return redirect("cycle", upload.cycle_id)
