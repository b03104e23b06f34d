"""The menu: one entry for each part of the application that a person has something to do in."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from jixiao_web.people.models import Person
from jixiao_web.people.roles import READERS, Role

_BUSINESS = (*READERS, Role.EXPERT)
_ENTRIES: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("desk", "工作台", tuple(Role)),
    ("filings", "绩效报送", _BUSINESS),
    ("rectifications", "整改清单", tuple(READERS)),
    ("cycles", "报送批次", tuple(READERS)),
    ("bodies", "机构人员", (Role.SYSTEM,)),
    ("accounts", "账号安全", (Role.SECURITY,)),
    ("trail", "操作日志", (Role.TRAIL,)),
)

_FURTHER = {"bodies": ("/people/",), "cycles": ("/uploads/",)}
"""Addresses that belong to an entry although they do not begin like it."""


class Entry(NamedTuple):
    """One entry: its address, its words, whether the page shown belongs to it."""

    url: str
    words: str
    here: bool


def entries(person: Person, request: HttpRequest) -> list[Entry]:
    """The entries for a person."""
    shown = []
    for name, words, roles in _ENTRIES:
        if not person.holds(*roles):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        here = request.path == url if name == "desk" else request.path.startswith((url, *_FURTHER.get(name, ())))
        shown.append(Entry(url, words, here))
    return shown
