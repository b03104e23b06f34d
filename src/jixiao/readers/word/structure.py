"""The rows of a table with the horizontal extent of every cell, as far as the file can be believed.

A cell says how many columns of the table's grid it covers (`w:gridSpan`) and how wide it would like to be (`w:tcW`); the table says how
wide the columns of its grid are (`w:tblGrid`). Files written by Word agree with themselves. Where the rows of a file do not add up to the
same number of columns, the widths of the cells decide, since such a table is displayed by them.
"""

from collections.abc import Iterator
from itertools import accumulate
from statistics import median

import msgspec
from lxml.etree import _Element as Element

from jixiao.readers.word.names import VAL, W, contents, is_on, number, twips

_DEFAULT_WIDTH = 1_000.0
_LEAST_WIDTH = 2_000.0
"""Twips; a grid narrower than this does not tell the widths of a form."""
_USUAL_WIDTH = 9_000.0
"""Twips between the margins of an A4 page, of which shares in percent are taken where the file does not tell."""
_SAME_WIDTH = 0.04
"""Share by which the rows of a table may differ in width for their widths to be believed."""
_MOST_COLUMNS = 4_000
DELETED = "修订中已删除的行或单元格，按接受修订后的内容读取，没有采用。"
HIDDEN = "隐藏的表格行，没有采用。"
COVERED = "被合并单元格遮住的文字，显示不出来，没有采用。"


class RawCell(msgspec.Struct, kw_only=True):
    """A `w:tc` with its extent in twips; it may belong to a vertical merge, and then begin it or continue it from the cell above."""

    element: Element
    left: float
    right: float
    merges: bool
    continues: bool


class RawTable(msgspec.Struct, frozen=True, kw_only=True):
    """The rows that are displayed, and the elements left out with the reason: deleted, hidden, covered ones."""

    rows: list[list[RawCell]]
    left_out: list[tuple[Element, str]]

    def width(self) -> float:
        """Twips from the left edge to the right one."""
        return max((cell.right for row in self.rows for cell in row), default=0.0)


class _Cell(msgspec.Struct, kw_only=True):
    """A cell as it is stored: columns of the grid that it covers, width in twips when it tells one."""

    element: Element
    span: int
    width: float | None
    merges: bool = False
    continues: bool = False


class _Row(msgspec.Struct, kw_only=True):
    """A row as it is stored: columns of the grid before and after its cells, width of those before."""

    cells: list[_Cell]
    before: int
    before_width: float | None
    after: int

    def columns(self) -> int:
        return self.before + sum(cell.span for cell in self.cells) + self.after

    def total(self) -> float | None:
        """Width in twips of all that stands in the row, when every part tells its own."""
        widths = [cell.width for cell in self.cells]
        if self.before:
            widths.append(self.before_width)
        known = [width for width in widths if width is not None]
        return sum(known) if len(known) == len(widths) else None


def raw_table(table: Element) -> RawTable:
    """Read the structure of a `w:tbl`; tables inside its cells are not looked at."""
    left_out: list[tuple[Element, str]] = []
    grid = [max(twips(column.get(f"{W}w")) or 0.0, 1.0) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    whole = sum(grid) if sum(grid) >= _LEAST_WIDTH else _USUAL_WIDTH
    rows = list(_rows(table, whole, left_out))
    if _is_told_by_widths(rows):
        return RawTable(rows=[_by_widths(row) for row in rows], left_out=left_out)
    edges = [0.0, *accumulate(_column_widths(grid, rows))]
    return RawTable(rows=[_by_grid(row, edges) for row in rows], left_out=left_out)


def _rows(table: Element, whole: float, left_out: list[tuple[Element, str]]) -> Iterator[_Row]:
    for element in contents(table):
        if element.tag != f"{W}tr":
            continue
        properties = element.find(f"{W}trPr")
        if properties is None:
            yield _Row(cells=_cells(element, whole, left_out), before=0, before_width=None, after=0)
        elif properties.find(f"{W}del") is not None:
            left_out.append((element, DELETED))
        elif is_on(properties.find(f"{W}hidden")):
            left_out.append((element, HIDDEN))
        else:
            yield _Row(
                cells=_cells(element, whole, left_out),
                before=_span(properties.find(f"{W}gridBefore"), 0),
                before_width=_width(properties.find(f"{W}wBefore"), whole),
                after=_span(properties.find(f"{W}gridAfter"), 0),
            )


def _cells(row: Element, whole: float, left_out: list[tuple[Element, str]]) -> list[_Cell]:
    cells: list[_Cell] = []
    for element in contents(row):
        if element.tag != f"{W}tc":
            continue
        properties = element.find(f"{W}tcPr")
        if properties is None:
            cells.append(_Cell(element=element, span=1, width=None))
            continue
        span = _span(properties.find(f"{W}gridSpan"), 1)
        width = _width(properties.find(f"{W}tcW"), whole)
        if properties.find(f"{W}cellDel") is not None:
            left_out.append((element, DELETED))
        elif cells and _continues(properties.find(f"{W}hMerge")):
            left_out.append((element, COVERED))
            last = cells[-1]
            last.span += span
            last.width = None if last.width is None or width is None else last.width + width
        else:
            merge, tracked = properties.find(f"{W}vMerge"), properties.find(f"{W}cellMerge")
            accepted = None if tracked is None else tracked.get(f"{W}vMerge")
            cells.append(
                _Cell(
                    element=element,
                    span=span,
                    width=width,
                    merges=merge is not None or accepted is not None,
                    continues=_continues(merge) or accepted == "cont",
                )
            )
    return cells


def _continues(merge: Element | None) -> bool:
    return merge is not None and merge.get(VAL, "continue") != "restart"


def _span(element: Element | None, least: int) -> int:
    return min(max(number(element) or least, least), _MOST_COLUMNS)


def _width(element: Element | None, whole: float) -> float | None:
    """A preferred width in twips; None when it is left to the program."""
    if element is None:
        return None
    text, kind = element.get(f"{W}w", ""), element.get(f"{W}type", "dxa")
    if text.endswith("%"):
        share = twips(text.removesuffix("%"))
        width = None if share is None else whole * share / 100
    elif kind == "pct":
        share = twips(text)
        width = None if share is None else whole * share / 5000
    else:
        width = twips(text) if kind == "dxa" else None
    return width if width is not None and width > 0 else None


def _is_told_by_widths(rows: list[_Row]) -> bool:
    """Whether the rows cover different numbers of columns, yet all of them are equally wide."""
    filled = [row for row in rows if row.cells]
    if len({row.columns() for row in filled}) < 2:
        return False
    totals = [row.total() for row in filled if not row.after]
    known = [total for total in totals if total is not None]
    return len(known) == len(totals) > 0 and max(known) - min(known) <= _SAME_WIDTH * max(known)


def _by_widths(row: _Row) -> list[RawCell]:
    """Lay the cells side by side; rows that are a little wider or narrower than others are brought to the same width by the columns."""
    left = (row.before_width or 0.0) if row.before else 0.0
    cells: list[RawCell] = []
    for cell in row.cells:
        right = left + (cell.width or _DEFAULT_WIDTH)
        cells.append(_placed(cell, left, right))
        left = right
    return cells


def _by_grid(row: _Row, edges: list[float]) -> list[RawCell]:
    at = row.before
    cells: list[RawCell] = []
    for cell in row.cells:
        end = at + cell.span
        cells.append(_placed(cell, edges[at], edges[end]))
        at = end
    return cells


def _placed(cell: _Cell, left: float, right: float) -> RawCell:
    return RawCell(element=cell.element, left=left, right=right, merges=cell.merges, continues=cell.continues)


def _column_widths(grid: list[float], rows: list[_Row]) -> list[float]:
    """The widths of all columns: those of the grid, or where it is missing or too short, those of cells in one column."""
    columns = max((row.columns() for row in rows), default=0)
    if len(grid) >= columns and sum(grid) >= _LEAST_WIDTH:
        return grid
    told: dict[int, list[float]] = {}
    for row in rows:
        at = row.before
        for cell in row.cells:
            if cell.span == 1 and cell.width is not None:
                told.setdefault(at, []).append(cell.width)
            at += cell.span
    return [median(told[column]) if column in told else _DEFAULT_WIDTH for column in range(columns)]
