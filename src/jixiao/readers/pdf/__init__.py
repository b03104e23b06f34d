"""PDF files: pages with text by their coordinates, pages without as scans.

The linearised text of a PDF is never used: what belongs to one cell is told by where it stands.
"""

from collections.abc import Iterator

import msgspec

from jixiao.documents import Omission, Paragraph
from jixiao.places import Place
from jixiao.readers.contents import Content, Limits, RefusedError, Request
from jixiao.readers.lattice import TooFineError
from jixiao.readers.pages import Page, joined, spot
from jixiao.readers.pdf import pdfium, pictured
from jixiao.readers.pdf.alignment import Places
from jixiao.readers.pdf.glyphs import runs
from jixiao.readers.pdf.guarding import guard
from jixiao.readers.pdf.judging import Judged, Kind, judged
from jixiao.readers.pdf.layout import laid_out
from jixiao.readers.pdf.paragraphs import with_paragraphs
from jixiao.readers.pdf.pictured import UnreadPage
from jixiao.readers.pdf.rules import Drawn, drawn
from jixiao.readers.pdf.runs import CUT_OFF, Spacing

MEDIA_TYPE = "application/pdf"
_MOST_CHARACTERS, _MOST_OBJECTS = 100_000, 60_000
"""Of one page."""


def read(content: bytes, request: Request) -> Content:
    """Read a PDF; raises RefusedError when it is encrypted, damaged, too large, or holds nothing that can be read."""
    guard(content, request.limits)
    with pdfium.document(content, request) as pdf:
        count = pdfium.pages(pdf)
        reading = _Reading(request.limits)
        for index in range(count):
            reading.add(pdf, index)
    return Content(
        media_type=MEDIA_TYPE,
        reader="pdf",
        blocks=with_paragraphs(joined(reading.pages)),
        omissions=reading.omissions(),
        pages=count,
    )


class _Reading:
    """A document while its pages are read."""

    def __init__(self, limits: Limits) -> None:
        self.pages: list[Page] = []
        self._limits = limits
        self._unread: list[UnreadPage] = []
        self._spacing = Spacing()
        self._places = Places()
        self._characters = self._cells = 0

    def add(self, pdf: pdfium.Handle, index: int) -> None:
        """Read one more page."""
        number = index + 1
        with pdfium.page(pdf, index) as loaded:
            if loaded is None:
                self._unread.append(UnreadPage(number, "已损坏，打不开；请重新导出或索取完整的文件。"))
                return
            page = self._read(*loaded, number)
        if isinstance(page, UnreadPage):
            self._unread.append(page)
        else:
            self._count(page)
            self.pages.append(page)

    def _read(self, handle: pdfium.Handle, notes: tuple[pdfium.Note, ...], number: int) -> Page | UnreadPage:
        shown, size = pdfium.displayed(handle), pdfium.size(handle)
        graphics = drawn(handle, shown, _MOST_OBJECTS)
        with pdfium.characters(handle) as characters:
            found, lost = runs(characters, shown, graphics, self._spacing, _MOST_CHARACTERS)
        judgement = judged(found, graphics, number, size)
        if judgement.kind is not Kind.TEXT:
            read = pictured.read(handle, number, judgement.kind, self._limits)
            if isinstance(read, UnreadPage) and judgement.kind is Kind.LAYERED:
                return pictured.layered(_laid_out(judgement, Drawn(), size, number, self._places))
            return read
        page = _laid_out(judgement, graphics, size, number, self._places)
        pinned = [
            Omission(text=note.text, why="是批注，未作为内容读取。", place=spot(number, note.box, size))
            for note in notes
        ]
        if lost:
            why = f"第 {number} 页有 {lost} 处文字的字体没有嵌入文件，取不出原文；请以嵌入字体的方式重新导出。"
            pinned.append(Omission(text="", why=why, place=Place(page=number)))
        return msgspec.structs.replace(page, omissions=(*page.omissions, *judgement.omissions, *pinned))

    def _count(self, page: Page) -> None:
        texts = list(_texts(page))
        self._characters += sum(map(len, texts))
        self._cells += len(texts)
        if self._characters > self._limits.text or self._cells > self._limits.cells:
            message = "含有过多的文字和单元格，不是绩效自评材料；请只提交自评材料本身。"
            raise RefusedError(message)

    def omissions(self) -> tuple[Omission, ...]:
        """What was left out; raises RefusedError when that is every page."""
        if not self.pages:
            raise RefusedError(self._unread[0].why if len(self._unread) == 1 else f"的各页{self._unread[0].why}")
        told = {omission: None for page in self.pages for omission in page.omissions}
        shown = "".join(text for page in self.pages for text in map(_squeezed, _texts(page)))
        # The label of a merged cell is written on every page that the cell runs over, and cut off where it does not belong.
        found = [
            each
            for each in told
            if CUT_OFF not in each.why or any(_squeezed(line) not in shown for line in each.text.split("\n"))
        ]
        found += map(pictured.omission, self._unread)
        return tuple(sorted(found, key=lambda each: each.place.page or 0))


def _texts(page: Page) -> Iterator[str]:
    for block in page.blocks:
        yield from (block.text,) if isinstance(block, Paragraph) else (cell.text for cell in block.cells)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _laid_out(judgement: Judged, graphics: Drawn, size: tuple[float, float], number: int, places: Places) -> Page:
    try:
        return laid_out(judgement.runs, graphics, size, number, places)
    except TooFineError:
        why = f"第 {number} 页线条过多，是图而不是表格，只读取了其中的文字。"
        page = laid_out(judgement.runs, Drawn(), size, number, places)
        return msgspec.structs.replace(page, omissions=(Omission(text="", why=why, place=Place(page=number)),))
