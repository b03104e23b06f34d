"""Forms as grids of cells, written by hand: a line that begins with | is a row, < goes on with the cell to the left, ^ with that above."""

from collections.abc import Iterator

from jixiao.documents import Block, Cell, Document, Paragraph, Table
from jixiao.places import Place, Source


def document(text: str, name: str = "grid") -> Document:
    """The document that a grid describes: paragraphs, and real tables with their merged cells."""
    blocks: list[Block] = []
    rows: list[list[str]] = []
    tables = 0
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            tables += 1
            blocks.append(Table(cells=tuple(_cells(rows, tables)), fidelity="grid", place=Place(table=tables)))
            rows = []
        if line.strip():
            blocks.append(Paragraph(text=line.strip(), place=Place(line=number)))
    return Document(source=Source(name=name, sha256="0" * 64, media_type="", reader="grid"), blocks=tuple(blocks))


def _cells(rows: list[list[str]], table: int) -> Iterator[Cell]:
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text in {"<", "^"}:
                continue
            width = 1 + next(
                (i for i, other in enumerate(texts[column + 1 :]) if other != "<"), len(texts) - column - 1
            )
            below = [other[column] for other in rows[row + 1 :]]
            height = 1 + next((i for i, other in enumerate(below) if other != "^"), len(below))
            place = Place(table=table, row=row + 1, column=column + 1)
            yield Cell(row=row, column=column, row_span=height, column_span=width, text=text, place=place)
