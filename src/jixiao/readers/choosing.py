"""Choosing a reader by what the file holds, and refusing in one clear sentence what none can read."""

import hashlib
from pathlib import Path

from jixiao.documents import Document
from jixiao.places import Source
from jixiao.readers import text
from jixiao.readers.system_errors import reason

SIZE_LIMIT = 64 * 1024 * 1024
"""Bytes; a published self-evaluation has a few hundred kilobytes, so anything beyond this is no form."""

_SIGNATURES = (
    (b"%PDF", "PDF 文件"),
    (b"PK\x03\x04", "Word/Excel 或压缩文件"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word/Excel 文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
)
_CONTROL_SHARE = 0.02


class UnreadableFileError(ValueError):
    """A file cannot be read; the message is one Chinese sentence: what, where, expected, what to do."""


def read(path: Path) -> Document:
    """Read a file into a Document; raises UnreadableFileError with a sentence for the user."""
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            message = (
                f"文件“{path.name}”有 {size} 字节，超过 {SIZE_LIMIT} 字节的上限，未予读取；请只提交绩效自评材料本身。"
            )
            raise UnreadableFileError(message)
        content = path.read_bytes()
    except OSError as error:
        message = f"读不到文件“{path.name}”（{reason(error)}）；请核对路径和读取权限后重试。"
        raise UnreadableFileError(message) from error
    return read_bytes(content, path.name)


def read_bytes(content: bytes, name: str) -> Document:
    """Read a file's content; `name` is kept as the source's name and decides nothing."""
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            message = f"文件“{name}”是{kind}，当前版本只读取纯文本；请另存为 .txt 文本后重试。"
            raise UnreadableFileError(message)
    try:
        decoded = text.decode(content)
    except UnicodeDecodeError as error:
        message = f"文件“{name}”不是可识别的文本（试过 UTF-8、UTF-16 和 GB18030 编码）；请另存为 UTF-8 文本后重试。"
        raise UnreadableFileError(message) from error
    if not decoded.strip():
        message = f"文件“{name}”是空的；请提交含有绩效自评表内容的文件。"
        raise UnreadableFileError(message)
    control = sum(1 for character in decoded if ord(character) < ord(" ") and character not in "\t\n\r\f\v")
    if control > _CONTROL_SHARE * len(decoded):
        message = f"文件“{name}”含有大量控制字符，不像文本；请另存为 UTF-8 文本后重试。"
        raise UnreadableFileError(message)
    source = Source(name=name, sha256=hashlib.sha256(content).hexdigest(), media_type="text/plain", reader="text")
    return Document(source=source, blocks=text.blocks(decoded))
