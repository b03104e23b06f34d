"""The work list (工作台): what waits for a person, what is due, what is to be put right, what was said."""

from typing import NamedTuple

from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jixiao_web.cycles.models import Cycle
from jixiao_web.cycles.opening import expected
from jixiao_web.cycles.views import own_bodies, seen_cycles
from jixiao_web.filings.models import Filing, State
from jixiao_web.filings.searching import Wanted, found
from jixiao_web.people.models import Person
from jixiao_web.people.request import person_of
from jixiao_web.people.roles import ADMINISTRATORS, READERS, Role
from jixiao_web.workflow import rectifying
from jixiao_web.workflow.models import Notice
from jixiao_web.workflow.permissions import waiting
from jixiao_web.workflow.reminding import remind
from jixiao_web.workflow.taking import AHEAD, standing

_SHOWN = 50
_CYCLES = 20
_NOTICES, _EARLIER = 20, 500
"""Notices that are shown at once, and where the earlier ones are asked for as well."""
_NEXT = {
    State.DRAFT: "填写，送单位审核",
    State.RETURNED: "答复退回意见，改后再送审",
    State.UNIT_REVIEW: "审核，提交或退回修改",
    State.SUBMITTED: "受理",
    State.IN_REVIEW: "复核，完成复核或退回",
}
"""What waits to be done with a form, by its state."""
_OPINION = "评审，提交评审意见"
_MAKERS = (Role.FILLER, Role.FINANCE)


class Waiting(NamedTuple):
    """A form that waits for the person, with the days until the deadline, negative when it has passed, and what is to be done."""

    filing: Filing
    left: int
    next: str

    @property
    def over(self) -> int:
        """The days since the deadline."""
        return -self.left


class Pile(NamedTuple):
    """How many forms are in a state, or overdue, with the address of the list of them."""

    words: str
    forms: int
    state: str
    url: str


class ToMake(NamedTuple):
    """A cycle in which forms of the person's units are still to be made: of so many known projects, or the first one."""

    cycle: Cycle
    projects: int
    left: int

    @property
    def over(self) -> int:
        """The days since the deadline."""
        return -self.left


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the person, soonest due first; the latest notices."""
    person = person_of(request)
    today = timezone.localdate()
    remind(today)
    rectifying.remind(today)
    forms = waiting(person)
    mine = forms.order_by("cycle__deadline", "pk")[:_SHOWN]
    shown = _EARLIER if request.GET.get("notices") == "all" else _NOTICES
    told = Notice.objects.filter(person=person)
    notices = list(told.select_related("filing", "cycle")[:shown])
    piles = _piles(person)
    context = {
        "waiting": [Waiting(filing, (filing.cycle.deadline - today).days, _next(person, filing)) for filing in mine],
        "piles": piles,
        "more": max(0, sum(pile.forms for pile in piles if pile.state != "overdue") - _SHOWN),
        "to_make": _to_make(person),
        "to_rectify": rectifying.dated(rectifying.of_unit(person), today, _SHOWN),
        "watched": rectifying.dated(rectifying.watched_over(person, today), today, _SHOWN),
        "notices": notices,
        "unread": told.filter(read=False).count(),
        "earlier": max(0, told.count() - shown),
        "makes": person.holds(*_MAKERS),
        "administers": person.holds(*ADMINISTRATORS),
    }
    return render(request, "desk.html", context)


def _next(person: Person, filing: Filing) -> str:
    """What the person is to do with a form that waits: experts give their opinion, the others take the next step."""
    if not person.holds(*READERS):
        return _OPINION
    return (
        standing(person, filing).removeprefix(AHEAD) if filing.state == State.RECHECKED else _NEXT[State(filing.state)]
    )


def _piles(person: Person) -> list[Pile]:
    """What waits for the person, by state, and what is overdue."""
    counted = dict(waiting(person).order_by().values_list("state").annotate(count=Count("pk", distinct=True)))
    list_of = reverse("filings")
    piles = [
        Pile(words, counted[state], state, f"{list_of}?state={state}")
        for state, words in State.choices
        if counted.get(state)
    ]
    late = found(person, Wanted(overdue="1"), timezone.localdate()).count()
    return [*piles, Pile("已逾期", late, "overdue", f"{list_of}?overdue=1")] if late else piles


def _to_make(person: Person) -> list[ToMake]:
    """The open cycles in which nothing was made yet for a unit of the person, or not for every known project."""
    if not person.holds(*_MAKERS):
        return []
    today, found_ = timezone.localdate(), []
    for cycle in seen_cycles(person).filter(closed=False).order_by("deadline")[:_CYCLES]:
        bodies = own_bodies(person, cycle)
        made = Filing.objects.filter(cycle=cycle, body__in=bodies)
        left = expected(cycle, bodies).count()
        if bodies and (left or not made.exists()):
            found_.append(ToMake(cycle, left, (cycle.deadline - today).days))
    return found_


def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that the application and its database answer; 503 where the database does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
