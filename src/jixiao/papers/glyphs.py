"""Which characters a font file can draw, as the table `cmap` of an OpenType or TrueType file says."""

import mmap
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_COLLECTION = b"ttcf"
_UNICODE = frozenset({0, 3})
"""The platforms whose subtables speak Unicode."""


@cache
def coverage(path: str, index: int = 0) -> frozenset[int]:
    """The code points that a font of a file can draw; none where the file is no longer there or cannot be understood."""
    try:
        with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return frozenset(_code_points(content, _cmap(content, index)))
    except (OSError, ValueError, struct.error):  # no such file; an empty one; no font
        return frozenset()


def _cmap(content: mmap.mmap, index: int) -> int:
    """Where the table begins; raises struct.error when there is none."""
    start = 0
    if content[:4] == _COLLECTION:
        (start,) = struct.unpack_from(">L", content, 12 + 4 * index)
    (tables,) = struct.unpack_from(">H", content, start + 4)
    for table in range(tables):
        tag, _, offset = struct.unpack_from(">4sLL", content, start + 12 + 16 * table)
        if tag == b"cmap":
            return int(offset)
    message = "no table cmap"
    raise struct.error(message)


def _code_points(content: mmap.mmap, cmap: int) -> Iterator[int]:
    """The code points of the Unicode subtables: of the whole of Unicode (format 12) or, where there is none, of its first plane (4)."""
    (count,) = struct.unpack_from(">H", content, cmap + 2)
    tables: dict[int, int] = {}
    for record in range(count):
        platform, _, offset = struct.unpack_from(">HHL", content, cmap + 4 + 8 * record)
        (kind,) = struct.unpack_from(">H", content, cmap + offset)
        if platform in _UNICODE:
            tables[kind] = cmap + offset
    if 12 in tables:
        yield from _format_12(content, tables[12])
    elif 4 in tables:
        yield from _format_4(content, tables[4])


def _format_4(content: mmap.mmap, at: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", content, at + 6)
    segments = double // 2
    ends = struct.unpack_from(f">{segments}H", content, at + 14)
    starts = struct.unpack_from(f">{segments}H", content, at + 16 + double)
    deltas = struct.unpack_from(f">{segments}H", content, at + 16 + 2 * double)
    ranges_at = at + 16 + 3 * double
    ranges = struct.unpack_from(f">{segments}H", content, ranges_at)
    for segment, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(start, end + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", content, ranges_at + 2 * segment + offset + 2 * (code - start))
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                yield code


def _format_12(content: mmap.mmap, at: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">L", content, at + 12)
    for start, end, glyph in struct.iter_unpack(">LLL", content[at + 16 : at + 16 + 12 * groups]):
        yield from range(start + (not glyph), end + 1)
