"""Putting right what was read of a document, before a form is made of it; what was read is kept beside what was put in its place."""

from typing import NamedTuple

import msgspec
from django.db import transaction

from jixiao.model import Evaluation
from jixiao_web.filings.addresses import FIELDS, Address, NoSuchCellError, parse
from jixiao_web.filings.models import Part
from jixiao_web.filings.saving import LONGEST, TooLongError
from jixiao_web.holding import hold
from jixiao_web.people.models import Person
from jixiao_web.trail.writing import note
from jixiao_web.uploads.models import Upload
from jixiao_web.uploads.reading import submission

NAMES = frozenset({"item", "label"})
"""Fields without which there is no row: emptied, they are an empty text and not nothing."""


class AcceptedError(ValueError):
    """A form was made of what was read already; it is put right there."""


class Correction(NamedTuple):
    """One cell: its address (the row counted from 0 as it was read), the text that was read, the one that stands there now."""

    address: Address
    read: str
    now: str


def address_of(evaluation: Evaluation, text: str) -> Address:
    """The address of a cell of a form that was read; raises NoSuchCellError where it has none there."""
    address = parse(text)
    if address.row is not None and address.row >= len(getattr(evaluation, address.part)):
        raise NoSuchCellError(text)
    return address


def text_at(evaluation: Evaluation, address: Address) -> str:
    """What stands in a cell of a form."""
    held = evaluation if address.row is None else getattr(evaluation, address.part)[address.row]
    return getattr(held, address.field) or ""


def correct(upload: Upload, person: Person, index: int, address: Address, text: str, called: str) -> None:
    """Put a text in place of the one that was read; the same text says that it was read right. `called` names the cell in the log.

    Raises TooLongError for more than a cell may hold, AcceptedError once a form was made of it.
    """
    text = text.strip().replace("\0", "")
    if len(text) > LONGEST:
        raise TooLongError
    with transaction.atomic():
        held = hold(Upload, upload.pk)
        if str(index) in held.accepted:
            raise AcceptedError
        before = text_at(corrected(held, index), address)
        held.corrections = {**held.corrections, f"{index}/{address}": text}
        held.save(update_fields=["corrections"])
        note(person, "核对读取" if text == before else "更正读取", held, path=called[:120], before=before, after=text)
    upload.corrections = held.corrections


def corrections(upload: Upload, index: int) -> list[Correction]:
    """What was put right or found right in one form of a document, in the order in which it was done."""
    read = submission(upload).evaluations[index]
    mine = (
        (address_of(read, key.removeprefix(f"{index}/")), text)
        for key, text in upload.corrections.items()
        if key.startswith(f"{index}/")
    )
    return [Correction(address, text_at(read, address), text) for address, text in mine]


def corrected(upload: Upload, index: int) -> Evaluation:
    """One form of a document with what was put right; a cell that a person has seen to is no longer doubtful."""
    evaluation = submission(upload).evaluations[index]
    for each in corrections(upload, index):
        evaluation = _with(evaluation, each.address, each.now)
    return evaluation


def _with(evaluation: Evaluation, address: Address, text: str) -> Evaluation:
    value = text if text or address.field in NAMES else None
    if address.row is None or address.part == Part.FIELD:
        mine = address.field if address.row is None else f"{address.part}/{address.row}/{address.field}"
        left = tuple(name for name in evaluation.doubtful if name != mine)
        evaluation = msgspec.structs.replace(evaluation, doubtful=left)
    if address.row is None:
        return msgspec.structs.replace(evaluation, **{address.field: value})
    rows = list(getattr(evaluation, address.part))
    row = msgspec.structs.replace(rows[address.row], **{address.field: value})
    if "doubtful" in row.__struct_fields__:
        row = msgspec.structs.replace(row, doubtful=tuple(name for name in row.doubtful if name != address.field))
    rows[address.row] = row
    return msgspec.structs.replace(evaluation, **{address.part: tuple(rows)})


def doubts(evaluation: Evaluation) -> int:
    """How many cells of a form were read with doubt and not seen to since."""
    rows = (row for part in FIELDS for row in getattr(evaluation, part))
    return len(evaluation.doubtful) + sum(len(getattr(row, "doubtful", ())) for row in rows)
