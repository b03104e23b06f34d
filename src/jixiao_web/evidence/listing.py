"""Evidence as the pages show it: by the rows that it is attached to, and as it was each time the form was handed in."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jixiao_web.evidence.keeping import current
from jixiao_web.evidence.models import Evidence, Handover
from jixiao_web.filings.models import Filing, Part, Row
from jixiao_web.filings.sheet import name_of

_PARTS = (Part.INDICATOR, Part.FUND, Part.GOAL, Part.MANAGEMENT, Part.FIELD)
GONE = "（已删除的行）"


class Shown(NamedTuple):
    """A piece, what people call the row that it is attached to, whether it came after the form was handed in last."""

    piece: Evidence
    where: str
    new: bool


class Handed(NamedTuple):
    """What was attached when the form was handed in."""

    handover: Handover
    pieces: list[Shown]


class Place(NamedTuple):
    """A row that something can be attached to, with its number (0 for the whole form) and the address of its cell."""

    number: int
    called: str
    address: str = ""


def places(rows: Sequence[Row]) -> list[Place]:
    """The whole form and its rows, indicators first."""
    ordered = sorted((row for row in rows if row.part in _PARTS), key=lambda row: _PARTS.index(Part(row.part)))
    return [Place(0, "整张表"), *(Place(row.pk, _called(row), f"{row.part}/{row.pk}/name") for row in ordered)]


def _called(row: Row) -> str:
    part = "" if row.part == Part.INDICATOR else f"{Part(row.part).label}："
    return f"{part}{name_of(row)}"


def shown(filing: Filing, rows: Sequence[Row]) -> list[Shown]:
    """What is attached now, in the order of the rows."""
    last = filing.handovers.last()
    handed = set(last.pieces.values_list("pk", flat=True)) if last else None
    return _in_order(current(filing), rows, handed)


def handed_in(filing: Filing, rows: Sequence[Row]) -> list[Handed]:
    """What was attached each time the form was handed in, the latest first."""
    handovers = filing.handovers.select_related("person").prefetch_related("pieces__person").order_by("-number")
    return [Handed(each, _in_order(each.pieces.all(), rows, None)) for each in handovers]


def of_row(filing: Filing, number: int) -> list[Evidence]:
    """What is attached to a row now."""
    return list(current(filing).filter(row=number))


def counted(filing: Filing) -> Counter[int]:
    """How many pieces are attached to each row by its number, 0 for the whole form."""
    return Counter(current(filing).values_list("row", flat=True))


def _in_order(pieces: Iterable[Evidence], rows: Sequence[Row], handed: set[int] | None) -> list[Shown]:
    known = {place.number: (at, place.called) for at, place in enumerate(places(rows))}
    beyond = (len(known), GONE)
    ordered = sorted(pieces, key=lambda piece: (known.get(piece.row, beyond)[0], piece.pk))
    return [
        Shown(piece, known.get(piece.row, beyond)[1], new=handed is not None and piece.pk not in handed)
        for piece in ordered
    ]
