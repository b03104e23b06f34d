"""What a workbook itself says is no part of its forms: ranges that bear the name 非填报内容 (a defined name, one for each sheet).

A workbook in which people fill in a form holds more than the form: instructions, hints beside it, a sheet that calculates. Whoever
makes such a workbook can name these ranges so, with Excel, WPS or LibreOffice; the name moves with its range and outlives saving by
any of them. The cells in it stay among the omissions of the document as an `aside`: nobody has to look whether they belong to the
form. What has no such name is read as ever, so that nothing is lost where somebody adds a sheet or copies one.
"""

import re
from collections import defaultdict

from lxml import etree

from jixiao.documents import Omission
from jixiao.places import Place
from jixiao.readers.excel.sheets import MOST_COLUMNS, MOST_ROWS, Area, Sheet
from jixiao.readers.excel.worksheets import position_of
from jixiao.readers.package_parts import children

NAME = "非填报内容"
_WHY = "工作簿注明这部分不是填报内容（区域名称“非填报内容”），未作为表格内容读取。"
_RANGE = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!(?P<cells>[$A-Za-z0-9:]+)")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?(\d{1,7}):\$?(\d{1,7})")


def asides(root: etree._Element) -> dict[str, list[Area]]:
    """The ranges of that name by the name of their sheet, from the root of the workbook's main part."""
    found: dict[str, list[Area]] = defaultdict(list)
    for listed in children(root, "definedNames"):
        for entry in children(listed, "definedName"):
            if entry.get("name") != NAME:
                continue
            for match in _RANGE.finditer(entry.text or ""):
                area = _area(match["cells"])
                if area is not None:
                    found[match["plain"] or match["quoted"].replace("''", "'")].append(area)
    return found


def _area(cells: str) -> Area | None:
    """The rectangle of a reference: K:XFD, 1:1048576, B2:C5 or B2; None for what is none."""
    if columns := _COLUMNS.fullmatch(cells):
        left, right = (position_of(f"{name}1") for name in columns.groups())
        return None if left is None or right is None else Area(1, left[1], MOST_ROWS, right[1])
    if rows := _ROWS.fullmatch(cells):
        return Area(int(rows[1]), 1, int(rows[2]), MOST_COLUMNS)
    first, _, last = cells.partition(":")
    start, end = position_of(first), position_of(last or first)
    return None if start is None or end is None else Area(*start, *end)


def is_aside(areas: list[Area], row: int, column: int) -> bool:
    """Whether a cell lies in one of the ranges."""
    return any(area.top <= row <= area.bottom and area.left <= column <= area.right for area in areas)


def set_aside(sheet: Sheet) -> Omission | None:
    """Take what lies in the ranges of a sheet out of it; returns it as one omission, a line for every row, or None for nothing."""
    if not sheet.asides:
        return None
    taken = [at for at in sheet.cells if is_aside(sheet.asides, *at)]
    rows: dict[int, list[str]] = defaultdict(list)
    for at in sorted(taken):
        if text := sheet.cells.pop(at).text.strip():
            rows[at[0]].append(text)
    sheet.omissions = [each for each in sheet.omissions if not _stands_aside(sheet, each.place)]
    sheet.boxes = [box for box in sheet.boxes if not is_aside(sheet.asides, box[0], box[1])]
    text = "\n".join("\t".join(texts) for texts in rows.values())
    return Omission(text=text, why=_WHY, place=Place(sheet=sheet.name), aside=True) if text else None


def _stands_aside(sheet: Sheet, place: Place) -> bool:
    return place.row is not None and place.column is not None and is_aside(sheet.asides, place.row, place.column)
