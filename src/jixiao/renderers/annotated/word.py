"""A Word file with comments on its cells and paragraphs and a section of its own at the end that sums them up.

Nothing is moved and nothing rewritten: the text part, the comments, the relations and the types get insertions, all other parts stay as
they are. Word allows no comment inside of a text box, a header or a note: what stands in a box is commented at the paragraph that holds
the box, what stands in the others is told of in the summary.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from jixiao.places import Place
from jixiao.readers import Request, word
from jixiao.renderers.annotated.copies import SIGNED, Copy
from jixiao.renderers.annotated.earlier import without_earlier
from jixiao.renderers.annotated.markup import Markup
from jixiao.renderers.annotated.packing import Parcel
from jixiao.renderers.annotated.remarks import Remark, placed
from jixiao.renderers.annotated.splicing import Extent, Splice, extents
from jixiao.renderers.annotated.summary import summary

_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STRICT = "http://purl.oclc.org/ooxml/"
_LOOKED_AT = frozenset({"p", "pPr", "tbl", "tc", "txbxContent", "body", "sectPr"})
_TEXT = re.compile(rb"<(?:[\w.-]+:)?(?:t|sym|drawing|pict|object)[\s>/]")
_PROTECTED = "文件设有编辑保护，批注件中保护仍在；批注照常可见，修改内容需先取消保护。"
Anchor = tuple[int, int]
"""The numbers of the paragraphs in which a commented range begins and ends."""


def annotate(content: bytes, name: str, found: Sequence[Remark], request: Request, on: str | None = None) -> Copy:
    """Write remarks into a Word file; `name` is what the summary calls it, `on` the moment of the comments (none if it is None).

    Raises RefusedError for what is no readable Word file.
    """
    parcel = Parcel(content, request.limits)
    main = parcel.main("word/document.xml")
    if without_earlier(parcel, main):
        content = parcel.packed()
    text = _Text(parcel.xml(main))
    parcel.strict = text.uri.startswith(_STRICT)
    numbers = word.element_numbers(content, request)
    at, nowhere = placed(found, lambda place: text.anchor(_number(place, numbers)))
    notes = list(_notes(parcel, main))
    comments = _Comments(parcel, main, text.uri, text.used_identifiers())
    splice = Splice(text.content)
    for anchor, told in at.items():
        identifier = comments.add(told, on)
        text.mark(splice, anchor, identifier)
    text.append(splice, text.markup.section(summary(name, found, nowhere, notes)))
    parcel.put(main, splice.spliced())
    comments.write()
    return Copy(content=parcel.packed(), suffix="", notes=tuple(notes), remarked=len(found) - len(nowhere))


def _number(place: Place, numbers: dict[Place, int]) -> int | None:
    """The element at a place; of a row alone its first cell. What stands in the picture of a page is no part of the text."""
    if place.page is not None or place.sheet is not None:
        return None
    here = Place(table=place.table, row=place.row, column=place.column, paragraph=place.paragraph)
    if place.table is None or place.row is None or place.column is not None:
        return numbers.get(here)
    row = [each for each in numbers if each.table == place.table and each.row == place.row]
    return min((numbers[each] for each in row), default=None)


def _notes(parcel: Parcel, main: str) -> list[str]:
    settings = next((link.target for link in parcel.links(main) if link.kind == "settings"), None)
    notes = [SIGNED] if any(name.startswith("_xmlsignatures/") for name in parcel.names) else []
    if settings is not None and parcel.has(settings):
        told = extents(parcel.xml(settings), lambda _, local, __: local == "documentProtection").values()
        enforced = (value for each in told for key, value in each.attributes.items() if key.endswith("enforcement"))
        if any(value in {"1", "true", "on"} for value in enforced):
            notes.append(_PROTECTED)
    return notes


class _Text:
    """The part that holds the text, with where its paragraphs and tables lie."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._elements = extents(content, lambda number, local, _: number == 0 or local in _LOOKED_AT)
        root = self._elements[0]
        self.uri = root.attributes.get(f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns", "")
        self.markup = markup_of(root, self.uri)
        kinds: dict[str, list[tuple[int, int]]] = {kind: [] for kind in _LOOKED_AT}
        for number, element in sorted(self._elements.items()):
            kinds.get(element.local, []).append((element.start, number))
        self._kinds = kinds

    def _inside(self, kind: str, outer: Extent) -> list[int]:
        """The numbers of elements of a kind that lie inside another."""
        listed = self._kinds[kind]
        return [
            number
            for _, number in listed[bisect_left(listed, (outer.inner, 0)) : bisect_left(listed, (outer.close, 0))]
        ]

    def _around(self, kind: str, inner: Extent) -> int | None:
        """The outermost element of a kind around another."""
        listed = self._kinds[kind]
        before = listed[: bisect_right(listed, (inner.start, -1))]
        return next((number for _, number in before if self._elements[number].end >= inner.end), None)

    def anchor(self, number: int | None) -> Anchor | None:
        """Between which paragraphs a cell or a paragraph is commented; None where there is no such element."""
        if number is None:
            return None
        element = self._elements[number]
        box = self._around("txbxContent", element)
        if box is not None:
            # The cell around the box would do as well, but the box hangs on one paragraph of it.
            held = self._elements[box]
            holding = [
                each for each in self._kinds["p"] if each[0] < held.start and self._elements[each[1]].end > held.end
            ]
            outside = [each for _, each in holding if self._around("txbxContent", self._elements[each]) is None]
            return (outside[-1], outside[-1]) if outside else None
        if element.local == "p":
            return number, number
        tables = [self._elements[each] for each in self._inside("tbl", element)]
        boxes = [self._elements[each] for each in self._inside("txbxContent", element)]
        own = [
            each
            for each in self._inside("p", element)
            if not any(other.start < self._elements[each].start < other.end for other in (*tables, *boxes))
        ]
        filled = [each for each in own if _TEXT.search(self._slice(each))] or own[:1]
        if not filled:
            return None
        return (filled[0], filled[0]) if tables else (filled[0], filled[-1])

    def _slice(self, number: int) -> bytes:
        element = self._elements[number]
        return self.content[element.inner : element.close]

    def mark(self, splice: Splice, anchor: Anchor, identifier: int) -> None:
        """Put the ends of a commented range into the text."""
        first, last = (self._elements[number] for number in anchor)
        properties = [self._elements[each] for each in self._inside("pPr", first)]
        own = next((each for each in properties if each.depth == first.depth + 1), None)
        if own is None:
            splice.first(first, self.markup.range_start(identifier))
        else:
            splice.insert(own.end, self.markup.range_start(identifier))
        splice.last(last, self.markup.range_end(identifier))

    def append(self, splice: Splice, section: str) -> None:
        """Put a section behind all that the body holds; the properties of the last section stay where they are, now inside a paragraph."""
        body = next(element for element in self._elements.values() if element.local == "body" and element.depth == 1)
        own = [self._elements[each] for each in self._inside("sectPr", body)]
        last = next((each for each in own if each.depth == body.depth + 1), None)
        if last is None:
            empty = f"<{self.markup.w}sectPr/>"
            splice.last(body, self.markup.section_end_before() + empty + self.markup.section_end_behind() + section)
            return
        splice.insert(last.start, self.markup.section_end_before())
        splice.insert(last.end, self.markup.section_end_behind() + section)

    def used_identifiers(self) -> set[str]:
        """The identifiers of comments to which the text refers, whether there is such a comment or not."""
        marks = {"commentRangeStart", "commentRangeEnd", "commentReference"}
        found = extents(self.content, lambda _, local, __: local in marks).values()
        return {value for each in found for key, value in each.attributes.items() if key.rpartition(":")[2] == "id"}


class _Comments:
    """The part with the comments, that of the file or a new one."""

    def __init__(self, parcel: Parcel, main: str, uri: str, used: set[str]) -> None:
        self._parcel, self._main, self._uri = parcel, main, uri
        linked = next((link.target for link in parcel.links(main) if link.kind == "comments"), None)
        self._name = linked if linked is not None and parcel.has(linked) else None
        self._texts: list[str] = []
        taken = set(used)
        self._markup = Markup(w="w:")
        if self._name is not None:
            self._content = parcel.xml(self._name)
            elements = extents(self._content, lambda number, local, _: number == 0 or local == "comment")
            self._root = elements[0]
            attributes = (each.attributes for each in elements.values())
            taken |= {value for told in attributes for key, value in told.items() if key.rpartition(":")[2] == "id"}
            self._markup = markup_of(self._root, uri)
        self._free = (number for number in itertools.count() if str(number) not in taken)

    def add(self, found: Sequence[Remark], on: str | None) -> int:
        """Add a comment; returns its identifier."""
        identifier = next(self._free)
        self._texts.append(self._markup.comment(identifier, found, on))
        return identifier

    def write(self) -> None:
        """Put the comments into the file, if there are any."""
        if not self._texts:
            return
        if self._name is not None:
            splice = Splice(self._content)
            splice.last(self._root, "".join(self._texts))
            self._parcel.put(self._name, splice.spliced())
            return
        folder = self._main.rpartition("/")[0]
        pattern = f"{folder}/comments{{}}.xml" if folder else "comments{}.xml"
        name = pattern.format("")
        name = self._parcel.free_name(pattern) if self._parcel.has(name) else name
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        whole = f'{head}<w:comments xmlns:w="{self._uri}">{"".join(self._texts)}</w:comments>'
        self._parcel.add(name, whole, _COMMENTS)
        self._parcel.link(self._main, "comments", name)


def markup_of(root: Extent, uri: str) -> Markup:
    """The names by which elements are written into a part; a part without a prefix gets ours, since attributes need one."""
    return Markup(w=root.prefix) if root.prefix else Markup(w="w:", declared=f' xmlns:w="{uri}"')
