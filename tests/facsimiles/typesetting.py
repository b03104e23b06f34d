"""A booklet as a PDF set by typst: the heading of the indicators is repeated on every page."""

import typst

from tests.facsimiles.booklets import Booklet
from tests.facsimiles.forms import Form
from tests.facsimiles.sheets import Placed, Sheet
from tests.facsimiles.styles import Style

_DAY = 1735689600
"""The first of January 2025, in seconds: a PDF tells when it was made."""


BARE, LEVEL = "none", "(x: none, y: 0.5pt)"
"""Strokes of tables that have no rules, and of those that have level ones only."""


def write(book: Booklet, stroke: str = "0.5pt") -> bytes:
    """Write a booklet as .pdf, the rules of its tables drawn with this stroke of typst."""
    return typst.compile(source(book, stroke).encode(), timestamp=_DAY)


def source(book: Booklet, stroke: str = "0.5pt") -> str:
    """The booklet in the language of typst."""
    style = book.style
    body = "Noto Sans CJK SC" if style.body in {"等线", "黑体"} else "Noto Serif CJK SC"
    head = f"""#set page(paper: "a4", flipped: {str(style.landscape).lower()}, margin: 18mm, numbering: "1")
#set text(font: "{body}", size: {style.size}pt, lang: "zh")
#set table(inset: 3pt, stroke: {stroke}, align: center + horizon)
#set par(leading: 0.45em)
"""
    return head + "\n".join(_piece(piece, index, style) for index, piece in enumerate(book.pieces))


def _piece(piece: str | Form, index: int, style: Style) -> str:
    if isinstance(piece, str):
        return f"#par({_text(piece)})"
    fresh = "#pagebreak(weak: true)\n" if index else ""
    title = (
        f'#align(center, text(size: {style.size + 6}pt, weight: "bold", {_text(piece.title)}))\n' if piece.title else ""
    )
    lines = "".join(f"#par({_text(text)})\n" for text in piece.lines)
    return fresh + title + lines + "\n".join(_table(sheet) for sheet in piece.sheets)


def _table(sheet: Sheet) -> str:
    columns = ", ".join(f"{width:.2f}fr" for width in sheet.widths)
    rows = []
    for number, row in enumerate(sheet.rows()):
        cells = "".join(_cell(cell) for cell in row)
        repeatable = number in sheet.repeated and all(cell.rows == 1 for cell in row)
        rows.append(f"  table.header({cells})," if repeatable else f"  {cells}")
    return f"#table(columns: ({columns},),\n" + "\n".join(rows) + "\n)"


def _cell(cell: Placed) -> str:
    spans = f"rowspan: {cell.rows}, colspan: {cell.columns}, "
    align = "align: left + horizon, " if cell.role == "text" else ""
    text = "\n".join(cell.text) if cell.upright else cell.text
    return f"table.cell({spans}{align}{_text(text)}), "


def _text(text: str) -> str:
    lines = (line.replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n"))
    return "{" + "; linebreak(); ".join(f'text("{line}")' for line in lines) + "}"
