"""Pasting: many cells written at once, below the last row into new ones, and taken back at once."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction

from jixiao_web.filings.addresses import FIELDS, Address, NoSuchCellError, parse
from jixiao_web.filings.changes import CellWritten, ChangePart, RowAdded, held, keep
from jixiao_web.filings.models import Filing
from jixiao_web.filings.rows import put_below
from jixiao_web.filings.saving import Saved, write
from jixiao_web.people.models import Person

_NEW = re.compile(r"(\w+)/\+(\d{1,3})/(\w+)")


class Copied(NamedTuple):
    """A cell to be written: its address, "indicators/+2/actual" in the second new row; what the person saw there; the new text."""

    address: str
    seen: str
    value: str

    @property
    def new(self) -> tuple[str, int, str] | None:
        """The part, the number among the new rows, and the field, for a cell of a row that there is not yet."""
        match = _NEW.fullmatch(self.address)
        if match is None:
            return None
        part, number, field = match.groups()
        if field not in FIELDS.get(part, ()):
            raise NoSuchCellError(self.address)
        return part, int(number), field

    def target(self) -> Address:
        """The address by which to ask whether the person may write there."""
        return Address(self.new[0], 0, self.new[2]) if self.new else parse(self.address)


class Pasted(NamedTuple):
    """What became of a paste: the cells that hold their text, those that a colleague had changed and that were left, the new rows."""

    saved: tuple[Address, ...]
    left: tuple[Address, ...]
    rows: int


def paste(filing: Filing, person: Person, cells: Iterable[Copied]) -> Pasted:
    """Write cells as one change; what a colleague changed meanwhile is left.

    Raises what save_cell raises, and then nothing of it is written.
    """
    saved: list[Address] = []
    left: list[Address] = []
    parts: list[ChangePart] = []
    made: dict[tuple[str, int], int] = {}
    with transaction.atomic():
        for cell in cells:
            if cell.new is None:
                address = parse(cell.address)
            else:
                part, number, field = cell.new
                if (part, number) not in made:
                    row = put_below(filing, person, part)
                    made[part, number] = row.pk
                    parts.append(RowAdded(**held(row)))
                address = Address(part, made[part, number], field)
            outcome = write(filing, person, address, seen=cell.seen, value=cell.value)
            if not isinstance(outcome, Saved):
                left.append(address)
                continue
            saved.append(address)
            if outcome.before != cell.value:
                parts.append(CellWritten(str(address), outcome.before, cell.value))
        if parts:
            keep(filing, person, _words(parts, len(saved), len(made)), parts)
    return Pasted(tuple(saved), tuple(left), len(made))


def _words(parts: list[ChangePart], count: int, rows: int) -> str:
    """What a paste is called: by all its cells, as the page says, those included that held their text before."""
    cells = [part for part in parts if isinstance(part, CellWritten)]
    if cells and not any(part.after for part in cells):
        return f"清空{count}格"
    return f"粘贴{count}格" + (f"（新增{rows}行）" if rows else "")
