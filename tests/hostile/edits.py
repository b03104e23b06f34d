"""Edits that make a damaged file of a sound one, small enough to be tried by the thousand and to be found again."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from tests.hostile.kinds import SOUND
from tests.hostile.packing import unpacked, zipped

FIGURES = (
    b"0",
    b"-1",
    b"9999999999",
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"\x7f",
    b"1e999",
    b"<",
    b"&",
    b">",
    b'"',
    b"(",
    b"]",
)
"""What stands where nobody expects it."""
PACKED = ("docx", "xlsx")


class Edit(NamedTuple):
    """Cut so many bytes out at a place, a fraction of the whole, and put others there."""

    place: float
    cut: int
    put: bytes


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Make some edits, one after the other."""
    for edit in edits:
        at = int(edit.place * len(content))
        content = content[:at] + edit.put + content[at + edit.cut :]
    return content


def damaged(kind: str, part: int, edits: Sequence[Edit]) -> bytes:
    """A sound file with some edits; those of a package lie inside one of its parts, which is packed properly again."""
    if kind not in PACKED:
        return edited(SOUND[kind], edits)
    parts = unpacked(SOUND[kind])
    name = sorted(parts)[part % len(parts)]
    parts[name] = edited(parts[name], edits)
    return zipped(parts)


edit = st.builds(
    Edit,
    place=st.floats(0, 1, exclude_max=True),
    cut=st.one_of(st.sampled_from([0, 1, 2, 4]), st.integers(0, 2000)),
    put=st.one_of(st.just(b""), st.sampled_from(FIGURES), st.binary(max_size=8)),
)


def damage(kinds: Sequence[str]) -> st.SearchStrategy[tuple[str, bytes]]:
    """A kind of file and a damaged one of it."""
    return st.sampled_from(kinds).flatmap(
        lambda kind: st.tuples(
            st.just(kind), st.builds(damaged, st.just(kind), st.integers(0, 30), st.lists(edit, min_size=1, max_size=6))
        )
    )
