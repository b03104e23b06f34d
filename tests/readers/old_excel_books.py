"""Workbooks of 1997 written record by record ([MS-XLS]) into a compound file ([MS-CFB]), as small as a reader accepts them."""

import struct
from collections.abc import Sequence

BOF, END, CONTINUE = 0x0809, 0x000A, 0x003C
RULED, ACROSS = 1, 2
"""Cell formats: with lines around, and centred across the selection; those of codes follow from 3 on."""
_SECTOR = 512
_LEAST = 4096
_FREE, _LAST, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def wide(text: str) -> bytes:
    """A text with its length in two bytes."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def label(row: int, column: int, text: str, style: int = 0) -> bytes:
    return record(0x0204, struct.pack("<HHH", row, column, style) + wide(text))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def blank(row: int, column: int, style: int) -> bytes:
    return record(0x0201, struct.pack("<HHH", row, column, style))


def blanks(row: int, first: int, styles: Sequence[int]) -> bytes:
    body = struct.pack(f"<HH{len(styles)}H", row, first, *styles)
    return record(0x00BE, body + struct.pack("<H", first + len(styles) - 1))


def truth(row: int, column: int, value: int, *, error: bool = False) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, value, error))


def merged(*areas: tuple[int, int, int, int]) -> bytes:
    """Merged areas as top, bottom, left and right, from 0, both ends included."""
    return record(0x00E5, struct.pack("<H", len(areas)) + b"".join(struct.pack("<HHHH", *area) for area in areas))


def hidden_row(row: int) -> bytes:
    return record(0x0208, struct.pack("<HHHHHHI", row, 0, 1, 255, 0, 0, 0x0120))


def hidden_columns(first: int, last: int) -> bytes:
    return record(0x007D, struct.pack("<HHHHHH", first, last, 2048, 0, 1, 0))


def note(row: int, column: int, text: str, number_of_object: int = 1) -> bytes:
    """A comment: its object, its text, and the record that ties it to its cell."""
    return (
        _object(0x0019, number_of_object)
        + _object_text(text)
        + record(
            0x001C, struct.pack("<HHHHHB", row, column, 0, number_of_object, 1, 1) + "x".encode("utf-16-le") + b"\0"
        )
    )


def text_box(row: int, column: int, text: str) -> bytes:
    anchor = struct.pack("<HHIHHHHHHHHH", 0, 0xF010, 18, 0, column, 0, row, 0, column + 1, 0, row + 1, 0)
    return record(0x00EC, anchor) + _object(0x0006, 2) + _object_text(text)


def _object(kind: int, number_of_object: int) -> bytes:
    common = struct.pack("<HHHHHIII", 0x0015, 18, kind, number_of_object, 0x6011, 0, 0, 0)
    return record(0x005D, common + struct.pack("<HH", 0, 0))


def _object_text(text: str) -> bytes:
    head = record(0x01B6, struct.pack("<HHHHHHHI", 0x0212, 0, 0, 0, 0, len(text), 16 if text else 0, 0))
    runs = struct.pack("<HHI", 0, 0, 0) + struct.pack("<HHI", len(text), 0, 0)
    if not text:
        return head
    return head + record(CONTINUE, b"\x01" + text.encode("utf-16-le")) + record(CONTINUE, runs)


def stream(
    *sheets: bytes,
    names: Sequence[str] = (),
    states: Sequence[int] = (),
    codes: Sequence[str | int] = (),
    epoch_1904: bool = False,
    before: bytes = b"",
) -> bytes:
    """The stream of a workbook; a sheet is the records between its beginning and its end.

    `codes` become cell formats from 3 on: a text is a format of its own, a number the key of a built-in one.
    """
    font = record(
        0x0031,
        struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 134, 0) + b"\x02\x01" + "宋体".encode("utf-16-le"),
    )
    formats = b"".join(
        record(0x041E, struct.pack("<H", 200 + index) + wide(code))
        for index, code in enumerate(codes)
        if isinstance(code, str)
    )
    keys = [200 + index if isinstance(code, str) else code for index, code in enumerate(codes)]
    styles = _xf(0) + _xf(0, lines=0x1111) + _xf(0, align=6) + b"".join(_xf(key) for key in keys)
    globals_ = record(BOF, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)) + before
    globals_ += (
        record(0x0042, struct.pack("<H", 1200))
        + record(0x0022, struct.pack("<H", epoch_1904))
        + font * 4
        + formats
        + styles
    )
    listed = [
        (names[index] if index < len(names) else f"表{index + 1}", states[index] if index < len(states) else 0)
        for index in range(len(sheets))
    ]
    size = len(globals_) + sum(12 + 2 * len(name) for name, _ in listed) + len(record(END))
    bodies = b""
    for sheet, (name, state) in zip(sheets, listed, strict=True):
        start = size + len(bodies)
        globals_ += record(0x0085, struct.pack("<IBBBB", start, state, 0, len(name), 1) + name.encode("utf-16-le"))
        bodies += record(BOF, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)) + sheet + record(END)
    return globals_ + record(END) + bodies


def _xf(key: int, *, lines: int = 0, align: int = 0) -> bytes:
    return record(0x00E0, struct.pack("<HHHBBBBIIH", 0, key, 0, align, 0, 0, 0, lines, 0, 0))


def compound(content: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream."""
    content = content.ljust(_LEAST, b"\0")
    content += bytes(-len(content) % _SECTOR)
    sectors = len(content) // _SECTOR
    tables = 1
    while tables * (_SECTOR // 4) < sectors + tables + 1:
        tables += 1
    chain = [_FAT] * tables + [_LAST] + [*range(tables + 2, tables + 1 + sectors), _LAST]
    chain += [_FREE] * (tables * (_SECTOR // 4) - len(chain))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, _LEAST, _LAST, 0, _LAST, 0)
    header += struct.pack("<109I", *([*range(tables)] + [_FREE] * (109 - tables)))
    directory = _entry("Root Entry", 5, 1, _LAST, 0) + _entry(name, 2, _FREE, tables + 1, len(content))
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory.ljust(_SECTOR, b"\0") + content


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    spelt = (name + "\0").encode("utf-16-le")
    return (
        spelt.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(spelt), kind, 1, _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
