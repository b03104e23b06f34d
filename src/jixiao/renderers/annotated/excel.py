"""A workbook with notes on its cells and a worksheet at the end that sums them up.

Worksheets keep every byte but for the reference to a drawing where there was none; the drawings, notes, relations, types and styles that
the workbook has are extended at their ends, all other parts stay as they are. `docProps/app.xml`, which counts the worksheets for file
managers, is written anew by whatever program saves the workbook next, and left alone here.
"""

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from jixiao.places import Place
from jixiao.readers import Request, own_marks
from jixiao.readers.excel.worksheets import position_of
from jixiao.readers.package_parts import is_on, stream, whole
from jixiao.renderers.annotated.copies import SIGNED, Copy
from jixiao.renderers.annotated.earlier import attribute
from jixiao.renderers.annotated.notes import Boxes, Note, Sizes, Texts, letters
from jixiao.renderers.annotated.packing import Parcel
from jixiao.renderers.annotated.remarks import Remark, placed, text_of, worst
from jixiao.renderers.annotated.splicing import Extent, Splice, extents, plain
from jixiao.renderers.annotated.summary import summary
from jixiao.renderers.annotated.summary_sheet import SHEET, Looks, sheet, with_looks

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_STRICT = "http://purl.oclc.org/ooxml/"
_BEHIND_DRAWING = frozenset(
    "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst AlternateContent".split()
)
"""What follows the reference to a drawing in a worksheet; alternatives stand there only for objects and controls."""
_NAME = "审核问题汇总"
_PIXELS_PER_POINT = 4 / 3
_PROTECTED = "工作表或工作簿设有保护，批注件中保护仍在；批注和汇总表照常可见，修改内容需先取消保护。"
_THREADED = "有{count}个问题所在的单元格已有对话式批注，不能再加注释，只列于汇总表。"
_FOREIGN = "工作表“{name}”的批注图形不是通常的写法，没有改动；其中的问题只列于汇总表。"
_LINKS = "点击序号，可转到有关的单元格。"
Spot = tuple[str, int, int]


def annotate(content: bytes, name: str, found: Sequence[Remark], request: Request) -> Copy:
    """Write remarks into a workbook; `name` is what the summary calls it.

    Raises RefusedError for what is no readable workbook.
    """
    parcel = Parcel(content, request.limits)
    book = _Book(parcel)
    at, nowhere = placed(found, book.spot)
    by_sheet: dict[str, list[Note]] = defaultdict(list)
    for (sheet_name, row, column), told in sorted(at.items()):
        right = book.sheets[sheet_name].right_of(row, column)
        by_sheet[sheet_name].append(Note(row=row, column=column, right=right, text=text_of(told), severity=worst(told)))
    for sheet_name, here in book.sheets.items():
        here.write(by_sheet.get(sheet_name, []))
    said = book.notes(nowhere)
    links = {remark.number: _address(spot) for spot, told in at.items() for remark in told}
    book.append(name, found, nowhere, links, said)
    return Copy(content=parcel.packed(), suffix="", notes=tuple(said), remarked=len(found) - len(nowhere))


def _address(spot: Spot) -> str:
    name, row, column = spot
    return f"'{name.replace(chr(39), chr(39) * 2)}'!{letters(column)}{row}"


class _Book:
    """The workbook part and its worksheets by name."""

    def __init__(self, parcel: Parcel) -> None:
        self._parcel = parcel
        self._main = parcel.main("xl/workbook.xml")
        self._content = parcel.xml(self._main)
        self._elements = extents(
            self._content,
            lambda number, local, depth: (
                number == 0 or local in {"sheets", "sheet"} or (depth == 1 and "Protection" in local)
            ),
        )
        root = self._elements[0]
        self._uri = root.attributes.get(f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns", "")
        parcel.strict = self._uri.startswith(_STRICT)
        targets = {link.identifier: link.target for link in parcel.links(self._main) if link.kind == "worksheet"}
        self.sheets: dict[str, _Sheet] = {}
        for entry in self._entries():
            part = targets.get(attribute(entry, "id"))
            if part is not None and parcel.has(part):
                seen = entry.attributes.get("state", "visible") == "visible"
                self.sheets[entry.attributes.get("name", "")] = _Sheet(parcel, part, self._uri, seen=seen)

    def _entries(self) -> list[Extent]:
        return [each for each in self._elements.values() if each.local == "sheet"]

    def spot(self, place: Place) -> Spot | None:
        """The cell that carries a note for a place; None where there is none, or where no note can stand."""
        if place.sheet is None or place.row is None or place.sheet not in self.sheets:
            return None
        here = self.sheets[place.sheet]
        column = place.column if place.column is not None else here.first_column(place.row)
        return (place.sheet, place.row, column) if column is not None and here.takes(place.row, column) else None

    def notes(self, nowhere: Sequence[Remark]) -> list[str]:
        """What the user has to know of the copy."""
        said = [SIGNED] if any(name.startswith("_xmlsignatures/") for name in self._parcel.names) else []
        locked = any(is_on(value) for each in self._elements.values() for value in _locks(each))
        if locked or any(each.protected for each in self.sheets.values()):
            said.append(_PROTECTED)
        places = [(place, self.sheets.get(place.sheet or "")) for each in nowhere for place in each.places[:1]]
        threaded = sum(here is not None and (place.row, place.column) in here.threaded for place, here in places)
        if threaded:
            said.append(_THREADED.format(count=threaded))
        foreign = {place.sheet: None for place, here in places if here is not None and not here.usable}
        return said + [_FOREIGN.format(name=name) for name in foreign]

    def append(
        self,
        name: str,
        found: Sequence[Remark],
        nowhere: Sequence[Remark],
        links: Mapping[int, str],
        said: Sequence[str],
    ) -> None:
        """Put the summary behind all worksheets."""
        parcel, main = self._parcel, self._main
        folder = posixpath.dirname(main)
        styles = next((link.target for link in parcel.links(main) if link.kind == "styles"), None)
        looks = Looks()
        if styles is not None and parcel.has(styles):
            extended, looks = with_looks(parcel.xml(styles))
            parcel.put(styles, extended)
        told = summary(name, found, nowhere, [*said, _LINKS] if links else said)
        addresses = [links.get(remark.number) for remark in found]
        earlier = self._earlier()
        if earlier is not None:
            parcel.put(earlier, sheet(told, addresses, looks, self._uri).encode())
            return
        part = parcel.free_name(posixpath.join(folder, "worksheets/sheet{}.xml"))
        parcel.add(part, sheet(told, addresses, looks, self._uri), SHEET)
        identifier = parcel.link(main, "worksheet", part)
        taken = {entry.attributes.get("name", "").casefold() for entry in self._entries()}
        title = next(
            each
            for number in range(1, len(taken) + 2)
            if (each := f"{_NAME}{number if number > 1 else ''}") not in taken
        )
        number = max((whole(entry.attributes.get("sheetId")) for entry in self._entries()), default=0) + 1
        listed = next(each for each in self._elements.values() if each.local == "sheets")
        splice = Splice(self._content)
        prefix, declared = _relation_prefix(self._elements[0], strict=parcel.strict)
        splice.last(
            listed,
            f'<{listed.prefix}sheet name="{plain(title)}" sheetId="{number}"{declared} {prefix}id="{identifier}"/>',
        )
        parcel.put(main, splice.spliced())

    def _earlier(self) -> str | None:
        """The summary that this program put behind all worksheets before, which is written anew in its place."""
        name, here = next(reversed(self.sheets.items()), ("", None))
        if here is None or not name.startswith(_NAME):
            return None
        strings = next((link.target for link in self._parcel.links(self._main) if link.kind == "sharedStrings"), None)
        known = b"" if strings is None or not self._parcel.has(strings) else self._parcel.xml(strings)
        return here.part if own_marks.SUMMARY.encode() in self._parcel.xml(here.part) + known else None


class _Layout(msgspec.Struct, kw_only=True):
    """What one worksheet part says of itself as it streams by."""

    sizes: Sizes
    first: dict[int, int] = {}
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    protected: bool = False
    row: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        match name:
            case "row":
                told = whole(attributes.get("r"))
                self.row = told if told > 0 else self.row + 1
                high = 0.0 if is_on(attributes.get("hidden")) else _figure(attributes.get("ht"))
                if high is not None:
                    self.sizes.rows[self.row] = high * _PIXELS_PER_POINT
            case "c":
                position = position_of(attributes.get("r", ""))
                self.first.setdefault(self.row, position[1] if position else 1)
            case "mergeCell":
                start, _, end = attributes.get("ref", "").partition(":")
                corner, other = position_of(start), position_of(end)
                if corner is not None and other is not None:
                    self.merged[corner] = other
            case "sheetFormatPr":
                self.sizes.row = (_figure(attributes.get("defaultRowHeight")) or 15.0) * _PIXELS_PER_POINT
                self.sizes.column = _pixels(_figure(attributes.get("defaultColWidth")) or 8.43)
            case "col":
                wide = 0.0 if is_on(attributes.get("hidden")) else _figure(attributes.get("width"))
                first, last = whole(attributes.get("min")), whole(attributes.get("max"))
                if wide is not None and 0 < first <= last:
                    pixels = _pixels(wide) if wide else 0.0
                    self.sizes.columns.update(dict.fromkeys(range(first, min(last, first + _MOST_COLUMNS) + 1), pixels))
            case "sheetProtection":
                self.protected = is_on(attributes.get("sheet"))
            case _:
                pass


_MOST_COLUMNS = 300
"""Columns whose widths are kept of those that are told together: boxes lie beside forms, not at the end of a worksheet."""


def _figure(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _pixels(characters: float) -> float:
    return characters * 7 + 5


class _Sheet:
    """One worksheet with the notes that it has and gets."""

    def __init__(self, parcel: Parcel, part: str, uri: str, *, seen: bool) -> None:
        self._parcel, self.part, self._uri, self._seen = parcel, part, uri, seen
        self._linked = {link.kind: link for link in parcel.links(part)}
        self.threaded: set[tuple[int | None, int | None]] = set()
        threads = [link.target for link in parcel.links(part) if link.kind == "threadedComment"]
        for target in filter(parcel.has, threads):
            for each in extents(parcel.xml(target), lambda _, local, __: local == "threadedComment").values():
                self.threaded.add(position_of(each.attributes.get("ref", "")) or (None, None))
        layout = _Layout(sizes=Sizes())
        self._content = parcel.xml(part)
        stream(self._content, layout.start, lambda _, __: None)
        self._sizes, self._first, self._merged = layout.sizes, layout.first, layout.merged
        self.protected = layout.protected
        self._texts = Texts(parcel, self._target("comments"), uri)
        self._boxes = Boxes(parcel, self._drawing())
        self.usable = self._texts.usable and self._boxes.usable

    def _target(self, kind: str) -> str | None:
        link = self._linked.get(kind)
        return link.target if link is not None and self._parcel.has(link.target) else None

    def _drawing(self) -> str | None:
        """The drawing to which the worksheet refers, among others that show pictures in its headers."""
        found = extents(self._content, lambda _, local, depth: depth == 1 and local == "legacyDrawing")
        identifier = next((attribute(each, "id") for each in found.values()), None)
        links = self._parcel.links(self.part)
        return next(
            (each.target for each in links if each.identifier == identifier and self._parcel.has(each.target)), None
        )

    def first_column(self, row: int) -> int | None:
        """The first cell of a row that the worksheet holds."""
        return self._first.get(row)

    def takes(self, row: int, column: int) -> bool:
        """Tell whether a note can be put on a cell and be seen there: of a merged cell on its first place alone."""
        hidden = 0.0 in {self._sizes.rows.get(row), self._sizes.columns.get(column)}
        if (row, column) not in self._merged and (hidden or self._is_covered(row, column)):
            return False
        return self.usable and self._seen and (row, column) not in self.threaded

    def _is_covered(self, row: int, column: int) -> bool:
        return any(
            top <= row <= bottom and left <= column <= right for (top, left), (bottom, right) in self._merged.items()
        )

    def right_of(self, row: int, column: int) -> int:
        """The last column of the merged cell that begins here; 0 for any other cell."""
        return self._merged.get((row, column), (0, 0))[1]

    def write(self, notes: Sequence[Note]) -> None:
        """Put notes on cells."""
        parcel, folder = self._parcel, f"{posixpath.dirname(posixpath.dirname(self.part))}/".lstrip("/")
        boxed = [note for note in notes if self._texts.add(note)]
        name = self._texts.write(folder)
        if name is not None:
            parcel.link(self.part, "comments", name)
        drawing = self._boxes.write(boxed, self._sizes, folder, self._texts.dropped)
        if drawing is not None:
            self._refer(parcel.link(self.part, "vmlDrawing", drawing))

    def _refer(self, identifier: str) -> None:
        """Refer to a drawing where the order of a worksheet wants it."""
        found = extents(self._content, lambda number, _, depth: number == 0 or depth == 1)
        root = found[0]
        behind = next((each for _, each in sorted(found.items()) if each.local in _BEHIND_DRAWING), None)
        prefix, declared = _relation_prefix(root, strict=self._parcel.strict)
        text = f'<{root.prefix}legacyDrawing{declared} {prefix}id="{identifier}"/>'
        splice = Splice(self._content)
        if behind is None:
            splice.last(root, text)
        else:
            splice.insert(behind.start, text)
        self._parcel.put(self.part, splice.spliced())


def _relation_prefix(root: Extent, *, strict: bool) -> tuple[str, str]:
    """The prefix of identifiers of relations in a part, and what declares it where the part does not."""
    uri = _STRICT_OFFICE if strict else _OFFICE
    known = (
        key.partition(":")[2] for key, value in root.attributes.items() if value == uri and key.startswith("xmlns:")
    )
    prefix = next(known, None)
    return (f"{prefix}:", "") if prefix else ("r:", f' xmlns:r="{uri}"')


def _locks(element: Extent) -> Iterator[str]:
    """What the element that protects a workbook says of its locks."""
    return (value for key, value in element.attributes.items() if key.startswith("lock"))
