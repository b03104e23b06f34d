"""The drawing: rectangles over a picture of the page where boxes are known, otherwise tables as the reader saw them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from jixiao.documents import Cell, Document, Paragraph, Picture, Table
from jixiao.places import Place
from jixiao.renderers.sight.roles import Role, Roles

_SURE = 0.995
WIDTH = 1000
"""Units in which the width of a page is counted; its height follows from the picture."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle over a page, in units of the drawing, with what is told of it."""

    left: float
    top: float
    width: float
    height: float
    role: Role
    text: str
    confidence: str
    sure: bool
    cell: bool
    anchor: str
    corners: str = ""
    """Of a rectangle that lies askew, as an SVG polygon lists them."""


class DrawnPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page: its picture, its height in units of the drawing, and the marks over it."""

    number: int
    picture: Picture
    height: float
    marks: tuple[Mark, ...]


class DrawnCell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of a drawn table; covered places have none, empty ones have no text."""

    text: str
    row_span: int
    column_span: int
    role: Role
    place: str
    confidence: str
    sure: bool
    anchor: str = ""


class DrawnTable(msgspec.Struct, frozen=True, kw_only=True):
    """One table as the reader saw it, row by row."""

    place: str
    rows: tuple[tuple[DrawnCell, ...], ...]


def anchor(place: Place) -> str:
    """The name by which the drawing of a place is found in the page: it is the target of #name."""
    return f"s{hashlib.blake2b(msgspec.json.encode(place), digest_size=6).hexdigest()}"


def drawn_pages(document: Document, roles: Roles, pictures: Mapping[int, Picture]) -> list[DrawnPage]:
    """Draw every page of which there is a picture."""
    marks: dict[int, list[Mark]] = {number: [] for number in pictures}
    for piece in _pieces(document):
        box, page = piece.place.box, piece.place.page
        if box is not None and page in marks:
            marks[page].append(_mark(piece, box, roles, _height(pictures[page])))
    return [
        DrawnPage(number=number, picture=picture, height=_height(picture), marks=tuple(marks[number]))
        for number, picture in sorted(pictures.items())
    ]


def drawn_tables(document: Document, roles: Roles) -> list[DrawnTable]:
    """Draw the tables of which no cell has a box on a page."""
    return [
        DrawnTable(place=str(block.place), rows=tuple(_rows(block, roles)))
        for block in document.blocks
        if isinstance(block, Table) and not any(cell.place.box for cell in block.cells)
    ]


def _pieces(document: Document) -> Iterator[Cell | Paragraph]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from block.cells
        else:
            yield block


def _height(picture: Picture) -> float:
    return WIDTH * picture.height / picture.width


def _mark(piece: Cell | Paragraph, box: tuple[float, float, float, float], roles: Roles, height: float) -> Mark:
    left, top, right, bottom = box
    confidence = piece.confidence if isinstance(piece, Cell) else 1.0
    return Mark(
        left=round(left * WIDTH, 1),
        top=round(top * height, 1),
        width=round((right - left) * WIDTH, 1),
        height=round((bottom - top) * height, 1),
        role=roles.of(piece.place),
        text=piece.text,
        confidence=f"{confidence:.0%}",
        sure=confidence >= _SURE,
        cell=isinstance(piece, Cell),
        anchor=anchor(piece.place),
        corners=_corners(piece.place.corners or (), height),
    )


def _corners(fractions: Sequence[float], height: float) -> str:
    points = zip(fractions[::2], fractions[1::2], strict=True)
    return " ".join(f"{x * WIDTH:.1f},{y * height:.1f}" for x, y in points)


def _rows(table: Table, roles: Roles) -> Iterator[tuple[DrawnCell, ...]]:
    """The rows with a cell for every place that none covers, so that the columns stand under one another."""
    anchors = {(cell.row, cell.column): cell for cell in table.cells}
    covered = {
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    } - anchors.keys()
    height = max((cell.row + cell.row_span for cell in table.cells), default=0)
    width = max((cell.column + cell.column_span for cell in table.cells), default=0)
    for row in range(height):
        yield tuple(
            _drawn(anchors.get((row, column)), roles) for column in range(width) if (row, column) not in covered
        )


def _drawn(cell: Cell | None, roles: Roles) -> DrawnCell:
    if cell is None:
        empty = Role(group="other", words="空白")
        return DrawnCell(text="", row_span=1, column_span=1, role=empty, place="", confidence="100%", sure=True)
    return DrawnCell(
        text=cell.text,
        row_span=cell.row_span,
        column_span=cell.column_span,
        role=roles.of(cell.place),
        place=str(cell.place),
        confidence=f"{cell.confidence:.0%}",
        sure=cell.confidence >= _SURE,
        anchor=anchor(cell.place),
    )
