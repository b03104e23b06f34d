"""Numbering (序号): does a list count on, 一是、二是、三是, or does it skip, repeat or begin in the middle?"""

import re
from collections.abc import Iterable, Iterator

import msgspec

_CHINESE = "一二三四五六七八九十"
_RUNNING = re.compile(r"(?P<number>[一二三四五六七八九十]{1,2})是(?!否)")
_BEFORE = frozenset("，。；;：:、, \n“")
_LEADING = (
    ("一、", re.compile(r"\s*(?P<number>[一二三四五六七八九十]{1,2})、")),
    ("（一）", re.compile(r"\s*[（(](?P<number>[一二三四五六七八九十]{1,2})[）)]")),
    ("（1）", re.compile(r"\s*[（(](?P<number>\d{1,2})[）)]")),
)


class Break(msgspec.Struct, frozen=True):
    """A break in a list: the number that does not follow, the one before it (None where the list begins so), and where it stands."""

    number: str
    before: str | None
    start: int
    since: int | None = None
    """Where the one before stands."""


def breaks(text: str) -> tuple[Break, ...]:
    """The breaks in the lists of a text; paragraphs are parted by line breaks. A list may begin anew at one."""
    running = (
        (found["number"], found.start())
        for found in (_RUNNING.finditer(text) if "是" in text else ())
        if not found.start() or text[found.start() - 1] in _BEFORE
    )
    found_breaks = [_begun_anew(each, text) for each in _breaks("一是", running)]
    lines = list(_lines(text))
    for style, pattern in _LEADING:
        heads = (
            (found["number"], start + found.start("number")) for line, start in lines if (found := pattern.match(line))
        )
        found_breaks += _breaks(style, heads)
    return tuple(sorted(found_breaks, key=lambda each: each.start))


def _lines(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for line in text.split("\n"):
        yield line, start
        start += len(line) + 1


def _breaks(style: str, numbers: Iterable[tuple[str, int]]) -> Iterator[Break]:
    last, since = 0, None
    for printed, start in numbers:
        number = _figure(printed)
        if number is None:
            continue
        if number not in {1, last + 1} and (last or _must_begin(style, number)):
            yield Break(_print(style, number), _print(style, last) if last else None, start, since)
        last, since = number, start


def _begun_anew(each: Break, text: str) -> Break:
    """Take a number that does not count up in a later paragraph for the middle of another list, whose beginning is not there."""
    back = each.before is not None and (_figure(each.number[:-1]) or 0) <= (_figure(each.before[:-1]) or 0)
    elsewhere = each.since is not None and "\n" in text[each.since : each.start]
    return msgspec.structs.replace(each, before=None) if back and elsewhere else each


def _must_begin(style: str, number: int) -> bool:
    """Tell whether a list that begins with this number lacks its beginning: chapters may be an extract from a longer report."""
    return style == "一是" or (style != "一、" and number == 2)


def _figure(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if len(text) == 1:
        return _CHINESE.index(text) + 1
    return 10 + _CHINESE.index(text[1]) + 1 if text[0] == "十" and text[1] != "十" else None


def _print(style: str, number: int) -> str:
    if "1" in style:
        return style.replace("1", str(number))
    words = _CHINESE[number - 1] if number <= 10 else f"十{_CHINESE[number - 11]}"
    return style.replace("一", words)
