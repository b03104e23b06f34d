"""PDF files: pages with text by their coordinates, pages without as scans.

The linearised text of a PDF is never used: what belongs to one cell is told by where it stands.
"""

from jixiao.documents import Omission
from jixiao.readers.contents import Content, Request
from jixiao.readers.lattice import TooFineError
from jixiao.readers.pages import Page, joined, spot
from jixiao.readers.pdf import pdfium
from jixiao.readers.pdf.glyphs import runs
from jixiao.readers.pdf.layout import laid_out
from jixiao.readers.pdf.rules import drawn
from jixiao.readers.pdf.runs import Spacing

MEDIA_TYPE = "application/pdf"
_MOST_CHARACTERS, _MOST_OBJECTS = 100_000, 200_000


def read(content: bytes, request: Request) -> Content:
    """Read a PDF; raises RefusedError when it is encrypted, damaged, too large, or holds scans that cannot be read."""
    pages: list[Page] = []
    spacing = Spacing()
    with pdfium.document(content, request) as pdf:
        count = pdfium.pages(pdf)
        for index in range(count):
            with pdfium.page(pdf, index) as handle:
                shown = pdfium.displayed(handle)
                graphics = drawn(handle, shown, _MOST_OBJECTS)
                with pdfium.characters(handle) as characters:
                    found = runs(characters, shown, graphics.clips, spacing, _MOST_CHARACTERS)
                pages.append(
                    laid_out([run for run in found if not run.hidden], graphics, pdfium.size(handle), index + 1)
                )
    return Content(media_type=MEDIA_TYPE, reader="pdf", blocks=joined(pages), pages=count)
