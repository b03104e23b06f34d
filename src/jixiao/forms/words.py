"""The vocabulary of the forms (words.yaml) as lookups, and the key under which texts are compared."""

import re
import unicodedata
from functools import cache, lru_cache

import msgspec

from jixiao import data

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("〔［[【", "("),
        **dict.fromkeys("〕］]】", ")"),
        "≧": "≥",
        "⩾": "≥",
        "≦": "≤",
        "⩽": "≤",
        "∶": ":",
    }
)


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Reduce a text to what is compared: NFKC, one spelling of operators, dashes and brackets, no white space."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_SAME)).split()).translate(_SAME)


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """words.yaml as read; every list holds printed words, the comments of the file tell their use."""

    indicator_columns: dict[str, list[str]]
    indicator_patterns: dict[str, list[str]]
    fund_columns: dict[str, list[str]]
    fund_patterns: dict[str, list[str]]
    goal_patterns: dict[str, list[str]]
    fund_labels: list[str]
    levels: dict[str, list[str]]
    head_labels: dict[str, list[str]]
    head_patterns: dict[str, list[str]]
    goals: dict[str, list[str]]
    management: dict[str, list[str]]
    frames: list[str]
    totals: list[str]
    grades: list[str]
    titles: dict[str, list[str]]


@cache
def words() -> Words:
    """Load the vocabulary once."""
    return data.load(__package__, "words.yaml", Words)


def inverted(groups: dict[str, list[str]]) -> dict[str, str]:
    """Turn {field: words} into {key of word: field}; the first field that claims a word keeps it."""
    lookup: dict[str, str] = {}
    for field, texts in groups.items():
        for text in texts:
            lookup.setdefault(key(text), field)
    return lookup


def keys(texts: list[str]) -> frozenset[str]:
    """The keys of a list of words."""
    return _keys(tuple(texts))


@lru_cache(maxsize=64)
def _keys(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key(text) for text in texts)


SUFFIX = r"(?:\([^()]{1,40}\)|:)*"
"""What may follow a heading word: (A), (B/A), (万元), (10分), a colon."""


def alternation(lookup: dict[str, str] | frozenset[str]) -> str:
    """A regular expression that matches any of the keys, the longest first."""
    return "|".join(re.escape(word) for word in sorted(lookup, key=len, reverse=True))
