"""撤销 and 重做: the parts of a change applied backwards or forwards, each only where nobody else changed something since."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import msgspec
from django.db import transaction

from jixiao_web.filings.addresses import Address, NoSuchCellError, parse
from jixiao_web.filings.changes import CellWritten, ChangePart, RowAdded, RowMoved, RowRemoved, parts_of, reach
from jixiao_web.filings.models import Change, Filing, Row
from jixiao_web.filings.rows import AGAIN, BACK, neighbour_of, put_in, swap, take_out
from jixiao_web.filings.saving import Saved, last_writer, locked, write
from jixiao_web.people.models import Person

May = Callable[[Address], bool]


class Undone(NamedTuple):
    """What was taken back or done again: its words, the cells written, whether rows changed, how many parts could not be, and why."""

    words: str
    cells: tuple[Address, ...] = ()
    rows: bool = False
    left: int = 0
    why: str = ""

    @property
    def something(self) -> bool:
        """Whether anything changed."""
        return bool(self.cells) or self.rows


def undo(filing: Filing, person: Person, may: May) -> Undone | None:
    """Take back the person's last change as far as it still stands; None when there is none."""
    return _turn(filing, person, may, back=True)


def redo(filing: Filing, person: Person, may: May) -> Undone | None:
    """Do again what the person took back last; None when there is nothing."""
    return _turn(filing, person, may, back=False)


def _turn(filing: Filing, person: Person, may: May, *, back: bool) -> Undone | None:
    with transaction.atomic():
        locked(filing)
        change = reach(filing, person)[0 if back else 1]
        if change is None:
            return None
        parts = parts_of(change)
        wanted = [part.inverse() for part in reversed(parts)] if back else parts
        done, why = _applied(filing, person, may, wanted, BACK if back else AGAIN)
        _keep(change, [part.inverse() for part in reversed(done)] if back else done, back=back)
    cells = tuple(parse(part.address) for part in done if isinstance(part, CellWritten))
    rows = any(not isinstance(part, CellWritten) for part in done)
    return Undone(change.words, cells, rows, len(wanted) - len(done), why)


def _keep(change: Change, parts: list[ChangePart], *, back: bool) -> None:
    """The change holds what was really turned; one of which nothing could be turned is forgotten."""
    if not parts:
        change.delete()
        return
    change.parts, change.undone = msgspec.to_builtins(parts), back
    change.save(update_fields=["parts", "undone"])


def _applied(
    filing: Filing, person: Person, may: May, parts: Iterable[ChangePart], how: str
) -> tuple[list[ChangePart], str]:
    done, why = [], ""
    for part in parts:
        trouble = _apply(filing, person, may, part, how)
        if trouble:
            why = why or trouble
        else:
            done.append(part)
    return done, why


def _apply(filing: Filing, person: Person, may: May, part: ChangePart, how: str) -> str:
    """Apply one part; why it cannot be, or "" when it was."""
    if not isinstance(part, CellWritten) and not may(Address("indicators", 0, "name")):
        return "现在不能增减行"
    match part:
        case CellWritten():
            return _rewritten(filing, person, may, part, how)
        case RowAdded():
            if filing.rows.filter(pk=part.number).exists():
                return "这一行已经在表里"
            known = {name: value for name, value in msgspec.structs.asdict(part).items() if name != "number"}
            put_in(filing, person, Row(pk=part.number, filing=filing, **known), how)
        case RowRemoved():
            row = filing.rows.filter(pk=part.number).first()
            if row is None:
                return "这一行已被别人删除"
            if row.values != part.values:
                return "这一行里后来又填了内容"
            take_out(filing, person, row, how)
        case RowMoved():
            row = filing.rows.filter(pk=part.number).first()
            neighbour = row and neighbour_of(filing, row, part.by)
            if row is None or neighbour is None or neighbour.pk != part.neighbour:
                return "行的次序后来又有变动"
            swap(filing, person, row, part.by, how)
    return ""


def _rewritten(filing: Filing, person: Person, may: May, part: CellWritten, how: str) -> str:
    address = parse(part.address)
    if not may(address):
        return "现在不能填写这一格"
    try:
        outcome = write(filing, person, address, seen=part.before, value=part.after, action=f"修改{how}")
    except NoSuchCellError:
        return "这一行已被删除"
    if isinstance(outcome, Saved):
        return ""
    return f"这一格后来被{last_writer(filing, address) or '别人'}改动"
