"""The blocks of papers one after the other as the body of a Word file."""

from jixiao.papers.looks import text_width
from jixiao.papers.paper import Block, Figure, Grid, Line, PageBreak, Paper
from jixiao.papers.word.figures import drawing
from jixiao.papers.word.lines import line
from jixiao.papers.word.markup import paragraph, run, sliver, twips, twips_of_mm
from jixiao.papers.word.package import Package
from jixiao.papers.word.sections import Sections
from jixiao.papers.word.styles import CAPTION_ID
from jixiao.papers.word.tables import table

_SPACE = f'<w:p><w:pPr><w:spacing w:line="{twips(8)}" w:lineRule="exact"/></w:pPr></w:p>'
"""Between two tables that do not belong together."""


class Body:
    """Collects the elements of w:body; pictures and footers go into the package at once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._sections = Sections(package)
        self._elements: list[str] = []
        self._figures = 0
        self._broken = ""
        """The property of the next paragraph that begins a new page."""

    def add(self, paper: Paper, *, last: bool) -> None:
        """Write a paper as a section; `last` tells that no other follows."""
        width = text_width(paper)
        before: Block | None = None
        for index, block in enumerate(paper.blocks):
            match block:
                case PageBreak():
                    self._empty_page_done()
                    self._broken = "<w:pageBreakBefore/>"
                case Line():
                    self._elements.append(line(paper, index, self._broken))
                    self._broken = ""
                case Grid():
                    following = paper.blocks[index + 1] if index + 1 < len(paper.blocks) else None
                    continued = isinstance(following, Grid) and following.joined
                    self._grid(block, twips_of_mm(width), below_grid=isinstance(before, Grid), continued=continued)
                case Figure():
                    self._figure(block, width)
            before = block
        self._empty_page_done()
        section = self._sections.section(paper)
        if not last:
            self._elements.append(sliver(section=section))
        else:
            # Word wants a paragraph behind a table, and one at all.
            self._elements.append((sliver() if isinstance(before, Grid) or before is None else "") + section)

    def xml(self) -> str:
        """What stands within w:body."""
        return "".join(self._elements)

    def _empty_page_done(self) -> None:
        """Begin the new page that is still to be begun with a paragraph of its own, which nobody sees."""
        if self._broken:
            self._elements.append(sliver(self._broken))
            self._broken = ""

    def _grid(self, grid: Grid, width: int, *, below_grid: bool, continued: bool) -> None:
        self._empty_page_done()
        if below_grid:
            # Tables that follow each other without a paragraph become one in Word.
            self._elements.append(sliver("<w:keepNext/>") if grid.joined else _SPACE)
        self._elements.append(table(grid, width, continued=continued))

    def _figure(self, figure: Figure, width: float) -> None:
        self._empty_page_done()
        self._figures += 1
        self._elements.append(drawing(figure, self._figures, self._package, width))
        self._elements.append(paragraph(CAPTION_ID, run(figure.caption)))
