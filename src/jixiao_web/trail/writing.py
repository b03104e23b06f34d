"""Writing the log, in the transaction of what it tells of: either both happen or neither."""

from contextvars import ContextVar
from datetime import UTC

from django.db import models, transaction
from django.utils import timezone

from jixiao_web.people.models import Person
from jixiao_web.trail.models import Entry, Head

through: ContextVar[str] = ContextVar("through", default="")
"""By what a person acts where it is not by the pages: the token of a program. The log names it behind the person."""


def note(
    person: Person | None, action: str, about: models.Model | str, *, path: str = "", before: str = "", after: str = ""
) -> Entry:
    """Append an entry; `about` is the object concerned, or words where there is none."""
    with transaction.atomic():
        head, _ = Head.objects.select_for_update(no_key=True).get_or_create(pk=1)
        entry = Entry(
            at=timezone.now().astimezone(UTC),
            person=person,
            person_name=_named(person) if person else "",
            action=action,
            object_type=about._meta.label_lower if isinstance(about, models.Model) else "",  # noqa: SLF001 - Django's own
            object_id=about.pk if isinstance(about, models.Model) else None,
            about=str(about)[:300],
            path=path,
            before=before,
            after=after,
            previous=head.digest,
        )
        entry.digest = entry.hashed()
        entry.save()
        head.digest, head.count = entry.digest, head.count + 1
        head.save()
    return entry


def _named(person: Person) -> str:
    by = through.get()
    longest = Entry._meta.get_field("person_name").max_length  # noqa: SLF001 - Django's own
    return f"{person}（{by}）"[:longest] if by else str(person)
