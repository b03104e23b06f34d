"""A grid as a Word table: fixed widths, merged cells, borders, repeated headings, rows that stay whole."""

from itertools import accumulate, pairwise

from jixiao.papers.characters import lines as texts
from jixiao.papers.grids import check
from jixiao.papers.looks import CELL_MARGIN, CELLS, LEAST_ROW
from jixiao.papers.measuring import fitting, is_figure, lines
from jixiao.papers.paper import Cell, Grid
from jixiao.papers.word.markup import paragraph, run, twips, twips_of_mm
from jixiao.papers.word.styles import CELL_IDS

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGIN = twips_of_mm(CELL_MARGIN)
_OPEN_BELOW = '<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>'
_LEAST_HEIGHT = twips_of_mm(LEAST_ROW)
_LONG = 12
"""A row of more lines may be split between pages, else it would leave half a page empty; its texts begin at the top."""

_UPRIGHT_ROOM = 1.3
"""What is left of the line for one character below the other, in characters."""


def table(grid: Grid, width: int, *, continued: bool) -> str:
    """The grid as w:tbl, `width` twips wide; if it is `continued` by a joined one, that one draws the line between them.

    Raises GridFaultError if the cells do not cover the grid.
    """
    check(grid)
    edges = column_edges(grid.widths, width)
    places = {
        (row, column): cell
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    long = _long_rows(grid, edges)
    rows = []
    for row in range(grid.rows):
        cells, column = [], 0
        while column < len(grid.widths):
            cell = places[row, column]
            room = edges[cell.column + cell.column_span] - edges[cell.column]
            last = continued and row == grid.rows - 1
            cells.append(
                _cell(
                    cell,
                    row,
                    room,
                    grid.size,
                    open_below=last,
                    top=not long.isdisjoint(range(cell.row, cell.row + cell.row_span)),
                    kept=cell.column_span == len(grid.widths) > 1 and row < grid.rows - 1 and row not in long,
                )
            )
            column += cell.column_span
        properties = "" if row in long else "<w:cantSplit/>"
        heading = "<w:tblHeader/>" if row < grid.header_rows else ""
        rows.append(
            f'<w:tr><w:trPr>{properties}<w:trHeight w:val="{_LEAST_HEIGHT}" w:hRule="atLeast"/>{heading}</w:trPr>'
            f"{''.join(cells)}</w:tr>"
        )
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{_MARGIN}" w:type="dxa"/><w:right w:w="{_MARGIN}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _long_rows(grid: Grid, edges: list[int]) -> set[int]:
    """The rows that a cell of their own makes long."""
    long = set()
    for cell in grid.cells:
        if cell.row_span == 1 and cell.row not in long and not cell.upright:
            room = edges[cell.column + cell.column_span] - edges[cell.column] - 2 * _MARGIN
            if lines(cell.text, room / twips(grid.size)) > _LONG:
                long.add(cell.row)
    return long


def column_edges(widths: tuple[float, ...], width: int) -> list[int]:
    """Where the columns begin and end, in whole twips from 0 to `width`."""
    total = sum(widths)
    return [0, *(round(part / total * width) for part in accumulate(widths))]


def _cell(cell: Cell, row: int, room: int, size: float, *, open_below: bool, top: bool, kept: bool) -> str:
    """A cell of a row; one across the whole table says what the rows below it are and is `kept` with them."""
    span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
    merge = ""
    if cell.row_span > 1:
        merge = '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    content = _content(cell, room, size, kept=kept) if row == cell.row else "<w:p/>"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{room}" w:type="dxa"/>{span}{merge}{_OPEN_BELOW if open_below else ""}'
        f'<w:vAlign w:val="{"top" if top else "center"}"/></w:tcPr>{content}</w:tc>'
    )


def _content(cell: Cell, room: int, size: float, *, kept: bool) -> str:
    if cell.role == "number" or is_figure(cell.text):
        # A figure broken between two lines would be misread.
        size = fitting(cell.text, size, (room - 2 * _MARGIN) / 20)
    own = (
        "" if size == CELLS[cell.role].size else f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    )
    properties = "<w:keepNext/>" if kept else ""
    if cell.upright:
        # A line with room for one character alone: the row grows with the text, which Word's own vertical text does not make it do.
        side = max(0, round((room - 2 * _MARGIN - _UPRIGHT_ROOM * twips(size)) / 2))
        properties = f'<w:kinsoku w:val="0"/><w:overflowPunct w:val="0"/><w:ind w:left="{side}" w:right="{side}"/>'
    style = CELL_IDS[cell.role]
    return "".join(paragraph(style, run(text, own), properties) for text in texts(cell.text))
