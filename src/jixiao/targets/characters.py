"""The comparison key of a text: full-width forms and look-alikes folded character by character; the original is never altered.

Whole-text NFKC is not used: it turns ① into 1, ½ into 1⁄2 and the list comma of 10，20 into a thousands separator.
"""

from functools import lru_cache

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


_SHORT = 64
"""Texts of so many characters are remembered: those of cells, which many checks fold again and again; longer ones would fill the memory."""


def key(text: str) -> str:
    """Fold a text for comparison: look-alikes unified, zero-width characters left out, blanks kept."""
    return _remembered(text) if len(text) <= _SHORT else text.translate(_DROP)


@lru_cache(maxsize=16384)
def _remembered(text: str) -> str:
    return text.translate(_DROP)


def key_with_offsets(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the key and, for each of its characters and its end, the offset in the original text."""
    folded = text.translate(FOLDED)
    if ZERO_WIDTH.isdisjoint(text):
        return folded, tuple(range(len(text) + 1))
    kept = [offset for offset, character in enumerate(text) if character not in ZERO_WIDTH]
    return "".join(folded[offset] for offset in kept), (*kept, len(text))
