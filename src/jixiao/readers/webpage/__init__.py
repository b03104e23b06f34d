"""Web pages (HTML, XHTML, and what Word, Excel and WPS save as such): their tables as they are displayed, and the text around them."""

import re

from jixiao.readers.contents import Content, RefusedError, Request
from jixiao.readers.webpage.encoding import decode
from jixiao.readers.webpage.parsing import parse
from jixiao.readers.webpage.walk import Page, walk

__all__ = ["looks_like_html", "read"]

_TOO_LARGE = "有 {size} 字节，超过 {limit} 字节的上限，未予读取；请只提交绩效自评材料本身。"
_HEAD = 65_536
"""Bytes at the beginning of a file in which its markup must show."""
_PRELUDE = re.compile(r"(?:\s|\ufeff|<!--[^<]{0,2000}-->|<\?[^<>]{0,500}\?>)*")
_OPENING = re.compile(
    r"<(?:(!doctype\s+html|(?:html|head|body)[\s>])"
    r"|(?:meta|title|link|style|script|base|table|div|p|span|center|font|form|article|section|main|h[1-6]|ul|ol|dl|pre|br)[\s/>])",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"</(?:html|head|body|table|tr|td|div|p|span|center|article|section|main)\s*>", re.IGNORECASE)
_CELL = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
_CELLS_OF_A_TABLE = 8
"""Opening tags of cells that tell a page whose beginning is no markup from a text with a stray tag in it."""


def read(content: bytes, request: Request) -> Content:
    """Read a web page; raises RefusedError when it is too large, too deep, or holds no text."""
    if len(content) > request.limits.size:
        raise RefusedError(_TOO_LARGE.format(size=len(content), limit=request.limits.size))
    page = walk(parse(decode(content)), request.limits)
    if not page.blocks:
        raise RefusedError(_emptiness(page))
    return Content(media_type="text/html", reader="webpage", blocks=page.blocks, omissions=page.omissions)


def _emptiness(page: Page) -> str:
    if page.frames:
        return "是由框架拼成的网页，表格在框架所指的另外的文件里；请提交那些文件，或在浏览器中打开后另存为“网页，单个文件”。"
    if page.omissions:
        return "是没有可读文字的网页，内容是图片、嵌入的文件或隐藏的文字；请提交其中的图片或文件本身，或表格的 Word、Excel 原件。"
    return "是没有文字的网页，内容可能要由脚本另行载入；请在浏览器中打开后打印成 PDF，或提交表格的 Word、Excel 原件。"


def looks_like_html(content: bytes) -> bool:
    """Tell whether a file of any name is a web page: by its opening tag, or by the cells of a table further down."""
    head = content[:_HEAD]
    text = head.decode("utf-16", "replace") if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head.decode("latin-1")
    prelude = _PRELUDE.match(text.removeprefix("\xef\xbb\xbf"))
    body = text.removeprefix("\xef\xbb\xbf")[prelude.end() if prelude else 0 :]
    opening = _OPENING.match(body)
    if opening:
        return opening[1] is not None or _CLOSING.search(body) is not None
    return sum(1 for _ in _CELL.finditer(body)) >= _CELLS_OF_A_TABLE and "<tr" in body.lower()
