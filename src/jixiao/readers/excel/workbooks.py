"""Workbooks of today (.xlsx, .xlsm, .xltx, .xltm), read from their XML.

Each cell is visited once and knows its formula as well as the value last calculated, its style, and where it stands; a library that
builds a model of the whole workbook first takes ten times as long, and makes a cell of every place that a merged area covers.
"""

from jixiao.documents import Block, Omission
from jixiao.readers.contents import Content, RefusedError, Request
from jixiao.readers.excel.asides import asides, set_aside
from jixiao.readers.excel.drawings import PICTURE, read_surroundings
from jixiao.readers.excel.laying import hidden_sheet, lay
from jixiao.readers.excel.sheets import Sheet
from jixiao.readers.excel.styles import read_styles
from jixiao.readers.excel.worksheets import Book, read_worksheet
from jixiao.readers.package_parts import attribute, children, is_on, relations, stream, tree, unescaped
from jixiao.readers.packages import DAMAGED, Package
from jixiao.readers.pictured_pages import with_pictured_pages

_MEDIA_TYPES = {
    b"ms-excel.sheet.macroEnabled": "application/vnd.ms-excel.sheet.macroEnabled.12",
    b"ms-excel.template.macroEnabled": "application/vnd.ms-excel.template.macroEnabled.12",
    b"spreadsheetml.template": "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
}
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read(content: bytes, request: Request) -> Content:
    """Read a workbook; raises RefusedError for one that is damaged, absurd, or has no worksheet."""
    package = Package(content, request.limits)
    package.guard_xml()
    main = next((found.target for found in relations(package, "").values() if found.kind == "officeDocument"), None)
    if main is None or not main.endswith(".xml"):
        raise RefusedError(DAMAGED)
    root = tree(package, main)
    linked = relations(package, main)
    by_kind = {relation.kind: relation.target for relation in linked.values()}
    book = Book(
        strings=_strings(package, by_kind.get("sharedStrings")),
        styles=read_styles(package, by_kind.get("styles")),
        epoch_1904=any(is_on(properties.get("date1904")) for properties in children(root, "workbookPr")),
        limits=request.limits,
    )
    blocks: list[Block] = []
    omissions: list[Omission] = []
    found = False
    named = asides(root)
    for listed in children(root, "sheets"):
        for entry in children(listed, "sheet"):
            relation = linked.get(attribute(entry, "id") or "")
            if relation is None or relation.kind != "worksheet":
                continue
            found = True
            name = entry.get("name") or ""
            sheet = Sheet(name=name, asides=named.get(name, []))
            read_worksheet(package.read(relation.target), sheet, book)
            read_surroundings(package, relation.target, sheet)
            if (aside := set_aside(sheet)) is not None:
                omissions.append(aside)
            if entry.get("state", "visible") == "visible":
                seen, left = lay(sheet, request.limits)
                blocks += seen
                omissions += left
            else:
                omissions += hidden_sheet(sheet)
    if not found:
        message = "是 Excel 文件，但里面没有工作表；请提交含有绩效自评表的工作簿。"
        raise RefusedError(message)
    read_cells = Content(
        media_type=_media_type(package), reader="excel", blocks=tuple(blocks), omissions=tuple(omissions)
    )
    return with_pictured_pages(read_cells, content, request, PICTURE)


class _Strings:
    """The texts that cells share, plain or in runs; how they are pronounced is left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._phonetic = False

    def start(self, name: str, _: dict[str, str]) -> None:
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str, text: str) -> None:
        if name == "t" and not self._phonetic:
            self._pieces.append(text)
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.found.append(unescaped("".join(self._pieces)))


def _strings(package: Package, part: str | None) -> list[str]:
    strings = _Strings()
    if part is not None:
        stream(package.read(part), strings.start, strings.end)
    return strings.found


def _media_type(package: Package) -> str:
    types = package.read("[Content_Types].xml") if "[Content_Types].xml" in package.names else b""
    return next((kind for mark, kind in _MEDIA_TYPES.items() if mark in types), _MEDIA_TYPE)
