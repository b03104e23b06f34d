"""Bundles (archives, messages): files of their own inside a file, and bundles inside bundles.

What one level holds is the business of archives and mail; how levels stand in one another, how much all of them together may hold, and
how members are named, is here.
"""

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import PurePosixPath

import msgspec

from jixiao.readers.contents import Limits, Member, RefusedError, Request
from jixiao.readers.kinds import kind_of
from jixiao.readers.packages import ExcessError

Level = Callable[[bytes, Request], Iterator[Member]]
"""Takes out what one bundle holds, without looking into what it takes out."""

_TOO_DEEP = "里还套着压缩包或邮件，已超过 {limit} 层，没有再拆开；请先解压，再提交里面的文件。"
_TOO_MANY = "里的文件超过 {limit} 个，其余的没有处理；请分成几个较小的压缩包再提交。"
_TOO_LARGE = "解开后超过 {limit} 字节，其余的没有处理；请分成几个较小的压缩包再提交。"
_LONGEST_PART = 120
"""Characters of one part of a path; file systems hold 255 bytes."""
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
"""Control characters; among them those that turn the direction of writing, with which 文档exe.docx can be feigned."""
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._[^/]*$|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$[^/]*$)", re.IGNORECASE)


def path_of(name: str) -> str:
    """A member's name as a path that leads nowhere outside: 县区/甲县/自评表.docx; "未命名" where nothing is left of it."""
    parts = (_DRIVE.sub("", part.strip()) for part in _CONTROL.sub("", name).replace("\\", "/").split("/"))
    return "/".join(_short(part) for part in parts if part.strip(" .")) or "未命名"


def is_litter(path: str) -> bool:
    """Tell whether a member is what an operating system leaves behind in every folder."""
    return _LITTER.search(path) is not None


def distinct(members: Iterator[Member]) -> Iterator[Member]:
    """Tell members of one name apart: 自评表.docx, 自评表 (2).docx."""
    seen: dict[str, int] = {}
    for member in members:
        count = seen[member.name] = seen.get(member.name, 0) + 1
        path = PurePosixPath(member.name)
        name = member.name if count == 1 else str(path.with_name(f"{path.stem} ({count}){path.suffix}"))
        yield msgspec.structs.replace(member, name=name)


def unfolded(level: Level, content: bytes, request: Request) -> Iterator[Member]:
    """Take out what a bundle holds, and what the bundles in it hold, named by their paths from the outermost one.

    A bundle inside that does not open becomes a member with its refusal; raises RefusedError for the outermost, and for all when they
    burst the limits together.
    """
    return _unfolded(level, content, _Budget(request), 1)


class _Budget:
    """What the bundles together may still hold."""

    def __init__(self, request: Request) -> None:
        self.limits = request.limits
        self._request = request
        self._members = self._unpacked = 0

    def request(self) -> Request:
        """The user's request, with the limits that are left."""
        left = max(0, self.limits.unpacked - self._unpacked)
        return msgspec.structs.replace(self._request, limits=msgspec.structs.replace(self.limits, unpacked=left))

    def count(self, member: Member) -> None:
        """Count a member; raises ExcessError when it is one too many, or too much."""
        self._members += 1
        self._unpacked += len(member.content)
        if self._members > self.limits.members:
            raise ExcessError(_TOO_MANY.format(limit=self.limits.members))
        if self._unpacked > self.limits.unpacked:
            raise ExcessError(_TOO_LARGE.format(limit=self.limits.unpacked))


def _unfolded(level: Level, content: bytes, budget: _Budget, depth: int) -> Iterator[Member]:
    for member in distinct(level(content, budget.request())):
        budget.count(member)
        inner = None if member.refusal or member.omission else _level_of(member.content, budget.limits)
        if inner is None:
            yield member
        elif depth >= budget.limits.nesting:
            yield Member(name=member.name, refusal=_TOO_DEEP.format(limit=budget.limits.nesting))
        else:
            try:
                for found in _unfolded(inner, member.content, budget, depth + 1):
                    yield msgspec.structs.replace(found, name=f"{member.name}/{found.name}")
            except ExcessError:
                raise
            except RefusedError as error:
                yield Member(name=member.name, refusal=str(error))


def _level_of(content: bytes, limits: Limits) -> Level | None:
    """What takes a member apart if it is a bundle itself; None also for one too damaged to tell, whose reader will say so."""
    try:
        opener = kind_of(content, limits).opener
    except RefusedError:
        return None
    if opener is None:
        return None
    level: Level = import_module(f"jixiao.readers.{opener.partition(':')[0]}").level
    return level


def _short(part: str) -> str:
    """A part of a path, cut in front of its suffix when it is too long."""
    stem, dot, suffix = part.rpartition(".")
    if len(part) <= _LONGEST_PART:
        return part
    return f"{stem[: _LONGEST_PART - 12]}{dot}{suffix[:10]}" if stem else part[:_LONGEST_PART]
