"""Pages without usable text, drawn and handed to the reader of scans; without that, what can be said instead."""

import msgspec

from jixiao.documents import Omission, Paragraph
from jixiao.places import Place
from jixiao.readers.contents import Limits, RefusedError
from jixiao.readers.pages import Page, PageBlock
from jixiao.readers.pdf import pdfium
from jixiao.readers.pdf.judging import Kind

_DOTS = 200
"""Dots per inch: finer pictures are read no better, and slower."""
_LAYERED = 0.5
"""Confidence in text that an unknown program recognised."""
_WHAT = {
    Kind.PICTURE: "是扫描图片",
    Kind.LAYERED: "是扫描图片",
    Kind.GARBLED: "中的字体没有文字对照表，复制不出原文",
}
_ADVICE = '识别文字需要安装 OCR 组件：请执行 pip install "jixiao[ocr]" 后重试，或改交可以复制文字的文件。'


class UnreadPage(msgspec.Struct, frozen=True):
    """A page that could not be read, and why: the rest of a sentence."""

    number: int
    why: str


def read(handle: pdfium.Handle, number: int, kind: Kind, limits: Limits) -> Page | UnreadPage:
    """Read page `number` as a picture."""
    try:
        import numpy as np  # noqa: PLC0415 - comes with the extra for scans

        from jixiao.readers.scan import page, read_page  # noqa: F401, PLC0415 - the same
    except ImportError:
        return UnreadPage(number, f"{_WHAT[kind]}，{_ADVICE}")
    rows, width, height = pdfium.picture(handle, _DOTS, limits.pixels)
    try:
        return read_page(np.frombuffer(rows, dtype=np.uint8).reshape(height, width, 3), number)
    except RefusedError as error:
        return UnreadPage(number, f"{_WHAT[kind]}，未能识别：{error}")


def layered(page: Page) -> Page:
    """A page of text that an unknown program recognised: with little confidence, and said so."""
    why = "的文字取自扫描件里他人识别的隐藏文字层，未经核对；安装 OCR 组件后可以重新识别。"
    note = Omission(text="", why=f"第 {page.number} 页{why}", place=Place(page=page.number))
    return Page(number=page.number, blocks=tuple(map(_doubted, page.blocks)), omissions=(*page.omissions, note))


def _doubted(block: PageBlock) -> PageBlock:
    if isinstance(block, Paragraph):
        return block
    cells = tuple(msgspec.structs.replace(cell, confidence=min(cell.confidence, _LAYERED)) for cell in block.cells)
    return msgspec.structs.replace(block, cells=cells)


def omission(unread: UnreadPage) -> Omission:
    """What stands for a page that was not read, among others that were."""
    return Omission(text="", why=f"第 {unread.number} 页{unread.why}", place=Place(page=unread.number))
