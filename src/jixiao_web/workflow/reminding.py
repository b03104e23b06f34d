"""Telling people of cycles: that one was opened, that its deadline comes near, that it has passed.

Notices are read on the work list and nowhere else: whoever opens it has the reminders of the day written, once for all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import transaction

from jixiao_web.cycles.models import Cycle
from jixiao_web.filings.models import Filing
from jixiao_web.filings.searching import UNFINISHED
from jixiao_web.people.models import Appointment
from jixiao_web.people.roles import UNIT, Role
from jixiao_web.workflow.models import Notice, Reminder
from jixiao_web.workflow.rectifying import AHEAD, mark_of

_FORGOTTEN = timedelta(days=30)
"""A cycle that ended longer ago and was not closed is reminded of no more."""


def tell_opened(cycle: Cycle) -> int:
    """Tell the people of every unit that a cycle was opened for them; returns how many were told."""
    day = f"{cycle.deadline.year}年{cycle.deadline.month}月{cycle.deadline.day}日"
    text = f"“{cycle}”已开设，{day}截止，请按时填报。"
    return _tell(cycle, ((person, text) for person in _units(cycle)))


def remind(today: date) -> None:
    """Remind of the deadlines that are near, or have just passed; what was reminded of already is not told again."""
    near = Cycle.objects.filter(
        closed=False, deadline__lte=today + timedelta(days=max(AHEAD)), deadline__gte=today - _FORGOTTEN
    )
    told = set(Reminder.objects.filter(cycle__in=near).values_list("cycle", "mark"))
    for cycle in near:
        left = (cycle.deadline - today).days
        mark = mark_of(left)
        if (cycle.pk, mark) not in told:
            _remind(cycle, mark, left)


def _remind(cycle: Cycle, mark: int, left: int) -> None:
    with transaction.atomic():
        _, new = Reminder.objects.get_or_create(cycle=cycle, mark=mark)
        if not new:
            return
        when = f"“{cycle}”" + (f"还有{left}天截止" if left > 0 else "今天截止" if left == 0 else "已过截止日期")
        _tell(cycle, _left_to_do(cycle, when))
        if left < 0:
            count = Filing.objects.filter(cycle=cycle, state__in=UNFINISHED).count()
            above = [int(number) for number in cycle.body.path.strip("/").split("/")]
            reviewers = Appointment.objects.filter(role=Role.SUPERVISOR, body__in=above, person__is_active=True)
            text = f"{when}，还有{count}张表没有提交。"
            _tell(cycle, ((person, text) for person in set(reviewers.values_list("person", flat=True)) if count))


def _left_to_do(cycle: Cycle, when: str) -> Iterator[tuple[int, str]]:
    """The people who have something left to do, with what."""
    forms = Filing.objects.filter(cycle=cycle).values_list("body__path", "state")
    made = _by_subtree(path for path, _ in forms)
    unfinished = _by_subtree(path for path, state in forms if state in UNFINISHED)
    for person, paths in _units(cycle).items():
        tops = {path for path in paths if not any(path != other and path.startswith(other) for other in paths)}
        if count := sum(unfinished[path] for path in tops):
            yield person, f"{when}，您单位还有{count}张表没有提交。"
        elif not any(made[path] for path in tops):
            yield person, f"{when}，您单位还没有建表。"


def _by_subtree(paths: Iterable[str]) -> Counter[str]:
    """How many of these lie at or below each path."""
    counted: Counter[str] = Counter()
    for path in paths:
        numbers = path.strip("/").split("/")
        counted.update("/" + "/".join(numbers[:depth]) + "/" for depth in range(1, len(numbers) + 1))
    return counted


def _units(cycle: Cycle) -> dict[int, set[str]]:
    """The people of the units that a cycle was opened for, with the paths of their bodies."""
    held = Appointment.objects.filter(
        role__in=UNIT, body__path__startswith=cycle.body.path, body__closed_on=None, person__is_active=True
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for person, path in held.values_list("person", "body__path"):
        found[person].add(path)
    return found


def _tell(cycle: Cycle, said: Iterable[tuple[int, str]]) -> int:
    notices = [Notice(person_id=person, cycle=cycle, text=text[:300]) for person, text in said]
    return len(Notice.objects.bulk_create(notices, batch_size=500))
