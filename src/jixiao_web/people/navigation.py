"""The menu: one entry for each part of the application that a person has something to do in."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from jixiao_web.people.models import Person
from jixiao_web.people.roles import READERS, Role

_BUSINESS = (*READERS, Role.EXPERT)
_ENTRIES: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    ("desk", "工作台", "等待您办理的表和通知", tuple(Role)),
    ("filings", "绩效报送", "您能看到的全部绩效表：查找、办理、下载", _BUSINESS),
    ("rectifications", "整改清单", "审核中提出的整改事项、期限和整改情况", tuple(READERS)),
    ("cycles", "报送批次", "各批次的截止日期和进度；上传、新建绩效表从这里开始", tuple(READERS)),
    ("bodies", "机构人员", "登记机构，新增人员，任职、免职", (Role.SYSTEM,)),
    ("accounts", "账号安全", "重置密码，解锁、停用、启用账号", (Role.SECURITY,)),
    ("trail", "操作日志", "查谁在什么时候做了什么，核验日志是否完整", (Role.TRAIL,)),
)

_FURTHER = {"bodies": ("/people/",), "cycles": ("/uploads/",)}
"""Addresses that belong to an entry although they do not begin like it."""


class Entry(NamedTuple):
    """One entry: its address, its words, whether the page shown belongs to it, what the page is for."""

    url: str
    words: str
    here: bool
    about: str


def entries(person: Person, request: HttpRequest) -> list[Entry]:
    """The entries for a person."""
    shown = []
    for name, words, about, roles in _ENTRIES:
        if not person.holds(*roles):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        here = request.path == url if name == "desk" else request.path.startswith((url, *_FURTHER.get(name, ())))
        shown.append(Entry(url, words, here, about))
    return shown
