"""Judging what is attached to a form as evidence (佐证材料): by its content, never by its name.

Taken is what a reviewer can look at as one document: PDF, OFD, Word, Excel, and pictures. Archives are not: what is in them stands beside
no row, and nobody sees it without unpacking. Refused is whatever does something when it is opened: programs, macros, scripts, objects
that start programs, templates fetched from elsewhere. Nothing is interpreted: the file is only looked through for such things.
"""

import io
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

import msgspec
import olefile

from jixiao import progress
from jixiao.readers import kinds
from jixiao.readers.contents import Limits, RefusedError, Request
from jixiao.readers.kinds import Kind, kind_of
from jixiao.readers.packages import DAMAGED, Package
from jixiao.readers.passwords import opened

_SECONDS = 30.0
"""Processor time that looking through one file can deserve."""
_TAKEN = "PDF、OFD、Word、Excel 文件和 JPG、PNG 图片"


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A file that may be attached: what people call its kind, the endings of names that fit it (the usual one first), its pages if any."""

    kind: str
    suffixes: tuple[str, ...]
    pages: int | None = None


def judge(content: bytes, limits: Limits = Limits()) -> Judged:  # noqa: B008 - Limits are immutable
    """Judge a file; raises RefusedError for another kind, and for one that is locked, damaged, beyond the limits or active."""
    progress.expect(_SECONDS)
    if not content:
        message = "是空文件；请核对是否选对了文件。"
        raise RefusedError(message)
    if content.startswith(_PROGRAMS):
        message = "是可执行程序，不能作为佐证材料。"
        raise RefusedError(message)
    try:
        plain = opened(content, Request())
    except RefusedError as error:
        raise RefusedError(_LOCKED) from error
    kind = kind_of(plain, limits)
    look = _LOOKS.get(kind)
    if look is None:
        known = "不认识的文件" if kind is kinds.TEXT else kind.name
        message = f"是{known}，不能作为佐证材料；可以附{_TAKEN}。{_ADVICE.get(kind, '请另存或打印为 PDF 后再附。')}"
        raise RefusedError(message)
    return look(plain, limits)


_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_LOCKED = "是加密的文件，审核人打不开；请取消密码、另存一份后再附。"
_ACTIVE = "里有{what}，打开时会运行，不能作为佐证材料；请另存为 PDF 后再附。"
_ADVICE = {
    kinds.ARCHIVE: "请解压后逐个附上，各自写明证明什么。",
    kinds.FOREIGN_ARCHIVE: "请解压后逐个附上，各自写明证明什么。",
    kinds.MAIL: "请把邮件打印为 PDF，其中的附件另存后逐个附上。",
    kinds.OUTLOOK: "请把邮件打印为 PDF，其中的附件另存后逐个附上。",
}


def _refuse(active: Iterable[str]) -> None:
    """Raise RefusedError where anything is told that runs when the file is opened."""
    what = next(iter(active), None)
    if what is not None:
        raise RefusedError(_ACTIVE.format(what=what))


# PDF


_HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIONS = (
    (re.compile(rb"/JavaScript\b"), "脚本"),
    (re.compile(rb"/Launch\b"), "启动程序的动作"),
    (re.compile(rb"/RichMedia\b"), "多媒体内容"),
    (re.compile(rb"/FileAttachment\b"), "夹带的文件"),
)
_OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,4096}?stream\r?\n", re.DOTALL)
_VOUCHERS = (".xml", ".xbrl", ".ofd", ".pdf", ".json")
"""Endings of what electronic invoices (电子凭证) carry with them as data."""


def _pdf(content: bytes, limits: Limits) -> Judged:
    _refuse(_actions(content, limits))
    pages, scripts, carried = _opened_pdf(content)
    _refuse(["脚本"] * min(scripts, 1))
    if strange := [name for name in carried if not name.lower().endswith(_VOUCHERS)]:
        message = f"里夹带了文件“{strange[0][:60]}”，不能作为佐证材料；请去掉夹带的文件，另存后再附。"
        raise RefusedError(message)
    if not pages:
        message = "里没有任何一页，可能已损坏；请重新导出后再附。"
        raise RefusedError(message)
    if pages > limits.pages:
        message = f"有{pages}页，超过{limits.pages}页；请只附与指标有关的页。"
        raise RefusedError(message)
    return Judged(kind="PDF", suffixes=(".pdf",), pages=pages)


def _actions(content: bytes, limits: Limits) -> Iterator[str]:
    for text in _dictionaries(content, limits):
        yield from (what for pattern, what in _ACTIONS if pattern.search(text))


def _dictionaries(content: bytes, limits: Limits) -> Iterator[bytes]:
    """The file as it lies there, and its packed objects unpacked, with names that are written in hexadecimal spelt out.

    The names looked for are too long to stand in packed bytes by chance.
    """
    yield _spelt(content)
    left = limits.unpacked
    for mark in _OBJECT_STREAM.finditer(content):
        end = content.find(b"endstream", mark.end())
        try:
            plain = zlib.decompressobj().decompress(content[mark.end() : end if end > 0 else None], left)
        except zlib.error:
            continue  # damaged or encrypted: PDFium is asked as well
        left -= len(plain)
        if left <= 0:
            message = "解压后大得不合常理，不像正常的文件；请打印为 PDF 后再附。"
            raise RefusedError(message)
        yield _spelt(plain)


def _spelt(content: bytes) -> bytes:
    return _HEX_NAME.sub(lambda found: bytes([int(found[1], 16)]), content)


def _opened_pdf(content: bytes) -> tuple[int, int, list[str]]:
    """How many pages and scripts PDFium counts, and the names of files that the document carries."""
    pdfium = import_module("pypdfium2")  # only a PDF needs it
    raw = pdfium.raw
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise RefusedError(_LOCKED if locked else DAMAGED) from error
    with document:
        carried = [_carried(pdfium, document, number) for number in range(min(document.count_attachments(), 100))]
        return len(document), max(0, raw.FPDFDoc_GetJavaScriptActionCount(document.raw)), carried


def _carried(pdfium: Any, document: Any, number: int) -> str:  # noqa: ANN401 - of a library without types
    """The name of a file that a PDF carries; "" where it is damaged."""
    try:
        return str(document.get_attachment(number).get_name())
    except pdfium.PdfiumError:
        return ""


# Packed files: Word, Excel, OFD


_MACROS = re.compile(
    r"(?:^|/)(?:vbaproject\w*\.bin|activex/|macrosheets/|.*\.(?:exe|dll|scr|com|bat|cmd|vbs|js|jar|ps1|hta|lnk|msi)$)"
)
_FETCHED = re.compile(
    rb"<(?:\w+:)?Relationship\b(?=[^>]*TargetMode=[\"']External)(?=[^>]*Type=[\"'][^\"']*/(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath/dde))[^>]*>"
)
_DDE = re.compile(rb"<(?:\w+:)?instrText[^>]*>[^<]*\bDDE(?:AUTO)?\b|<(?:\w+:)?ddeLink\b")
_NATIVE = "Ole10Native".encode("utf-16-le")


def _package(content: bytes, limits: Limits) -> None:
    """Raise RefusedError for a packed file that does something when it is opened."""
    package = Package(content, limits)
    package.guard_xml()
    _refuse(_active_in(package))


def _active_in(package: Package) -> Iterator[str]:
    for name in package.names:
        lower = name.lower()
        if _MACROS.search(lower):
            yield "宏、控件或程序"
        elif lower.endswith(".rels") and _FETCHED.search(package.read(name)):
            yield "指向外部模板或对象的链接"
        elif "/embeddings/" in lower and lower.endswith(".bin") and _NATIVE in package.read(name):
            yield "夹带的程序包"
        elif (lower in _WITH_FIELDS or "/externallinks/" in lower) and _DDE.search(package.read(name)):
            yield "调用其他程序的域（DDE）"


_WITH_FIELDS = frozenset({"word/document.xml", "word/footnotes.xml", "word/endnotes.xml"})


def _word(content: bytes, limits: Limits) -> Judged:
    _package(content, limits)
    return Judged(kind="Word", suffixes=(".docx",))


def _excel(content: bytes, limits: Limits) -> Judged:
    _package(content, limits)
    return Judged(kind="Excel", suffixes=(".xlsx",))


def _ofd(content: bytes, limits: Limits) -> Judged:
    _package(content, limits)
    return Judged(kind="OFD", suffixes=(".ofd",))


# Old Office files


def _compound(content: bytes) -> None:
    """Raise RefusedError for a file of old Office with macros or with a package that can be a program."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            parts = {part.lower() for path in compound.listdir(storages=True) for part in path}
    except MemoryError:
        raise  # the limit of this process, no fault of the file's
    except Exception as error:  # olefile lets whatever a damaged file causes come through
        raise RefusedError(DAMAGED) from error
    if parts & {"macros", "vba", "_vba_project", "_vba_project_cur"}:
        message = "里有宏，打开时会运行，不能作为佐证材料；请另存为 .docx、.xlsx 或 PDF 后再附。"
        raise RefusedError(message)
    _refuse(["夹带的程序包"] * ("\x01ole10native" in parts))


def _old_word(content: bytes, _limits: Limits) -> Judged:
    _compound(content)
    return Judged(kind="Word", suffixes=(".doc", ".wps"))


def _old_excel(content: bytes, _limits: Limits) -> Judged:
    _compound(content)
    return Judged(kind="Excel", suffixes=(".xls", ".et"))


# Pictures


_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_DAMAGED_PICTURE = "是损坏或不完整的图片；请重新拍摄、扫描或下载后再附。"


def _picture(content: bytes, limits: Limits) -> Judged:
    suffixes: tuple[str, ...]
    if content.startswith(_PNG):
        sides, whole, suffixes = _png_sides(content), _PNG_END in content[-64:], (".png",)
    elif content.startswith(_JPEG):
        sides, whole, suffixes = _jpeg_sides(content), _JPEG_END in content, (".jpg", ".jpeg")
    else:
        message = "是少见格式的图片（TIFF、GIF、BMP、WebP）；请另存为 JPG、PNG 或 PDF 后再附。"
        raise RefusedError(message)
    if sides is None or not all(sides) or not whole:
        raise RefusedError(_DAMAGED_PICTURE)
    if sides[0] * sides[1] > limits.pixels:
        message = f"有{sides[0]}×{sides[1]}像素，超过{limits.pixels // 10_000}万像素；请缩小后再附。"
        raise RefusedError(message)
    return Judged(kind="图片", suffixes=suffixes)


def _png_sides(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR" or len(content) < 24:
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _jpeg_sides(content: bytes) -> tuple[int, int] | None:
    """Width and height out of the first frame; None where no segment holds them."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        kind = content[at + 1]
        if kind in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        if kind == 0xFF:  # padding
            at += 1
            continue
        at += 2 + struct.unpack_from(">H", content, at + 2)[0]
    return None


_LOOKS: dict[Kind, Callable[[bytes, Limits], Judged]] = {
    kinds.PDF: _pdf,
    kinds.WORD: _word,
    kinds.EXCEL: _excel,
    kinds.OFD: _ofd,
    kinds.WORD_97: _old_word,
    kinds.EXCEL_97: _old_excel,
    kinds.PICTURE: _picture,
}
