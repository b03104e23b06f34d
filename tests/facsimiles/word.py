"""A booklet as a Word document: merges, column edges and repeated rows written as XML, because cell by cell would take seconds."""

import io
import itertools
import random
from collections.abc import Iterator

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml.etree import _Element

from tests.facsimiles.booklets import Booklet
from tests.facsimiles.forms import Form
from tests.facsimiles.settling import settled
from tests.facsimiles.sheets import Placed, Sheet
from tests.facsimiles.styles import Style

_TWIPS_PER_MM = 56.7
_MARGIN = 20
_DRAG = 45
"""Twips by which an edge that was dragged by hand departs from its column."""


def write(book: Booklet) -> bytes:
    """Write a booklet as .docx."""
    document = Document()
    _page(document, book.style)
    for index, piece in enumerate(book.pieces):
        if isinstance(piece, str):
            _paragraph(document, piece, book.style)
        else:
            _form(document, piece, book.style, fresh=index > 0 and isinstance(book.pieces[index - 1], Form))
    document.core_properties.author = "示例"
    packed = io.BytesIO()
    document.save(packed)
    return settled(packed.getvalue())


def _page(document: WordDocument, style: Style) -> None:
    section = document.sections[0]
    sides = (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if style.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = reversed(sides) if style.landscape else sides
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    normal = document.styles["Normal"]
    normal.font.size = Pt(style.size)
    _typeface(normal.element.get_or_add_rPr(), style.body)
    normal.paragraph_format.space_after = Pt(0)
    _child(normal.element.get_or_add_rPr(), "w:lang", val="zh-CN", eastAsia="zh-CN")


def _typeface(properties: _Element, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(kind), name)


def _paragraph(document: WordDocument, text: str, style: Style, *, title: bool = False) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    if title:
        paragraph.alignment = 1
        run.bold = True
        run.font.size = Pt(style.size + 6)
        _typeface(run._element.get_or_add_rPr(), style.heading)
    else:
        run.font.size = Pt(style.size + 1)


def _form(document: WordDocument, form: Form, style: Style, *, fresh: bool) -> None:
    if fresh:
        document.add_page_break()
    if form.title:
        _paragraph(document, form.title, style, title=True)
    for text in form.lines:
        _paragraph(document, text, style)
    for sheet in form.sheets:
        document.element.body.insert(-1, _table(sheet, style))
        document.add_paragraph()


def _edges(sheet: Sheet, style: Style) -> list[int]:
    """The left edges of the columns and the right one of the last, in twips from the left margin."""
    room = ((297 if style.landscape else 210) - 2 * _MARGIN) * _TWIPS_PER_MM
    whole = sum(sheet.widths)
    edges = [0]
    for width in sheet.widths:
        edges.append(edges[-1] + round(width / whole * room))
    return edges


def _table(sheet: Sheet, style: Style) -> _Element:
    edges = _edges(sheet, style)
    dragged = _dragged(sheet, edges, style) if style.dragged else [edges] * sheet.height
    grid = sorted({edge for row in dragged for edge in row})
    table = OxmlElement("w:tbl")
    properties = _child(table, "w:tblPr")
    _child(properties, "w:tblW", w=grid[-1], type="dxa")
    borders = _child(properties, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _child(borders, f"w:{side}", val="single", sz=4, space=0, color="000000")
    _child(properties, "w:tblLayout", type="fixed")
    columns = _child(table, "w:tblGrid")
    for left, right in itertools.pairwise(grid):
        _child(columns, "w:gridCol", w=right - left)
    open_below: dict[int, tuple[int, Placed]] = {}
    for number, starting in enumerate(sheet.rows()):
        row = _child(table, "w:tr")
        if number in sheet.repeated and number == 0:
            _child(_child(row, "w:trPr"), "w:tblHeader")
        here = {cell.column: (cell.rows, cell) for cell in starting}
        for column, (left_over, cell) in sorted({**open_below, **here}.items()):
            left, right = dragged[number][column], dragged[number][column + cell.columns]
            _cell(row, cell, right - left, grid.index(right) - grid.index(left), style, first=column in here)
            if left_over > 1:
                open_below[column] = (left_over - 1, cell)
            else:
                open_below.pop(column, None)
    return table


def _dragged(sheet: Sheet, edges: list[int], style: Style) -> list[list[int]]:
    """The edges row by row, each a little off; beside a cell that is merged over rows they stay where they are in its first row."""
    chance = random.Random(style.seed)  # noqa: S311 - where a mouse let go is no secret
    rows = [
        [edge + chance.randint(-_DRAG, _DRAG) if 0 < at < len(edges) - 1 else edge for at, edge in enumerate(edges)]
        for _ in range(sheet.height)
    ]
    for at in range(len(edges)):
        beside = [cell for cell in sheet.cells if at in {cell.column, cell.column + cell.columns}]
        for row in range(1, sheet.height):
            if any(cell.row < row < cell.row + cell.rows for cell in beside):
                rows[row][at] = rows[row - 1][at]
    return rows


def _cell(row: _Element, cell: Placed, width: int, span: int, style: Style, *, first: bool) -> None:
    element = _child(row, "w:tc")
    properties = _child(element, "w:tcPr")
    _child(properties, "w:tcW", w=width, type="dxa")
    if span > 1:
        _child(properties, "w:gridSpan", val=span)
    if cell.rows > 1:
        _child(properties, "w:vMerge", **({"val": "restart"} if first else {}))
    if cell.upright:
        _child(properties, "w:textDirection", val="tbRlV")
    _child(properties, "w:vAlign", val="center")
    for line in _lines(cell.text) if first else [""]:
        paragraph = _child(element, "w:p")
        layout = _child(paragraph, "w:pPr")
        _child(layout, "w:jc", val="left" if cell.role == "text" else "center")
        if not line:
            continue
        run = _child(paragraph, "w:r")
        looks = _child(run, "w:rPr")
        if cell.role in {"title", "heading"}:
            _child(looks, "w:rFonts", ascii=style.heading, hAnsi=style.heading, eastAsia=style.heading)
        if cell.role == "title":
            _child(looks, "w:sz", val=round((style.size + 4) * 2))
        text = _child(run, "w:t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _lines(text: str) -> Iterator[str]:
    yield from text.split("\n")


def _child(parent: _Element, tag: str, **attributes: object) -> _Element:
    child = OxmlElement(tag)
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), str(value))
    parent.append(child)
    return child
