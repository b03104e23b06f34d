"""First and second level words (一级指标、二级指标) with the points printed beside them."""

import re
from functools import cache, lru_cache
from typing import Literal

import msgspec

from jixiao.forms.words import alternation, key, keys, words

_BRIEF = 6
"""Characters of an unlisted second-level label such as 重点工作."""
_EITHER = 0.4
"""Cost of reading as first level a word that is the second level of another: 成本指标 is both, in forms of different years."""
_DEPTH = re.compile(r"([一二三四1-4])级(?:指标)?")
_BRACKETED = re.compile(r"^(.+?)\((?:(?:满分|分值|权重):?)?(\d{1,3}(?:\.\d+)?)(?:分|%)?\)$")


class LevelLabel(msgspec.Struct, frozen=True, kw_only=True):
    """A label split from its points: 产出指标(50分) → 产出指标, 50."""

    text: str
    points: str | None


@cache
def _firsts() -> frozenset[str]:
    return frozenset(_stem(key(word)) for word in words().levels)


@cache
def _seconds() -> dict[str, str]:
    return {_stem(key(second)): first for first, seconds in reversed(words().levels.items()) for second in seconds}


@lru_cache(maxsize=4096)
def _stem(text: str) -> str:
    plain = re.sub(r"^[(\d.、一二三四五六七八九十]+[)、.]", "", text)
    return plain.removesuffix("指标") or plain


@lru_cache(maxsize=16384)
def split_points(text: str) -> LevelLabel:
    """Split the points off a label, in brackets only: a bare number at the end may belong to the words.

    Labels are set with wide spacing or broken in narrow columns, so white space inside them says nothing.
    """
    compact = "".join(text.split())
    match = _BRACKETED.match(key(text))
    if not match:
        return LevelLabel(text=compact, points=None)
    printed = re.split(r"[(（〔\[]", compact)
    return LevelLabel(text="（".join(printed[:-1]), points=match.group(2))


@lru_cache(maxsize=16384)
def level_fit(text: str, level: Literal[1, 2]) -> float:
    """How well a text fits as a level label, as a cost: 0 a known word, about 1 a bracketed label, more for other short words."""
    label = split_points(text)
    plain = key(label.text)
    stem = _stem(plain)
    known_first, known_second = stem in _firsts(), stem in _seconds()
    if level == 1 and known_first:
        return 0.0 if label.points or _seconds().get(stem) in (None, plain) else _EITHER
    if level == 2 and known_second:
        return 0.0 if not (known_first and label.points) else 0.3
    if label.points:
        return 1.0
    if level == 2 and known_first:
        return 1.0
    if level == 1 and known_second:
        return 3.0
    short = len(plain) <= 10 and not any(character.isdigit() for character in plain)
    if short and plain.endswith("指标"):
        return 1.2
    if level == 2 and short and len(plain) <= _BRIEF:
        return 1.6
    return 3.0 if short else 7.0


@lru_cache(maxsize=16384)
def is_level_word(text: str) -> bool:
    """One of the closed vocabulary, with or without points."""
    stem = _stem(key(split_points(text).text))
    return stem in _firsts() or stem in _seconds()


@lru_cache(maxsize=4096)
def depth_of(text: str) -> int | None:
    """The depth that a mark beside a row names: 1 for 一级, 2 for 二级指标; None for anything else."""
    match = _DEPTH.fullmatch(text)
    return None if match is None else "一二三四".find(match.group(1)) + 1 or int(match.group(1))


@cache
def _leading() -> re.Pattern[str]:
    labels = [word for first, seconds in words().levels.items() for word in (first, *seconds) if word.endswith("指标")]
    return re.compile(rf"(?:{alternation(keys(labels))})(?:\(\d+分\))?(?=.)")


@lru_cache(maxsize=16384)
def begins_with_level(text: str) -> bool:
    """Whether a known label that says 指标 stands at the beginning of a longer text: two cells that ran together."""
    return _leading().match(text) is not None
