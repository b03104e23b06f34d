"""The encoding of a web page: byte-order mark, what the page says of itself, strict UTF-8, GB18030.

A declaration may be wrong, and most often is where a page was moved from one system to another: one that says GB while the bytes are
UTF-8 is not believed, and GB 2312 and GBK are always decoded as GB 18030, whose characters pages use whatever they declare.
"""

import codecs
import re

from jixiao.readers.contents import RefusedError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARED_WITHIN = 8_192
"""Bytes in which a declaration is looked for; editors put scripts and comments before it."""
_CODECS = {
    **dict.fromkeys(
        ("gb2312", "gb_2312-80", "gbk", "gb18030", "x-gbk", "x-gb2312", "cp936", "ms936", "windows-936", "chinese"),
        "gb18030",
    ),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cp950"), "big5hkscs"),
    "hz-gb-2312": "hz",
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
}
"""Declared names that are believed; a page of Chinese forms that says iso-8859-1 has only kept its editor's default."""
_BEYOND_ASCII = re.compile(r"[^\0-\x7f]")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_DAMAGED = 0.01
"""Share of characters that may be lost to damaged bytes before the whole is taken for no text at all."""
_STILL_UTF8 = 0.05
"""Share of the characters beyond ASCII that may be lost in what still is UTF-8; of GB bytes read as UTF-8 most are."""
_NO_TEXT = "不是可识别的网页文字（试过 UTF-8、GB18030 和网页自己声明的编码）；请在浏览器中打开后另存一份再试。"


def decode(content: bytes, declared: str | None = None) -> str:
    """Decode a page; `declared` is the character set that came with it from outside (a message's header), believed before its own.

    Single damaged bytes become U+FFFD; raises RefusedError where there are more than a few of them.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    named = _CODECS.get((declared or "").lower()) or _named(content)
    if text and (named in {None, "utf-8"} or _IDEOGRAPH.search(text)):
        return text
    mended = content.decode("utf-8", "replace")
    if _lost(mended) <= _STILL_UTF8 * len(_BEYOND_ASCII.findall(mended)):
        return mended
    for encoding in dict.fromkeys((named or "gb18030", "gb18030")):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = content.decode("gb18030", "replace")
    if _lost(text) > _DAMAGED * len(text):
        raise RefusedError(_NO_TEXT)
    return text


def _lost(text: str) -> int:
    return text.count("\ufffd")


def _named(content: bytes) -> str | None:
    match = _DECLARATION.search(content[:_DECLARED_WITHIN])
    return _CODECS.get(match.group(1).decode("ascii", "replace").lower()) if match else None
