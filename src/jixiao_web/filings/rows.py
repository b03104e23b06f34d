"""Adding, removing and moving rows, each with its entry in the log, and kept so that it can be taken back."""

import msgspec
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jixiao_web.filings.addresses import NoSuchCellError
from jixiao_web.filings.changes import RowAdded, RowMoved, RowRemoved, held, keep
from jixiao_web.filings.models import Filing, Part, Row
from jixiao_web.filings.saving import locked
from jixiao_web.filings.sheet import name_of
from jixiao_web.people.models import Person
from jixiao_web.trail.writing import note

ADDED, REMOVED, MOVED = "增加行", "删除行", "移动行"
"""What the log says."""
BACK, AGAIN = "（撤销）", "（重做）"
"""What the log adds when a change was taken back, or done again."""
CHANGING = frozenset(f"{action}{how}" for action in (ADDED, REMOVED, MOVED) for how in ("", BACK, AGAIN))
"""Every word of the log by which the rows of a form changed."""


def add_row(filing: Filing, person: Person, part: str, *, after: int = 0) -> Row:
    """Put an empty row behind the one with a number (at the end if 0); an indicator takes over the levels of that one."""
    with transaction.atomic():
        row = put_below(filing, person, part, after=after)
        keep(filing, person, "增加一行", [RowAdded(**held(row))])
    return row


def remove_row(filing: Filing, person: Person, number: int) -> None:
    """Remove a row; the log keeps what stood in it."""
    with transaction.atomic():
        locked(filing)
        row = _held(filing, number)
        keep(filing, person, f"删除“{name_of(row)}”一行", [RowRemoved(**held(row))])
        take_out(filing, person, row)


def move_row(filing: Filing, person: Person, number: int, by: int) -> None:
    """Change places with the row above (-1) or below (1); at the edge nothing happens."""
    with transaction.atomic():
        locked(filing)
        row = _held(filing, number)
        neighbour = neighbour_of(filing, row, by)
        if neighbour is not None:
            swap(filing, person, row, by)
            way = "上移" if by < 0 else "下移"
            keep(filing, person, f"{way}“{name_of(row)}”一行", [RowMoved(row.pk, by, neighbour.pk)])


def put_below(filing: Filing, person: Person, part: str, *, after: int = 0) -> Row:
    """Add a row as add_row does, as part of a change that the caller keeps, in the caller's transaction."""
    locked(filing)
    before = _held(filing, after) if after else filing.rows.filter(part=part).last()
    part = before.part if before else part
    levels = {"level1", "level2"} if part == Part.INDICATOR else set()
    values = {name: value for name, value in (before.values if before else {}).items() if name in levels}
    row = Row(filing=filing, part=part, position=before.position + 1 if before else 1, values=values)
    put_in(filing, person, row)
    return row


def put_in(filing: Filing, person: Person, row: Row, how: str = "") -> None:
    """Put a row where its position says and move those behind it."""
    filing.rows.filter(part=row.part, position__gte=row.position).update(position=F("position") + 1)
    row.save(force_insert=True)
    _told(filing, person, ADDED + how, row)


def take_out(filing: Filing, person: Person, row: Row, how: str = "") -> None:
    """Remove a row."""
    _told(filing, person, REMOVED + how, row)
    row.delete()


def neighbour_of(filing: Filing, row: Row, by: int) -> Row | None:
    """The row above or below in the same part; None at the edge."""
    rows = list(filing.rows.filter(part=row.part))
    at = rows.index(row) + by
    return rows[at] if 0 <= at < len(rows) else None


def swap(filing: Filing, person: Person, row: Row, by: int, how: str = "") -> None:
    """Let a row change places with its neighbour."""
    rows = list(filing.rows.filter(part=row.part))
    at = rows.index(row)
    rows[at], rows[at + by] = rows[at + by], rows[at]
    for position, each in enumerate(rows, start=1):
        each.position = position
    Row.objects.bulk_update(rows, ["position"])
    _told(filing, person, MOVED + how, row)


def _held(filing: Filing, number: int) -> Row:
    row = filing.rows.filter(pk=number).first()
    if row is None:
        raise NoSuchCellError(str(number))
    return row


def _told(filing: Filing, person: Person, action: str, row: Row) -> None:
    Filing.objects.filter(pk=filing.pk).update(version=F("version") + 1, changed_at=timezone.now())
    note(person, action, filing, before=msgspec.json.encode(row.values).decode())
