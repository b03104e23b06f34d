"""A booklet as plain text: a row per line, its cells divided by tabs, what a merged cell covers left blank."""

from tests.facsimiles.booklets import Booklet
from tests.facsimiles.sheets import Sheet


def write(book: Booklet) -> bytes:
    """Write a booklet as .txt."""
    lines: list[str] = []
    for piece in book.pieces:
        if isinstance(piece, str):
            lines += [piece, ""]
            continue
        lines += [text for text in (piece.title, *piece.lines) if text]
        for sheet in piece.sheets:
            lines += _rows(sheet)
        lines.append("")
    return "\n".join(lines).encode(book.style.encoding)


def _rows(sheet: Sheet) -> list[str]:
    rows = [[""] * len(sheet.widths) for _ in range(sheet.height)]
    for cell in sheet.cells:
        rows[cell.row][cell.column] = cell.text.replace("\n", "")
    return ["\t".join(row) for row in rows]
