"""Pages of the forms: the list, and one form."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jixiao_web.filings.judging import judge
from jixiao_web.filings.models import State
from jixiao_web.people.request import person_of
from jixiao_web.workflow.permissions import may_write, possible, seen, visible

_PAGE = 50


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The forms that the person sees, by state and words."""
    found = visible(person_of(request)).order_by("-cycle__year", "body__path", "project__code", "pk")
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    if state in State.values:
        found = found.filter(state=state)
    if words:
        found = found.filter(project__name__icontains=words)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    return render(request, "filings/list.html", {"page": page, "states": State.choices, "state": state, "words": words})


@require_safe
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """One form."""
    person = person_of(request)
    filing = seen(person, number)
    judgement = judge(filing)
    context = {
        "filing": filing,
        "judgement": judgement,
        "steps": possible(person, filing),
        "writable": may_write(person, filing),
    }
    return render(request, "filings/filing.html", context)
