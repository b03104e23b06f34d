"""Numbering (序号): does a list count on, 一是、二是、三是, or does it skip, repeat or begin in the middle?"""

import re

import msgspec

_CHINESE = "一二三四五六七八九十"
_STYLES = (
    ("一是", re.compile(r"(?:^|[，。；;：:、,\s\n“])(?P<number>[一二三四五六七八九十]{1,2})是(?!否)")),
    ("一、", re.compile(r"(?:^|\n)\s*(?P<number>[一二三四五六七八九十]{1,2})、")),
    ("（一）", re.compile(r"(?:^|\n)\s*[（(](?P<number>[一二三四五六七八九十]{1,2})[）)]")),
    ("（1）", re.compile(r"(?:^|\n)\s*[（(](?P<number>\d{1,2})[）)]")),
)


class Break(msgspec.Struct, frozen=True):
    """A break in a list: the number that does not follow, the one before it (None where the list begins so), and where it stands."""

    number: str
    before: str | None
    start: int


def breaks(text: str) -> tuple[Break, ...]:
    """The breaks in the lists of a text; paragraphs are parted by line breaks. A list may begin anew at one."""
    found_breaks = []
    for style, pattern in _STYLES:
        last = 0
        for found in pattern.finditer(text):
            number = _figure(found["number"])
            if number is None:
                continue
            if number not in {1, last + 1}:
                printed = _print(style, last) if last else None
                found_breaks.append(Break(_print(style, number), printed, found.start("number")))
            last = number
    return tuple(sorted(found_breaks, key=lambda each: each.start))


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
