"""Reading a page that a test writes out, and what of it a test compares."""

from jixiao.documents import Paragraph, Table
from jixiao.readers import webpage
from jixiao.readers.contents import Content, Request


def read(page: str | bytes, request: Request = Request()) -> Content:  # noqa: B008 - a Request is immutable
    return webpage.read(page.encode() if isinstance(page, str) else page, request)


def tables(page: str) -> list[Table]:
    return [block for block in read(page).blocks if isinstance(block, Table)]


def grid(page: str) -> dict[tuple[int, int], str]:
    """The only table: texts by row and column, with the spans of merged cells behind the text."""
    (table,) = tables(page)
    return {
        (cell.row, cell.column): cell.text
        + (f" {cell.row_span}x{cell.column_span}" if (cell.row_span, cell.column_span) != (1, 1) else "")
        for cell in table.cells
    }


def lines(page: str) -> list[str]:
    return [block.text for block in read(page).blocks if isinstance(block, Paragraph)]


def cell(content: str) -> str:
    """The text of a cell with that content."""
    return grid(f"<table><tr><td>{content}</td><td>1</td></tr></table>")[0, 0]


def rows(*texts: str) -> str:
    """Rows of a table: cells divided by blanks, spans as 2x3:text."""
    markup = ""
    for text in texts:
        markup += "<tr>"
        for piece in text.split():
            spans, _, value = piece.rpartition(":")
            down, _, right = spans.partition("x")
            markup += f'<td rowspan="{down or 1}" colspan="{right or 1}">{value}</td>'
        markup += "</tr>"
    return markup
