"""Hostile files by the thousand: kind after kind, each file by its own number, the same file for the same number."""

import hashlib
import itertools
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

# Each module keeps its kinds when it is imported.
from tests.hostile import archives, compound, damage, excel, letters, markup, pdf, pictures, texts, word
from tests.hostile.kinds import KINDS, Kind

__all__ = ["KINDS", "Hostile", "hostile_files"]
MODULES = (archives, compound, damage, excel, letters, markup, pdf, pictures, texts, word)


class Hostile(NamedTuple):
    """One hostile file."""

    kind: Kind
    number: int
    content: bytes

    @property
    def name(self) -> str:
        """A name that tells how to make the file again."""
        return f"{self.kind.name}-{self.number}.{self.kind.suffix}"


def hostile_file(kind: str, number: int) -> Hostile:
    """Make one file again by its kind and number."""
    return Hostile(KINDS[kind], number, KINDS[kind].make(Random(f"{kind}-{number}")))


def hostile_files(count: int, first: int = 0) -> Iterator[Hostile]:
    """Make so many files, all different, the kinds in turn; a kind that has no more to offer is passed over."""
    seen: set[bytes] = set()
    turns = (hostile_file(kind, number) for number in itertools.count(first) for kind in sorted(KINDS))
    while len(seen) < count:
        file = next(turns)
        digest = hashlib.sha256(file.content).digest()
        if digest not in seen:
            seen.add(digest)
            yield file
