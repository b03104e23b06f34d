"""Reading one worksheet part of a workbook of today, cell by cell as it streams by, so that blank cells leave nothing behind."""

import io
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache

import msgspec
from lxml import etree

from jixiao.documents import Omission
from jixiao.places import Place
from jixiao.readers.contents import Limits, RefusedError
from jixiao.readers.excel.number_formats import Shown, show_number, show_text
from jixiao.readers.excel.parts import is_on, local, rich_text, unescaped
from jixiao.readers.excel.sheets import MOST_COLUMNS, MOST_ROWS, Area, Sheet, SheetCell
from jixiao.readers.excel.styles import PLAIN, Style
from jixiao.readers.packages import DAMAGED

_TAGS = tuple("{*}" + name for name in ("c", "row", "col", "mergeCell"))
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.IGNORECASE)
_BLANKS_PER_CELL = 10
"""How many blank cells with a style a sheet may hold for every cell that the limits allow."""
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no time zone
_DAY = 86_400

_NO_RESULT = "公式没有保存计算结果，这个单元格的数值读不到；请用 Excel 或 WPS 打开该文件，等它算完后保存，再重新提交。"
ERROR = "单元格的公式出错，显示的不是数值；请在原表中改正后重新提交。"


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """What the worksheets of a workbook share."""

    strings: Sequence[str]
    styles: Sequence[Style]
    epoch_1904: bool
    limits: Limits


def read_worksheet(content: bytes, sheet: Sheet, book: Book) -> None:
    """Fill a sheet with what its part holds.

    Raises RefusedError for broken XML, for cells outside of any worksheet, and beyond the limits.
    """
    reading = _Reading(sheet, book)
    take: dict[str, Callable[[etree._Element], None]] = {
        "c": reading.cell,
        "row": reading.row,
        "col": reading.columns,
        "mergeCell": reading.merge,
    }
    events = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        tag=_TAGS,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            take[local(element)](element)
    except etree.XMLSyntaxError as error:
        raise RefusedError(DAMAGED) from error


class _Reading:
    """A worksheet while its part streams by."""

    def __init__(self, sheet: Sheet, book: Book) -> None:
        self._sheet = sheet
        self._book = book
        self._row = 1
        self._column = 0
        self._left = book.limits.cells * (1 + _BLANKS_PER_CELL)
        self._text = 0
        self._columns = MOST_COLUMNS
        self._masters: dict[str, str] = {}

    def row(self, element: etree._Element) -> None:
        """Close a row. Its cells came before it: without references of their own they stand in the row after the last."""
        number = element.get("r")
        row = int(number) if number is not None and number.isascii() and number.isdigit() else self._row
        if is_on(element.get("hidden")) or element.get("ht") in {"0", "0.0"}:
            self._sheet.hidden_rows.add(row)
        self._row, self._column = row + 1, 0
        parent = element.getparent()
        element.clear()
        if parent is not None:
            del parent[: parent.index(element)]

    def columns(self, element: etree._Element) -> None:
        """Take note of hidden columns."""
        if is_on(element.get("hidden")) or element.get("width") in {"0", "0.0"}:
            first, last = _whole(element.get("min")), _whole(element.get("max"))
            columns = range(max(first, 1), min(last, MOST_COLUMNS) + 1)
            if self._columns > 0:
                self._sheet.hidden_columns.update(columns)
            self._columns -= len(columns)

    def merge(self, element: etree._Element) -> None:
        """Take note of a merged area."""
        first, _, last = (element.get("ref") or "").partition(":")
        start, end = position_of(first), position_of(last)
        if start is not None and end is not None and start[0] <= end[0] and start[1] <= end[1]:
            self._count()
            self._sheet.merged.append(Area(*start, *end))

    def cell(self, element: etree._Element) -> None:
        """Take a cell that holds something; of a blank one only how it is ruled and centred."""
        self._count()
        reference = element.get("r")
        position = position_of(reference) if reference else (self._row, self._column + 1)
        if position is None or position[0] > MOST_ROWS or position[1] > MOST_COLUMNS:
            message = (
                f"的工作表“{self._sheet.name}”中有超出 Excel 范围的单元格（{(reference or '')[:20]}），不像正常的工作簿，未予读取；"
                "请用 Excel 打开后另存一份再试。"
            )
            raise RefusedError(message)
        self._row, self._column = position
        style = self._style(element.get("s"))
        if style.ruled:
            self._sheet.ruled_rows.add(position[0])
            self._sheet.ruled_columns.add(position[1])
        if len(element):
            self._held(element, position, style)
        if style.across and position not in self._sheet.cells:
            self._sheet.across.add(position)
        element.clear()

    def _held(self, element: etree._Element, position: tuple[int, int], style: Style) -> None:
        kind = element.get("t", "n")
        stored, formula, shown = None, None, None
        for child in element:
            match local(child):
                case "v":
                    stored = child.text
                case "f":
                    formula = self._formula(child)
                case "is":
                    shown = show_text(rich_text(child), style.code)
                case _:
                    pass
        place = Place(sheet=self._sheet.name, row=position[0], column=position[1])
        if shown is None and stored is not None:
            shown = self._shown(kind, stored, style)
        if shown is None and formula is not None and kind != "str":
            self._sheet.omissions.append(Omission(text=formula, why=_NO_RESULT, place=place))
        if shown is None or not (shown.text or shown.value):
            return
        if kind == "e":
            told = "".join((shown.text, formula or ""))
            self._sheet.omissions.append(Omission(text=told, why=ERROR, place=place))
        self._text += len(shown.text)
        if len(self._sheet.cells) >= self._book.limits.cells or self._text > self._book.limits.text:
            raise RefusedError(too_large(self._sheet.name))
        self._sheet.cells[position] = SheetCell(text=shown.text, value=shown.value, across=style.across)

    def _shown(self, kind: str, stored: str, style: Style) -> Shown | None:
        """What a stored value shows; None for one that refers to nothing."""
        match kind:
            case "s":
                index = _whole(stored)
                strings = self._book.strings
                return show_text(strings[index], style.code) if 0 <= index < len(strings) else None
            case "str" | "inlineStr":
                return show_text(unescaped(stored), style.code)
            case "b":
                return Shown(text="TRUE" if stored.strip() == "1" else "FALSE")
            case "e":
                return Shown(text=stored.strip())
            case _:
                return _show_stored(stored.strip(), style.code, self._book.epoch_1904)

    def _formula(self, element: etree._Element) -> str:
        """A formula as written; of several cells that share one only the first writes it."""
        shared = element.get("si")
        if element.text:
            formula = f"={element.text}"
            if shared is not None:
                self._masters[shared] = formula
            return formula
        return self._masters.get(shared or "", "=")

    def _style(self, index: str | None) -> Style:
        number = _whole(index) if index else 0
        return self._book.styles[number] if 0 <= number < len(self._book.styles) else PLAIN

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise RefusedError(too_large(self._sheet.name))


def too_large(name: str) -> str:
    """Why a worksheet is refused that holds more than any form does."""
    return f"的工作表“{name}”内容过多，不像绩效自评表，未予读取；请只保留自评表后重试。"


@lru_cache(maxsize=4096)
def _show_stored(stored: str, code: str, epoch_1904: bool) -> Shown:  # noqa: FBT001 - a cache takes positions
    try:
        return show_number(float(stored), code, epoch_1904=epoch_1904)
    except ValueError:
        return _show_date(stored, code)


def _show_date(stored: str, code: str) -> Shown:
    """Show a date that is stored as ISO 8601 writes it (t="d"); what is no date is shown as it is stored."""
    try:
        at = datetime.fromisoformat(stored).replace(tzinfo=None)
    except ValueError:
        return Shown(text=unescaped(stored))
    return show_number((at - _EPOCH).total_seconds() / _DAY, code if code != "General" else "yyyy/m/d")


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else -1


@lru_cache(maxsize=4096)
def position_of(reference: str) -> tuple[int, int] | None:
    """Row and column of a reference such as B5, from 1; None for what is none."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match.group(1).upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match.group(2)), column
