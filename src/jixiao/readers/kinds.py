"""Telling by its content what kind of file something is; names are not looked at, since they are wrong too often.

A `.doc` may be a web page, an `.xls` a web page or a workbook of today, a `.txt` a PDF.
"""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from math import inf
from typing import Any

import msgspec
import olefile

from jixiao.readers.contents import Content, Limits, Member, RefusedError, Request
from jixiao.readers.packages import DAMAGED, Package

_HEAD = 4096
_PDF_REACH = 1024
"""Bytes before the signature of a PDF that readers tolerate."""


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of file: what people call it, and the function that reads it, as "module:function" below jixiao.readers.

    `reader` is None where none exists; `advice` then says what to do. A bundle holds files of their own instead of a form: `opener`
    names the function that takes them out. One that is `light` holds characters alone, which cost the more the more there are.
    """

    name: str
    reader: str | None = None
    opener: str | None = None
    advice: str = ""
    light: bool = False

    def read(self, content: bytes, request: Request) -> Content:
        """Read a file of this kind; raises RefusedError. The reader and its libraries are loaded now and not before."""
        if self.reader is None:
            message = f"是{self.name}，{self.advice}"
            raise RefusedError(message)
        read: Callable[[bytes, Request], Content] = _function(self.reader)
        return read(content, request)

    def seconds(self, content: bytes) -> float:
        """How much processor time a file of this kind can deserve from reading to audit; infinite where its size does not tell.

        A form takes a hundredth of it, however it is written; the rest is for slow machines and for dense files. What holds pictures may
        hold pages to be recognised.
        """
        if not self.light or (content.startswith(_PACKED) and _MEDIA in content):
            return inf
        return _LEAST_SECONDS + _MEGABYTE_SECONDS * _unpacked(content) / 1e6

    def members(self, content: bytes, request: Request) -> Iterator[Member]:
        """Take the files out of a bundle, those of bundles inside it as well; none for any other kind. Raises RefusedError."""
        if self.opener is None:
            return iter(())
        take_out: Callable[[bytes, Request], Iterator[Member]] = _function(self.opener)
        return take_out(content, request)


_PACKED, _MEDIA = b"PK", b"/media/"
"""How packed files begin, and the folder in which those of Office keep pictures."""
_LEAST_SECONDS = 10.0
_MEGABYTE_SECONDS = 30.0
"""For each megabyte that a file unpacks to."""


def _unpacked(content: bytes) -> int:
    """Bytes of a file, or what it claims to unpack to if it is packed: a lie gives it less time, never more than others have."""
    if not content.startswith(_ZIP):
        return len(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return len(content)


def _function(name: str) -> Any:  # noqa: ANN401 - the caller says which kind of function it is
    module, _, function = name.partition(":")
    return getattr(import_module(f"jixiao.readers.{module}"), function)


PDF = Kind(name="PDF 文件", reader="pdf:read")
WORD = Kind(name="Word 文件", reader="word:read", light=True)
WORD_97 = Kind(name="旧版 Word 文件", reader="office:read_word")
RTF = Kind(name="RTF 文件", reader="office:read_word")
EXCEL = Kind(name="Excel 文件", reader="excel:read", light=True)
EXCEL_97 = Kind(name="旧版 Excel 文件", reader="excel:read_xls", light=True)
SHEET = Kind(name="电子表格文件", reader="office:read_sheet")
TEXT_DOCUMENT = Kind(name="文字处理文件", reader="office:read_word")
PICTURE = Kind(name="图片", reader="scan:read")
WEB_PAGE = Kind(name="网页", reader="webpage:read", light=True)
TEXT = Kind(name="文本", reader="text:read", light=True)
ARCHIVE = Kind(
    name="压缩包",
    opener="archives:members",
    advice="里面的每个文件各自成为一份材料；请把压缩包直接交给命令，或先解压再分别读取。",
)
MAIL = Kind(
    name="电子邮件",
    opener="mail:members",
    advice="正文和每个附件各自成为一份材料；请把邮件直接交给命令，或先保存附件再分别读取。",
)
WEB_ARCHIVE = Kind(name="网页存档", reader="mail:read_web_archive")
SLIDES = Kind(name="演示文稿", advice="不是绩效自评材料通常的格式；请把其中的自评表另存为 Word、Excel 或 PDF 后重试。")
OFD = Kind(name="OFD 版式文件", advice="目前不能读取；请用版式阅读软件另存为 PDF 后重试。")
OUTLOOK = Kind(name="Outlook 邮件（.msg）", advice="目前不能读取；请在 Outlook 中另存为 .eml，或先保存附件再分别读取。")
FOREIGN_ARCHIVE = Kind(name="RAR 或 7z 压缩包", advice="目前不能解开；请解压后提交里面的文件，或改用 zip 格式压缩。")

_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"GIF8", PICTURE),
    (b"\x1f\x8b", ARCHIVE),
    (b"Rar!\x1a\x07", FOREIGN_ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FOREIGN_ARCHIVE),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAR_MARK, _TAR_AT = b"ustar", 257
_OFFICE_XML = re.compile(rb'<\?mso-application\s+progid="(Word|Excel)\.')
_FLAT_SHEET = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet")
_FLAT_WORD = re.compile(rb"schemas\.microsoft\.com/office/(?:word/2003/wordml|2006/xmlPackage)")


def kind_of(content: bytes, limits: Limits = Limits()) -> Kind:  # noqa: B008 - Limits are immutable
    """Tell the kind of a file; what nothing else fits is text. Raises RefusedError for a packed file that does not open."""
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if b"%PDF-" in content[:_PDF_REACH]:
        return PDF
    if content.startswith(_ZIP):
        return _zip_kind(content, limits)
    if content.startswith(_OLE):
        return _ole_kind(content)
    if _is_bitmap(content):
        return PICTURE
    if content[8:12] == b"WEBP" and content.startswith(b"RIFF"):
        return PICTURE
    if content[_TAR_AT : _TAR_AT + len(_TAR_MARK)] == _TAR_MARK:
        return ARCHIVE
    return _markup_kind(content)


def _is_bitmap(content: bytes) -> bool:
    """A BMP begins with two letters only, so its header must fit as well: reserved zeros and a known size of the next part."""
    return content.startswith(b"BM") and content[6:10] == bytes(4) and content[14:18] in _BITMAP_HEADERS


_BITMAP_HEADERS = frozenset(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))


def _zip_kind(content: bytes, limits: Limits) -> Kind:
    package = Package(content, limits)
    names = frozenset(package.names)
    for part, kind in _PARTS:
        if part in names:
            return kind
    for part, told in (("mimetype", _OPEN_DOCUMENTS), ("[Content_Types].xml", _CONTENT_TYPES)):
        if part in names:
            try:
                types = package.read(part)
            except RefusedError:
                return ARCHIVE  # locked, or packed as no office program packs
            return next((kind for word, kind in told if word in types), ARCHIVE)
    return ARCHIVE


_PARTS = (
    ("word/document.xml", WORD),
    ("xl/workbook.xml", EXCEL),
    ("xl/workbook.bin", SHEET),
    ("ppt/presentation.xml", SLIDES),
    ("OFD.xml", OFD),
)
_OPEN_DOCUMENTS = (
    (b"opendocument.text", TEXT_DOCUMENT),
    (b"opendocument.spreadsheet", SHEET),
    (b"opendocument.presentation", SLIDES),
)
_CONTENT_TYPES = ((b"wordprocessingml", WORD), (b"spreadsheetml", EXCEL), (b"presentationml", SLIDES))


def _ole_kind(content: bytes) -> Kind:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            streams = frozenset(path[0] for path in compound.listdir())
    except MemoryError:
        raise  # the limit of this process, no fault of the file's
    except Exception as error:  # olefile lets whatever a damaged file causes come through
        raise RefusedError(DAMAGED) from error
    for stream, kind in _STREAMS:
        if stream in streams:
            return kind
    message = (
        "是旧版 Office 格式的文件，但里面没有 Word 或 Excel 的内容；请用原来的程序打开后另存为 .docx 或 .xlsx 再试。"
    )
    raise RefusedError(message)


_STREAMS = (
    ("WordDocument", WORD_97),
    ("Workbook", EXCEL_97),
    ("Book", EXCEL_97),
    ("PowerPoint Document", SLIDES),
    ("__properties_version1.0", OUTLOOK),
)


def _markup_kind(content: bytes) -> Kind:
    head = content[:_HEAD]
    told = _OFFICE_XML.search(head)
    if told or _FLAT_SHEET.search(head) or _FLAT_WORD.search(head):
        sheet = told[1] == b"Excel" if told else _FLAT_SHEET.search(head) is not None
        return SHEET if sheet else TEXT_DOCUMENT
    for function, kind in _TELLING:
        looks: Callable[[bytes], bool] = _function(function)
        if looks(content):
            return kind
    return TEXT


_TELLING = (
    ("mail:looks_like_web_archive", WEB_ARCHIVE),
    ("mail:looks_like_mail", MAIL),
    ("webpage:looks_like_html", WEB_PAGE),
)
