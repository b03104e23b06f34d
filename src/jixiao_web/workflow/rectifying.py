"""What is still to be put right (整改), for whom and until when: on the work list, and reminded of."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet

from jixiao_web.people.models import Appointment, Person
from jixiao_web.people.roles import UNIT, Role
from jixiao_web.people.scope import below
from jixiao_web.workflow.models import Notice, Rectification

AHEAD = (1, 3, 7)
"""Days before the day at which is reminded; the first visit after that day has it written."""
PASSED = -1
_FORGOTTEN = timedelta(days=30)
"""What was due longer ago is reminded of no more; it stays on the list."""
_WATCHERS = (Role.SUPERVISOR, Role.TREASURY)
_NOTICE = 300


class Due(NamedTuple):
    """What is to be put right, and the days until its day, negative when it has passed; None where no day was set."""

    rectification: Rectification
    left: int | None

    @property
    def over(self) -> int:
        """The days since its day."""
        return -(self.left or 0)


def of_unit(person: Person) -> QuerySet[Rectification]:
    """What the person's units have still to put right."""
    return _open().filter(below("filing__body__path", person, *UNIT))


def watched_over(person: Person, today: date) -> QuerySet[Rectification]:
    """What the units that the person supervises have still to put right and is due in a week, or overdue."""
    soon = today + timedelta(days=max(AHEAD))
    return _open().filter(below("filing__body__path", person, *_WATCHERS), due__lte=soon)


def dated(found: QuerySet[Rectification], today: date, most: int) -> list[Due]:
    """The first of these by their days; those without come last."""
    return [
        Due(each, (each.due - today).days if each.due else None)
        for each in found.order_by(F("due").asc(nulls_last=True), "pk")[:most]
    ]


def mark_of(left: int) -> int:
    """Which reminder is meant so many days before a day: the nearest of AHEAD, or PASSED."""
    return next((days for days in AHEAD if 0 <= left <= days), PASSED)


def remind(today: date) -> None:
    """Remind the units of what they have to put right soon, and them and who supervises them of what they have not; each once."""
    near = _open().filter(due__lte=today + timedelta(days=max(AHEAD)), due__gte=today - _FORGOTTEN)
    for each in near:
        left = (each.due - today).days if each.due else 0
        if each.reminded != mark_of(left):
            _remind(each, left)


def _open() -> QuerySet[Rectification]:
    return Rectification.objects.filter(done=False).select_related(
        "filing__project", "filing__cycle", "filing__body__parent", "by"
    )


def _remind(each: Rectification, left: int) -> None:
    mark = mark_of(left)
    with transaction.atomic():
        new = Rectification.objects.filter(pk=each.pk, done=False).exclude(reminded=mark).update(reminded=mark)
        if not new:
            return
        when = f"还有{left}天到期" if left > 0 else "今天到期" if left == 0 else "已过期限，还没有完成"
        text = f"《{each.filing}》的整改{when}：{each.text}"[:_NOTICE]
        roles = UNIT if left >= 0 else {*UNIT, Role.SUPERVISOR}
        above = [int(number) for number in each.filing.body.path.strip("/").split("/")]
        whom = Appointment.objects.filter(role__in=roles, body__in=above, person__is_active=True)
        people = {*whom.values_list("person", flat=True), *([each.by_id] if left < 0 else [])}
        Notice.objects.bulk_create(Notice(person_id=person, filing=each.filing, text=text) for person in people)
