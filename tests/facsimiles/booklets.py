"""What a file holds, laid out: paragraphs of running text and forms in the order of the source, ready for any writer."""

import hashlib

import msgspec

from jixiao.documents import Block, Cell, Document, Paragraph, Table
from jixiao.model import Evaluation, Submission
from jixiao.places import Place, Source
from tests.facsimiles.forms import Form, laid_out
from tests.facsimiles.sheets import Sheet
from tests.facsimiles.styles import PLAIN, Style


class Booklet(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces in reading order, the style they are drawn in, and the forms that they say."""

    pieces: tuple[str | Form, ...]
    style: Style
    truth: tuple[Evaluation, ...]


def booklet(submission: Submission, style: Style = PLAIN) -> Booklet:
    """Lay out a file's forms and the running text around them."""
    told = bool(submission.narrative.text)
    pieces: list[tuple[int, str | Form]] = [
        (passage.place.line or 0, passage.text) for passage in submission.narrative.text
    ]
    pieces += [(form.place.line or 0, laid_out(form, style, told=told)) for form in submission.evaluations]
    pieces.sort(key=lambda piece: piece[0])
    return Booklet(pieces=tuple(piece for _, piece in pieces), style=style, truth=submission.evaluations)


def as_document(book: Booklet) -> Document:
    """What a reader that makes no mistake would return: the recogniser alone is put to the test."""
    blocks: list[Block] = []
    tables = 0
    for piece in book.pieces:
        if isinstance(piece, str):
            blocks.append(_paragraph(piece, len(blocks)))
            continue
        blocks += [
            _paragraph(text, len(blocks) + index) for index, text in enumerate((piece.title, *piece.lines)) if text
        ]
        for sheet in piece.sheets:
            tables += 1
            blocks.append(_table(sheet, tables))
    name = "grid"
    source = Source(name=name, sha256=hashlib.sha256(b"").hexdigest(), media_type="", reader=name)
    return Document(source=source, blocks=tuple(blocks))


def _paragraph(text: str, index: int) -> Paragraph:
    return Paragraph(text=text, place=Place(line=index + 1))


def _table(sheet: Sheet, number: int) -> Table:
    cells = tuple(
        Cell(
            row=cell.row,
            column=cell.column,
            text=cell.text,
            row_span=cell.rows,
            column_span=cell.columns,
            place=Place(table=number, row=cell.row + 1, column=cell.column + 1),
        )
        for cell in sheet.cells
    )
    return Table(cells=cells, fidelity="grid", place=Place(table=number))
