"""Reading a file: what it holds decides on the reader, and what none can read is refused in one clear sentence."""

import hashlib
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from jixiao import progress
from jixiao.documents import Document, Table
from jixiao.places import Source
from jixiao.readers import own_marks
from jixiao.readers.contents import Content, Limits, Member, RefusedError, Request
from jixiao.readers.kinds import kind_of
from jixiao.readers.passwords import opened
from jixiao.readers.system_errors import reason


class UnreadableFileError(ValueError):
    """A file cannot be read; the message is one Chinese sentence: what, where, expected, what to do."""


def read(path: Path, request: Request = Request()) -> Document:  # noqa: B008 - a Request is immutable
    """Read a file into a Document; raises UnreadableFileError with a sentence for the user."""
    return read_bytes(content_of(path, request), path.name, request)


def content_of(path: Path, request: Request = Request()) -> bytes:  # noqa: B008 - a Request is immutable
    """Take the bytes of a file; raises UnreadableFileError when it cannot be opened or is beyond the size of any form."""
    limit = request.limits.size
    try:
        size = path.stat().st_size
        if size > limit:
            message = f"文件“{path.name}”有 {size} 字节，超过 {limit} 字节的上限，未予读取；请只提交绩效自评材料本身。"
            raise UnreadableFileError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"读不到文件“{path.name}”（{reason(error)}）；请核对路径和读取权限后重试。"
        raise UnreadableFileError(message) from error


def read_bytes(content: bytes, name: str, request: Request = Request()) -> Document:  # noqa: B008 - a Request is immutable
    """Read a file's content; `name` is kept as the source's name and decides nothing."""
    try:
        plain = opened(content, request)
        kind = kind_of(plain, request.limits)
        progress.expect(kind.seconds(plain))
        found = kind.read(plain, request)
        _hold_to(found, request.limits)
    except RefusedError as error:
        message = f"文件“{name}”{error}"
        raise UnreadableFileError(message) from error
    source = Source(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=found.media_type,
        reader=found.reader,
        pages=found.pages,
    )
    return Document(source=source, blocks=own_marks.without_summary(found.blocks), omissions=found.omissions)


def _hold_to(found: Content, limits: Limits) -> None:
    """Refuse what is too much for the recogniser, whichever reader it comes from."""
    tables = [block for block in found.blocks if isinstance(block, Table)]
    if len(found.blocks) - len(tables) > limits.paragraphs:
        message = f"里面的文字超过 {limits.paragraphs} 段，不像绩效自评材料；请只提交自评表本身。"
        raise RefusedError(message)
    if sum(len(table.cells) for table in tables) > limits.cells:
        message = f"里面的表格超过 {limits.cells} 格，不像绩效自评材料；请只提交自评表本身。"
        raise RefusedError(message)


def convert_beforehand(paths: Sequence[Path], request: Request) -> None:
    """Have an office program convert those of the files that need one, all in few runs, into the folder `request.conversions`.

    What cannot be opened is passed over: whoever reads it is told why.
    """
    contents: list[bytes] = []
    for path in paths:
        try:
            contents.append(opened(content_of(path, request), request))
        except (UnreadableFileError, RefusedError):
            continue
    office = import_module("jixiao.readers.office")  # only batches of old files need it at once
    office.convert_beforehand(contents, request)


def may_need_conversion(head: bytes) -> bool:
    """Tell by its first few hundred bytes whether a file may be one that only an office program opens."""
    return head.startswith(_OLD_OFFICE) or _OPEN_DOCUMENT in head or b"<?mso-application" in head


_OLD_OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."


def members(path: Path, request: Request = Request()) -> Iterator[Member]:  # noqa: B008 - a Request is immutable
    """Take the files out of an archive or a message, one after another; a file that is neither has none.

    Raises UnreadableFileError, before or between members, when the bundle cannot be opened or is beyond the limits. A file that does
    not exist has no members either: the reader will tell of it.
    """
    try:
        with path.open("rb") as file:
            if not file.read(1):
                return
        content = content_of(path, request)
        kind = kind_of(content, request.limits)
    except (OSError, UnreadableFileError, RefusedError):
        return  # encrypted or damaged: the reader opens it, or says why not
    try:
        yield from kind.members(content, request)
    except RefusedError as error:
        message = f"文件“{path.name}”{error}"
        raise UnreadableFileError(message) from error
