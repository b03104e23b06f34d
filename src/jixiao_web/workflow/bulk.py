"""One step with many forms: those that are not ready are named with their reasons, the others go on."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from jixiao_web.filings.models import Filing
from jixiao_web.filings.searching import found, wanted
from jixiao_web.people.models import Person
from jixiao_web.people.request import person_of
from jixiao_web.workflow.looking import changes
from jixiao_web.workflow.permissions import possible, visible
from jixiao_web.workflow.steps import BY_CODE, Step
from jixiao_web.workflow.taking import RefusedStepError, take

AT_ONCE = 500
"""Forms that one request takes a step with; the rest is told."""
_NAMED = 20


class Outcome(NamedTuple):
    """How many forms took the step, and of every other one a Chinese sentence why not."""

    done: int
    refused: list[str]


def take_many(person: Person, forms: Iterable[Filing], step: Step, *, until: int) -> Outcome:
    """Take a step with many forms as the person saw them: `until` is the last entry of the log that was there to be seen."""
    done, refused = 0, []
    for filing in forms:
        said = _hindered(person, filing, step, until)
        if not said:
            try:
                take(filing, person, step.code)
            except RefusedStepError as error:
                said = str(error)
        if said:
            refused.append(f"《{filing}》（{filing.body}）：{said}")
        else:
            done += 1
    return Outcome(done, refused)


def _hindered(person: Person, filing: Filing, step: Step, until: int) -> str:
    if step not in possible(person, filing):
        return f"现在是“{filing.get_state_display()}”，您不能{step.words}。"
    later = changes().filter(object_id=filing.pk, pk__gt=until).exclude(person=person)
    return "您打开列表以后又有改动，请核对后再办理。" if later.exists() else ""


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Take one step with the forms that were chosen, or with all that are as the list was asked for and can take it."""
    person, step = person_of(request), BY_CODE.get(request.POST.get("code", ""))
    if step is None or not step.at_once:
        raise Http404
    query = QueryDict(request.POST.get("query", ""))
    if request.POST.get("scope") == "all":
        asked, _ = wanted(query.dict())
        forms = found(person, asked, timezone.localdate()).filter(state__in=step.before)
    else:
        numbers = [int(each) for each in request.POST.getlist("filing") if each.isdecimal() and len(each) < 19]
        forms = visible(person).filter(pk__in=numbers).order_by("pk")
    count, until = forms.count(), request.POST.get("until", "")
    last = int(until) if until.isdecimal() and len(until) < 19 else 0
    outcome = take_many(person, list(forms[:AT_ONCE]), step, until=last)
    _tell(request, step, outcome, count)
    return redirect(f"{reverse('filings')}?{query.urlencode()}" if query else "filings")


def _tell(request: HttpRequest, step: Step, outcome: Outcome, count: int) -> None:
    if not count:
        messages.error(request, f"没有可以{step.words}的表；请先勾选，或改变查找条件。")
    if outcome.done:
        messages.success(request, f"已{step.words}{outcome.done}张。")
    if outcome.refused:
        further = len(outcome.refused) - _NAMED
        rest = [f"另有{further}张，理由从略。"] if further > 0 else []
        told = "\n".join([f"有{len(outcome.refused)}张没有办理：", *outcome.refused[:_NAMED], *rest])
        messages.error(request, told)
    if count > AT_ONCE:
        messages.warning(request, f"一次最多办理{AT_ONCE}张，还有{count - AT_ONCE}张，请再办理一次。")
