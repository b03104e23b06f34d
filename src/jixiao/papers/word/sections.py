"""What a section of a Word file says of its pages: size, margins, and the page number at their foot."""

from jixiao.papers.looks import is_letter, page_size
from jixiao.papers.paper import Paper
from jixiao.papers.word.markup import NAMESPACES, twips_of_mm
from jixiao.papers.word.package import Package
from jixiao.papers.word.styles import FOOTER_ID

_BELOW_TEXT, _NUMBER_HEIGHT, _LEAST_FOOT = 7.0, 6.0, 8.0
"""The number stands 7 mm below the text (GB/T 9704-2012, 7.5), and where the margin is too small, 8 mm above the edge of the paper."""


class Sections:
    """Makes the sections of one file and the footers that they share."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._footers: dict[str, str] = {}

    def section(self, paper: Paper) -> str:
        """The w:sectPr of a paper. Page numbers run on from the section before.

        They are written as the standard for official papers wants them, 四号半角宋体 between dashes: in a letter to the outer side
        (odd pages right, even pages left, one character from the edge), in forms, which are printed on one side, in the middle.
        """
        if not paper.page_numbers:
            odd = even = ""
        elif is_letter(paper):
            odd = '<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>'
            even = '<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>'
        else:
            odd = even = '<w:jc w:val="center"/>'
        width, height = (twips_of_mm(length) for length in page_size(paper))
        top, right, bottom, left = (twips_of_mm(margin) for margin in paper.margins)
        foot = twips_of_mm(max(_LEAST_FOOT, paper.margins[2] - _BELOW_TEXT - _NUMBER_HEIGHT))
        turned = ' w:orient="landscape"' if paper.orientation == "landscape" else ""
        return (
            f'<w:sectPr><w:footerReference w:type="default" r:id="{self._footer(odd)}"/>'
            f'<w:footerReference w:type="even" r:id="{self._footer(even)}"/><w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="567" w:footer="{foot}" w:gutter="0"/>'
            "</w:sectPr>"
        )

    def _footer(self, place: str) -> str:
        """The relationship id of the footer with the number at this place, or of the one without a number."""
        if place not in self._footers:
            number = (
                '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
                '<w:r><w:t xml:space="preserve"> —</w:t></w:r>'
            )
            self._footers[place] = self._package.footer(
                len(self._footers) + 1,
                f'<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{FOOTER_ID}"/>{place}</w:pPr>{number if place else ""}</w:p></w:ftr>',
            )
        return self._footers[place]
