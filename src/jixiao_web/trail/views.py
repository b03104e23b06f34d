"""The page of the log, for 审计管理员 alone; reading it is written to it as well."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from jixiao_web.filings.naming import numbered, values_in_words
from jixiao_web.people.request import person_of
from jixiao_web.people.roles import Role
from jixiao_web.trail.models import Entry
from jixiao_web.trail.verifying import verify
from jixiao_web.trail.writing import note

_PAGE = 100


class Shown(NamedTuple):
    """An entry as people read it: the cell by its row and heading. The hash covers what is stored, the address."""

    entry: Entry
    cell: str
    before: str
    after: str


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The entries, newest first, by person, action, object and day; with ?verify=1 the chain is checked."""
    person = person_of(request)
    if not person.holds(Role.TRAIL):
        raise PermissionDenied
    asked = {name: request.GET.get(name, "").strip() for name in ("person", "action", "about", "since", "until")}
    found = Entry.objects.all()
    if asked["person"]:
        found = found.filter(person_name__icontains=asked["person"])
    if asked["action"]:
        found = found.filter(action__icontains=asked["action"])
    if asked["about"]:
        found = found.filter(about__icontains=asked["about"])
    since, until = (parse_date(asked[name] or "x") for name in ("since", "until"))
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lte=until)
    verdict = None
    if request.GET.get("verify") == "1":
        verdict = verify()
        note(person, "核验日志", f"{verdict.entries}条", after=verdict.fault or "完整")
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    cells = numbered(page)
    shown = [
        Shown(each, cells.get(each.pk, each.path), values_in_words(each.before), values_in_words(each.after))
        for each in page
    ]
    context = {"page": page, "entries": shown, "asked": asked, "verdict": verdict}
    return render(request, "trail/trail.html", context)
