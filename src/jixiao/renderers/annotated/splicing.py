"""Insertions into XML at the level of bytes: what was there stays there, byte for byte.

A tree that is parsed and written again is the same to a program and another file to everybody who compares: declarations move, quotes
change, entities are resolved. Here an element is found by its number in the order of the file, and text is put before, into or behind it.
"""

import codecs
import re
from collections.abc import Callable
from html import escape
from xml.parsers import expat

import msgspec

from jixiao.readers.contents import RefusedError
from jixiao.readers.packages import DAMAGED

_TAG = re.compile(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
_DECLARED = re.compile(rb"""\A(\s*<\?xml[^>]*?)\s+encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_PLAIN = frozenset({"utf-8", "ascii"})
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Extent(msgspec.Struct, frozen=True, kw_only=True):
    """Where an element lies: its tag begins at `start` and ends at `inner`, its end tag begins at `close` and ends at `end`.

    `name` is written as in the file, with its prefix; of an element without content `inner`, `close` and `end` are one.
    """

    name: str
    attributes: dict[str, str]
    depth: int
    start: int
    inner: int
    close: int
    end: int

    @property
    def prefix(self) -> str:
        """What stands before the names of this element and its like: "w:", or nothing."""
        head, colon, _ = self.name.rpartition(":")
        return head + colon

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]


def extents(content: bytes, wanted: Callable[[int, str, int], bool]) -> dict[int, Extent]:
    """Find the elements of a part by their number in the order of the file (0 is the root).

    `wanted` is asked with number, name without prefix and depth (0 for the root). Raises RefusedError for broken XML.
    """
    found: dict[int, Extent] = {}
    open_levels: list[tuple[int, str, dict[str, str], int] | None] = []
    number = -1
    parser = expat.ParserCreate()

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal number
        number += 1
        keep = wanted(number, name.rpartition(":")[2], len(open_levels))
        open_levels.append((number, name, attributes, parser.CurrentByteIndex) if keep else None)

    def close(_: str) -> None:
        kept = open_levels.pop()
        if kept is None:
            return
        at, name, attributes, start = kept
        tag = _TAG.match(content, start)
        if tag is None:
            raise RefusedError(DAMAGED)
        inner = tag.end()
        ended = inner if content[inner - 2 : inner] == b"/>" else parser.CurrentByteIndex
        end = inner if ended == inner and content[inner - 2 : inner] == b"/>" else content.index(b">", ended) + 1
        found[at] = Extent(
            name=name, attributes=attributes, depth=len(open_levels), start=start, inner=inner, close=ended, end=end
        )

    def refuse(*_: object) -> None:
        raise RefusedError(DAMAGED)  # only attacks declare a document type in these formats

    parser.StartElementHandler = begin
    parser.EndElementHandler = close
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes positions
    except expat.ExpatError as error:
        raise RefusedError(DAMAGED) from error
    return found


class Splice:
    """A part and what is to be put into it; insertions at one spot follow one another as they were asked for."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._edits: list[tuple[int, int, bytes]] = []
        self._opened: dict[int, tuple[Extent, list[str]]] = {}

    def insert(self, at: int, text: str) -> None:
        """Put text at a spot of the part as it was."""
        self.replace(at, at, text)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put text in the place of what lies there."""
        self._edits.append((start, end, text.encode()))

    def first(self, element: Extent, text: str) -> None:
        """Put text into an element, before all that it holds."""
        self._into(element, element.inner, text)

    def last(self, element: Extent, text: str) -> None:
        """Put text into an element, behind all that it holds."""
        self._into(element, element.close, text)

    def _into(self, element: Extent, at: int, text: str) -> None:
        if element.inner == element.end:  # written as <p/>: it gets an end tag
            self._opened.setdefault(element.end, (element, []))[1].append(text)
        else:
            self.insert(at, text)

    def spliced(self) -> bytes:
        """The part with everything in it."""
        edits = list(self._edits)
        for element, texts in self._opened.values():
            whole = f">{''.join(texts)}</{element.name}>"
            edits.append((element.end - len(b"/>"), element.end, whole.encode()))
        pieces: list[bytes] = []
        position = 0
        for start, end, text in sorted(edits, key=lambda edit: edit[0]):
            pieces += [self.content[position:start], text]
            position = end
        return b"".join([*pieces, self.content[position:]])


def as_utf8(content: bytes) -> bytes:
    """A part in UTF-8; one in another encoding, which office programs read but do not write, is transcoded. Raises RefusedError."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            content, known = content.decode("utf-16").encode(), True
        else:
            known = False
        declared = _DECLARED.match(content)
        if declared is None:
            return content
        encoding = codecs.lookup(declared[2].decode()).name
        if encoding in _PLAIN or (known and encoding.startswith("utf-16")):
            return content if not known else declared[1] + content[declared.end() :]
        return declared[1] + content[declared.end() :].decode("gb18030" if "gb" in encoding else encoding).encode()
    except (LookupError, UnicodeError) as error:
        raise RefusedError(DAMAGED) from error


def plain(text: str) -> str:
    """A text as it stands in XML: marks escaped, characters left out that no XML may hold."""
    return escape(_ILLEGAL.sub("", text))
