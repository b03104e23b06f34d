"""Workbooks of 1997 (.xls), read with xlrd and shown by the same formats as those of today."""

import io
from collections import defaultdict
from typing import Any

import olefile
import xlrd

from jixiao.documents import Block, Omission
from jixiao.places import Place
from jixiao.readers.contents import Content, RefusedError, Request
from jixiao.readers.excel.asides import NAME as ASIDE
from jixiao.readers.excel.asides import is_aside, set_aside
from jixiao.readers.excel.drawings import COMMENT
from jixiao.readers.excel.laying import hidden_sheet, lay, paragraphs
from jixiao.readers.excel.number_formats import BUILT_IN, BY_SYSTEM, GENERAL, Shown, show_number, show_text
from jixiao.readers.excel.records import FloatingText, floating_texts
from jixiao.readers.excel.sheets import Area, Sheet, SheetCell
from jixiao.readers.excel.styles import PLAIN, Style
from jixiao.readers.excel.worksheets import ERROR, PICTURE, PICTURE_FORMULA, too_large
from jixiao.readers.package_parts import unescaped
from jixiao.readers.packages import DAMAGED

MEDIA_TYPE = "application/vnd.ms-excel"
_STREAMS = ("Workbook", "Book")
_ACROSS = 6
"""The alignment that centres a text across the selection."""


def read_xls(content: bytes, request: Request) -> Content:
    """Read a workbook of 1997; raises RefusedError for one that is damaged, encrypted, absurd, or has no worksheet."""
    stream = _stream(content)
    floating = floating_texts(stream, request.limits)
    try:
        book = xlrd.open_workbook(
            file_contents=stream, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
        named = _asides(book)
        sheets = [
            _sheet(book, index, (floating[index : index + 1], named.get(index, [])), request)
            for index in range(book.nsheets)
        ]
    except RefusedError:
        raise
    except MemoryError:
        raise  # the limit of this process, no fault of the file's
    except Exception as error:  # xlrd lets whatever a damaged file causes come through
        raise RefusedError(DAMAGED) from error
    if not sheets:
        message = "是 Excel 文件，但里面没有工作表；请提交含有绩效自评表的工作簿。"
        raise RefusedError(message)
    blocks: list[Block] = []
    omissions: list[Omission] = []
    for sheet, seen in sheets:
        if seen:
            laid, left = lay(sheet, request.limits)
            blocks += laid
            omissions += left
        else:
            omissions += hidden_sheet(sheet)
    return Content(media_type=MEDIA_TYPE, reader="excel", blocks=tuple(blocks), omissions=tuple(omissions))


def _stream(content: bytes) -> bytes:
    """The stream of records, which lies in a compound file."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            name = next(name for name in _STREAMS if compound.exists(name))
            found: bytes = compound.openstream(name).read()
    except MemoryError:
        raise  # the limit of this process, no fault of the file's
    except Exception as error:  # olefile lets whatever a damaged file causes come through
        raise RefusedError(DAMAGED) from error
    return found


def _asides(book: Any) -> dict[int, list[Area]]:  # noqa: ANN401 - xlrd has no types
    """The ranges that the workbook says are no part of a form, by the index of their sheet."""
    found: dict[int, list[Area]] = defaultdict(list)
    for entry in book.name_obj_list:
        if entry.name == ASIDE and entry.result is not None:
            for reference in entry.result.value or ():
                first, _, top, bottom, left, right = reference.coords
                found[first].append(Area(top + 1, left + 1, bottom, right))
    return found


def _sheet(
    book: Any,  # noqa: ANN401 - xlrd has no types
    index: int,
    beside: tuple[list[list[FloatingText]], list[Area]],
    request: Request,
) -> tuple[Sheet, bool]:
    """One worksheet, and whether it is seen; what xlrd keeps of it is let go.

    `beside` are the texts that float above it and the ranges that are no part of a form.
    """
    source = book.sheet_by_index(index)
    floating, asides = beside
    sheet = Sheet(name=source.name, asides=asides)
    styles = [_style(book, xf) for xf in book.xf_list]
    length = 0
    for row in range(source.nrows):
        for column, (kind, value) in enumerate(zip(source.row_types(row), source.row_values(row), strict=True)):
            if kind == xlrd.XL_CELL_EMPTY:
                continue
            number = source.cell_xf_index(row, column)
            style = styles[number] if 0 <= number < len(styles) else PLAIN
            position = (row + 1, column + 1)
            if style.ruled:
                _rule(sheet, position)
            shown = _shown(kind, value, style, epoch_1904=book.datemode == 1)
            if kind == xlrd.XL_CELL_TEXT and shown.text.startswith(PICTURE_FORMULA):
                place = Place(sheet=sheet.name, row=row + 1, column=column + 1)
                sheet.omissions.append(Omission(text="", why=PICTURE, place=place))
                continue
            if shown.text or shown.value:
                length += len(shown.text)
                sheet.cells[position] = SheetCell(text=shown.text, value=shown.value, across=style.across)
            elif style.across:
                sheet.across.add(position)
            if kind == xlrd.XL_CELL_ERROR:
                place = Place(sheet=sheet.name, row=row + 1, column=column + 1)
                sheet.omissions.append(Omission(text=shown.text, why=ERROR, place=place))
        if len(sheet.cells) > request.limits.cells or length > request.limits.text:
            raise RefusedError(too_large(sheet.name))
    _surround(sheet, source, floating)
    seen = source.visibility == 0
    book.unload_sheet(index)
    return sheet, seen


def _rule(sheet: Sheet, position: tuple[int, int]) -> None:
    """Note a line above or below a cell, unless it is drawn beside the form."""
    if not is_aside(sheet.asides, *position):
        sheet.ruled_rows.add(position[0])
        sheet.ruled_columns.add(position[1])


def _surround(sheet: Sheet, source: Any, floating: list[list[FloatingText]]) -> None:  # noqa: ANN401 - xlrd has no types
    """Add what decides how the cells are seen, and what stands beside them; take out what is no part of a form."""
    sheet.merged = [
        Area(top + 1, left + 1, bottom, right)
        for top, bottom, left, right in source.merged_cells
        if top < bottom and left < right
    ]
    sheet.hidden_rows = {row + 1 for row, info in source.rowinfo_map.items() if info.hidden or info.height == 0}
    sheet.hidden_columns = {column + 1 for column, info in source.colinfo_map.items() if info.hidden or info.width == 0}
    for (row, column), note in sorted(source.cell_note_map.items()):
        if text := unescaped(note.text).strip():
            place = Place(sheet=sheet.name, row=row + 1, column=column + 1)
            sheet.omissions.append(Omission(text=text, why=COMMENT, place=place))
    for one in (one for texts in floating for one in texts):
        place = Place(sheet=sheet.name, row=one.row, column=one.column)
        sheet.boxes.append((one.row, one.column, paragraphs(one.text, place)))
    if (aside := set_aside(sheet)) is not None:
        sheet.omissions.append(aside)


def _style(book: Any, xf: Any) -> Style:  # noqa: ANN401 - xlrd has no types
    known = book.format_map.get(xf.format_key)
    code = BUILT_IN[xf.format_key] if xf.format_key in BY_SYSTEM else known.format_str if known else GENERAL
    return Style(
        code=code or GENERAL,
        across=xf.alignment.hor_align == _ACROSS,
        ruled=bool(xf.border.top_line_style or xf.border.bottom_line_style),
    )


def _shown(kind: int, value: Any, style: Style, *, epoch_1904: bool) -> Shown:  # noqa: ANN401 - a text, a number or a code
    if kind == xlrd.XL_CELL_TEXT:
        return show_text(unescaped(value), style.code)
    if kind in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        return show_number(value, style.code, epoch_1904=epoch_1904)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Shown(text="TRUE" if value else "FALSE")
    if kind == xlrd.XL_CELL_ERROR:
        return Shown(text=xlrd.error_text_from_code.get(value, "#N/A"))
    return Shown(text="")
