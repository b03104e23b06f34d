"""What was changed in a form, so that it can be taken back and done again: the parts of a Change, and keeping them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from jixiao_web.filings.models import Change, Filing, Row
from jixiao_web.people.models import Person

_LONGEST = 120


class CellWritten(msgspec.Struct, frozen=True, tag="cell"):
    """A text was written into a cell over another."""

    address: str
    before: str
    after: str

    def inverse(self) -> "CellWritten":
        """Writing the old text over the new one."""
        return CellWritten(self.address, self.after, self.before)


class RowHeld(msgspec.Struct, frozen=True):
    """A row by its number, with where it stands and what stands in it."""

    number: int
    part: str
    position: int
    values: dict[str, Any]
    doubtful: list[str]


class RowAdded(RowHeld, frozen=True, tag="added"):
    """A row was put in."""

    def inverse(self) -> "RowRemoved":
        """Taking it away."""
        return RowRemoved(**msgspec.structs.asdict(self))


class RowRemoved(RowHeld, frozen=True, tag="removed"):
    """A row was taken away."""

    def inverse(self) -> "RowAdded":
        """Putting it in again."""
        return RowAdded(**msgspec.structs.asdict(self))


class RowMoved(msgspec.Struct, frozen=True, tag="moved"):
    """A row changed places with its neighbour above (-1) or below (1)."""

    number: int
    by: int
    neighbour: int

    def inverse(self) -> "RowMoved":
        """Moving it back."""
        return RowMoved(self.number, -self.by, self.neighbour)


ChangePart = CellWritten | RowAdded | RowRemoved | RowMoved


class Reach(NamedTuple):
    """What a person can take back and do again in a form: each None when there is nothing."""

    undo: Change | None
    redo: Change | None


def held(row: Row) -> dict[str, Any]:
    """What RowAdded and RowRemoved keep of a row."""
    return {
        "number": row.pk,
        "part": row.part,
        "position": row.position,
        "values": dict(row.values),
        "doubtful": list(row.doubtful),
    }


def keep(filing: Filing, person: Person, words: str, parts: Sequence[ChangePart]) -> None:
    """Keep what a person just did, in the transaction in which it was done; what was taken back before cannot be done again any more."""
    mine = Change.objects.filter(filing=filing, person=person)
    mine.filter(undone=True).delete()
    Change.objects.create(filing=filing, person=person, words=words[:_LONGEST], parts=msgspec.to_builtins(list(parts)))


def parts_of(change: Change) -> list[ChangePart]:
    """The parts of a change in the order in which they happened."""
    return msgspec.convert(change.parts, list[ChangePart])


def reach(filing: Filing, person: Person) -> Reach:
    """What the person's next 撤销 and 重做 would do."""
    mine = Change.objects.filter(filing=filing, person=person)
    return Reach(mine.filter(undone=False).last(), mine.filter(undone=True).first())
