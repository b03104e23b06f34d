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
_END_64 = b"PK\x06\x06"
_END_64_SIZE = 56
_LOCATOR_64_SIZE = 20
_ENTRY = b"PK\x01\x02"
_LONGEST_COMMENT = 65_535
_LOCAL_HEADER = 30
_PIECE = 1 << 20
_ALWAYS_ALLOWED = 4 << 20
"""Bytes that a member may unpack to whatever its ratio: a table of equal rows packs a thousand to one."""
_TOGETHER_ALLOWED = 4 * _ALWAYS_ALLOWED
"""Bytes that all members may unpack to whatever their ratio: hundreds of small bombs are a large one."""
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_UNUSUAL = "用了少见的压缩方式，打不开；请用通常的 zip 方式（Deflate）重新压缩，或用原来的程序另存一份再试。"
_LOCKED = "里有加密的内容；请用 --password-file 给出写有密码的文件后重试。"
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")

DAMAGED = "不完整或已损坏，打不开；请重新下载，或用原来的程序打开后另存一份再试。"
_SUSPICIOUS = "的内部结构异常（{what}），不像正常的办公文件，未予读取；请用原来的程序打开后另存一份再试。"


class ExcessError(RefusedError):
    """A packed file that would burst: what it holds is beyond the limits, so that not even its other members are to be unpacked."""


class Package:
    """The members of a packed file by name; what exceeds the limits raises RefusedError, at once or when it is read."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._limits = limits
        self._left = min(limits.unpacked, max(_TOGETHER_ALLOWED, len(content) * limits.expansion))
        if _listed_members(content) > limits.members:
            raise ExcessError(_SUSPICIOUS.format(what=f"内含文件超过 {limits.members} 个"))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
            raise RefusedError(DAMAGED) from error
        members = self._zip.infolist()
        if len(members) > limits.members:
            raise ExcessError(_SUSPICIOUS.format(what=f"内含文件超过 {limits.members} 个"))
        if overlapping(members):
            raise ExcessError(_SUSPICIOUS.format(what="内含文件相互重叠"))
        self.members = tuple(members)
        self.names = tuple(member.filename for member in members)
        """Names of the members as the file spells them, in its own order."""

    def read(self, name: str | zipfile.ZipInfo, password: bytes | None = None) -> bytes:
        """Unpack one member; raises KeyError for a name that is not there, RuntimeError for a wrong password, RefusedError for others.

        Where names occur twice, the record of a member tells it from its namesakes.
        """
        member = self._zip.getinfo(name) if isinstance(name, str) else name
        if member.compress_type not in _METHODS:
            # The library bounds what comes out of the others only when all of it is there.
            raise RefusedError(_UNUSUAL)
        if member.flag_bits & _ENCRYPTED and password is None:
            raise RefusedError(_LOCKED)
        allowed = min(self._left, allowance(member.compress_size, self._limits))
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(member, pwd=password) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    if size > allowed:
                        raise ExcessError(_SUSPICIOUS.format(what="解压后大得不合常理"))
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
        self._left -= size
        return b"".join(pieces)

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
    # A comment in the middle of a text would hide what follows it from readers that take the text of an element.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError(DAMAGED) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr] # the stubs leave it out
        raise RefusedError(_SUSPICIOUS.format(what="XML 中含有文档类型声明"))
    return root


def allowance(packed: int, limits: Limits) -> int:
    """How many bytes that many packed ones may unpack to, if no other limit is lower."""
    return max(_ALWAYS_ALLOWED, packed * limits.expansion)


def overlapping(members: list[zipfile.ZipInfo]) -> bool:
    """Tell whether two members share bytes of the file, as they do in bombs that unpack the same bytes over and over."""
    spans = sorted(
        (member.header_offset, member.header_offset + _LOCAL_HEADER + member.compress_size) for member in members
    )
    return any(end > start for (_, end), (start, _) in pairwise(spans))


def _listed_members(content: bytes) -> int:
    """How many members the file's directory lists or claims, found without reading it; 0 without a last record.

    The entries themselves are counted too, since it is they that are read, whatever number the record claims.
    """
    tail = content[-(_END_SIZE + _LONGEST_COMMENT) :]
    at = len(content) - len(tail) + tail.rfind(_END)
    if at < 0 or not content.startswith(_END, at) or at + _END_SIZE > len(content):
        return 0
    claimed, size = struct.unpack_from("<HI", content, at + 10)
    record = at - _LOCATOR_64_SIZE - _END_64_SIZE
    if record >= 0 and content.startswith(_END_64, record):
        # Where there is a 64-bit record, it stands for the other.
        claimed, size = struct.unpack_from("<QQ", content, record + 32)
        at = record
    return max(int(claimed), content.count(_ENTRY, max(0, at - size), at))
