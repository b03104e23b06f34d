"""二级指标的归类: which second level an indicator belongs to, by the words of its name and the shape of its target, all points shown.

A lexicon written by hand (second_levels.yaml) gives every word points for one or several second levels; the points of all words that are
found, of the target's unit and of its shape are added up. Nothing is learnt from files and nothing is hidden: `Judgement.words` are the
words that decided. A row is told of only where another level has many points and the printed one few.
"""

import re
from functools import cache, lru_cache
from typing import Literal

import msgspec

from jixiao import targets
from jixiao.audit.printed import figures, parts, stripped
from jixiao.audit.rows import Row
from jixiao.data import load
from jixiao.targets.characters import key
from jixiao.targets.units import CLASSIFIERS

Points = dict[str, dict[int, str]]
"""Second level → points → words, separated by blanks."""

Shape = Literal["date", "words", "percent", "count", "zero", "other", "none"]


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words, units and shapes with their points, and which wrong places are told of."""

    words: Points
    units: Points
    shapes: Points
    told: dict[str, dict[str, int]]
    margin: int


class Judgement(msgspec.Struct, frozen=True):
    """The points of every second level for an indicator, and the words that gave them, strongest first."""

    points: dict[str, int]
    words: dict[str, tuple[str, ...]]

    @property
    def best(self) -> str | None:
        """The second level with the most points; None where none has any or two have as many."""
        ranked = sorted(self.points, key=lambda level: -self.points[level])
        if not ranked or self.points[ranked[0]] <= 0:
            return None
        tied = len(ranked) > 1 and self.points[ranked[1]] == self.points[ranked[0]]
        return None if tied else ranked[0]

    @property
    def lead(self) -> int:
        """By how many points the best one leads."""
        ranked = sorted(self.points.values(), reverse=True)
        return ranked[0] - (ranked[1] if len(ranked) > 1 else 0) if ranked else 0


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the program."""
    return load("jixiao.audit", "second_levels.yaml", Lexicon)


def _by_word(points: Points) -> dict[str, dict[str, int]]:
    """Word → second level → points."""
    found: dict[str, dict[str, int]] = {}
    for level, given in points.items():
        for worth, words in given.items():
            for word in words.split():
                found.setdefault(word, {})[level] = worth
    return found


@cache
def _tables() -> tuple[
    dict[str, dict[str, int]], dict[str, dict[str, int]], dict[str, dict[str, int]], re.Pattern[str]
]:
    base = lexicon()
    words = _by_word(base.words)
    pattern = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
    return words, _by_word(base.units), _by_word(base.shapes), pattern


_LABELS = (
    ("满意", "满意度指标"),
    ("成本", "成本指标"),
    ("数量", "数量指标"),
    ("质量", "质量指标"),
    ("时效", "时效指标"),
    ("实效", "时效指标"),
    ("经济效", "经济效益指标"),
    ("社会效", "社会效益指标"),
    ("生态", "生态效益指标"),
    ("环境效", "生态效益指标"),
    ("可持续", "可持续影响指标"),
)


@lru_cache(maxsize=4096)
def printed_level(label: str | None) -> str | None:
    """The second level that a printed label names; None for labels of other frames (参保水平, 资金管理)."""
    return next((level for word, level in _LABELS if label and word in label), None)


@lru_cache(maxsize=16384)
def judge(name: str, target: str | None) -> Judgement:
    """Add up the points of an indicator's name and target."""
    value = None if target is None else targets.parse(target)
    words, units, shapes, pattern = _tables()
    subject = " ".join(filter(None, (getattr(part, "subject", None) for part in parts(value))))
    points: dict[str, int] = {}
    found: dict[str, dict[str, int]] = {}

    def add(worth: dict[str, int], word: str | None) -> None:
        for level, given in worth.items():
            points[level] = points.get(level, 0) + given
            if word is not None and given > 0:
                found.setdefault(level, {})[word] = given

    for word in dict.fromkeys(pattern.findall(f"{stripped(name)} {key(subject)}")):
        add(words[word], word)
    base = _base(value)
    add(units.get(base, {}), None)
    add(shapes.get(_shape(value, base), {}), None)
    return Judgement(
        points, {level: tuple(sorted(given, key=given.__getitem__, reverse=True)) for level, given in found.items()}
    )


def _base(value: targets.Value | None) -> str:
    """The unit's base of the only figure in a target; 个 for every measure word, empty where there is none or several differ."""
    bases = {"个" if figure.unit.base in CLASSIFIERS else figure.unit.base for figure in figures(value)}
    return bases.pop() if len(bases) == 1 else ""


def _shape(value: targets.Value | None, base: str) -> Shape:
    if value is None:
        return "none"
    if isinstance(value, targets.Deadline):
        return "date"
    if any(isinstance(figure, targets.Quantity) and figure.number == 0 for figure in figures(value)):
        return "zero"
    if base == "%":
        return "percent"
    if base in {"个", "人", "人次", "家次", "户次"}:
        return "count"
    return "other" if figures(value) else "words"


class Misplaced(msgspec.Struct, frozen=True):
    """Where a row stands, where it belongs, and the words that say so."""

    printed: str
    belongs: str
    words: tuple[str, ...]


def misplaced(row: Row) -> Misplaced | None:
    """Tell whether a row certainly belongs to another second level than the one printed; None where that is not sure."""
    printed = printed_level(row.indicator.level2)
    name = row.indicator.name
    if printed is None or not name:
        return None
    base = lexicon()
    judged = judge(name, row.indicator.target)
    own = judged.points.get(printed, 0)
    best = max(judged.points.values(), default=0)
    belongs = next((level for level in base.told.get(printed, {}) if judged.points.get(level, 0) == best), None)
    if belongs is None or best < max(base.told[printed][belongs], own + base.margin):
        return None
    words = judged.words.get(belongs, ())
    return Misplaced(printed, belongs, words[:2]) if words else None
