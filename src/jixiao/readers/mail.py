"""E-mail (.eml): the body and every attachment are files of their own; and web pages saved with all their parts (.mht), built alike.

Names in headers are decoded here, since Chinese mail programs write them in every way there is, GBK bytes as they are among them.
"""

import email.message
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.parser import BytesParser
from email.policy import compat32
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes

import msgspec

from jixiao.documents import Block, Omission, Paragraph
from jixiao.places import Place
from jixiao.readers import webpage
from jixiao.readers.bundles import path_of, unfolded
from jixiao.readers.contents import Content, Member, RefusedError, Request
from jixiao.readers.webpage.encoding import decode

_HEAD = 65_536
"""Bytes at the beginning of a file in which the headers of a message are looked for."""
_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):")
_SENT = frozenset(b"to received delivered-to cc bcc return-path".split())
"""Headers of what was sent or is to be sent, which a page saved to a disk has not."""
_TELLING = _SENT | frozenset(b"from subject date message-id mime-version content-type".split())
_TELLING_LEAST = 3
_PAGE_TYPE = re.compile(rb"content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE)
_CONTAINERS = re.compile(rb"content-type:\s*(?:multipart|message)/", re.IGNORECASE)
_MOST_CONTAINERS = 300
"""Parts that hold parts; the parser calls itself for each that stands in another."""
_MOST_BOUNDARIES = 10_000
"""Lines that may part one piece of a message from the next; the parser takes a second for as many."""
_ORNAMENT = 20_000
"""Bytes below which a picture that belongs to the body is a logo or a line."""
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_GB = re.compile(r"(?:x-)?(?:gb|cp936|hz)", re.IGNORECASE)
_NOTE = 1_500
"""Bytes of text, five hundred characters, below which a body without a table or an indicator only goes with its attachments."""
_BOM = b"\xef\xbb\xbf"
_TABLE = re.compile(rb"<t[dh][\s>]", re.IGNORECASE)
_SHOWN = re.compile(rb"<[^<>]*>|&nbsp;|\xef\xbb\xbf|\xc2\xa0|\s")
_UNSEEN = re.compile(r"(?is)<(style|script|head)\b.*?</\1\s*>|<[^<>]*>")
_GAPS = re.compile(r"\s+")
_MOST_TOLD = 300
"""Characters of a covering note that are told."""
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}){3}")
_BODY_NAMES = {"text/plain": "正文.txt", "text/html": "正文.html"}
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "text/html": ".html",
    "text/plain": ".txt",
}
"""Suffixes for parts without a name; what else there is has none, and is no material."""

_OUTLOOK = "是 Outlook 的专用封装（winmail.dat），里面的附件取不出来；请发件人改用纯文本或 HTML 格式重新发送。"
_ENCRYPTED = "是加密的邮件内容，不能读取；请在邮件程序中打开后另存附件再提交。"
_NOTE_LEFT_OUT = "邮件正文只有几句话，又带有附件，没有当作材料处理；如果属于自评材料，请另存为文件提交。"
_ORNAMENT_LEFT_OUT = "邮件正文里的小图片，按标志或装饰处理，没有识别；如果属于自评材料，请作为附件提交。"
_TOO_NESTED = "的邮件结构异常（各部分套得太多），未予读取；请在邮件程序中另存附件再提交。"
_TOO_MANY = f"的邮件含有超过 {_MOST_BOUNDARIES} 个部分，不像正常的邮件，未予读取；请在邮件程序中另存附件再提交。"
_TOO_DEEP = "里还套着转发的邮件，层数太多，没有再拆开；请单独保存这封邮件再提交。"
_NOTHING = "是网页存档，但里面没有网页；请在浏览器中打开原网页后重新保存。"


def looks_like_mail(content: bytes) -> bool:
    """Tell whether a file is a message: its first lines are header fields, and enough of them those of mail."""
    return len(_headers(content) & _TELLING) >= _TELLING_LEAST


def looks_like_web_archive(content: bytes) -> bool:
    """Tell whether a file is a web page saved with all its parts in the format of mail."""
    fields = _headers(content)
    return b"mime-version" in fields and not fields & _SENT and _PAGE_TYPE.search(content[:_HEAD]) is not None


def _headers(content: bytes) -> frozenset[bytes]:
    """The names of the header fields with which a file begins, in lower case; none when it begins otherwise."""
    names: set[bytes] = set()
    for line in content[:_HEAD].removeprefix(_BOM).lstrip().splitlines():
        if not line.strip():
            break
        match = _FIELD.match(line)
        if match:
            names.add(match[1].lower())
        elif not (names and line[:1] in {b" ", b"\t"}) and not (not names and line.startswith(b"From ")):
            return frozenset()
    return frozenset(names)


def members(content: bytes, request: Request) -> Iterator[Member]:
    """Take out the body and the attachments of a message, and what bundles among these hold; raises RefusedError."""
    return unfolded(level, content, request)


def level(content: bytes, request: Request) -> Iterator[Member]:
    """Take out the body and the attachments of one message; one forwarded in it is like a folder, a covering note is only told of."""
    found = list(_members(_parsed(content), request.limits.nesting, ""))
    # A few words that go with attachments are no material themselves.
    attached = any(
        member.omission is None and PurePosixPath(member.name).name not in _BODY_NAMES.values() for member in found
    )
    return iter(_told_of(member) if attached and _is_covering_note(member) else member for member in found)


def _told_of(note: Member) -> Member:
    """A covering note as what is told of in its stead: its words, as far as anybody reads them."""
    text = _GAPS.sub(" ", unescape(_UNSEEN.sub(" ", note.content.decode("utf-8-sig", "replace")))).strip()
    return Member(name=note.name, omission=Omission(text=_shortened(f"{note.name}：{text}"), why=_NOTE_LEFT_OUT))


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_TOLD else f"{text[:_MOST_TOLD]}……"


def _is_covering_note(member: Member) -> bool:
    return (
        PurePosixPath(member.name).name in _BODY_NAMES.values()
        and member.refusal is None
        and len(_SHOWN.sub(b"", member.content)) < _NOTE
        and _TABLE.search(member.content) is None
        and "指标".encode() not in member.content
    )


def read_web_archive(content: bytes, request: Request) -> Content:
    """Read a web page saved with all its parts, every page in it; raises RefusedError when there is none to read."""
    pages: list[Content] = []
    refusal: RefusedError | None = None
    for part in _leaves(_parsed(content)):
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            try:
                pages.append(webpage.read(_body(part), request))
            except RefusedError as error:
                # A page of frames is empty; those in the frames are parts of their own.
                refusal = refusal or error
    if not pages:
        raise refusal or RefusedError(_NOTHING)
    blocks: list[Block] = []
    for page in pages:
        blocks += _behind(blocks, page.blocks)
    omissions: tuple[Omission, ...] = tuple(omission for page in pages for omission in page.omissions)
    return Content(media_type="multipart/related", reader="webpage", blocks=tuple(blocks), omissions=omissions)


def _behind(blocks: list[Block], others: tuple[Block, ...]) -> Iterator[Block]:
    """Further blocks with their tables and paragraphs counted on from those in front."""
    places = [place for block in blocks for place in _places(block)]
    tables = max((place.table or 0 for place in places), default=0)
    paragraphs = max((place.paragraph or 0 for place in places), default=0)
    for block in others:
        place = _moved(block.place, tables, paragraphs)
        if isinstance(block, Paragraph):
            yield msgspec.structs.replace(block, place=place)
        else:
            cells = tuple(
                msgspec.structs.replace(cell, place=_moved(cell.place, tables, paragraphs)) for cell in block.cells
            )
            yield msgspec.structs.replace(block, cells=cells, place=place)


def _places(block: Block) -> list[Place]:
    return [block.place] if isinstance(block, Paragraph) else [block.place, *(cell.place for cell in block.cells)]


def _moved(place: Place, tables: int, paragraphs: int) -> Place:
    return msgspec.structs.replace(
        place,
        table=None if place.table is None else place.table + tables,
        paragraph=None if place.paragraph is None else place.paragraph + paragraphs,
    )


def _parsed(content: bytes) -> email.message.Message:
    if len(_CONTAINERS.findall(content)) > _MOST_CONTAINERS:
        raise RefusedError(_TOO_NESTED)
    if content.count(b"\n--") > _MOST_BOUNDARIES:
        raise RefusedError(_TOO_MANY)
    try:
        return BytesParser(policy=compat32).parsebytes(content.removeprefix(_BOM).lstrip())
    except RecursionError as error:
        raise RefusedError(_TOO_NESTED) from error


def _members(message: email.message.Message, depth: int, folder: str) -> Iterator[Member]:
    for part in _leaves(message):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            for forwarded in _payload_parts(part):
                subject = _words(_raw_header(forwarded, "subject") or "") or "转发的邮件"
                name = f"{folder}{path_of(subject.replace('/', '_'))}.eml"
                if depth <= 1:
                    yield Member(name=name, refusal=_TOO_DEEP)
                else:
                    yield from _members(forwarded, depth - 1, f"{name}/")
        elif kind not in _SIGNATURES:
            member = _member(part, kind)
            if member is not None:
                yield msgspec.structs.replace(member, name=folder + member.name)


def _leaves(message: email.message.Message) -> Iterator[email.message.Message]:
    """The parts that hold no others; of alternatives the one that shows most."""
    kind = message.get_content_type()
    if not kind.startswith("multipart/") or not message.is_multipart():
        yield message
        return
    leaves = [leaf for part in _payload_parts(message) for leaf in _leaves(part)]
    if kind == "multipart/alternative":
        bodies = {leaf.get_content_type(): leaf for leaf in leaves if _is_body(leaf)}
        page, plain = bodies.get("text/html"), bodies.get("text/plain")
        if page is not None and plain is not None:
            worse = plain if _TABLE.search(_payload(page)) or not _payload(plain).strip() else page
            leaves = [leaf for leaf in leaves if leaf is not worse]
    yield from leaves


def _payload_parts(message: email.message.Message) -> list[email.message.Message]:
    parts = message.get_payload()
    return [part for part in parts if isinstance(part, email.message.Message)] if isinstance(parts, list) else []


def _payload(part: email.message.Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _is_body(part: email.message.Message) -> bool:
    kind = part.get_content_type()
    return (
        (kind in _BODY_NAMES or kind.startswith("multipart/"))
        and _filename(part) is None
        and part.get_content_disposition() != "attachment"
    )


def _member(part: email.message.Message, kind: str) -> Member | None:
    """The file that a part is, or what is told of an ornament of the body; None for one without anything in it."""
    name = _filename(part)
    if kind in _SEALED:
        return Member(name=name or "加密的内容", refusal=_ENCRYPTED)
    if kind == "application/ms-tnef" or (name or "").lower() == "winmail.dat":
        return Member(name=name or "winmail.dat", refusal=_OUTLOOK)
    if _is_body(part):
        body = _BODY_NAMES.get(kind, "正文.txt")
        try:
            content = _body(part)
        except RefusedError as error:
            return Member(name=body, refusal=str(error))
        return Member(name=body, content=content) if _SHOWN.sub(b"", content) else None
    content = _payload(part)
    embedded = kind.startswith("image/") and part.get("content-id") is not None
    if not content:
        return None
    if embedded and len(content) < _ORNAMENT:
        told = f"{name or '没有名称的图片'}（{len(content)} 字节）"
        return Member(name=name or "图片", omission=Omission(text=told, why=_ORNAMENT_LEFT_OUT))
    return Member(name=name or f"附件{_SUFFIXES.get(kind, '')}", content=content)


def _body(part: email.message.Message) -> bytes:
    """The text of a part in UTF-8, with the mark that makes every reader believe it."""
    return _BOM + decode(_payload(part), part.get_content_charset()).encode("utf-8", "replace")


def _filename(part: email.message.Message) -> str | None:
    """The name under which a part was attached, without folders; None when it has none."""
    for field, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        raw = _raw_header(part, field)
        if raw is None:
            continue
        part.replace_header(field, raw)
        found = part.get_param(parameter, header=field)
        if isinstance(found, tuple):
            charset, _, value = found
            name = _characters(value.encode("latin-1", "replace"), charset)
        else:
            name = _words(found or "")
        if name.strip():
            return PurePosixPath(path_of(name)).name
    return None


def _raw_header(message: email.message.Message, name: str) -> str | None:
    """A header in one line as it was written, its bytes read as characters."""
    for field, value in message.raw_items():
        if field.lower() == name:
            return _FOLD.sub(" ", _characters(str(value).encode("utf-8", "surrogateescape"), None))
    return None


def _words(value: str) -> str:
    """A header's text with its encoded words decoded: =?gbk?B?...?=, and the percent signs that some programs write instead."""
    if _PERCENT.search(value):
        return _characters(unquote_to_bytes(value), None)
    try:
        pieces = decode_header(value)
    except HeaderParseError:
        return value
    return "".join(piece if isinstance(piece, str) else _characters(piece, charset) for piece, charset in pieces)


def _characters(raw: bytes, charset: str | None) -> str:
    """Bytes of a header as text: in their own character set if it is not GB, which is never what it says, else UTF-8 or GB 18030."""
    named = "gb18030" if charset and _GB.match(charset) else charset or "utf-8"
    for encoding in (named, "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("gb18030", "replace")
