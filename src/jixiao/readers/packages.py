"""Packed files (zip: docx, xlsx, archives) opened so that none of them can fill the memory or reach outside of itself.

A member is unpacked only when it is asked for, piece by piece, and what comes out is counted: the sizes that a file claims of itself are
never believed. XML with a document type declaration is refused, since only attacks use one in these formats.
"""

import io
import struct
import zipfile
import zlib
from itertools import pairwise

from lxml import etree

from jixiao.readers.contents import Limits, RefusedError

_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_LOCAL_HEADER = 30
_PIECE = 1 << 20
_ALWAYS_ALLOWED = 4 << 20
"""Bytes that a member may unpack to whatever its ratio: a table of equal rows packs a thousand to one."""
_ENCRYPTED = 0x1
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")

DAMAGED = "不完整或已损坏，打不开；请重新下载，或用原来的程序打开后另存一份再试。"
_SUSPICIOUS = "的内部结构异常（{what}），不像正常的办公文件，未予读取；请用原来的程序打开后另存一份再试。"


class Package:
    """The members of a packed file by name; what exceeds the limits raises RefusedError, at once or when it is read."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._limits = limits
        self._unpacked = 0
        if _claimed_members(content) > limits.members:
            raise RefusedError(_SUSPICIOUS.format(what=f"内含文件超过 {limits.members} 个"))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
            raise RefusedError(DAMAGED) from error
        members = self._zip.infolist()
        if len(members) > limits.members:
            raise RefusedError(_SUSPICIOUS.format(what=f"内含文件超过 {limits.members} 个"))
        if overlapping(members):
            raise RefusedError(_SUSPICIOUS.format(what="内含文件相互重叠"))
        self.names = tuple(member.filename for member in members)
        """Names of the members as the file spells them, in its own order."""

    def read(self, name: str, password: bytes | None = None) -> bytes:
        """Unpack one member; raises KeyError for a name that is not there and RefusedError beyond the limits."""
        member = self._zip.getinfo(name)
        allowed = min(
            self._limits.unpacked - self._unpacked,
            max(_ALWAYS_ALLOWED, member.compress_size * self._limits.expansion),
        )
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(member, pwd=password) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    if size > allowed:
                        raise RefusedError(_SUSPICIOUS.format(what="解压后大得不合常理"))
                    pieces.append(piece)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            struct.error,
        ) as error:
            if isinstance(error, RefusedError):
                raise
            raise RefusedError(DAMAGED) from error
        self._unpacked += size
        return b"".join(pieces)

    def is_encrypted(self, name: str) -> bool:
        """Tell whether a member needs a password."""
        return bool(self._zip.getinfo(name).flag_bits & _ENCRYPTED)

    def xml(self, name: str) -> etree._Element:
        """Parse one member; entities are never resolved, a document type is refused. Raises what `read` raises."""
        return parse_xml(self.read(name))

    def guard_xml(self) -> None:
        """Refuse the file if any XML member declares a document type, without building a tree of it.

        For libraries that open the file by themselves; it also counts what all these members unpack to.
        """
        for name in self.names:
            if name.endswith((".xml", ".rels", ".vml")):
                plain = self.read(name).replace(b"\0", b"")
                if any(declaration in plain for declaration in _DECLARATIONS):
                    raise RefusedError(_SUSPICIOUS.format(what="XML 中含有文档类型声明"))


def parse_xml(content: bytes) -> etree._Element:
    """Parse XML from a stranger; raises RefusedError when it is broken, too deep, or declares a document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError(DAMAGED) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr] # the stubs leave it out
        raise RefusedError(_SUSPICIOUS.format(what="XML 中含有文档类型声明"))
    return root


def overlapping(members: list[zipfile.ZipInfo]) -> bool:
    """Tell whether two members share bytes of the file, as they do in bombs that unpack the same bytes over and over."""
    spans = sorted(
        (member.header_offset, member.header_offset + _LOCAL_HEADER + member.compress_size) for member in members
    )
    return any(end > start for (_, end), (start, _) in pairwise(spans))


def _claimed_members(content: bytes) -> int:
    """How many members the file's last record claims, so that a directory of millions is not read first; 0 without one."""
    tail = content[-(_END_SIZE + _LONGEST_COMMENT) :]
    at = tail.rfind(_END)
    if at < 0 or at + _END_SIZE > len(tail):
        return 0
    # 65,535 stands for "see the 64-bit record", which only a file far beyond every limit needs.
    total: int = struct.unpack_from("<H", tail, at + 10)[0]
    return total
