"""A booklet as a workbook: a sheet for each form or all on one, cells as texts or as true numbers with formats."""

import io
import re

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from tests.facsimiles.booklets import Booklet
from tests.facsimiles.forms import Form
from tests.facsimiles.metrics import heights, lines
from tests.facsimiles.settling import settled
from tests.facsimiles.sheets import Placed, Sheet
from tests.facsimiles.styles import Style

_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,14})(?:\.(\d{1,6}))?(%?)")
_UNITS_PER_CHARACTER = 2.1
"""Widths of columns are counted in digits of the standard font."""
_POINTS_PER_LINE = 1.45
_NARRATIVE = "说明"


def write(book: Booklet) -> bytes:
    """Write a booklet as .xlsx."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    _fill(workbook, book)
    packed = io.BytesIO()
    workbook.save(packed)
    return settled(packed.getvalue())


def _fill(workbook: Workbook, book: Booklet) -> None:
    style = book.style
    page: Worksheet | None = None
    row = 1
    forms = 0
    for piece in book.pieces:
        form = isinstance(piece, Form)
        forms += form
        if page is None or (not style.one_sheet and (form or page.title != _NARRATIVE)):
            single = style.one_sheet or form
            page = workbook.create_sheet(f"表{forms}" if single and forms else _NARRATIVE)
            _set_up(page, style)
            row = 1
        row = _text(page, row, piece, style, book) if isinstance(piece, str) else _form(page, row, piece, style) + 1


def _set_up(page: Worksheet, style: Style) -> None:
    page.page_setup.orientation = "landscape" if style.landscape else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.6)


def _text(page: Worksheet, row: int, text: str, style: Style, book: Booklet) -> int:
    """A paragraph is one merged cell across the widest table of the file."""
    sheets = [sheet for piece in book.pieces if isinstance(piece, Form) for sheet in piece.sheets]
    widths = max((sheet.widths for sheet in sheets), key=len, default=(60.0,))
    cell = page.cell(row, 1, text)
    cell.font = Font(name=style.body, size=style.size + 1)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(widths))
    page.row_dimensions[row].height = lines(text, sum(widths) - 1) * (style.size + 1) * _POINTS_PER_LINE
    for index, width in enumerate(widths):
        column = page.column_dimensions[get_column_letter(index + 1)]
        column.width = max(column.width if column.customWidth else 0, width * _UNITS_PER_CHARACTER * style.size / 11)
    return row + 1


def _form(page: Worksheet, row: int, form: Form, style: Style) -> int:
    columns = len(form.sheets[0].widths)
    for text in (form.title, *form.lines):
        if text:
            cell = page.cell(row, 1, text)
            title = text == form.title
            cell.font = Font(
                name=style.heading if title else style.body, size=style.size + (6 if title else 0), bold=title
            )
            cell.alignment = Alignment(horizontal="center" if title else None, vertical="center")
            page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
            page.row_dimensions[row].height = (style.size + 6) * _POINTS_PER_LINE
            row += 1
    for sheet in form.sheets:
        row = _sheet(page, row, sheet, style)
    return row


def _sheet(page: Worksheet, top: int, sheet: Sheet, style: Style) -> int:
    for index, width in enumerate(sheet.widths):
        page.column_dimensions[get_column_letter(index + 1)].width = width * _UNITS_PER_CHARACTER * style.size / 11
    for index, height in enumerate(heights(sheet)):
        page.row_dimensions[top + index].height = (height * _POINTS_PER_LINE + 0.4) * style.size
    for placed in sheet.cells:
        _cell(page, top, placed, style)
    if style.landscape and sheet.repeated:
        again = top + sheet.repeated[0]
        page.print_title_rows = f"{again}:{again}"
    return top + sheet.height


def _cell(page: Worksheet, top: int, placed: Placed, style: Style) -> None:
    row, column = top + placed.row, placed.column + 1
    cell = page.cell(row, column)
    _value(cell, placed, style)
    strong = placed.role in {"title", "heading"}
    cell.font = Font(
        name=style.heading if strong else style.body,
        size=style.size + (4 if placed.role == "title" else 0),
        bold=strong,
    )
    cell.alignment = Alignment(
        horizontal="left" if placed.role == "text" else "center",
        vertical="center",
        wrap_text=True,
        text_rotation=255 if placed.upright else 0,
    )
    for down in range(placed.rows):
        for right in range(placed.columns):
            page.cell(row + down, column + right).border = _BORDER
    if placed.rows > 1 or placed.columns > 1:
        page.merge_cells(
            start_row=row, end_row=row + placed.rows - 1, start_column=column, end_column=column + placed.columns - 1
        )


def _value(cell: object, placed: Placed, style: Style) -> None:
    """Write a text, or in the style of numbers a number whose format shows the same text."""
    match = _NUMBER.fullmatch(placed.text)
    if not (style.numbers and placed.role == "value" and match):
        cell.value = placed.text or None
        cell.data_type = "s"  # "=100%" is no formula
        cell.number_format = "@"
        return
    decimals, percent = len(match[1] or ""), match[2]
    number = float(placed.text.rstrip("%").replace(",", ""))
    cell.value = round(number / 100, decimals + 2) if percent else number if decimals else int(number)
    whole = "#,##0" if "," in placed.text else "0"
    cell.number_format = whole + ("." + "0" * decimals if decimals else "") + percent
