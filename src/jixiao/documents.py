"""What every reader returns: a Document of paragraphs and tables, each piece with its place.

Three qualities of table exist. A real one (`fidelity="grid"`) knows the column of every cell and its spans. One recovered from
linearised text (`"ragged"`) knows the order of the cells and where a row ends, but blanks may have been dropped, so a cell's column
is only a hint. A `"stream"` knows where a cell begins but not where a row ends: all cells stand in row 0. What has not even cell
boundaries stays a sequence of paragraphs.
"""

from typing import Literal

import msgspec

from jixiao.places import Place, Source


class Cell(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One table cell: anchor row and column (from 0), spans, text with its line breaks, confidence of the reading in 0..1.

    A merged cell stands once, at its anchor; the places it covers have no cell of their own. Where a spreadsheet shows less than it
    stores (12.5 as 13, a date without its day), `value` is what is stored: a plain decimal, or a date as ISO 8601 writes it. Nothing
    but the white around it, or the end of a page, bounds an `open` cell, and the row may as well be cut elsewhere.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    place: Place = Place()
    confidence: float = 1.0
    value: str | None = None
    open: bool = False


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Cells in reading order (row by row); `fidelity` says what of their position can be trusted."""

    cells: tuple[Cell, ...]
    fidelity: Literal["grid", "ragged", "stream"]
    place: Place = Place()

    def rows(self) -> list[list[Cell]]:
        """Group the cells by anchor row, each row in column order; rows without cells are left out."""
        grouped: dict[int, list[Cell]] = {}
        for cell in self.cells:
            grouped.setdefault(cell.row, []).append(cell)
        return [sorted(grouped[row], key=lambda cell: cell.column) for row in sorted(grouped)]


class Paragraph(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line or paragraph of running text as printed; `blank_before` counts the empty lines above it."""

    text: str
    place: Place = Place()
    blank_before: int = 0


Block = Paragraph | Table


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A page as it is displayed: the content of a picture file of this media type, width and height in pixels."""

    media_type: str
    content: bytes
    width: int
    height: int


UNCALCULATED = "公式没有保存计算结果，这个单元格的数值读不到。"
"""Why the cell of a spreadsheet is left out whose formula no program has calculated yet."""


class Omission(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader saw and left out of the blocks: its text as far as it has one, why (one Chinese sentence), and where.

    An `aside` is no part of a form by what the file itself says, so that nobody has to look whether it is.
    """

    text: str
    why: str
    place: Place = Place()
    aside: bool = False


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A file's content in reading order; what is hidden in it, or could not be read, stands among the omissions."""

    source: Source
    blocks: tuple[Block, ...]
    omissions: tuple[Omission, ...] = ()
