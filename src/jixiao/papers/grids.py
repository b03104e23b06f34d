"""Whether the cells of a grid cover it, each place once, none outside; which of its rows can be repeated."""

from jixiao.papers.paper import Grid


class GridFaultError(ValueError):
    """The cells of a grid overlap, leave a hole or stand outside it; a fault of the program that laid it out, never of the user's text."""


def check(grid: Grid) -> None:
    """Raise GridFaultError, naming row and column from 1, unless every place of the grid belongs to exactly one cell."""
    columns = len(grid.widths)
    taken: set[tuple[int, int]] = set()
    for cell in grid.cells:
        if cell.row_span < 1 or cell.column_span < 1:
            raise GridFaultError(_at(cell.row, cell.column, "has a cell without extent"))
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                if (row, column) in taken:
                    raise GridFaultError(_at(row, column, "is taken twice"))
                if not 0 <= column < columns or row < 0:
                    raise GridFaultError(_at(row, column, "lies outside"))
                taken.add((row, column))
    for row in range(grid.rows):
        for column in range(columns):
            if (row, column) not in taken:
                raise GridFaultError(_at(row, column, "belongs to no cell"))


def repeated(grid: Grid) -> int:
    """How many rows are to be repeated on each page: with the header rows all that a cell of theirs spans; none when that is the whole."""
    rows = grid.header_rows
    for cell in sorted(grid.cells, key=lambda cell: cell.row):
        if cell.row < rows:
            rows = max(rows, cell.row + cell.row_span)
    return rows if rows < grid.rows else 0


def _at(row: int, column: int, fault: str) -> str:
    return f"row {row + 1}, column {column + 1} {fault}"
