"""The address of a cell: "head/project_name" for what stands in no row, "indicators/17/actual" for the cell of a row by its number.

An address stays when rows are moved; a place (jixiao.places.Place) made from it lets findings point back to the cell.
"""

from typing import NamedTuple

import msgspec

from jixiao.model.submission import Evaluation, Field, Fund, Goal, Indicator, Management
from jixiao.places import Place
from jixiao_web.filings.causes import CAUSE
from jixiao_web.filings.models import Part

_TYPES: dict[str, type[msgspec.Struct]] = {
    Part.FUND: Fund,
    Part.MANAGEMENT: Management,
    Part.GOAL: Goal,
    Part.INDICATOR: Indicator,
    Part.FIELD: Field,
}
_BESIDE = {
    "doubtful",
    "confidence",
    "place",
    "cells",
    "kind",
    "form",
    "layout",
    "year",
    "period",
    "level1_weights",
    "level2_weights",
}
FIELDS = {
    part: tuple(name for name in type_.__struct_fields__ if name not in _BESIDE) for part, type_ in _TYPES.items()
}
FIELDS[Part.INDICATOR] = (*FIELDS[Part.INDICATOR], CAUSE)
"""The fields of the rows of each part in which a person may write."""
HEAD = tuple(name for name in Evaluation.__struct_fields__ if name not in _BESIDE and name not in set(Part.values))
"""The fields of a form that stand in no row."""
TYPES = _TYPES


class Address(NamedTuple):
    """A cell: the part ("head" for what stands in no row), the number of the row or None, the field."""

    part: str
    row: int | None
    field: str

    def __str__(self) -> str:
        return f"{self.part}/{self.field}" if self.row is None else f"{self.part}/{self.row}/{self.field}"

    def place(self) -> Place:
        """A place that names the cell; `of_place` finds the address again."""
        fields = HEAD if self.row is None else FIELDS[self.part]
        return Place(sheet=self.part, row=self.row, column=fields.index(self.field) + 1)


class NoSuchCellError(LookupError):
    """What was given is no address of a cell."""


def parse(text: str) -> Address:
    """Read an address; raises NoSuchCellError for anything else."""
    match text.split("/"):
        case ["head", field] if field in HEAD:
            return Address("head", None, field)
        case [part, row, field] if part in FIELDS and row.isdecimal() and len(row) < 19 and field in FIELDS[part]:
            return Address(part, int(row), field)
    raise NoSuchCellError(text)


def of_place(place: Place) -> Address | None:
    """The address of a cell that a finding quotes; None for a place that is none of ours."""
    if place.sheet is None or place.column is None:
        return None
    fields = HEAD if place.sheet == "head" else FIELDS.get(place.sheet, ())
    if not 0 < place.column <= len(fields):
        return None
    return Address(place.sheet, place.row, fields[place.column - 1])
