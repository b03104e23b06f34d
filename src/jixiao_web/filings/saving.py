"""Saving a cell: in a short transaction, only over what the person saw, with its entry in the log."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jixiao_web.filings.addresses import Address, NoSuchCellError, parse
from jixiao_web.filings.models import Filing, Row
from jixiao_web.people.models import Person
from jixiao_web.trail.models import Entry
from jixiao_web.trail.writing import note

LONGEST = 20_000
"""Characters of one cell."""


class Saved(NamedTuple):
    """A cell was saved; `version` is that of the filing since."""

    version: int


class Stale(NamedTuple):
    """Somebody else changed the cell meanwhile: nothing was saved. `now` is what stands there, `by` who wrote it last."""

    now: str
    by: str


class TooLongError(ValueError):
    """A text is longer than a cell may hold."""


class MovedOnError(PermissionDenied):
    """The form took a step since the person was found to be allowed to write into it; says so in Chinese."""


def save_cell(
    filing: Filing, person: Person, address: Address, *, seen: str, value: str, action: str = "修改"
) -> Saved | Stale:
    """Write a cell over what the person saw there; the caller has made sure that the person may.

    Raises NoSuchCellError when the row is gone, TooLongError for more than LONGEST characters, MovedOnError when the form is no
    longer in the state in which the person may.
    """
    if len(value) > LONGEST:
        raise TooLongError
    with transaction.atomic():
        held = locked(filing)
        row = None if address.row is None else _row(held, address)
        now = (held.head if row is None else row.values).get(address.field) or ""
        if now == value:
            return Saved(held.version)
        if now != seen:
            return Stale(now, _last_writer(held, address))
        if row is None:
            held.head = _put(held.head, address.field, value)
            held.save(update_fields=["head", "changed_at"])
        else:
            row.values = _put(row.values, address.field, value)
            row.doubtful = [field for field in row.doubtful if field != address.field]
            row.save(update_fields=["values", "doubtful"])
        Filing.objects.filter(pk=held.pk).update(version=F("version") + 1, changed_at=timezone.now())
        note(person, action, held, path=str(address), before=now, after=value)
        return Saved(held.version + 1)


def locked(filing: Filing) -> Filing:
    """The form as it stands, held until the transaction ends; raises MovedOnError when it took a step meanwhile."""
    held = Filing.objects.select_for_update(of=("self",)).select_related("cycle", "project", "body").get(pk=filing.pk)
    if held.state != filing.state:
        message = f"这张表刚刚变为“{held.get_state_display()}”，没有保存；请刷新页面查看最新情况。"
        raise MovedOnError(message)
    return held


def _row(filing: Filing, address: Address) -> Row:
    row = Row.objects.filter(filing=filing, pk=address.row or 0, part=address.part).first()
    if row is None:
        raise NoSuchCellError(str(address))
    return row


def _put(values: dict[str, object], field: str, value: str) -> dict[str, object]:
    rest = {name: held for name, held in values.items() if name != field}
    return {**rest, field: value} if value else rest


def _last_writer(filing: Filing, address: Address) -> str:
    entry = Entry.objects.filter(object_type="filings.filing", object_id=filing.pk, path=str(address)).first()
    return entry.person_name if entry else ""


def undo(filing: Filing, person: Person) -> Address | None:
    """Take back the person's last change of a cell that still stands as the person left it; None when there is none."""
    mine = Entry.objects.filter(
        object_type="filings.filing", object_id=filing.pk, person=person, action__in=("修改", "撤销")
    )
    taken = 0
    for entry in mine[:200]:
        if entry.action == "撤销":
            taken += 1
        elif taken:
            taken -= 1
        else:
            address = parse(entry.path)
            outcome = save_cell(filing, person, address, seen=entry.after, value=entry.before, action="撤销")
            return address if isinstance(outcome, Saved) else None
    return None
