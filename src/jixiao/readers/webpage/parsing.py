"""From text to a tree of elements, guarded: markup that would cost more than any real page is refused before or while it is parsed."""

import re

from lxml import etree

from jixiao.readers.contents import RefusedError
from jixiao.readers.webpage.mending import is_torn, mended

_TAGS = 1_000_000
"""Angle brackets of a page; each may become an element of some hundred bytes. A form saved by Word has five thousand."""
_MENDED_TAGS = 200_000
"""Angle brackets of a page that is mended when the parser stopped in it; one with more was made to be deep."""
_TOO_MANY = f"的标签超过 {_TAGS} 个，不像绩效自评表，未予读取；请只保留含有表格的部分再试。"
_EXCESSIVE = "的标签嵌套过深或某一段过长，不像正常的网页，未予读取；请在浏览器中打开后复制到 Word 文档再试。"
_EMBEDDED = re.compile(r"data:[\w.+-]{1,60}/[\w.+-]{1,60};base64,[A-Za-z0-9+/=%\s]*")
"""Pictures inlined into the page: megabytes in one attribute, none of which is text."""
_CONTROL = re.compile(r"[\0-\x08\x0b\x0e-\x1f\x7f]+")


def parse(text: str) -> etree._Element:
    """Parse a page as browsers do, mending what is unclosed; raises RefusedError for one that is too deep or too large."""
    tags = text.count("<")
    if tags > _TAGS:
        raise RefusedError(_TOO_MANY)
    markup = _CONTROL.sub("", _EMBEDDED.sub("data:", text))
    root = _tree(markup)
    if (root is None and tags <= _MENDED_TAGS) or (root is not None and is_torn(root)):
        root = _tree(mended(markup))
    if root is None:
        raise RefusedError(_EXCESSIVE)
    return root


def _tree(markup: str) -> etree._Element | None:
    """The tree of a page, or None where the parser stopped at one of its limits, so that there is only a part of it."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    # Of a page without a single tag the parser would make nothing at all.
    root = etree.fromstring(b"<html>" + markup.encode("utf-8", "replace"), parser)
    return None if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log) else root
