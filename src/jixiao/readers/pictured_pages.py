"""Office files that hold no table but pictures of pages: scans pasted into a document or a worksheet, read as the scans they are."""

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

import msgspec

from jixiao.documents import Omission, Table
from jixiao.places import Place
from jixiao.readers.contents import Content, Limits, RefusedError, Request
from jixiao.readers.package_parts import attribute, children, local, relations, tree
from jixiao.readers.packages import Package
from jixiao.readers.pages import Page, joined

if TYPE_CHECKING:
    from jixiao.readers.scan.pictures import Pictures

_SHORTER, _LONGER = 600, 800
"""Pixels of the sides of the smallest picture of a page: A5 at 100 dots per inch."""
_LONGEST = 2.2
"""How many times longer than broad a page is at most."""
_MISSING = (
    "文件里没有表格，但有图片；图片如果是扫描的页面，识别其中的文字需要安装 OCR 组件："
    '请执行 pip install "jixiao[ocr]" 后重试，或把内容录入文件。'
)
_UNREAD = "第 {number} 幅图片像是扫描的页面，未能识别：{why}"


def with_pictured_pages(found: Content, content: bytes, request: Request, left_out: str) -> Content:
    """Add what the pictures of pages in an Office file say, if it has no table of its own; the places count pictures as pages.

    `left_out` is the sentence by which the reader told of every picture that it did not read.
    """
    pictured = any(omission.why == left_out for omission in found.omissions)
    if not pictured or any(isinstance(block, Table) for block in found.blocks):
        return found
    try:
        import_module("jixiao.readers.scan.page")  # comes with the extra for scans
    except ImportError:
        note = Omission(text="", why=_MISSING)
        return msgspec.structs.replace(found, omissions=(*found.omissions, note))
    from jixiao.readers.scan import read_page  # noqa: PLC0415 - only now is it needed

    pages: list[Page] = []
    notes: list[Omission] = []
    for number, picture in enumerate(page_pictures(content, request.limits), start=1):
        try:
            pages.append(read_page(picture.page(1), number))
        except RefusedError as error:
            notes.append(Omission(text="", why=_UNREAD.format(number=number, why=error), place=Place(page=number)))
    if not pages and not notes:
        return found
    pictures = [omission for omission in found.omissions if omission.why == left_out]
    others = [omission for omission in found.omissions if omission.why != left_out]
    kept = pictures[len(pages) + len(notes) :]
    notes += [omission for scanned in pages for omission in scanned.omissions]
    return msgspec.structs.replace(
        found,
        blocks=(*found.blocks, *joined(pages)),
        omissions=(*others, *kept, *notes),
        pages=len(pages) + len(notes) if found.pages is None else found.pages,
    )


def page_pictures(content: bytes, limits: Limits) -> Iterator["Pictures"]:
    """The pictures of an Office file that are as large as a page, in the order in which they are shown."""
    from jixiao.readers.scan.pictures import Pictures  # noqa: PLC0415 - loads Pillow, which is optional

    package = Package(content, limits)
    seen: set[str] = set()
    for owner in _owners(package):
        linked = relations(package, owner)
        for element in tree(package, owner).iter("{*}blip", "{*}imagedata"):
            relation = linked.get(attribute(element, "embed") or attribute(element, "id") or "")
            if relation is None or relation.kind != "image" or relation.target in seen:
                continue
            seen.add(relation.target)
            try:
                picture = Pictures(package.read(relation.target), limits)
            except RefusedError:
                continue  # drawn by commands (EMF), damaged or too large: told of by the reader as not read
            shorter, longer = sorted(picture.size)
            if shorter >= _SHORTER and _LONGER <= longer <= _LONGEST * shorter:
                yield picture


def _owners(package: Package) -> Iterator[str]:
    """The parts that show pictures: the text of a document, the drawings of a workbook's visible sheets."""
    main = next((found.target for found in relations(package, "").values() if found.kind == "officeDocument"), None)
    if main is None:
        return
    root = tree(package, main)
    if local(root) != "workbook":
        yield main
        return
    linked = relations(package, main)
    for sheet in (entry for listed in children(root, "sheets") for entry in children(listed, "sheet")):
        relation = linked.get(attribute(sheet, "id") or "")
        if relation is not None and sheet.get("state", "visible") == "visible":
            yield from (each.target for each in relations(package, relation.target).values() if each.kind == "drawing")
