"""How well the second level of an indicator is told (二级指标归类): the lexicon against names labelled by hand.

`python benchmarks/second_levels.py` prints for the labelled names, and for those held out:

- in the right place: every name under its right second level; whatever is told of here is a false alarm;
- in a wrong place: every name under every other second level that may be told of; how many are told of, and how many of those rightly,
  that is with a level the name belongs to;
- the best level: how often the level with the most points, where it leads by some, is the right one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from jixiao.audit.rows import Row
from jixiao.audit.second_levels import judge, lexicon, misplaced
from jixiao.model import Indicator

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "audit" / "labelled"
LEAD = 3
"""So many points apart the best level is taken as said."""


class Labelled(NamedTuple):
    """A name with its target and the second levels it belongs to."""

    name: str
    target: str
    levels: tuple[str, ...]


class Figures(NamedTuple):
    """What was counted for one file of names."""

    names: int
    false_alarms: list[str]
    wrong_places: int
    told: int
    told_rightly: int
    decided: int
    decided_rightly: int
    by_level: dict[str, tuple[int, int, int]]

    @property
    def recall(self) -> float:
        """The share of wrong places that were told of."""
        return self.told / self.wrong_places

    @property
    def precision(self) -> float:
        """The share of what was told, over right and wrong places, that was right: the row misplaced, the level named its own."""
        return self.told_rightly / (self.told + len(self.false_alarms))

    @property
    def coverage(self) -> float:
        """The share of names whose best level leads clearly."""
        return self.decided / self.names

    @property
    def accuracy(self) -> float:
        """The share of those whose best level is right."""
        return self.decided_rightly / self.decided


def labelled(file: str) -> list[Labelled]:
    """Read the names of a file."""
    groups = yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))
    also = groups.pop("也可")
    return [
        Labelled(*entry.split(" | "), tuple(filter(None, (level, also.get(entry.split(" | ")[0])))))
        for level, entries in groups.items()
        for entry in entries
    ]


def measure(file: str) -> Figures:
    """Count for one file of names."""
    names = labelled(file)
    alarms = [each.name for each in names for level in each.levels if _told(each, level)]
    wrong = [(each, level) for each in names for level in _wrong(each)]
    told = [(each, found) for each, level in wrong if (found := _told(each, level))]
    judged = [(each, judge(each.name, each.target)) for each in names]
    decided = [(each, one.best) for each, one in judged if one.best and one.lead >= LEAD]
    by_level = {}
    for level in lexicon().words:
        said = [each for each, best in decided if best == level]
        right = sum(level in each.levels for each in said)
        by_level[level] = (sum(each.levels[0] == level for each in names), len(said), right)
    return Figures(
        names=len(names),
        false_alarms=alarms,
        wrong_places=len(wrong),
        told=len(told),
        told_rightly=sum(found in each.levels for each, found in told),
        decided=len(decided),
        decided_rightly=sum(best in each.levels for each, best in decided),
        by_level=by_level,
    )


def _wrong(each: Labelled) -> Iterator[str]:
    """The levels under which a name is misplaced in a way that may be told of."""
    for level, belongs in lexicon().told.items():
        if level not in each.levels and any(own in belongs for own in each.levels):
            yield level


def _told(each: Labelled, level: str) -> str | None:
    found = misplaced(Row(0, Indicator(level1=None, level2=level, name=each.name, target=each.target)))
    return None if found is None else found.belongs


def main() -> None:
    """Print the figures of both files."""
    for file in ("second_levels.yaml", "second_levels_held_out.yaml"):
        figures = measure(file)
        print(f"{file}: {figures.names} names")
        print(f"  in the right place: {len(figures.false_alarms)} told of {figures.false_alarms}")
        print(f"  in a wrong place: {figures.told} of {figures.wrong_places} told of, recall {figures.recall:.3f}")
        print(f"  told rightly: {figures.told_rightly}, precision {figures.precision:.3f}")
        print(f"  best level: {figures.decided} of {figures.names} decided ({figures.coverage:.3f}), ", end="")
        print(f"{figures.decided_rightly} right ({figures.accuracy:.3f})")
        for level, (names, said, right) in figures.by_level.items():
            print(f"    {level}: {names} names, said of {said}, right {right}")


if __name__ == "__main__":
    main()
