"""Archives: zip with names in any encoding, tar and gzip. What they hold is unpacked one by one and counted while it is."""

import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import PurePosixPath

from jixiao.readers.bundles import is_litter, path_of, unfolded
from jixiao.readers.contents import Limits, Member, RefusedError, Request
from jixiao.readers.packages import DAMAGED, ExcessError, Package, allowance

_UTF8_NAMES = 0x800
_STRONG_ENCRYPTION = 0x40
_AES = 99
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
_UNICODE_PATH = 0x7075
_GZIP = b"\x1f\x8b"
_GZIP_FLAGS = 3
_GZIP_EXTRA, _GZIP_NAME = 0x04, 0x08
_GZIP_HEADER = 10
_PIECE = 1 << 16
_TAR_MARK, _TAR_AT = b"ustar", 257

_BURSTING = "解压后大得不合常理，未予读取；请核对文件来源。"
_LOCKED = "已加密；请用 --password-file 给出写有密码的文件后重试。"
_WRONG_PASSWORD = "已加密，所给的密码打不开；请核对密码后重试。"  # noqa: S105 - a sentence, no password
_LOCKED_BY_AES = "用 AES 方式加密，目前不能解开；请先用压缩软件输入密码解压，再提交里面的文件。"
_UNKNOWN_METHOD = "用了不常见的压缩方法，目前不能解开；请先解压，再提交里面的文件。"
_LINK = "只是指向别处的链接，本身没有内容；请提交它所指的文件。"


def members(content: bytes, request: Request) -> Iterator[Member]:
    """Take out the files of an archive and of those inside it; raises RefusedError for one that is damaged or bursts the limits."""
    return unfolded(level, content, request)


def level(content: bytes, request: Request) -> Iterator[Member]:
    """Take out the files of one archive, archives among them; folders and what systems leave behind are left out."""
    if content.startswith(_GZIP):
        name, content = _gunzipped(content, request.limits)
        if content[_TAR_AT : _TAR_AT + len(_TAR_MARK)] != _TAR_MARK:
            return iter((Member(name=name, content=content),))
    if content[_TAR_AT : _TAR_AT + len(_TAR_MARK)] == _TAR_MARK:
        return _from_tar(content, request)
    return _from_zip(content, request)


def _from_zip(content: bytes, request: Request) -> Iterator[Member]:
    package = Package(content, request.limits)
    names = _names(package.members)
    for info, name in zip(package.members, names, strict=True):
        path = path_of(name)
        if not name.endswith(("/", "\\")) and not is_litter(path):
            yield _zip_member(package, info, path, request.password)


def _zip_member(package: Package, info: zipfile.ZipInfo, path: str, password: str | None) -> Member:
    locked = bool(info.flag_bits & 1)
    if info.compress_type == _AES or info.flag_bits & _STRONG_ENCRYPTION:
        return Member(name=path, refusal=_LOCKED_BY_AES)
    if info.compress_type not in _METHODS:
        return Member(name=path, refusal=_UNKNOWN_METHOD)
    if locked and password is None:
        return Member(name=path, refusal=_LOCKED)
    # Which bytes a password is depends on the program that packed the archive.
    spellings = dict.fromkeys((password or "").encode(encoding, "replace") for encoding in ("utf-8", "gb18030"))
    refusal = _WRONG_PASSWORD
    for spelling in spellings:
        try:
            return Member(name=path, content=package.read(info, spelling if locked else None))
        except RuntimeError:
            continue
        except ExcessError:
            raise
        except RefusedError as error:
            # A wrong password may pass for right until the end, where the sum over the content does not tally.
            refusal = _WRONG_PASSWORD if locked else str(error)
    return Member(name=path, refusal=refusal)


def _names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names as they were meant: those not said to be UTF-8 are UTF-8 or GB 18030, all of them alike."""
    raw = [None if info.flag_bits & _UTF8_NAMES else info.orig_filename.encode("cp437", "replace") for info in infos]
    try:
        plain = [None if name is None else name.decode("utf-8") for name in raw]
    except UnicodeDecodeError:
        plain = [None if name is None else name.decode("gb18030", "replace") for name in raw]
    return [
        info.orig_filename if name is None or old is None else _unicode_path(info.extra, old) or name
        for info, name, old in zip(infos, plain, raw, strict=True)
    ]


def _unicode_path(extra: bytes, name: bytes) -> str | None:
    """The name in UTF-8 that some packers add, if it belongs to the name beside it."""
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and field[:1] == b"\1" and int.from_bytes(field[1:5], "little") == zlib.crc32(name):
            return field[5:].decode("utf-8", "replace")
    return None


def _from_tar(content: bytes, request: Request) -> Iterator[Member]:
    limits = request.limits
    unpacked = 0
    try:
        with tarfile.open(fileobj=BytesIO(content), mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
            for count, info in enumerate(archive, start=1):
                if count > limits.members:
                    raise ExcessError(_BURSTING)
                path = path_of(_decoded(info.name.encode("utf-8", "surrogateescape")))
                if info.isdir() or is_litter(path):
                    continue
                stream = archive.extractfile(info) if info.isreg() else None
                if stream is None:
                    yield Member(name=path, refusal=_LINK)
                    continue
                # A sparse file claims more than lies in the archive, and would be filled with zeros.
                found = stream.read(len(content) + 1)
                unpacked += len(found)
                if unpacked > min(limits.unpacked, len(content)):
                    raise ExcessError(_BURSTING)
                yield Member(name=path, content=found)
    except (tarfile.TarError, OSError, ValueError, OverflowError, RecursionError, EOFError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError(DAMAGED) from error


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _gunzipped(content: bytes, limits: Limits) -> tuple[str, bytes]:
    """The name and content of the file that gzip has packed, its parts joined."""
    allowed = min(limits.unpacked, allowance(len(content), limits))
    pieces: list[bytes] = []
    size = position = parts = 0
    while content.startswith(_GZIP, position):
        parts += 1
        packed = zlib.decompressobj(wbits=31)
        while not packed.eof:
            chunk = content[position : position + _PIECE]
            try:
                piece = packed.decompress(chunk, _PIECE)
            except zlib.error as error:
                raise RefusedError(DAMAGED) from error
            position += len(chunk) - len(packed.unconsumed_tail) - len(packed.unused_data)
            size += len(piece)
            if size > allowed or parts > limits.members:
                raise ExcessError(_BURSTING)
            if not chunk and not piece:
                raise RefusedError(DAMAGED)
            pieces.append(piece)
    return _gzip_name(content), b"".join(pieces)


def _gzip_name(content: bytes) -> str:
    """The name that gzip keeps in its head; one that stands behind extra fields is not looked for."""
    flags = content[_GZIP_FLAGS]
    if not flags & _GZIP_NAME or flags & _GZIP_EXTRA:
        return path_of("")
    raw = content[_GZIP_HEADER : content.find(b"\0", _GZIP_HEADER)]
    return PurePosixPath(path_of(_decoded(raw))).name
