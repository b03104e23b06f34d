"""Finding the words of a fixed list in texts (查词), in one pass whatever the length of the list."""

from collections.abc import Iterable, Iterator


class Words:
    """Words to be found: looked up by their first characters, then by the lengths of those that begin so, the longest first.

    `beginning` is the number of characters to look up by; shorter words are never found.
    """

    def __init__(self, words: Iterable[str], beginning: int = 2) -> None:
        self._beginning = beginning
        self._words = frozenset(word for word in words if len(word) >= beginning)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[:beginning], set()).add(len(word))
        self._lengths = {start: tuple(sorted(some, reverse=True)) for start, some in lengths.items()}

    def find(self, text: str) -> Iterator[tuple[str, int]]:
        """The words in a text from left to right with where each begins; none overlaps another."""
        size, words, lengths = self._beginning, self._words, self._lengths
        at, last = 0, len(text) - size
        while at <= last:
            for length in lengths.get(text[at : at + size], ()):
                word = text[at : at + length]
                if word in words:
                    yield word, at
                    at += length
                    break
            else:
                at += 1
