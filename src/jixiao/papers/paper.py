"""A paper before it is written: lines of text, grids of cells and figures in reading order, with sizes in millimetres and points.

Whoever has something to hand out (an official form, a review paper, a report) makes a `Paper`; a writer per format makes a file of one
or several of them. A paper says what a piece is (a title, a column heading, an amount), the writer how that looks in its format.
"""

from typing import Literal

import msgspec

Orientation = Literal["portrait", "landscape"]

Role = Literal["heading", "label", "value", "number", "text"]
"""What a cell holds: a column heading, the label of a field, a short value (centred), an amount or points, running text (to the left)."""

LineStyle = Literal[
    "title",  # 标题：方正小标宋, centred
    "subtitle",  # 副标题、年度、文号：centred below the title
    "addressee",  # 主送机关：to the left, no indent
    "heading1",  # 一、黑体
    "heading2",  # （一）楷体
    "body",  # 正文：仿宋, two characters of indent
    "small",  # 填报单位、单位：万元 above a grid, 注 below it: to the left, in the size of the grid
    "small_right",  # the same to the right
    "signature",  # 落款、日期：to the right
    "gap",  # 待补充：what a person has still to write, clearly marked
]


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of a grid: anchor row and column (from 0), spans, and the text with its line breaks.

    A `number` cell whose text is a plain decimal becomes a number in a spreadsheet, shown with exactly these digits; every other text
    stays a text, whatever it begins with. `upright` sets the characters one below the other, for labels beside many rows.
    """

    row: int
    column: int
    text: str = ""
    row_span: int = 1
    column_span: int = 1
    role: Role = "value"
    upright: bool = False


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table with all its borders: widths of the columns (shares of the width of the text), cells in reading order.

    Every place of the grid belongs to exactly one cell, the empty ones too (`papers.grids.check` tells). The first `header_rows` rows
    are repeated on each further page. A grid that is `joined` continues the one before it: together they look like one table.
    `size` is that of the text in points. One that is `filtered` is a list to be worked with: a spreadsheet keeps its headings in view
    and lets its reader sort and filter by them; on paper nothing is different. At most one grid of a paper is.
    """

    widths: tuple[float, ...]
    cells: tuple[Cell, ...]
    header_rows: int = 0
    joined: bool = False
    size: float = 10.5
    filtered: bool = False

    @property
    def rows(self) -> int:
        """How many rows the cells take."""
        return max((cell.row + cell.row_span for cell in self.cells), default=0)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph of text."""

    text: str
    style: LineStyle = "body"


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A drawing (图): a vector image whose letters are outlines, its width on paper in millimetres, its caption, what it shows in words.

    `svg` needs no font of the reader's machine. `png` is the same at 200 dots an inch, for programs that know no vectors.
    """

    svg: bytes
    png: bytes
    width: float
    caption: str
    description: str


class PageBreak(msgspec.Struct, frozen=True):
    """What follows begins on a new page."""


Block = Line | Grid | Figure | PageBreak


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One paper on A4: a section of its own in Word and PDF, a sheet of its own in Excel.

    `name` names the sheet and tells papers of one file apart; `margins` are top, right, bottom and left in millimetres (GB/T 9704 gives
    37, 26, 35 and 28 to an official letter). Page numbers stand at the foot of every page and run through the whole file.
    """

    name: str
    blocks: tuple[Block, ...]
    orientation: Orientation = "portrait"
    margins: tuple[float, float, float, float] = (20.0, 18.0, 18.0, 18.0)
    page_numbers: bool = True
