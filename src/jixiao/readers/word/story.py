"""Walking through a story - the body, a header, a note, a text box - and making blocks of its paragraphs and tables."""

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec
from lxml.etree import _Element as Element

from jixiao.documents import Block, Cell, Omission, Paragraph, Table
from jixiao.places import Place
from jixiao.readers import own_marks
from jixiao.readers.contents import Limits, RefusedError
from jixiao.readers.word.grid import laid_out
from jixiao.readers.word.names import W, contents
from jixiao.readers.word.paragraphs import Missing, Note, ParagraphReader
from jixiao.readers.word.parts import Notes
from jixiao.readers.word.structure import COVERED, RawCell, RawTable, raw_table

_PARAGRAPH, _TABLE, _CHUNK = f"{W}p", f"{W}tbl", f"{W}altChunk"
_TEXTS = (f"{W}t", f"{W}delText")
_SAME_WIDTH = 240.0
"""Twips by which two tables, one directly below the other, may differ in width and still be displayed as one."""
_CHUNK_LEFT_OUT = "文档中插入的另一份文件没有读取；请在 Word 中打开并另存一份，或另行提交该文件。"
_CONTENTS_LEFT_OUT = "目录，没有采用。"
_COMMENT_LEFT_OUT = "批注，不是正文，没有采用。"


class _CellText(msgspec.Struct, kw_only=True):
    """What stands in one cell: lines, groups of tables displayed together, and what hangs on its paragraphs."""

    lines: list[str] = []
    tables: list[list[Element]] = []
    missing: list[Missing] = []
    notes: list[Note] = []

    def text(self) -> str:
        """The lines that hold anything; a tab is a wide gap, as in a paragraph."""
        return "\n".join(line.strip().replace("\t", "  ") for line in self.lines if line.strip())


class Story:
    """Reads the stories of one document in reading order; tables and paragraphs are counted on from one to the next."""

    def __init__(self, paragraphs: ParagraphReader, notes: Notes, limits: Limits) -> None:
        self.omissions: list[Omission] = []
        self.elements: dict[Place, Element] = {}
        """The `w:tc` or `w:p` at every place; of several paragraphs with one place the first."""
        self._reader = paragraphs
        self._notes = notes
        self._limits = limits
        self._paragraphs = 0
        self._tables = self._met = 0
        self._cells = 0
        self._characters = 0
        self._contents: list[str] = []
        self._open_notes: list[tuple[Element, Place]] = []

    def blocks(self, elements: Iterable[Element], place: Place | None = None, depth: int = 0) -> Iterator[Block]:
        """Make blocks of a story's elements; with a `place` (of a note, a header) its paragraphs do not count among those of the body."""
        blank, carried = 0, ""
        for kind, group in _grouped(elements):
            if kind == _TABLE:
                yield from self._displayed_tables(list(group), depth)
                blank = 0
                continue
            if kind == _CHUNK:
                self.omissions.extend(Omission(text="", why=_CHUNK_LEFT_OUT) for _ in group)
                continue
            for element in group:
                found = self._reader.read(element)
                text = carried + (found.numbered() if found.text.strip() else "")
                carried = text if found.merged else ""
                if found.is_contents:
                    self._contents.append(text.strip())
                    continue
                printed = bool(text.strip()) and not found.merged
                here = place or self._counted(element, printed=printed, holds=printed or bool(found.missing))
                for line in text.split("\n") if printed else [""]:
                    if line.strip():
                        self._count_text(line)
                        yield Paragraph(text=line.rstrip(), place=here, blank_before=blank)
                        blank = 0
                    else:
                        blank += 0 if found.merged else 1
                self._leave_out(found.missing, here)
                for box in found.boxes:
                    yield from self.blocks(contents(box), place, depth)
                self._open_notes += self._taken(found.notes, here)

    def _counted(self, element: Element, *, printed: bool, holds: bool) -> Place:
        """The place of a paragraph of the body, which counts if it holds anything."""
        self._paragraphs += holds
        here = Place(paragraph=max(self._paragraphs, 1))
        if printed:
            self.elements.setdefault(here, element)
        return here

    def notes(self) -> Iterator[Block]:
        """The notes to the paragraphs read so far, which stand at the foot of pages and not in the running text."""
        while self._open_notes:
            note, place = self._open_notes.pop(0)
            yield from self.blocks(contents(note), place)

    def finish(self) -> tuple[Omission, ...]:
        """All omissions, once every story has been read."""
        if self._contents:
            self.omissions.append(Omission(text="\n".join(self._contents), why=_CONTENTS_LEFT_OUT))
        return tuple(self.omissions)

    def _displayed_tables(self, elements: list[Element], depth: int) -> Iterator[Block]:
        """Tables that follow one another without a paragraph: those equally wide are displayed, and read, as one."""
        if depth >= self._limits.nesting:
            message = (
                f"里面的表格一层套一层，超过 {self._limits.nesting} 层，未予读取；请把自评表另存为不嵌套的表格再试。"
            )
            raise RefusedError(message)
        self._met += len(elements)
        if self._met > self._limits.tables:
            message = f"里面的表格超过 {self._limits.tables} 个，不像绩效自评材料；请只提交自评表本身。"
            raise RefusedError(message)
        together: list[RawTable] = []
        for raw in map(raw_table, elements):
            if together and abs(raw.width() - together[-1].width()) > _SAME_WIDTH:
                yield from self._table(together, depth)
                together = []
            together.append(raw)
        yield from self._table(together, depth)

    def _table(self, raws: list[RawTable], depth: int) -> Iterator[Block]:
        rows = [row for raw in raws for row in raw.rows]
        self._count_cells(sum(map(len, rows)))
        self._tables += 1
        table = self._tables
        for raw in raws:
            told = [Missing(_plain(element), why) for element, why in raw.left_out]
            self._leave_out([each for each in told if each.text], Place(table=table))
        framed = rows[0][0].element if len(rows) == len(rows[0] if rows else []) == 1 else None
        if framed is not None and framed.find(f".//{_TABLE}") is not None:
            # A frame around a page, not a table: what stands in it is read as if it stood in the body.
            yield from self.blocks(contents(framed), depth=depth + 1)
            return
        texts = {id(cell): self._cell_text(cell) for row in rows for cell in row}
        filled = {each for each, text in texts.items() if text.tables or text.text()}
        cells: list[Cell] = []
        hanging: list[tuple[_CellText, Place]] = []
        for each in laid_out(rows, filled):
            place = Place(table=table, row=each.row + 1, column=each.column + 1)
            self.elements[place] = each.raw.element
            said = texts[id(each.raw)]
            text = said.text()
            self._count_text(text)
            self._count_cells(each.row_span * each.column_span - 1)
            cells.append(
                Cell(
                    row=each.row,
                    column=each.column,
                    row_span=each.row_span,
                    column_span=each.column_span,
                    text=text,
                    place=place,
                )
            )
            hanging.append((said, place))
            for covered in each.covered:
                hidden = texts[id(covered)]
                if hidden.text():
                    self._leave_out([Missing(hidden.text(), COVERED)], place)
                hanging.append((hidden, place))
        if cells:
            yield Table(cells=tuple(cells), fidelity="grid", place=Place(table=table))
        for said, place in hanging:
            self._leave_out(said.missing, place)
            for elements in said.tables:
                yield from self._displayed_tables(elements, depth + 1)
            for note, _ in self._taken(said.notes, place):
                yield from self.blocks(contents(note), place)

    def _cell_text(self, cell: RawCell) -> _CellText:
        said = _CellText()
        self._gather(contents(cell.element), said)
        return said

    def _gather(self, elements: Iterable[Element], said: _CellText) -> None:
        carried = ""
        for kind, group in _grouped(elements):
            if kind == _TABLE:
                said.tables.append(list(group))
                continue
            if kind == _CHUNK:
                said.missing.extend(Missing("", _CHUNK_LEFT_OUT) for _ in group)
                continue
            for element in group:
                found = self._reader.read(element)
                text = carried + found.numbered()
                carried = text if found.merged else ""
                if not found.merged:
                    said.lines.extend(text.split("\n"))
                said.missing.extend(found.missing)
                said.notes.extend(found.notes)
                for box in found.boxes:
                    self._gather(contents(box), said)
        said.lines.append(carried)

    def _taken(self, notes: list[Note], place: Place) -> list[tuple[Element, Place]]:
        """Footnotes and endnotes with the place that refers to them; comments are left out."""
        taken: list[tuple[Element, Place]] = []
        for note in notes:
            element = self._notes.take(note.kind, note.identifier)
            if element is not None and note.kind == "comment":
                if element.get(f"{W}author") == own_marks.AUTHOR:
                    continue
                self._leave_out([Missing(_plain(element), _COMMENT_LEFT_OUT)], place)
            elif element is not None:
                taken.append((element, place))
        return taken

    def _leave_out(self, missing: list[Missing], place: Place) -> None:
        self.omissions.extend(Omission(text=each.text, why=each.why, place=place) for each in missing)

    def _count_text(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > self._limits.text:
            message = f"里面的文字超过 {self._limits.text} 字，不像绩效自评材料，未予读取；请只提交自评表本身。"
            raise RefusedError(message)

    def _count_cells(self, count: int) -> None:
        self._cells += count
        if self._cells > self._limits.cells:
            message = f"里面的表格超过 {self._limits.cells} 格，不像绩效自评材料，未予读取；请只提交自评表本身。"
            raise RefusedError(message)


def _grouped(elements: Iterable[Element]) -> Iterator[tuple[str, Iterator[Element]]]:
    """Runs of paragraphs, of tables, of inserted files; marks that lie between them (bookmarks, ranges) do not part them."""
    parts = (part for part in elements if part.tag in {_PARAGRAPH, _TABLE, _CHUNK})
    return groupby(parts, key=lambda part: part.tag)


def _plain(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter(*_TEXTS)).strip()
