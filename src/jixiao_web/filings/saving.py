"""Saving cells: in a short transaction, only over what the person saw, with an entry in the log for each."""

import re
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jixiao_web.filings.addresses import Address, NoSuchCellError
from jixiao_web.filings.changes import CellWritten, keep
from jixiao_web.filings.models import Filing, Row
from jixiao_web.filings.naming import called
from jixiao_web.holding import hold
from jixiao_web.people.models import Person
from jixiao_web.trail.models import Entry
from jixiao_web.trail.writing import note

LONGEST = 20_000
"""Characters of one cell."""


class Saved(NamedTuple):
    """A cell holds what it was to hold; `before` is what stood there, `version` that of the filing since."""

    version: int
    before: str = ""


class Stale(NamedTuple):
    """Somebody else changed the cell meanwhile: nothing was saved. `now` is what stands there, `by` who wrote it last."""

    now: str
    by: str


class TooLongError(ValueError):
    """A text is longer than a cell may hold."""


class NoScoreError(ValueError):
    """What a reviewer wrote is no score that the row can have; says in Chinese what it may be."""


class MovedOnError(PermissionDenied):
    """The form took a step since the person was found to be allowed to write into it; says so in Chinese."""


def save_cell(filing: Filing, person: Person, address: Address, *, seen: str, value: str) -> Saved | Stale:
    """Write a cell over what the person saw there, as a change of its own; the caller has made sure that the person may.

    Raises NoSuchCellError when the row is gone, TooLongError for more than LONGEST characters, NoScoreError for a reviewed
    score that is none, MovedOnError when the form is no longer in the state in which the person may.
    """
    with transaction.atomic():
        outcome = write(filing, person, address, seen=seen, value=value)
        if isinstance(outcome, Saved) and outcome.before != value:
            row = Row.objects.filter(pk=address.row).first() if address.row else None
            words = f"修改“{called([row] if row else [], str(address), filing.form)}”"
            keep(filing, person, words, [CellWritten(str(address), outcome.before, value)])
    return outcome


def write(
    filing: Filing, person: Person, address: Address, *, seen: str, value: str, action: str = "修改"
) -> Saved | Stale:
    """Write a cell as save_cell does, as part of a change that the caller keeps, in the caller's transaction."""
    if len(value) > LONGEST:
        raise TooLongError
    held = locked(filing)
    row = None if address.row is None else _row(held, address)
    now = (held.head if row is None else row.values).get(address.field) or ""
    if row is not None and address.field == "reviewed_score" and action == "修改":
        _refuse_no_score(row, value)
    if now == value:
        return Saved(held.version, now)
    if now != seen:
        return Stale(now, last_writer(held, address))
    if row is None:
        held.head = _put(held.head, address.field, value)
        held.save(update_fields=["head", "changed_at"])
    else:
        row.values = _put(row.values, address.field, value)
        row.doubtful = [field for field in row.doubtful if field != address.field]
        row.save(update_fields=["values", "doubtful"])
    Filing.objects.filter(pk=held.pk).update(version=F("version") + 1, changed_at=timezone.now())
    note(person, action, held, path=str(address), before=now, after=value)
    return Saved(held.version + 1, now)


_SCORE = re.compile(r"\d{1,4}(\.\d{1,2})?")


def _refuse_no_score(row: Row, value: str) -> None:
    """Raise NoScoreError for a reviewed score (复核得分) that is no number of at most two decimals, or more than the row's points."""
    if not value:
        return
    points = (row.values.get("weight") or "").removesuffix("分")
    most = Decimal(points) if _SCORE.fullmatch(points) else None
    if not _SCORE.fullmatch(value) or (most is not None and Decimal(value) > most):
        within = f"0到{most}之间" if most is not None else "不小于0"
        message = f"复核得分应为{within}的数字，最多两位小数；“{value[:20]}”没有保存。"
        raise NoScoreError(message)


def locked(filing: Filing) -> Filing:
    """The form as it stands, held until the transaction ends; raises MovedOnError when it took a step meanwhile."""
    held = hold(Filing, filing.pk, "cycle", "project", "body")
    if held.state != filing.state:
        message = f"这张表刚刚变为“{held.get_state_display()}”，没有保存；请刷新页面查看最新情况。"
        raise MovedOnError(message)
    return held


def last_writer(filing: Filing, address: Address) -> str:
    """Who wrote a cell last; "" when nobody did since the form was made."""
    entry = Entry.objects.filter(object_type="filings.filing", object_id=filing.pk, path=str(address)).first()
    return entry.person_name if entry else ""


def _row(filing: Filing, address: Address) -> Row:
    row = Row.objects.filter(filing=filing, pk=address.row or 0, part=address.part).first()
    if row is None:
        raise NoSuchCellError(str(address))
    return row


def _put(values: dict[str, object], field: str, value: str) -> dict[str, object]:
    rest = {name: held for name, held in values.items() if name != field}
    return {**rest, field: value} if value else rest
