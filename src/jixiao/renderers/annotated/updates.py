"""Changes to a PDF put behind its last byte (incremental update, ISO 32000-1 7.5.6), so that all that was there stays there.

PDFium writes down every object that it has looked at, changed or not, and with files of today a table of objects that others cannot
read. So it is asked for the file before and after the change; what differs goes behind the original, with a table of our own.
"""

import hashlib
import re

import msgspec

_OBJECT = re.compile(rb"\s*(\d{1,10}) (\d{1,5}) obj[ \r\n]+")
_LENGTH = re.compile(rb"/Length (\d{1,10})")
_STREAM, _STREAM_END, _END = b"stream\r\n", b"\r\nendstream", b"endobj\r\n"
_START = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\s*\Z")
_ENTRY = re.compile(rb"/(Root|Info|Encrypt) (\d{1,10} \d{1,5} R)|/ID\s*\[\s*(<[0-9A-Fa-f]*>)")
_SIZE = re.compile(rb"/Size (\d{1,10})")
_TABLE = re.compile(rb"xref\s")
_TABLE_STREAM = re.compile(rb"(\d{1,10}) \d{1,5} obj\b")


class _Tables(msgspec.Struct, frozen=True):
    """Where the last table of objects of the original lies, and whether it is a stream."""

    at: int
    is_stream: bool


def updated(original: bytes, before: bytes, after: bytes) -> bytes | None:
    """The original with what changed behind it; `before` and `after` are the whole file as PDFium writes it.

    None when the original is not in order, so that nothing can be put behind it.
    """
    tables = _tables(original)
    old, new = _objects(before), _objects(after)
    if tables is None or old is None or new is None:
        return None
    changed = {number: text for number, text in new.items() if old.get(number) != text}
    if any(re.search(rb"(?<!\d)%d 0*[1-9]\d* obj\b" % number, original) for number in changed if number in old):
        return None  # counted on by a generation, which PDFium forgets
    content = original if original.endswith((b"\n", b"\r")) else original + b"\n"
    places: dict[int, int] = {}
    for number, text in sorted(changed.items()):
        places[number] = len(content)
        content += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    return content + _table(content, after, places, tables, b"/ID" in original)


def _tables(original: bytes) -> _Tables | None:
    start = _START.search(original, max(0, len(original) - 1024))
    if start is None or not original.startswith(b"%PDF-"):
        return None
    at = int(start[1])
    if _TABLE.match(original, at):
        return _Tables(at, is_stream=False)
    return _Tables(at, is_stream=True) if _TABLE_STREAM.match(original, at) else None


def _objects(written: bytes) -> dict[int, bytes] | None:
    """The objects of a file that PDFium wrote, by number; None where it does not look as PDFium writes."""
    found: dict[int, bytes] = {}
    position = written.find(b"\n", written.find(b"\n") + 1) + 1
    while (mark := _OBJECT.match(written, position)) is not None:
        end = written.find(_END, mark.end())
        stream = written.find(_STREAM, mark.end(), end)
        if stream >= 0:
            lengths = _LENGTH.findall(written, mark.end(), stream)
            if not lengths:
                return None
            stop = stream + len(_STREAM) + int(lengths[-1])
            if not written.startswith(_STREAM_END, stop):
                return None
            end = written.find(_END, stop)
        if end < 0:
            return None
        found[int(mark[1])] = written[mark.end() : end].rstrip(b"\r\n")
        position = end + len(_END)
    return found if written.startswith(b"xref", position) else None


def _table(content: bytes, after: bytes, places: dict[int, int], tables: _Tables, identified: bool) -> bytes:  # noqa: FBT001 - says what it is where it is passed
    """The table of the objects put behind the original, in the form that its own has."""
    trailer = after[after.rfind(b"trailer") :]
    size = max([int(told) for told in _SIZE.findall(trailer)] + [number + 1 for number in places])
    entries = b""
    for name, reference, identifier in _ENTRY.findall(trailer):
        if name:
            entries += b"/%s %s" % (name, reference)
        elif identified:
            digest = hashlib.sha256(content).hexdigest()[:32].upper().encode()
            entries += b"/ID[%s<%s>]" % (identifier, digest)
    entries += b"/Prev %d" % tables.at
    start = len(content)
    if not tables.is_stream:
        rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items()))
        return b"xref\n%strailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (rows, size, entries, start)
    listed = sorted({**places, size: start}.items())
    index = b" ".join(b"%d 1" % number for number, _ in listed)
    rows = b"".join(b"\x01" + place.to_bytes(5, "big") + b"\0\0" for _, place in listed)
    head = b"<</Type/XRef/Size %d/W[1 5 2]/Index[%s]%s/Length %d>>" % (size + 1, index, entries, len(rows))
    return b"%d 0 obj\n%sstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (size, head, rows, start)
