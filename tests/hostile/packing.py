"""Zip archives, honest and lying ones, and what office packages are made of."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tests.hostile.kinds import SOUND


def unpacked(content: bytes) -> dict[str, bytes]:
    """Take an honest archive apart."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Put an archive together, as Office would."""
    return packed([Member(name, part) for name, part in parts.items()])


def docx(document: bytes | str, **others: bytes | str) -> bytes:
    """A Word file with this main part; further parts by their name inside word/, without the ending."""
    return _office("docx", "word/document.xml", document, "word", others)


def xlsx(sheet: bytes | str, **others: bytes | str) -> bytes:
    """An Excel file with this first sheet; further parts by their name inside xl/, without the ending."""
    return _office("xlsx", "xl/worksheets/sheet1.xml", sheet, "xl", others)


def _office(sound: str, main: str, content: bytes | str, folder: str, others: Mapping[str, bytes | str]) -> bytes:
    parts = unpacked(SOUND[sound])
    given = {main: content} | {f"{folder}/{name}.xml": other for name, other in others.items()}
    parts |= {name: other.encode() if isinstance(other, str) else other for name, other in given.items()}
    return zipped(parts)


class Member(NamedTuple):
    """One member as it is to stand in an archive; what is None is as it should be."""

    name: str | bytes
    content: bytes
    method: int = zipfile.ZIP_DEFLATED
    raw: bytes | None = None
    """The bytes that stand in the file instead of the packed content."""
    claimed: int | None = None
    """The unpacked size that the archive claims."""
    claimed_packed: int | None = None
    flags: int = 0x800
    offset: int | None = None
    """Where the directory says that the member lies."""


def packed(members: Iterable[Member], *, count: int | None = None, comment: bytes = b"") -> bytes:
    """Write an archive byte by byte, so that it can say what is not so; `count` is the number of members it claims."""
    body, directory = bytearray(), bytearray()
    listed = 0
    for member in members:
        listed += 1
        name = member.name.encode() if isinstance(member.name, str) else member.name
        raw = _compressed(member) if member.raw is None else member.raw
        size = len(member.content) if member.claimed is None else member.claimed
        stored = len(raw) if member.claimed_packed is None else member.claimed_packed
        common = struct.pack(
            "<HHHHHIIIHH",
            20,
            member.flags,
            member.method,
            0,
            0x21,
            zlib.crc32(member.content),
            stored & 0xFFFFFFFF,
            size & 0xFFFFFFFF,
            len(name),
            0,
        )
        offset = len(body) if member.offset is None else member.offset
        body += b"PK\x03\x04" + common + name + raw
        directory += b"PK\x01\x02\x14\x03" + common + struct.pack("<HHHII", 0, 0, 0, 0, offset & 0xFFFFFFFF) + name
    claimed = min(listed if count is None else count, 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, claimed, claimed, len(directory), len(body), len(comment))
    return bytes(body + directory + b"PK\x05\x06" + end + comment)


def _compressed(member: Member) -> bytes:
    if member.method != zipfile.ZIP_DEFLATED:
        return member.content
    return deflated(member.content)


def deflated(content: bytes) -> bytes:
    """Pack a content as zip archives do, without a header."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def zeros(size: int) -> bytes:
    """Pack this many zeros (whole megabytes) without having them: a thousand times smaller."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    # After a full flush nothing refers to what was before: the same bytes may follow again.
    megabyte = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return megabyte * (size >> 20) + packer.flush()
