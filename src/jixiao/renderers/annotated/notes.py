"""Notes on the cells of one worksheet: the part with their texts, the drawing with their boxes, and how large a box must be.

A note of Excel needs both: `comments` holds what it says, a drawing in VML, which only the program itself reads, where its box lies. The
box is told in rows and columns, so that its size on the screen depends on how high and wide those are.
"""

import re
from collections.abc import Collection, Sequence
from html import unescape

import msgspec

from jixiao.findings import Severity
from jixiao.readers import own_marks
from jixiao.renderers.annotated.packing import Parcel
from jixiao.renderers.annotated.splicing import Extent, Splice, extents, plain

COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_FILLS = {Severity.FATAL: "#f8d7da", Severity.ERROR: "#fde5d4", Severity.WARNING: "#fffbe0", Severity.INFO: "#eef3fa"}
_SHAPE_TYPE = (
    '<v:shapetype{} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
)
_SHAPE_NUMBER = re.compile(rb"_x0000_s(\d{1,9})")
_FIRST_SHAPE = 1025
_PREFIXES = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}
_DECLARATIONS = "".join(f' xmlns:{prefix.decode()}="{uri.decode()}"' for prefix, uri in _PREFIXES.items())
_TAGS = re.compile(r"<[^>]*>")
_ADDED = re.compile(rb"(?:\s|_x000[aAdD]_|&#1[03];)*" + own_marks.DIVIDER.encode() + rb"[^<]*")
_OWN_SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape>\s*", re.DOTALL)
_AT = re.compile(rb"<x:(Row|Column)>\s*(\d{1,7})\s*</x:")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST = 32_000
"""Characters of a text; Excel takes 32,767 in a cell and refuses the workbook beyond."""
_CUT = "……（以下从略，全文用 jixiao audit 查看）"
_WIDTH = 400
"""Pixels of a box; 32 Chinese characters of 9 points."""
_PER_LINE = 64
"""Half-width characters that fit into a line of a box."""
_LINE = 16
_LEAST_HEIGHT, _MOST_HEIGHT = 60, 900


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be noted on a cell, rows and columns from 1; `right` is the last column of a merged one, 0 for any other."""

    row: int
    column: int
    text: str
    severity: Severity
    right: int = 0

    @property
    def reference(self) -> str:
        """The cell as spreadsheets call it: C7."""
        return f"{letters(self.column)}{self.row}"


class Sizes(msgspec.Struct, kw_only=True):
    """How wide columns and how high rows are, in pixels; those that tell nothing have the usual size."""

    row: float = 20.0
    column: float = 64.0
    rows: dict[int, float] = {}
    columns: dict[int, float] = {}

    def across(self, start: int, pixels: float) -> tuple[int, int]:
        """The column (from 0) and the pixels into it that lie so many pixels to the right of the left edge of column `start`."""
        return _reach(start, pixels, self.columns, self.column)

    def down(self, start: int, pixels: float) -> tuple[int, int]:
        """The same for rows."""
        return _reach(start, pixels, self.rows, self.row)


_MOST_STEPS = 2_000


def _reach(start: int, pixels: float, told: dict[int, float], usual: float) -> tuple[int, int]:
    at = start
    for _ in range(_MOST_STEPS):
        size = told.get(at + 1, usual)
        if pixels < size:
            break
        pixels -= size
        at += 1
    return at, int(max(pixels, 0))


def letters(column: int) -> str:
    """The letters of a column counted from 1: 27 is AA."""
    text = ""
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def shared(text: str) -> str:
    """A text as a spreadsheet stores it: the format's own escapes (_x000D_) are escaped themselves, and no text is too long for a cell."""
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + _CUT
    return plain(_ESCAPE.sub("_x005F_", text))


def height(text: str) -> int:
    """Pixels that a text takes in a box."""
    lines = 1 + sum(max(1, -(-half_widths(line) // _PER_LINE)) for line in text.split("\n"))
    return min(max(lines * _LINE + 12, _LEAST_HEIGHT), _MOST_HEIGHT)


def half_widths(line: str) -> int:
    """How wide a line is, in half-width characters."""
    return sum(1 if ord(character) < 0x2000 else 2 for character in line)


class Texts:
    """The part with the texts of the notes of one sheet, that of the file or a new one."""

    def __init__(self, parcel: Parcel, name: str | None, uri: str) -> None:
        self._parcel, self._name, self._uri = parcel, name, uri
        self._new: list[Note] = []
        self._taken: dict[str, Extent] = {}
        self._elements: dict[int, Extent] = {}
        self._content = b""
        self.dropped: set[str] = set()
        """Cells from which a note was taken that this program had put there."""
        if name is not None:
            self._content = parcel.xml(name)
            wanted = frozenset({"authors", "author", "commentList", "comment", "t", "text", "r"})
            self._elements = extents(self._content, lambda number, local, _: number == 0 or local in wanted)
            self._taken = {
                element.attributes.get("ref", "").replace("$", ""): element
                for element in self._elements.values()
                if element.local == "comment"
            }
            self._splice = Splice(self._content)
            self.dropped = self._drop_earlier()

    def _drop_earlier(self) -> set[str]:
        """Take out the notes that this program added before, and what it added to those of others; returns the cells of the former."""
        authors = [_text(self._content, each) for each in self._of("author")]
        by_number = {str(number): author for number, author in enumerate(authors)}
        dropped: set[str] = set()
        for reference, comment in list(self._taken.items()):
            author = by_number.get(comment.attributes.get("authorId", ""))
            if own_marks.is_own_note(author, _text(self._content, comment)):
                self._splice.replace(comment.start, comment.end, "")
                dropped.add(reference)
                del self._taken[reference]
            elif (found := _ADDED.search(self._content, comment.inner, comment.close)) is not None:
                self._splice.replace(found.start(), found.end(), "")
        return dropped

    def _of(self, kind: str) -> list[Extent]:
        return sorted((each for each in self._elements.values() if each.local == kind), key=lambda each: each.start)

    @property
    def usable(self) -> bool:
        """Whether notes can be added: the part has a place for authors and one for notes."""
        return self._name is None or {"authors", "commentList"} <= {each.local for each in self._elements.values()}

    def add(self, note: Note) -> bool:
        """Add a note; returns whether it needs a box, which a cell that has a note already does not."""
        there = self._taken.get(note.reference)
        if there is None:
            self._new.append(note)
            return True
        inside = [each for each in self._elements.values() if there.start < each.start < there.end]
        added = shared(f"\n\n{own_marks.DIVIDER}\n{note.text}")
        pieces = [each for each in inside if each.local == "t"]
        if pieces:
            last = max(pieces, key=lambda each: each.start)
            self._splice.last(last, added)
            return False
        text = next((each for each in inside if each.local == "text"), None)
        tag = there.prefix
        if text is None:
            self._splice.first(there, f"<{tag}text><{tag}t>{added}</{tag}t></{tag}text>")
        else:
            self._splice.last(text, f"<{tag}t>{added}</{tag}t>")
        return False

    def write(self, folder: str) -> str | None:
        """Put the part into the file; returns the name of one that is new."""
        if self._name is None:
            if not self._new:
                return None
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            listed = "".join(_comment(note, 0, "") for note in self._new)
            whole = (
                f'{head}<comments xmlns="{self._uri}"><authors><author>{own_marks.AUTHOR}</author></authors>'
                f"<commentList>{listed}</commentList></comments>"
            )
            name = self._parcel.free_name(f"{folder}comments{{}}.xml")
            self._parcel.add(name, whole, COMMENTS)
            return name
        if self._new:
            by_name = {each.local: each for each in self._elements.values() if each.local in {"authors", "commentList"}}
            authors, listed_in = by_name["authors"], by_name["commentList"]
            names = [_text(self._content, each) for each in self._of("author")]
            tag = authors.prefix
            if own_marks.AUTHOR not in names:
                names.append(own_marks.AUTHOR)
                self._splice.last(authors, f"<{tag}author>{own_marks.AUTHOR}</{tag}author>")
            author = names.index(own_marks.AUTHOR)
            self._splice.last(listed_in, "".join(_comment(note, author, tag) for note in self._new))
        self._parcel.put(self._name, self._splice.spliced())
        return None


def _text(content: bytes, element: Extent) -> str:
    """What an element says, whatever runs it is divided into."""
    return unescape(_TAGS.sub("", content[element.inner : element.close].decode()))


def _comment(note: Note, author: int, tag: str) -> str:
    properties = f'<{tag}rPr><{tag}sz val="9"/><{tag}color indexed="81"/><{tag}rFont val="宋体"/><{tag}charset val="134"/></{tag}rPr>'
    signed = f"{own_marks.SIGNATURE}\n{note.text}"
    text = f'<{tag}t xml:space="preserve">{shared(signed)}</{tag}t>'
    return (
        f'<{tag}comment ref="{note.reference}" authorId="{author}"><{tag}text><{tag}r>{properties}{text}</{tag}r></{tag}text>'
        f"</{tag}comment>"
    )


class Boxes:
    """The drawing with the boxes of the notes of one sheet, that of the file or a new one."""

    def __init__(self, parcel: Parcel, name: str | None) -> None:
        self._parcel, self._name = parcel, name
        self._content = b"" if name is None else parcel.read(name)
        self._end = self._content.rfind(b"</xml>")

    @property
    def usable(self) -> bool:
        """Whether boxes can be added: the drawing of the file is one as Excel and its like write them."""
        return self._name is None or self._end >= 0

    @property
    def _declarations(self) -> str:
        """What a box must declare itself, since the drawing does not declare all prefixes for all that it holds."""
        head = self._content[: self._content.find(b">", self._content.find(b"<xml"))]
        declared = all(
            re.search(rb"xmlns:%s\s*=\s*[\"']%s[\"']" % (prefix, uri), head) for prefix, uri in _PREFIXES.items()
        )
        return "" if self._name is None or declared else _DECLARATIONS

    def _drop(self, cells: Collection[str]) -> None:
        """Take out the boxes of notes that are no more."""
        for shape in _OWN_SHAPE.finditer(self._content):
            told = {name: int(number) for name, number in _AT.findall(shape[0])}
            if b'"Note"' in shape[0] and f"{letters(told.get(b'Column', 0) + 1)}{told.get(b'Row', 0) + 1}" in cells:
                self._content = self._content.replace(shape[0], b"", 1)
        self._end = self._content.rfind(b"</xml>")

    def write(self, notes: Sequence[Note], sizes: Sizes, folder: str, dropped: Collection[str] = ()) -> str | None:
        """Put boxes for notes into the file, those of notes `dropped` out of it; returns the name of a drawing that is new."""
        if self._name is not None and dropped:
            self._drop(dropped)
            self._parcel.put(self._name, self._content)
        if not notes:
            return None
        numbers = [int(number) for number in _SHAPE_NUMBER.findall(self._content)]
        first = max([*numbers, _FIRST_SHAPE - 1]) + 1
        declared = self._declarations
        shapes = "".join(_shape(note, first + index, sizes, declared) for index, note in enumerate(notes))
        if b"_x0000_t202" not in self._content:
            shapes = _SHAPE_TYPE.format(declared) + shapes
        if self._name is None:
            name = self._parcel.free_name(f"{folder}drawings/vmlDrawing{{}}.vml")
            self._parcel.put(name, f"{_HEAD}{shapes}</xml>".encode())
            self._parcel.declare_suffix("vml", _VML)
            return name
        splice = Splice(self._content)
        splice.insert(self._end, shapes)
        self._parcel.put(self._name, splice.spliced())
        return None


def _shape(note: Note, number: int, sizes: Sizes, declared: str) -> str:
    high = height(note.text)
    beside = max(note.column, note.right)
    left, left_in = sizes.across(beside, 15)
    right, right_in = sizes.across(beside, 15 + _WIDTH)
    above = max(note.row - 2, 0)
    top, top_in = sizes.down(above, 10)
    bottom, bottom_in = sizes.down(above, 10 + high)
    anchor = ", ".join(map(str, (left, left_in, top, top_in, right, right_in, bottom, bottom_in)))
    fill = _FILLS[note.severity]
    return (
        f'<v:shape{declared} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:2pt;'
        f'width:{_WIDTH * 3 // 4}pt;height:{high * 3 // 4}pt;z-index:{number};visibility:hidden" fillcolor="{fill}"'
        f' o:insetmode="auto"><v:fill color2="{fill}"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{note.row - 1}</x:Row><x:Column>{note.column - 1}</x:Column></x:ClientData></v:shape>"
    )
