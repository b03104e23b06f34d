"""Where a page cuts a table: whether the next page's table goes on with it, and how rows and merged cells become whole again.

Whether the page cut a row is weighed by `cut_rows`. The label of a merged cell may stand on one page while the cell on the next is empty.
"""

from collections.abc import Iterator, Sequence

import msgspec

from jixiao.documents import Cell
from jixiao.readers.cut_rows import WINDOW, Slot, cut_odds, slots
from jixiao.readers.page_headings import begins_anew, headings_of, key, without_headings
from jixiao.readers.page_labels import is_end

OUTER = 0.02
"""By how much of the page's width the outer borders of two parts may differ; a scanned page is never laid down twice alike."""
_INNER = 0.012
"""By how much of the table's width its inner boundaries may differ."""
_MATCHED = 0.75
"""Share of the inner boundaries of the part that has fewer which the other must have."""
_SEVERAL, _MATCHED_OF_SEVERAL = 3, 0.5
"""If so many match, this share is enough: the blocks of a form (资金, 目标, 指标) have borders of their own besides those in common."""
_KEY = 0.85
"""Share of the rows in which a label is filled that must be."""


class Growing:
    """A table while pages are added to it; rows and columns count from 0."""

    def __init__(self, cells: Sequence[Cell], xs: Sequence[float], *, open_below: bool) -> None:
        self.xs = tuple(xs)
        self.rows = _by_row(cells)
        self.open_below = open_below

    @property
    def cells(self) -> Iterator[Cell]:
        """All cells, row by row."""
        return (cell for row in self.rows for cell in row)

    def grow(
        self, cells: Sequence[Cell], xs: Sequence[float], *, open_above: bool, open_below: bool, foot: float = 0.0
    ) -> bool:
        """Add what the next page holds; False, with nothing changed, when that is another table.

        `foot` is how far down, as a share of the page's height, tables of the file reach on pages like these.
        """
        columns = _common_columns(self.xs, xs)
        if columns is None:
            return False
        common, own, other = columns
        part = _by_row([_moved(cell, other) for cell in cells])
        whole = self.rows if common == self.xs else [[_moved(cell, own) for cell in row] for row in self.rows]
        headings = headings_of(whole, part)
        if begins_anew(whole, part, headings):
            return False
        self.xs, self.rows = common, whole
        if headings and headings_of(whole[-headings:], part) == headings:
            # The page before ends with the very headings: what stands below them begins here.
            shift = len(whole) - headings
            below = without_headings(part, headings)
            self.rows.extend([msgspec.structs.replace(cell, row=cell.row + shift) for cell in row] for row in below)
        elif headings < len(part):
            open_between = self.open_below or open_above
            self._append(without_headings(part, headings), headings, open_between=open_between, foot=foot)
        self.open_below = open_below
        return True

    def _append(self, part: list[list[Cell]], dropped: int, *, open_between: bool, foot: float) -> None:
        """Put the rows of the next page below, joining the halves of a row and of merged cells."""
        last, first = slots(self.rows, len(self.rows) - 1), slots(part, 0, dropped)
        odds = cut_odds(self.rows, part, dropped, open_between=open_between, foot=foot)
        if odds.are_open:
            self.rows[-1], part = _opened(self.rows[-1]), [_opened(part[0]), *part[1:]]
            last, first = slots(self.rows, len(self.rows) - 1), slots(part, 0, dropped)
        cut = odds.are_halves
        shift = len(self.rows) - dropped - (1 if cut else 0)
        moved = [[msgspec.structs.replace(cell, row=cell.row + shift) for cell in row] for row in part]
        near = self.rows[-WINDOW:] + part
        labels = _label_columns(near)
        above = {slot.columns: slot.cell for slot in last}
        alike = _share_columns(last, first, labels)
        for slot in first:
            upper = above.get(slot.columns)
            if upper is not None and (cut or _one_label(upper, slot.cell, labels, near, alike=alike)):
                lower = next(cell for cell in moved[0] if cell.column == slot.cell.column)
                moved[0].remove(lower)
                row = self.rows[upper.row]
                row[row.index(upper)] = _glued(upper, lower)
        self.rows.extend(moved[1:] if cut else moved)


def _opened(row: list[Cell]) -> list[Cell]:
    """A row at a page's end of which it is open whether it is a half."""
    return [msgspec.structs.replace(cell, open=True) if cell.row_span == 1 else cell for cell in row]


def _by_row(cells: Sequence[Cell]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[] for _ in range(max((cell.row + cell.row_span for cell in cells), default=0))]
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows[cell.row].append(cell)
    return rows


def _moved(cell: Cell, columns: Sequence[int]) -> Cell:
    left, right = columns[cell.column], columns[cell.column + cell.column_span]
    return msgspec.structs.replace(cell, column=left, column_span=right - left)


def _common_columns(
    one: tuple[float, ...], other: Sequence[float]
) -> tuple[tuple[float, ...], list[int], list[int]] | None:
    """The boundaries of two parts put together, and where each one's own are among them; None when they do not lie alike."""
    if abs(one[0] - other[0]) > OUTER or abs(one[-1] - other[-1]) > OUTER:
        return None
    scale = (one[-1] - one[0]) / (other[-1] - other[0])
    fitted = [one[0] + (x - other[0]) * scale for x in other]
    near = _INNER * (one[-1] - one[0])
    common, places = list(one), []
    matched = 0
    for x in fitted:
        nearest = min(one, key=lambda known: abs(known - x))
        if abs(nearest - x) <= near:
            matched += 1
            places.append(nearest)
        else:
            common.append(x)
            places.append(x)
    fewer, inner = min(len(one), len(other)) - 2, matched - 2
    alike = inner >= _MATCHED * fewer or (inner >= _SEVERAL and inner >= _MATCHED_OF_SEVERAL * fewer)
    if not alike or len(set(places)) < len(places):
        return None
    common.sort()
    number = {x: index for index, x in enumerate(common)}
    return tuple(common), [number[x] for x in one], [number[x] for x in places]


def _label_columns(rows: list[list[Cell]]) -> int:
    """How many columns from the left hold labels, merged over several rows."""
    merged = {(cell.column, cell.column + cell.column_span) for row in rows for cell in row if cell.row_span > 1}
    reached = 0
    while wider := [end for start, end in merged if start <= reached < end]:
        reached = min(wider)
    return reached


def _share_columns(last: list[Slot], first: list[Slot], labels: int) -> bool:
    """Whether two rows have a column in common besides those of the labels; rows of different blocks (目标, 指标) have none."""
    beside = [{slot.columns for slot in row if slot.cell.column >= labels} for row in (last, first)]
    return bool(beside[0] & beside[1])


def _one_label(upper: Cell, lower: Cell, labels: int, rows: list[list[Cell]], *, alike: bool) -> bool:
    """Whether the merged cells above and below a page's end are one, though the row there is whole.

    A blank cell of one row alone, whose other cells are not `alike` those above, is the corner of a block that begins: of its headings.
    """
    if upper.column + upper.column_span > labels:
        return False
    if not alike and not key(lower.text) and lower.row_span == 1:
        return False
    if not key(lower.text) or key(upper.text) == key(lower.text):
        return True
    if not key(upper.text):
        return upper.row_span > 1 or _share_filled(upper, rows) >= _KEY
    return is_end(upper, lower, rows)


def _share_filled(label: Cell, rows: list[list[Cell]]) -> float:
    """In how large a share of the other cells of its column there is something."""
    others = [
        bool(key(cell.text))
        for row in rows
        for cell in row
        if (cell.column, cell.column_span) == (label.column, label.column_span) and cell is not label
    ]
    return sum(others) / len(others) if others else 0.0


def _glued(upper: Cell, lower: Cell) -> Cell:
    """One cell of two halves; it stands where its text begins."""
    texts = [text for text in (upper.text, lower.text) if text]
    whole = texts[:1] if len(texts) == 2 and key(upper.text) == key(lower.text) and "\n" not in upper.text else texts
    return msgspec.structs.replace(
        upper,
        text="\n".join(whole),
        row_span=upper.row_span + lower.row_span - (1 if lower.row < upper.row + upper.row_span else 0),
        confidence=min(upper.confidence, lower.confidence),
        open=upper.open or lower.open,
        place=lower.place if lower.text and not upper.text else upper.place,
    )
