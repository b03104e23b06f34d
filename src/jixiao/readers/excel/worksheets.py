"""Reading one worksheet part of a workbook of today, tag by tag as it streams by: no tree is built, blank cells leave nothing behind."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache

import msgspec

from jixiao.documents import UNCALCULATED, Omission
from jixiao.places import Place
from jixiao.readers.contents import Limits, RefusedError
from jixiao.readers.excel.number_formats import GENERAL, Shown, show_number, show_text
from jixiao.readers.excel.sheets import MOST_COLUMNS, MOST_ROWS, Area, Sheet, SheetCell
from jixiao.readers.excel.styles import PLAIN, Style
from jixiao.readers.package_parts import is_on, stream, unescaped, whole

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.IGNORECASE)
_TAGS_PER_CELL = 6
"""How many tags a part may have for every cell that the limits allow: four for a value, two for a formula or for blank cells."""
_CELLS_PER_MERGE = 3
"""How many of those cells there must be for every merged area."""
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no time zone
_DAY = 86_400
_ZEROS = frozenset({"0", "0.0"})

_FORMULA = 24
"""So many characters of a formula are told; its cell says where it stands."""
PICTURE_FORMULA = ("=DISPIMG(", "=_xlfn.DISPIMG(")
"""What WPS stores as the text of a cell in which it shows a picture."""
PICTURE = "单元格里是图片（WPS 的嵌入单元格图片），图片中的文字未读取；如果是自评表的内容，请改用文字填写。"
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
    if content.count(b"<") > book.limits.cells * _TAGS_PER_CELL:
        raise RefusedError(too_large(sheet.name))
    reading = _Reading(sheet, book)
    stream(content, reading.start, reading.end)


def too_large(name: str) -> str:
    """Why a worksheet is refused that holds more than any form does."""
    return f"的工作表“{name}”内容过多，不像绩效自评表，未予读取；请只保留自评表后重试。"


class _Reading:
    """A worksheet while its part streams by."""

    def __init__(self, sheet: Sheet, book: Book) -> None:
        self._sheet = sheet
        self._book = book
        self._position = (0, 0)
        self._column = 0
        self._repeated = 0
        self._cell: dict[str, str] | None = None
        self._stored: str | None = None
        self._formula: str | None = None
        self._inline: list[str] = []
        self._phonetic = False
        self._shared: str | None = None
        self._masters: dict[str, str] = {}
        self._text = 0
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "c": self._open_cell,
            "f": self._open_formula,
            "rPh": self._open_phonetic,
            "row": self._open_row,
            "col": self._columns,
            "mergeCell": self._merge,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if take := self._starts.get(name):
            take(attributes)

    def end(self, name: str, text: str) -> None:
        """Take the end of an element, with the text right inside it."""
        if self._cell is None:
            return
        match name:
            case "v":
                self._stored = text
            case "f":
                self._formula = self._formula_of(text)
            case "t" if not self._phonetic:
                self._inline.append(text)
            case "rPh":
                self._phonetic = False
            case "c":
                self._close_cell(self._cell)
                self._cell = None
            case _:
                pass

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = whole(attributes.get("r"))
        row = number if number > 0 else self._position[0] + 1
        self._position = (row, 0)
        if is_on(attributes.get("hidden")) or attributes.get("ht") in _ZEROS:
            self._sheet.hidden_rows.add(row)

    def _columns(self, attributes: dict[str, str]) -> None:
        first, last = whole(attributes.get("min")), whole(attributes.get("max"))
        if first <= self._column:
            # Columns come in order and once; what a stranger repeats is not gone through again.
            self._repeated += 1
            if self._repeated > MOST_COLUMNS:
                raise RefusedError(too_large(self._sheet.name))
            return
        self._column = max(first, min(last, MOST_COLUMNS))
        if is_on(attributes.get("hidden")) or attributes.get("width") in _ZEROS:
            self._sheet.hidden_columns.update(range(first, self._column + 1))

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        start, end = position_of(first), position_of(last)
        if start is None or end is None or start[0] > end[0] or start[1] > end[1]:
            return
        if len(self._sheet.merged) >= self._book.limits.cells // _CELLS_PER_MERGE:
            raise RefusedError(too_large(self._sheet.name))
        self._sheet.merged.append(Area(*start, *end))

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        position = position_of(reference) if reference else (self._position[0], self._position[1] + 1)
        if position is None or position[0] > MOST_ROWS or position[1] > MOST_COLUMNS:
            message = (
                f"的工作表“{self._sheet.name}”中有超出 Excel 范围的单元格，不像正常的工作簿，未予读取；"
                "请用 Excel 打开后另存一份再试。"
            )
            raise RefusedError(message)
        self._position = position
        self._cell = attributes
        self._stored = self._formula = None
        self._inline = []
        self._phonetic = False

    def _open_formula(self, attributes: dict[str, str]) -> None:
        self._shared = attributes.get("si")

    def _open_phonetic(self, _: dict[str, str]) -> None:
        self._phonetic = True

    def _formula_of(self, text: str) -> str:
        """A formula as written; of several cells that share one only the first writes it."""
        if text and self._shared is not None:
            self._masters[self._shared] = text
        return "=" + (text or self._masters.get(self._shared or "", ""))

    def _close_cell(self, attributes: dict[str, str]) -> None:
        position, style = self._position, self._style(attributes.get("s"))
        if style.ruled and not any(
            area.top <= position[0] <= area.bottom and area.left <= position[1] <= area.right
            for area in self._sheet.asides
        ):
            self._sheet.ruled_rows.add(position[0])
            self._sheet.ruled_columns.add(position[1])
        shown = self._shown(attributes.get("t", "n"), style)
        if shown is not None and (shown.text or shown.value):
            self._hold(position, shown, style)
        elif style.across:
            self._sheet.across.add(position)

    def _hold(self, position: tuple[int, int], shown: Shown, style: Style) -> None:
        self._text += len(shown.text)
        if len(self._sheet.cells) >= self._book.limits.cells or self._text > self._book.limits.text:
            raise RefusedError(too_large(self._sheet.name))
        self._sheet.cells[position] = SheetCell(text=shown.text, value=shown.value, across=style.across)

    def _shown(self, kind: str, style: Style) -> Shown | None:
        """What a cell shows; None for a blank one. A formula without result and an error are told."""
        if self._inline:
            return show_text(unescaped("".join(self._inline)), style.code)
        stored = self._stored
        if not stored:
            if self._formula is not None and kind != "str":
                begun = self._formula[:_FORMULA]
                self._tell(begun if begun == self._formula else f"{begun}…", UNCALCULATED)
            return None
        match kind:
            case "s":
                index = whole(stored)
                strings = self._book.strings
                return show_text(strings[index], style.code) if 0 <= index < len(strings) else None
            case "str" if stored.startswith(PICTURE_FORMULA):
                self._tell("", PICTURE)
                return None
            case "str" | "inlineStr":
                return show_text(unescaped(stored), style.code)
            case "b":
                return Shown(text="TRUE" if stored.strip() == "1" else "FALSE")
            case "e":
                self._tell(stored.strip() + (self._formula or ""), ERROR)
                return Shown(text=stored.strip())
            case _:
                return _show_stored(stored.strip(), style.code, self._book.epoch_1904)

    def _tell(self, text: str, why: str) -> None:
        row, column = self._position
        self._sheet.omissions.append(
            Omission(text=text, why=why, place=Place(sheet=self._sheet.name, row=row, column=column))
        )

    def _style(self, index: str | None) -> Style:
        number = whole(index) if index else 0
        return self._book.styles[number] if 0 <= number < len(self._book.styles) else PLAIN


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
    return show_number((at - _EPOCH).total_seconds() / _DAY, code if code != GENERAL else "yyyy/m/d")


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
