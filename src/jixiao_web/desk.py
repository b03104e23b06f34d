"""The work list (工作台): what waits for a person, what is due, what was said."""

from typing import NamedTuple

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jixiao_web.filings.models import Filing, State
from jixiao_web.people.models import Person
from jixiao_web.people.request import person_of
from jixiao_web.workflow.models import Notice
from jixiao_web.workflow.permissions import possible, visible
from jixiao_web.workflow.steps import STEPS

_SHOWN = 50


class Waiting(NamedTuple):
    """A form that waits for the person, with the days until the deadline, negative when it has passed."""

    filing: Filing
    left: int

    @property
    def over(self) -> int:
        """The days since the deadline."""
        return -self.left


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the person, soonest due first; the latest notices."""
    person = person_of(request)
    open_states = {state for step in STEPS for state in step.before if not step.takes_back} - {State.CONFIRMED}
    mine = visible(person).filter(state__in=open_states, cycle__closed=False).order_by("cycle__deadline", "pk")
    waiting = [filing for filing in mine[: 4 * _SHOWN] if _waits(person, filing)][:_SHOWN]
    today = timezone.localdate()
    shown = [Waiting(filing, (filing.cycle.deadline - today).days) for filing in waiting]
    notices = list(Notice.objects.filter(person=person).select_related("filing")[:20])
    context = {"waiting": shown, "notices": notices, "unread": any(not notice.read for notice in notices)}
    return render(request, "desk.html", context)


def _waits(person: Person, filing: Filing) -> bool:
    """Whether a form waits for a person: there is a step to take other than taking the last one back."""
    return any(not step.takes_back for step in possible(person, filing))


def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that the application and its database answer."""
    connection.ensure_connection()
    return HttpResponse("ok", content_type="text/plain")
