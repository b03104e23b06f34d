"""Texts that are nearly alike, found among very many (文字指纹): sketches first, then the candidates compared character by character.

A text's sketch is the few smallest of the hashes of all its stretches of eight characters, so that texts which share most stretches share
most of their sketch. Texts are gone through in order; one that is like an earlier *first* text joins it, any other becomes a first text
itself and is entered under some hashes of its sketch: the rarest of those that stand in other texts too, which lead to what it was copied
from, and the commonest, which lead to boilerplate. So what thousands share is one entry, not thousands, and since no more than some first
texts stand under one hash, the work grows with the number of texts.
"""

import re
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol
from zlib import crc32

import msgspec
from rapidfuzz import fuzz

from jixiao.targets.characters import key

STRETCH = 8
"""Characters of a stretch."""
SKETCH = 32
"""Hashes of a sketch: texts that agree to nine tenths share a dozen and more of them."""
_RARE, _USUAL = 10, 6
"""So many of the rarest and of the commonest hashes of a sketch lead to other texts."""
_SHARED = 2
"""So many of them must two texts have in common to be compared."""
_COMMON = 48
"""First texts that may stand under one hash."""
_COMPARED = 6
"""Candidates that are compared with a text, those that share most first."""
ALIKE = 0.9
"""From this share of characters in common on two texts are nearly alike."""

_NOISE = re.compile(r"[\s,，。.;；:：、!！?？·\"'“”‘’()《》〈〉\[\]【】\-—_~…/|<>=]+")


def essence(text: str) -> str:
    """A text without what layout and typing change: blanks, points, quotation marks, the width of signs."""
    return _NOISE.sub("", key(text))


def sketch(plain: str) -> bytes:
    """The sketch of a text without noise (`essence`): its smallest hashes in order, fewer where it has fewer stretches."""
    data = plain.encode("utf-16-le", "surrogatepass")
    width = 2 * STRETCH
    hashes = {crc32(data[start : start + width]) for start in range(0, max(len(data) - width, 0) + 1, 2)}
    chosen = sorted(hashes)[:SKETCH]
    return struct.pack(f"<{len(chosen)}I", *chosen)


def similarity(one: str, two: str) -> float:
    """The share of characters that two texts have in common in the same order, 0 to 1; 0 where it is below ALIKE."""
    return fuzz.ratio(one, two, score_cutoff=ALIKE * 100) / 100


class Sketched(Protocol):
    """What can be compared: a text by its essence and its sketch."""

    @property
    def essence(self) -> str:
        """The text without noise."""

    @property
    def sketch(self) -> bytes:
        """The sketch of that."""


class Cluster(msgspec.Struct, frozen=True):
    """Texts that are alike: the position of the first, and of the others with their similarity to it, in order."""

    first: int
    others: tuple[tuple[int, float], ...]


def alike(texts: Sequence[Sketched]) -> list[Cluster]:
    """Find the texts that are nearly alike; clusters in the order of their first texts, those of one text left out."""
    found: dict[int, list[tuple[int, float]]] = {}
    exact: dict[str, int] = {}
    under: dict[int, list[int]] = {}
    distinct = {text.essence: text.sketch for text in texts}
    frequency = Counter(value for sketched in distinct.values() for value in _hashes(sketched))
    for position, text in enumerate(texts):
        same = exact.get(text.essence)
        if same is not None:
            found.setdefault(same, []).append((position, 1.0))
            continue
        hashes = _leading(text.sketch, frequency)
        first, share = _first_like(text, texts, _candidates(hashes, under))
        if first is None:
            exact[text.essence] = position
            _enter(position, hashes, under)
        else:
            found.setdefault(first, []).append((position, share))
    return [Cluster(first, tuple(others)) for first, others in sorted(found.items())]


def _hashes(sketched: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sketched) // 4}I", sketched)


def _leading(sketched: bytes, frequency: Counter[int]) -> list[int]:
    """The hashes of a sketch that lead to other texts; one that no other text has leads nowhere."""
    shared = sorted((frequency[value], value) for value in _hashes(sketched) if frequency[value] > 1)
    chosen = shared if len(shared) <= _RARE + _USUAL else shared[:_RARE] + shared[-_USUAL:]
    return [value for _, value in chosen]


def _candidates(hashes: Iterable[int], under: dict[int, list[int]]) -> list[int]:
    shared: Counter[int] = Counter()
    for value in hashes:
        shared.update(under.get(value, ()))
    return [position for position, count in shared.most_common(_COMPARED) if count >= _SHARED]


def _first_like(text: Sketched, texts: Sequence[Sketched], candidates: Iterable[int]) -> tuple[int | None, float]:
    best: tuple[int | None, float] = (None, 0.0)
    for position in candidates:
        share = similarity(text.essence, texts[position].essence)
        if share > best[1]:
            best = position, share
    return best


def _enter(position: int, hashes: Iterable[int], under: dict[int, list[int]]) -> None:
    for value in hashes:
        entries = under.setdefault(value, [])
        if len(entries) < _COMMON:
            entries.append(position)
