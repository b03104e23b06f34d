"""When a person looked at a form, and what others did since (有新变化)."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Person
from jixiao_web.trail.models import Entry
from jixiao_web.workflow.models import Look, Notice

OF_FORMS = "filings.filing"
READ_BY_PROGRAM = "接口读取"
"""What the log says when a program read a form."""
_READING = frozenset({"导出", READ_BY_PROGRAM})
_TOLD = 3
_COUNTED = "修改"
"""The action of the log that stands for a change of one cell, told with its number."""


class News(NamedTuple):
    """What a person has not seen of a form: the whole of it, or what others did since the last look, the latest first."""

    unseen: bool
    words: str = ""


def look(person: Person, filing: Filing) -> None:
    """Note that a person sees a form as it stands now: what is changed later will be news, notices about it are read."""
    last = Entry.objects.filter(object_type=OF_FORMS, object_id=filing.pk).first()
    values = {"at": timezone.now(), "entry": last.pk if last else 0}
    Look.objects.update_or_create(filing=filing, person=person, defaults=values)
    Notice.objects.filter(filing=filing, person=person, read=False).update(read=True)


def changes() -> QuerySet[Entry]:
    """What was done with forms: every entry about one but those that tell of reading alone."""
    return Entry.objects.filter(object_type=OF_FORMS).exclude(action__in=_READING)


def news(person: Person, numbers: Iterable[int]) -> dict[int, News]:
    """Of the forms with these numbers, those that a person has not seen as they stand now."""
    wanted = list(numbers)
    looked = dict(Look.objects.filter(person=person, filing__in=wanted).values_list("filing", "entry"))
    later = Q(pk__in=[])
    for number, entry in looked.items():
        later |= Q(object_id=number, pk__gt=entry)
    done = (
        changes()
        .filter(later)
        .exclude(person=person)
        .order_by()
        .values_list("object_id", "action")
        .annotate(count=Count("pk"), last=Max("pk"))
        .order_by("-last")
    )
    told: dict[int, list[str]] = {}
    for number, action, count, _ in done:
        told.setdefault(number, []).append(f"{action}{count}处" if action == _COUNTED else action)
    unseen = {number: News(unseen=True) for number in wanted if number not in looked}
    return unseen | {number: News(unseen=False, words=_first(actions)) for number, actions in told.items()}


def _first(actions: list[str]) -> str:
    return "、".join(actions[:_TOLD]) + ("等" if len(actions) > _TOLD else "")
