"""The walk over a page's elements, in the order in which they are displayed, that turns it into blocks.

It goes by events instead of recursion, so that no page is too deep for it. Every open table has a frame; text goes into the cell that
is open, or where none is, into the page itself.
"""

from collections.abc import Iterable, Iterator

import msgspec
from lxml import etree

from jixiao.documents import Block, Cell, Omission, Paragraph, Table
from jixiao.places import Place
from jixiao.readers import text as plain_text
from jixiao.readers.contents import Limits, RefusedError
from jixiao.readers.webpage import kinds
from jixiao.readers.webpage.fields import Numbering, raised, value_of
from jixiao.readers.webpage.flow import Flow, Gap, Line
from jixiao.readers.webpage.grid import Frame, Part, RawCell
from jixiao.readers.webpage.styles import Declarations, Styles, is_gone, is_invisible

_TOO_LONG = "的文字超过 {limit} 个字，不像绩效自评表，未予读取；请只保留自评表再试。"
_TOO_MANY = "里面的文字超过 {limit} 段，不像绩效自评材料；请只提交自评表本身。"
_SMALL_PICTURE = 120
"""Pixels of an edge below which a picture is an ornament."""
_LARGE_PICTURE = 300
"""Pixels of both edges from which a picture may be a table."""
_FURNITURE = 40
"""Characters below which hidden text outside of tables is what pages fold away: menus, hints, buttons for sharing."""
_HIDDEN = "网页中隐藏的内容，没有读取。"
_DELETED = "网页中标为已删除的内容，没有读取。"
_READING = "文字上方的注音，没有读取。"
_PICTURE = "网页中的图片，其中若有文字则没有读取。"
_EMBEDDED = "网页中嵌入的另一个文件或网页，没有读取。"
_STRUCK = "带删除线的文字，按已删除处理，没有采用；仍然有效的，请去掉删除线后重新提交。"
_OMITTED_TAGS = {
    "template": _HIDDEN,
    "noscript": _HIDDEN,
    "del": _DELETED,
    "rt": _READING,
    "s": _STRUCK,
    "strike": _STRUCK,
}
_EMBEDDING = frozenset({"iframe", "object", "embed", "frame"})


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What a page displays, what of it was left out, and whether it is made of frames."""

    blocks: tuple[Block, ...]
    omissions: tuple[Omission, ...]
    frames: bool


class Preformatted(msgspec.Struct, frozen=True):
    """Text of the page that stands as it was typed; its own tables are found as in a text file."""

    text: str


def walk(root: etree._Element, limits: Limits) -> Page:
    """Read a parsed page; raises RefusedError beyond the limits."""
    walker = _Walker(root, limits)
    walker.run()
    blocks, places = _blocks(walker.page.items)
    # Beside a table that can be read, only a picture large enough to be another one is worth telling of.
    tabled = any(isinstance(block, Table) for block in blocks)
    told = (
        msgspec.structs.replace(omission, place=place)
        for number, (omission, place) in enumerate(zip(walker.omissions, _placed(places, walker), strict=True))
        if not tabled or number not in walker.small
    )
    return Page(blocks=blocks, omissions=tuple(told), frames=walker.frames)


def _placed(places: dict[int, Place], walker: "_Walker") -> list[Place]:
    """Where each omission stands; one in a cell that is hidden itself stands where the next one does, which tells of its table."""
    found: list[Place] = []
    following = Place(paragraph=1)
    for number in reversed(range(len(walker.omissions))):
        following = places.get(number, following)
        found.append(following)
    return found[::-1]


class _Walker:
    """What is open at one moment of the walk: tables, lists, the flow that text goes into."""

    def __init__(self, root: etree._Element, limits: Limits) -> None:
        self.page = Flow()
        self.omissions: list[Omission] = []
        self.small: set[int] = set()
        """The numbers of pictures too small to be a table, among the omissions."""
        self.frames = False
        self._root = root
        self._limits = limits
        self._characters = 0
        self._styles = Styles(sheet.text or "" for sheet in root.iter("style"))
        self._classed = kinds.classed_tables(root)
        self._frames: list[Frame] = []
        self._flows = [self.page]
        self._lists: list[tuple[Numbering | None, str]] = []
        self._typed: list[str] | None = None
        self._preformatted = 0
        self._raised = ""

    def run(self) -> None:
        """Walk over the page from its first element to its last."""
        steps = etree.iterwalk(self._root, events=("start", "end"))
        ends: list[str] = []
        for event, element in steps:
            if event == "start":
                ends.append(self._start(element))
                if ends[-1] == "skip":
                    steps.skip_subtree()
                elif element.text:
                    self._text(element.text)
            else:
                self._end(ends.pop())
                if element.tail:
                    self._text(element.tail)
        self.page.finish()

    def _start(self, element: etree._Element) -> str:
        """Open an element; returns how it is to be closed, "skip" where its content is not to be walked over."""
        tag = str(element.tag)
        if tag in kinds.SKIPPED:
            return "skip"
        declared = self._styles.of(element)
        part = kinds.kind_of(element, declared, self._classed)
        gone = is_gone(element, declared)
        if tag == "col" and self._frames:
            self._frames[-1].add_columns(kinds.span(element, "span"), gone=gone or is_invisible(declared))
            return "skip"
        within = bool(self._frames) and self._frames[-1].cell is None
        if part == kinds.ROW and within:
            self._frames[-1].open_row(gone=gone or is_invisible(declared))
            return "row"
        if why := _OMITTED_TAGS.get(tag) or (_HIDDEN if gone or is_invisible(declared) else ""):
            if part == kinds.CELL and within and not gone:
                self._open_cell(element)
                self._end("cell")
            text = "".join(_visible_texts(element))
            if (
                self._frames
                or why != _HIDDEN
                or len(text) >= _FURNITURE
                or next(element.iter("td", "th"), None) is not None
            ):
                self._omit(text, why)
            return "skip"
        if part == kinds.TABLE:
            return self._open_table(element)
        if part == kinds.SECTION and within:
            self._frames[-1].open_section(kinds.section_of(element, declared))
            return "section"
        if part == kinds.CELL and within:
            self._open_cell(element)
            return "cell"
        return self._start_inline(element, tag, declared)

    def _start_inline(self, element: etree._Element, tag: str, declared: Declarations) -> str:
        if tag in _EMBEDDING:
            self.frames = self.frames or tag == "frame"
            self._omit(element.get("src") or element.get("data") or tag, _EMBEDDED)
            return "skip"
        if tag in {"input", "select"}:
            self._text(value_of(element))
            return "skip"
        if tag == "img":
            edges = _edges(element)
            if all(edge >= _SMALL_PICTURE for edge in edges):
                if len(edges) < 2 or min(edges) < _LARGE_PICTURE:
                    self.small.add(len(self.omissions))
                self._leave_out(" ".join((element.get("alt") or "").split()), _PICTURE)
            return "skip"
        if tag == "br":
            self._text("\n") if self._typed is not None else self._flows[-1].end_line()
            return "inline"
        if tag in {"sup", "sub"}:
            self._raised = tag
            return "raised"
        if tag == "q":
            self._text("“")
            return "quotation"
        return self._start_block(element, tag, declared)

    def _start_block(self, element: etree._Element, tag: str, declared: Declarations) -> str:
        display = declared.get("display", "")
        if tag in {"pre", "textarea", "listing", "xmp", "plaintext"}:
            self._edge()
            if len(self._flows) == 1 and self._typed is None and tag != "textarea":
                self._typed = []
                return "typed"
            self._preformatted += 1
            return "preformatted"
        if tag in {"ol", "ul", "menu", "dir"}:
            self._edge()
            numbering = Numbering(element) if tag == "ol" else None
            self._lists.append((numbering, declared.get("list-style-type", "")))
            return "list"
        if display.startswith("inline"):
            self._text(" ")
            return "inline"
        if tag not in kinds.BLOCKS and display not in {"block", "flex", "grid", "list-item", "flow-root"}:
            return "inline"
        self._edge()
        numbering, style = self._lists[-1] if tag == "li" and self._lists else (None, "")
        if numbering is not None:
            self._text(numbering.label(element, declared.get("list-style-type", style)))
        return "block"

    def _end(self, end: str) -> None:
        """Close what `_start` opened."""
        if end in {"block", "list", "preformatted", "typed"}:
            self._close_block(end)
        elif end == "cell":
            self._flows.pop().finish()
            self._frames[-1].close_cell()
        elif end == "row":
            self._frames[-1].close_row()
        elif end == "section":
            self._frames[-1].open_section(1)
        elif end == "table":
            self._close_table(self._frames.pop())
        elif end == "raised":
            self._raised = ""
        elif end == "quotation":
            self._text("”")

    def _close_block(self, end: str) -> None:
        if end == "typed":
            self._end_typed()
            return
        self._edge()
        if end == "list":
            self._lists.pop()
        elif end == "preformatted":
            self._preformatted -= 1

    def _open_table(self, element: etree._Element) -> str:
        self._end_typed()
        self._flows[-1].end_block()
        self._frames.append(Frame(presentation=element.get("role") in {"presentation", "none"}))
        return "table"

    def _open_cell(self, element: etree._Element) -> None:
        cell = RawCell(kinds.span(element, "rowspan"), kinds.span(element, "colspan"), element.get("x:num"))
        self._frames[-1].open_cell(cell)
        self._flows.append(cell.flow)

    def _close_table(self, frame: Frame) -> None:
        hidden: Iterable[RawCell]
        if frame.is_layout():
            self._flows[-1].extend(frame.items())
            hidden = frame.hidden()
        else:
            parts, hidden = frame.parts(self._limits)
            self._flows[-1].extend(parts)
        self._omit("\n".join(text for text in (cell.everything() for cell in hidden) if text), _HIDDEN)
        self._flows[-1].finish()

    def _end_typed(self) -> None:
        if self._typed is not None:
            self.page.extend([Preformatted("".join(self._typed))])
        self._typed = None

    def _edge(self) -> None:
        """The edge of a paragraph; raises RefusedError as soon as there are more than any report has."""
        if len(self.page.items) > self._limits.paragraphs:
            raise RefusedError(_TOO_MANY.format(limit=self._limits.paragraphs))
        if self._typed is not None:
            self._text("\n")
        else:
            self._flows[-1].end_block()

    def _text(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > self._limits.text:
            raise RefusedError(_TOO_LONG.format(limit=self._limits.text))
        if self._typed is not None:
            self._typed.append(text)
        elif self._preformatted:
            self._flows[-1].preformatted(text)
        else:
            self._flows[-1].text(raised(text, self._raised) if self._raised else text)

    def _omit(self, text: str, why: str) -> None:
        shown = "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
        if shown:
            self._leave_out(shown, why)

    def _leave_out(self, text: str, why: str) -> None:
        self._flows[-1].leave_out(len(self.omissions))
        self.omissions.append(Omission(text=text, why=why))


def _visible_texts(element: etree._Element) -> Iterator[str]:
    """The texts below an element, without scripts, styles and links."""
    for child in element.iter():
        if child.tag not in kinds.SKIPPED and child.tag != "a":
            yield child.text or ""
        if child is not element:
            yield child.tail or ""


def _edges(element: etree._Element) -> list[int]:
    """The width and height of a picture in pixels, as far as they are declared."""
    edges = (element.get(name, "").strip().removesuffix("px") for name in ("width", "height"))
    return [int(edge) for edge in edges if edge.isdecimal()]


def _blocks(items: list[object]) -> tuple[tuple[Block, ...], dict[int, Place]]:
    """Number the tables and the paragraphs, each in the order in which they are displayed; and tell where what was left out stood.

    What stood outside of lines is told of at the paragraph or the table behind which it was noted, or at the first.
    """
    blocks: list[Block] = []
    places: dict[int, Place] = {}
    numbers: dict[int, int] = {}
    paragraph = 0
    behind = Place(table=1) if _begins_with_table(items) else Place(paragraph=1)
    for item in items:
        if isinstance(item, Line):
            paragraph += 1
            behind = Place(paragraph=paragraph)
            blocks.append(Paragraph(text=item.text, place=Place(paragraph=paragraph), blank_before=item.blank_before))
        elif isinstance(item, Part):
            number = numbers.setdefault(id(item.grid), len(numbers) + 1)
            behind = Place(table=number)
            blocks.append(_table(item, number))
            places |= _gaps(item, number)
        elif isinstance(item, Preformatted):
            blocks += [_moved(block, paragraph) for block in plain_text.blocks(item.text)]
            paragraph += item.text.count("\n") + 1
            behind = Place(paragraph=paragraph)
        elif isinstance(item, Gap):
            places[item.number] = behind
    return tuple(blocks), places


def _begins_with_table(items: list[object]) -> bool:
    return isinstance(next((item for item in items if not isinstance(item, Gap)), None), Part)


def _gaps(part: Part, table: int) -> dict[int, Place]:
    return {
        number: Place(table=table, row=placed.row + 1, column=placed.column + 1)
        for placed in part.cells
        for number in placed.cell.gaps()
    }


def _table(part: Part, number: int) -> Table:
    cells = tuple(
        Cell(
            row=placed.row,
            column=placed.column,
            text=placed.cell.text(),
            row_span=placed.row_span,
            column_span=placed.column_span,
            place=Place(table=number, row=placed.row + 1, column=placed.column + 1),
        )
        for placed in part.cells
    )
    return Table(cells=cells, fidelity="grid", place=Place(table=number))


def _moved(block: Block, paragraphs: int) -> Block:
    """A block of preformatted text, whose lines count as paragraphs of the page."""
    place = Place(paragraph=paragraphs + (block.place.line or 0))
    if isinstance(block, Paragraph):
        return msgspec.structs.replace(block, place=place)
    cells = tuple(
        msgspec.structs.replace(cell, place=Place(paragraph=paragraphs + (cell.place.line or 0)))
        for cell in block.cells
    )
    return msgspec.structs.replace(block, cells=cells, place=place)
