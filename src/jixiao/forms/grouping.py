"""Levels that stand in rows of their own where no column holds them.

Such a row says 一、产出指标（60分） across the table, 1.1 数量 above 1.1.1, or is marked 二级 in a column of its own.
"""

import re
from typing import Protocol

from jixiao.forms.cuts import AlignedRow
from jixiao.forms.levels import depth_of, is_level_word, level_fit, split_points
from jixiao.forms.words import key

_NUMBERED = re.compile(r"(\d{1,2}(?:[.．]\d{1,2})*)[.．、]?\s*(?=\D)(.+)")
_FIRST, _SECOND = re.compile(r"[一二三四五六七八九十]+[、.]"), re.compile(r"[(][一二三四五六七八九十]+[)]、?|\d+[、.]")
_DEEPEST = 2
"""Levels above the name of an indicator."""

Group = dict[str, str | None]


class Table(Protocol):
    """A table whose rows were aligned with its columns."""

    rows: list[AlignedRow]

    def text(self, row: AlignedRow, field: str) -> str | None:
        """What stands in a column of a row."""


def groups(table: Table) -> dict[int, Group]:
    """The rows that only name a level, by their identity: the level with its points, under the fields of a row."""
    names = [table.text(row, "name") or "" for row in table.rows]
    found: dict[int, Group] = {}
    for row, name, following in zip(table.rows, names, [*names[1:], ""], strict=True):
        if not name or table.text(row, "target") is not None or table.text(row, "actual") is not None:
            continue
        points = table.text(row, "weight")
        depth = depth_of(key(table.text(row, "depth") or "")) or _DEEPEST + 1
        marked = _group(depth, name, points) if depth <= _DEEPEST else None
        group = marked or _numbered(name, following, points) or _worded(name, points)
        if group is not None:
            found[id(row)] = group
    return found


def _numbered(name: str, following: str, points: str | None) -> Group | None:
    """A row whose number the next row goes on from: 1.1 before 1.1.1."""
    own, below = _NUMBERED.fullmatch(name), _NUMBERED.fullmatch(following)
    if own is None or below is None or not below.group(1).startswith(f"{own.group(1)}."):
        return None
    depth = own.group(1).count(".") + 1
    return _group(depth, own.group(2), points) if depth <= _DEEPEST else None


def _worded(name: str, points: str | None) -> Group | None:
    """A row of a word that is known as a level; the way it is numbered tells which where the word does not."""
    if not is_level_word(key(name)):
        return None
    first, second = _FIRST.match(key(name)), _SECOND.match(key(name))
    plain = name
    for mark in (first, second):
        plain = name[_printed_length(name, mark.end()) :] if mark else plain
    if first is None and second is None:
        depth = 1 if level_fit(key(name), 1) <= level_fit(key(name), 2) else _DEEPEST
    else:
        depth = 1 if first else _DEEPEST
    return _group(depth, plain, points)


def _group(depth: int, label: str, points: str | None) -> Group:
    """The level of a depth; its points stand in brackets or in the column of points."""
    bracketed = split_points(label).points
    return {f"level{depth}": label, f"level{depth}_points": None if bracketed else points}


def _printed_length(name: str, length: int) -> int:
    """How many characters of a text make up as many of its key."""
    return next((end for end in range(len(name) + 1) if len(key(name[:end])) >= length), len(name))
