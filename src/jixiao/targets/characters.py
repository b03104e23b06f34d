"""The comparison key of a text: full-width forms and look-alikes folded character by character; the original is never altered.

Whole-text NFKC is not used: it turns ① into 1, ½ into 1⁄2 and the list comma of 10，20 into a thousands separator. Where digits are full
width as well (１，２３４), or a group begins with 0 (1，000), the comma groups thousands, and is folded.
"""

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
"""Characters that take no room on paper; the key leaves them out."""

FOLDED: dict[int, str] = {
    **{ord("０") + digit: str(digit) for digit in range(10)},
    **{ord("Ａ") + step: chr(ord("A") + step) for step in range(26)},
    **{ord("ａ") + step: chr(ord("a") + step) for step in range(26)},
    **dict.fromkeys(map(ord, "≥≧⩾≽"), "≥"),
    **dict.fromkeys(map(ord, "≤≦⩽≼"), "≤"),
    **dict.fromkeys(map(ord, "＞﹥"), ">"),
    **dict.fromkeys(map(ord, "＜﹤"), "<"),
    **dict.fromkeys(map(ord, "＝﹦"), "="),
    **dict.fromkeys(map(ord, "％﹪"), "%"),
    **dict.fromkeys(map(ord, "－−–﹣‐‑"), "-"),
    **dict.fromkeys(map(ord, "～〜∼˜"), "~"),
    **dict.fromkeys(map(ord, "—―"), "—"),
    **dict.fromkeys(map(ord, "（﹙"), "("),
    **dict.fromkeys(map(ord, "）﹚"), ")"),
    **dict.fromkeys(map(ord, "：∶"), ":"),
    **dict.fromkeys(map(ord, "／∕"), "/"),
    **dict.fromkeys(map(ord, "·・•∙"), "·"),
    **dict.fromkeys(map(ord, "\u00a0\u3000\u2002\u2003\u2009\u202f\t\r\n"), " "),
    ord("．"): ".",
    ord("＋"): "+",
    ord("￥"): "¥",
    ord("；"): ";",
    ord("〇"): "〇",
    ord("○"): "〇",
}
"""Code point → its one-character key. The full-width comma stays itself: it separates values, "," groups thousands."""

_DROP: dict[int, str | None] = {**FOLDED, **dict.fromkeys(map(ord, ZERO_WIDTH))}


_GROUPED = re.compile(
    r"(?<![0-9０-９，,.．])(?:"
    r"[０-９]{1,2}(?:，[０-９]{3})+|[０-９]{3}(?:，[０-９]{3})+(?= *[一-鿿])"
    r"|[0-9０-９]{1,3}(?:，[0-9０-９]{3})*，[0０][0-9０-９]{2}(?:，[0-9０-９]{3})*"
    r")(?![0-9０-９]|[，,][0-9０-９])"
)
"""Figures in which a full-width comma can only group thousands: nobody lists a value 000, or types digits at full width and not commas."""


def _with_groups(text: str) -> str:
    """Fold the commas that group thousands; every character stays at its place."""
    return _GROUPED.sub(lambda found: found.group().replace("，", ","), text) if "，" in text else text


_SHORT = 64
"""Texts of so many characters are remembered: those of cells, which many checks fold again and again; longer ones would fill the memory."""


def key(text: str) -> str:
    """Fold a text for comparison: look-alikes unified, zero-width characters left out, blanks kept."""
    return _remembered(text) if len(text) <= _SHORT else _with_groups(text).translate(_DROP)


@lru_cache(maxsize=16384)
def _remembered(text: str) -> str:
    return _with_groups(text).translate(_DROP)


def of_cells(read: Callable[[str | None], T]) -> Callable[[str | None], T]:
    """Decorate a function that reads the text of a cell: what it says of a short one is remembered, since many ask for the same."""
    remembered = lru_cache(maxsize=16384)(read)

    @wraps(read)
    def reading(text: str | None) -> T:
        return remembered(text) if text is None or len(text) <= _SHORT else read(text)

    return reading


def key_with_offsets(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the key and, for each of its characters and its end, the offset in the original text."""
    folded = _with_groups(text).translate(FOLDED)
    if ZERO_WIDTH.isdisjoint(text):
        return folded, tuple(range(len(text) + 1))
    kept = [offset for offset, character in enumerate(text) if character not in ZERO_WIDTH]
    return "".join(folded[offset] for offset in kept), (*kept, len(text))
