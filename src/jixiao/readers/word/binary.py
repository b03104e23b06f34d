"""The marks of cells and rows in old Word files and RTF, counted to tell whether a conversion kept the tables.

Sources: [MS-DOC] 2.5.1 (Fib), 2.8.35 (PlcPcd), 2.9.38 (Clx), 2.9.73 (FcCompressed); the cell mark is character 7.
"""

import io
import re
import struct
from collections.abc import Iterator

import msgspec
import olefile

_CELL_MARK = "\x07"
_TABLE_STREAM_FLAG = 0x0200
_FLAGS_AT, _LENGTH_AT, _CLX_AT = 0x0A, 0x4C, 0x01A2
_PIECES = 2
_COMPRESSED = 1 << 30
_RTF_MARK = re.compile(rb"\\(?:nest)?(?:cell|row)(?![a-z])")


class TableMarks(msgspec.Struct, frozen=True):
    """How many marks end a cell or a row, and whether the text ends with one, which spoils a conversion."""

    count: int
    at_end: bool


def marks_of_doc(content: bytes) -> TableMarks | None:
    """Count the marks in a Word 97 file; None when its text is not found where the format has it."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            document = compound.openstream("WordDocument").read()
            (flags,) = struct.unpack_from("<H", document, _FLAGS_AT)
            table = compound.openstream("1Table" if flags & _TABLE_STREAM_FLAG else "0Table").read()
        text = "".join(_pieces(document, table))
    except MemoryError:
        raise  # the limit of this process, no fault of the file's
    except Exception:  # noqa: BLE001 - olefile lets whatever a damaged file causes come through; the conversion will tell of it
        return None
    return TableMarks(text.count(_CELL_MARK), text.endswith(_CELL_MARK))


def marks_of_rtf(content: bytes) -> TableMarks:
    """Count the marks in an RTF file; LibreOffice reads those at its end as well."""
    return TableMarks(len(_RTF_MARK.findall(content)), at_end=False)


def _pieces(document: bytes, table: bytes) -> Iterator[str]:
    """The main text piece by piece; each piece is stored with one or with two bytes for a character."""
    (length,) = struct.unpack_from("<i", document, _LENGTH_AT)
    at, size = struct.unpack_from("<II", document, _CLX_AT)
    pieces = _piece_table(table[at : at + size])
    count = (len(pieces) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}i", pieces)
    for index in range(count):
        start, end = ends[index], min(ends[index + 1], length)
        (place,) = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * index + 2)
        if place & _COMPRESSED:
            begin = (place & ~_COMPRESSED) // 2
            yield document[begin : begin + max(end - start, 0)].decode("cp1252", errors="replace")
        else:
            yield document[place : place + 2 * max(end - start, 0)].decode("utf-16-le", errors="replace")


def _piece_table(clx: bytes) -> bytes:
    """The table of pieces, behind the changes of format that stand before it."""
    at = 0
    while clx[at] != _PIECES:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    (size,) = struct.unpack_from("<I", clx, at + 1)
    return clx[at + 5 : at + 5 + size]
