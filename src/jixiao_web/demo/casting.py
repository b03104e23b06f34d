"""The demo as declared in cast.yaml."""

from datetime import date
from importlib.resources import files
from typing import Any

import msgspec

from jixiao import data


class BodyEntry(msgspec.Struct, frozen=True):
    """A body, with what stands below it."""

    name: str
    kind: str
    code: str = ""
    children: tuple["BodyEntry", ...] = ()


class PersonEntry(msgspec.Struct, frozen=True):
    """A person, with the roles by the name of the body."""

    username: str
    name: str
    roles: dict[str, list[str]]


class CycleEntry(msgspec.Struct, frozen=True):
    """A cycle."""

    name: str
    year: int
    stage: str
    body: str
    deadline: date
    opened_by: str


class FormEntry(msgspec.Struct, frozen=True):
    """A form: the file of its content, the year of its cycle, the body, the code of its project, its state."""

    file: str
    cycle: int
    body: str
    code: str
    state: str


class Cast(msgspec.Struct, frozen=True):
    """The demo as declared in cast.yaml; bodies, cycles and people are named by their names. `tour` tells how to go through it."""

    password: str
    tour: str
    bodies: tuple[BodyEntry, ...]
    people: tuple[PersonEntry, ...]
    cycles: tuple[CycleEntry, ...]
    forms: tuple[FormEntry, ...]


def cast() -> Cast:
    """Read the declaration."""
    plain: Any = data.parse(files(__package__).joinpath("cast.yaml").read_text(encoding="utf-8"))
    return msgspec.convert(plain, Cast)
