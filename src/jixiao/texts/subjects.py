"""What a text speaks of (说的是什么): terms of the field, and for all other words the pairs of neighbouring characters.

Chinese writes no blanks between words, and no dictionary of all words is at hand. So a list of terms that mean the same (terms.yaml) is
looked up first, words that stand everywhere are left out, and what remains is compared by its pairs of characters. Matching says how
sure it is; nothing is accused because two texts merely share a common word.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from jixiao.data import load
from jixiao.texts.finding import Words

_CHINESE = re.compile(r"[一-鿿]{2,}")
_JOINING = re.compile(r"[的了和与及或对在为将把被由向从等是有以于并且也都已其该此各按]")


class _Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    subjects: tuple[tuple[str, ...], ...]
    common: tuple[str, ...]


_TERMS = load("jixiao.texts", "terms.yaml", _Terms)
_NAMES = {word: group[0] for group in _TERMS.subjects for word in group}


_KNOWN = Words((*_NAMES, *_TERMS.common))


class Subjects(msgspec.Struct, frozen=True):
    """What a text speaks of: the names of known terms, and the pairs of characters of all other words."""

    terms: frozenset[str]
    pairs: frozenset[str]

    def without(self, other: "Subjects") -> "Subjects":
        """Leave out what another text speaks of as well, such as the name of the project itself."""
        return Subjects(self.terms - other.terms, self.pairs - other.pairs)

    def union(self, other: "Subjects") -> "Subjects":
        """Put the subjects of two texts together."""
        return Subjects(self.terms | other.terms, self.pairs | other.pairs)

    @property
    def weight(self) -> int:
        """How much there is to recognise the text by: a term counts like three pairs."""
        return 3 * len(self.terms) + len(self.pairs)

    def shared(self, other: "Subjects") -> float:
        """The share of this text's subjects that the other has as well, in 0..1; 0 where there is nothing to go by."""
        if not self.weight:
            return 0.0
        return (3 * len(self.terms & other.terms) + len(self.pairs & other.pairs)) / self.weight


NOTHING = Subjects(frozenset(), frozenset())


@lru_cache(maxsize=8192)
def subjects(text: str) -> Subjects:
    """Find what a text speaks of."""
    plain = text.replace(" ", "")
    terms = set()
    rest: list[str] = []
    start = 0
    for word, at in _KNOWN.find(plain):
        if word in _NAMES:
            terms.add(_NAMES[word])
        rest.append(plain[start:at])
        start = at + len(word)
    rest.append(plain[start:])
    words = (word for part in rest for piece in _JOINING.split(part) for word in _CHINESE.findall(piece))
    return Subjects(frozenset(terms), frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1)))


def together(texts: Iterable[str | None]) -> Subjects:
    """What several texts speak of between them; blank ones are passed over."""
    found = [subjects(text) for text in texts if text]
    return Subjects(
        frozenset().union(*(each.terms for each in found)), frozenset().union(*(each.pairs for each in found))
    )


def same_subject(one: str, other: str) -> bool:
    """Tell whether two short texts, a clause and the name of an indicator, surely speak of the same thing."""
    mine, theirs = subjects(one), subjects(other)
    if mine.terms & theirs.terms:
        return True
    return len(mine.pairs & theirs.pairs) >= 2 and theirs.shared(mine) >= 0.5
