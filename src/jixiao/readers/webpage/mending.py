"""Tags that a page forgets to close inside its cells.

A browser ends them where the cell ends. The parser puts the next cell inside of them instead, so a page that came out so is parsed once
more with the forgotten closing tags written in.
"""

import re

from lxml import etree

_TAG = re.compile(r"<(/?)([a-zA-Z][\w:.-]*)([^<>]*)>")
_TABLE_PARTS = frozenset("table thead tbody tfoot tr td th caption colgroup col".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_DEEPEST = 300
"""Elements open at once; the parser has a lower limit, so that a page with more is refused however it is mended."""
_UNREAD = frozenset({"script", "style"})


def is_torn(root: etree._Element) -> bool:
    """Tell whether a cell or row came to stand inside something that the page forgot to close."""
    return any(
        parent is not None and parent.tag not in _TABLE_PARTS and parent.tag != "form"
        for parent in (element.getparent() for element in root.iter("td", "th", "tr"))
    )


def mended(text: str) -> str:
    """Write in what closes the elements that are open where a cell, row or table begins or ends."""
    return _TAG.sub(_Mender(), text)


class _Mender:
    """What is open: names of elements, "table" among them for those that close nothing outside of themselves."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._unread: str | None = None

    def __call__(self, tag: re.Match[str]) -> str:
        """Give a tag back with the closing tags that belong before it, or nothing for one that closes what is not open."""
        closing, name = bool(tag.group(1)), tag.group(2).lower()
        if self._unread is not None:
            if closing and name == self._unread:
                self._unread = None
            return tag.group(0)
        if name in _UNREAD:
            self._unread = None if closing else name
            return tag.group(0)
        if name in _TABLE_PARTS:
            return self._table_part(name, closing=closing) + tag.group(0)
        if closing:
            return self._closed(name) + tag.group(0) if self._is_open(name) else ""
        if len(self._open) < _DEEPEST and name not in _VOID and not tag.group(3).endswith("/"):
            self._open.append(name)
        return tag.group(0)

    def _table_part(self, name: str, *, closing: bool) -> str:
        if name == "table" and not closing:
            self._open.append(name)
            return ""
        if "table" not in self._open:
            return ""
        written = self._closed("table")
        if name != "table":
            self._open.append("table")
        return written

    def _is_open(self, name: str) -> bool:
        for other in reversed(self._open):
            if other in {name, "table"}:
                return other == name
        return False

    def _closed(self, name: str) -> str:
        """Close everything down to the last element of that name, which its own tag closes."""
        written = ""
        while (last := self._open.pop()) != name:
            written += f"</{last}>"
        return written
