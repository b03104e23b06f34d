"""The records of an old workbook (BIFF5, BIFF8), walked once before a library reads them.

The walk refuses what would fill the memory, and finds the floating texts, which that library passes over. Numbers of records
and layouts of their fields are those of [MS-XLS].
"""

import struct
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from jixiao.readers.contents import Limits, RefusedError
from jixiao.readers.package_parts import unescaped
from jixiao.readers.packages import DAMAGED

_BOF, _BOUNDSHEET, _FILEPASS = (0x0809, 0x0085, 0x002F)
_CONTINUE, _DRAWING, _OBJECT, _TEXT_OBJECT = (0x003C, 0x00EC, 0x005D, 0x01B6)
_CELLS = frozenset({0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406})
_RUNS_OF_CELLS = frozenset({0x00BD, 0x00BE})
_WORKSHEET, _NOTE = 0x0000, 0x0019
_CLIENT_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
_RECORDS_PER_CELL, _PLACES_PER_CELL = 4, 10
"""Records, and places before the last cell of a row, for every cell that the limits allow."""
_RECORDS_BESIDE = 10_000
"""Records that tell of anything but cells."""

_ENCRYPTED = "是加密的 Excel 文件；请用 --password-file 给出写有密码的文件，或取消密码另存后重试。"
_TOO_LARGE = "内容过多，不像绩效自评表，未予读取；请只保留自评表后重试。"


class FloatingText(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a text box or shape, and the cell it is fixed to, from 1."""

    row: int
    column: int
    text: str


def floating_texts(stream: bytes, limits: Limits) -> list[list[FloatingText]]:
    """Walk a workbook stream and give the floating texts of each worksheet, in the order in which the workbook lists them.

    Raises RefusedError for a stream that is encrypted, broken, or beyond the limits.
    """
    walk = _Walk(limits)
    for offset, kind, data in _records(stream):
        walk.take(offset, kind, data)
    return [walk.texts.get(start, []) for start in walk.starts]


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    offset, end = 0, len(stream) - 4
    while offset <= end:
        kind, size = struct.unpack_from("<HH", stream, offset)
        yield offset, kind, stream[offset + 4 : offset + 4 + size]
        offset += 4 + size


class _Walk:
    """What is known of a workbook while its records go by."""

    def __init__(self, limits: Limits) -> None:
        self.starts: list[int] = []
        self.texts: dict[int, list[FloatingText]] = defaultdict(list)
        self._records = limits.cells * _RECORDS_PER_CELL + _RECORDS_BESIDE
        self._places = limits.cells * _PLACES_PER_CELL
        self._reach: dict[int, int] = {}
        self._sheet = 0
        self._corner = (1, 1)
        self._floats = False
        self._awaited = 0
        self._pieces: list[str] = []

    def take(self, offset: int, kind: int, data: bytes) -> None:
        """Take one record."""
        self._records -= 1
        if self._records < 0 or self._places < 0:
            raise RefusedError(_TOO_LARGE)
        try:
            self._understand(offset, kind, data)
        except struct.error as error:
            raise RefusedError(DAMAGED) from error

    def _understand(self, offset: int, kind: int, data: bytes) -> None:
        if kind in _CELLS:
            self._extend(*struct.unpack_from("<HH", data))
        elif kind in _RUNS_OF_CELLS:
            self._extend(*struct.unpack_from("<H", data), *struct.unpack_from("<H", data, len(data) - 2))
        elif kind in {_BOF, _BOUNDSHEET, _FILEPASS}:
            self._structure(offset, kind, data)
        else:
            self._object(kind, data)

    def _structure(self, offset: int, kind: int, data: bytes) -> None:
        """Take a record that tells of the workbook's parts."""
        if kind == _FILEPASS:
            raise RefusedError(_ENCRYPTED)
        if kind == _BOF:
            self._sheet, self._reach = offset, {}
            return
        start, _, sheet_type = struct.unpack_from("<IBB", data)
        if sheet_type == _WORKSHEET:
            self.starts.append(start)

    def _object(self, kind: int, data: bytes) -> None:
        """Take a record of a drawing: where it is, what kind of object it belongs to, and in those that follow its text."""
        if kind == _CONTINUE and self._awaited:
            self._text(data)
            return
        self._awaited = 0
        if kind == _DRAWING:
            self._anchor(data)
        elif kind == _OBJECT:
            self._floats = len(data) > 5 and struct.unpack_from("<H", data, 4)[0] != _NOTE
        elif kind == _TEXT_OBJECT and self._floats:
            self._awaited = struct.unpack_from("<H", data, 10)[0]
            self._pieces = []

    def _extend(self, row: int, column: int) -> None:
        """Count the places of a row up to its last cell, all of which the library keeps."""
        more = column + 1 - self._reach.get(row, 0)
        if more > 0:
            self._reach[row] = column + 1
            self._places -= more

    def _anchor(self, data: bytes) -> None:
        at = data.rfind(_CLIENT_ANCHOR)
        if at >= 0 and len(data) >= at + len(_CLIENT_ANCHOR) + 8:
            _, column, _, row = struct.unpack_from("<HHHH", data, at + len(_CLIENT_ANCHOR))
            self._corner = (row + 1, column + 1)

    def _text(self, data: bytes) -> None:
        """Take a piece of a text, which may go on in the next record: a mark of its encoding, then the characters."""
        size, encoding = (2, "utf-16-le") if data[:1] == b"\x01" else (1, "latin-1")
        piece = data[1 : 1 + self._awaited * size]
        self._awaited = self._awaited - len(piece) // size if piece else 0
        self._pieces.append(piece.decode(encoding, "ignore"))
        text = unescaped("".join(self._pieces)).strip()
        if text and not self._awaited:
            row, column = self._corner
            self.texts[self._sheet].append(FloatingText(row=row, column=column, text=text))
