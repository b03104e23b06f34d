"""Adding, removing and moving rows, each with its entry in the log."""

import msgspec
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jixiao_web.filings.addresses import NoSuchCellError
from jixiao_web.filings.models import Filing, Part, Row
from jixiao_web.filings.saving import locked
from jixiao_web.people.models import Person
from jixiao_web.trail.writing import note


def add_row(filing: Filing, person: Person, part: str, *, after: int = 0) -> Row:
    """Put an empty row behind the one with a number (at the end if 0); an indicator takes over the levels of that one."""
    with transaction.atomic():
        locked(filing)
        before = _held(filing, after) if after else filing.rows.filter(part=part).last()
        position = before.position + 1 if before else 1
        filing.rows.filter(part=part, position__gte=position).update(position=F("position") + 1)
        levels = {"level1", "level2"} if part == Part.INDICATOR else set()
        values = {name: value for name, value in (before.values if before else {}).items() if name in levels}
        row = Row.objects.create(filing=filing, part=part, position=position, values=values)
        _told(filing, person, "增加行", row)
    return row


def remove_row(filing: Filing, person: Person, number: int) -> None:
    """Remove a row; the log keeps what stood in it."""
    with transaction.atomic():
        locked(filing)
        row = _held(filing, number)
        _told(filing, person, "删除行", row)
        row.delete()


def move_row(filing: Filing, person: Person, number: int, by: int) -> None:
    """Change places with the row above (-1) or below (1); at the edge nothing happens."""
    with transaction.atomic():
        locked(filing)
        row = _held(filing, number)
        rows = list(filing.rows.filter(part=row.part))
        at = rows.index(row)
        if not 0 <= at + by < len(rows):
            return
        rows[at], rows[at + by] = rows[at + by], rows[at]
        for position, each in enumerate(rows, start=1):
            each.position = position
        Row.objects.bulk_update(rows, ["position"])
        _told(filing, person, "移动行", row)


def _held(filing: Filing, number: int) -> Row:
    row = filing.rows.filter(pk=number).first()
    if row is None:
        raise NoSuchCellError(str(number))
    return row


def _told(filing: Filing, person: Person, action: str, row: Row) -> None:
    Filing.objects.filter(pk=filing.pk).update(version=F("version") + 1, changed_at=timezone.now())
    note(person, action, filing, before=msgspec.json.encode(row.values).decode())
