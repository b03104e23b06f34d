"""One paper on one sheet."""

import io
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

import msgspec
from xlsxwriter.utility import xl_rowcol_to_cell

from jixiao.papers.characters import writable
from jixiao.papers.excel.columns import Columns, columns
from jixiao.papers.excel.formats import Formats
from jixiao.papers.excel.numbers import number
from jixiao.papers.excel.splitting import pieces, within_limits
from jixiao.papers.excel.strings import write_text
from jixiao.papers.grids import check
from jixiao.papers.heights import heights, text_height
from jixiao.papers.looks import CAPTION, CELL_MARGIN, LINES, SONG, page_size, small_size, text_width
from jixiao.papers.measuring import lines
from jixiao.papers.paper import Cell, Figure, Grid, Line, LineStyle, PageBreak, Paper
from jixiao.papers.png import pixels, resolution

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_POINTS = 72 / 25.4
"""Points in a millimetre."""

_PIXELS = 96 / 25.4
"""Pixels in a millimetre, as spreadsheets count them."""

_TALLEST, _PART = 400.0, 160.0
"""A row may be 409.5 points high; a taller one of the grid takes several rows of the sheet of about 160 points, which fill pages better."""

_SPARED = 1.15
"""A sheet that is higher than a page by no more than this is printed smaller, so that no few rows are left for a page of their own."""

_SLACK = 0.94
"""Programs differ in how wide they draw a column; lines are reckoned a little shorter than they should be."""


class SheetWriter:
    """Writes the blocks of one paper from top to bottom."""

    def __init__(self, sheet: "Worksheet", paper: Paper, formats: Formats) -> None:
        self._sheet = sheet
        self._paper = paper
        self._formats = formats
        self._width = text_width(paper)
        self._columns: Columns = columns([block for block in paper.blocks if isinstance(block, Grid)])
        self._row = 0
        self._height = 0.0
        self._grids = 0
        self._below_grid = False
        self._breaks: list[int] = []
        self._repeated: tuple[int, int, int] | None = None

    def write(self) -> None:
        """Write everything and set up the page."""
        for number_, share in enumerate(self._shares()):
            self._sheet.set_column_pixels(number_, number_, round(share * self._width * _PIXELS))
        for index, block in enumerate(self._paper.blocks):
            match block:
                case PageBreak():
                    self._breaks.append(self._row)
                case Line():
                    self._line(block, index)
                case Grid():
                    self._grid(block)
                case Figure():
                    self._figure(block)
            self._below_grid = isinstance(block, Grid)
        self._page()

    def _shares(self) -> list[float]:
        edges = self._columns.edges
        return [right - left for left, right in pairwise(edges)]

    def _line(self, line: Line, index: int) -> None:
        look = LINES[line.style]
        size = small_size(self._paper.blocks, index) if line.style in {"small", "small_right"} else look.size
        for text in pieces(writable(line.text)):
            self._piece(text, line.style, size)

    def _piece(self, text: str, style: LineStyle, size: float) -> None:
        look = LINES[style]
        count = self._lines(text, size)
        # Excel knows no indent of the first line alone: text of one line has it, longer text stands without.
        indented = count == 1 and self._lines("\u3000" * look.first + text, size) == 1
        height = max(text_height(count, size), look.leading + look.before + look.after)
        self._across(text, self._formats.line(style, size, text, indented=indented), height)

    def _lines(self, text: str, size: float) -> int:
        return lines(text, self._width * _POINTS * _SLACK / size)

    def _across(self, text: str, format_: "Format", height: float) -> None:
        """A text over the whole width."""
        self._area(self._begun(height), 0, self._columns.count, text, format_)

    def _begun(self, height: float) -> tuple[int, int]:
        """Begin a row of the paper of this height; the first row of the sheet for it, and the one after the last."""
        first, count = self._row, 1 if height <= _TALLEST else ceil(height / _PART)
        for row in range(first, first + count):
            self._sheet.set_row(row, round(height / count, 2))
        self._row += count
        self._height += height
        return first, first + count

    def _area(self, rows: tuple[int, int], left: int, right: int, text: str, format_: "Format") -> None:
        top, bottom = rows
        if bottom - top > 1 or right - left > 1:
            self._sheet.merge_range(top, left, bottom - 1, right - 1, "", format_)
        if text:
            write_text(self._sheet, top, left, text, format_)
        else:
            self._sheet.write_blank(top, left, None, format_)

    def _grid(self, grid: Grid) -> None:
        check(grid)
        edges = self._columns.grids[self._grids]
        self._grids += 1
        if self._below_grid and not grid.joined:
            self._begun(8)
        points = self._width * _POINTS

        def room(cell: Cell) -> float:
            share = self._columns.share(edges[cell.column], edges[cell.column + cell.column_span])
            return (share * points - 2 * CELL_MARGIN * _POINTS) * _SLACK

        cells = tuple(msgspec.structs.replace(cell, text=writable(cell.text)) for cell in grid.cells)
        grid = within_limits(msgspec.structs.replace(grid, cells=cells))
        high = heights(grid, room)
        spans = [self._begun(height) for height in high]
        for cell in grid.cells:
            end = cell.row + cell.row_span
            rows = (spans[cell.row][0], spans[end - 1][1])
            # What stands in the middle of a row that goes over several pages is hard to find.
            top = max(high[cell.row : end]) > _TALLEST
            self._cell(cell, rows, (edges[cell.column], edges[cell.column + cell.column_span]), grid.size, top=top)
        if grid.header_rows and (self._repeated is None or grid.rows > self._repeated[0]):
            self._repeated = (grid.rows, spans[0][0], spans[grid.header_rows - 1][1] - 1)
        if grid.filtered and grid.header_rows:
            # Autofilter knows one row of headings; what stands above it stays in view as well.
            below = spans[grid.header_rows - 1][1]
            self._sheet.autofilter(below - 1, edges[0], spans[-1][1] - 1, edges[-1] - 1)
            self._sheet.freeze_panes(below, 0)

    def _cell(self, cell: Cell, rows: tuple[int, int], edges: tuple[int, int], size: float, *, top: bool) -> None:
        held = number(cell.text) if cell.role == "number" else None
        if held is None:
            format_ = self._formats.text(cell.role, size, cell.text, upright=cell.upright, top=top)
            self._area(rows, *edges, cell.text, format_)
        else:
            format_ = self._formats.number(size, held.format, top=top)
            self._area(rows, *edges, "", format_)
            self._sheet.write_number(rows[0], edges[0], held.value, format_)

    def _figure(self, figure: Figure) -> None:
        across, down = pixels(figure.png)
        width = min(figure.width, self._width) * _PIXELS
        height = width * down / across
        rows = self._begun((height + 8) * 72 / 96)
        dots = resolution(figure.png)
        self._sheet.insert_image(
            rows[0],
            0,
            f"image{rows[0]}.png",
            {
                "image_data": io.BytesIO(figure.png),
                "x_offset": max(0.0, self._width * _PIXELS - width) / 2,
                "y_offset": 4,
                "x_scale": width / across * dots[0] / 96,
                "y_scale": height / down * dots[1] / 96,
                "description": writable(figure.description),
                "object_position": 1,
            },
        )
        text = writable(figure.caption)
        height = max(text_height(self._lines(text, CAPTION.size), CAPTION.size), CAPTION.leading)
        self._across(text, self._formats.caption(), height)

    def _page(self) -> None:
        sheet, paper = self._sheet, self._paper
        top, right, bottom, left = (margin / 25.4 for margin in paper.margins)
        sheet.set_paper(9)
        if paper.orientation == "landscape":
            sheet.set_landscape()
        sheet.set_margins(left=left, right=right, top=top, bottom=bottom)
        room = (page_size(paper)[1] - paper.margins[0] - paper.margins[2]) * _POINTS
        sheet.fit_to_pages(1, 1 if room < self._height <= _SPARED * room and not self._breaks else 0)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        if paper.page_numbers:
            # As in the Word file; 四号半角宋体, and no number of the first sheet, so that they run through the whole workbook.
            sheet.set_footer(f'&C&"{SONG}"&14— &P —', {"margin": max(8.0, paper.margins[2] - 13) / 25.4})
        if self._row:
            sheet.print_area(0, 0, self._row - 1, self._columns.count - 1)
            # What is a text on purpose (007, a code) needs no green mark.
            last = xl_rowcol_to_cell(self._row - 1, self._columns.count - 1)
            sheet.ignore_errors({"number_stored_as_text": f"A1:{last}"})
        if self._repeated:
            sheet.repeat_rows(self._repeated[1], self._repeated[2])
        if self._breaks:
            sheet.set_h_pagebreaks(self._breaks)
