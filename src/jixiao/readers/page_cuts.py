"""Where a page cuts a table: whether the next page's table goes on with it, and how rows and merged cells become whole again.

Producers differ in what they do with a row that the page cuts: figures stand in its first half, in its second, or in the middle; the
label of a merged cell stands on one page and the cell on the next is empty. So the rows decide that have the same columns: a column that
is filled in nearly all of them, and is filled in exactly one of the two halves, shows that these are one row.
"""

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from jixiao.documents import Cell
from jixiao.readers.page_headings import begins_anew, headings_of, key, without_headings

_OUTER = 0.02
"""By how much of the page's width the outer borders of two parts may differ; a scanned page is never laid down twice alike."""
_INNER = 0.012
"""By how much of the table's width its inner boundaries may differ."""
_MATCHED = 0.75
"""Share of the inner boundaries of the part that has fewer which the other must have."""
_SEVERAL, _MATCHED_OF_SEVERAL = 3, 0.5
"""If so many match, this share is enough: the blocks of a form (资金, 目标, 指标) have borders of their own besides those in common."""
_WINDOW = 60
"""Rows before the cut that are looked at; the rows near a cut are most like it."""
_KINDRED = 3
"""Rows with the same columns as the cut one that tell what such a row must hold; fewer say nothing."""
_WHOLE = 3
"""Columns that rows of one kind always fill; where both rows fill so many, and fewer are filled in one only, neither is a half."""
_KEY = 0.85
"""Share of these rows in which a column is filled that must be."""
_LIKE_ENDINGS = 0.6
"""Share of the labels of a column that end with one character, 标 mostly, by which a label without it is seen to be cut."""
_NAME, _ENDING = 12, 2
"""Characters of a name at most, and so many at its end by which two of them are alike."""
_FULL, _FULL_BUT = 0.6, 3.2
"""A line is full that takes this share of its cell's room, and all but so many characters: a longer word may not have fitted."""
_FULLEST = 0.95
_FIGURE = re.compile(
    r"[≥≤＞＜><=＝±约]{0,2}[-+]?\d[\d,.，]*[%％‰]?[\u4e00-\u9fff]{0,3}(?:/[\u4e00-\u9fff]{1,3})?|100分|[-—/]+"
)
_LONG = 4
"""Lines of a text that a page cuts wherever they run; fewer may be kept together."""
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_FINISHED = tuple("。；;！？!?")
_NUMBERED = re.compile(r"[（(]?[\d一二三四五六七八九十]+[）)、.．]|目标\s*\d|指标\s*\d|[①-⑳]")
_TARGET = re.compile(r"[≥≤＞＜><=＝]\d[\d,.，]*[%％‰]?[\u4e00-\u9fff]{0,3}")
"""A whole target: it opens a row of its own even below a line that is full."""


class _Slot(msgspec.Struct, frozen=True):
    """What lies in one row at one column: its cell, and whether that began in this row."""

    cell: Cell
    begins: bool

    @property
    def columns(self) -> tuple[int, int]:
        return self.cell.column, self.cell.column_span


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

    def grow(self, cells: Sequence[Cell], xs: Sequence[float], *, open_above: bool, open_below: bool) -> bool:
        """Add what the next page holds; False, with nothing changed, when that is another table."""
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
        if headings < len(part):
            self._append(without_headings(part, headings), headings, open_between=self.open_below or open_above)
        self.open_below = open_below
        return True

    def _append(self, part: list[list[Cell]], dropped: int, *, open_between: bool) -> None:
        """Put the rows of the next page below, joining the halves of a row and of merged cells."""
        last, first = _slots(self.rows, len(self.rows) - 1), _slots(part, 0, dropped)
        cut = _is_cut(self.rows, part, dropped, open_between=open_between)
        shift = len(self.rows) - dropped - (1 if cut else 0)
        moved = [[msgspec.structs.replace(cell, row=cell.row + shift) for cell in row] for row in part]
        near = self.rows[-_WINDOW:] + part
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
    if abs(one[0] - other[0]) > _OUTER or abs(one[-1] - other[-1]) > _OUTER:
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


def _slots(rows: list[list[Cell]], index: int, offset: int = 0) -> list[_Slot]:
    """What lies in one row from left to right; cells of `rows[i]` are anchored in row `i + offset`."""
    row = index + offset
    found = [
        _Slot(cell, cell.row == row)
        for above in rows[max(0, index - _WINDOW) : index + 1]
        for cell in above
        if cell.row + cell.row_span > row
    ]
    return sorted(found, key=lambda slot: slot.cell.column)


def _label_columns(rows: list[list[Cell]]) -> int:
    """How many columns from the left hold labels, merged over several rows."""
    merged = {(cell.column, cell.column + cell.column_span) for row in rows for cell in row if cell.row_span > 1}
    reached = 0
    while wider := [end for start, end in merged if start <= reached < end]:
        reached = min(wider)
    return reached


def _share_columns(last: list[_Slot], first: list[_Slot], labels: int) -> bool:
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
    return _is_end(upper, lower, rows)


def _is_end(upper: Cell, lower: Cell, rows: list[list[Cell]]) -> bool:
    """Whether a text is the end of the label above it: others of its column end like it, and what is above does not."""
    start, end = _masked(upper), _masked(lower)
    others = _other_labels(upper, lower, rows)
    if start.endswith(end):
        return False
    return any(other.endswith(end) for other in others) or (_ends_alike(end, others) and start[-1:] != end[-1:])


def _other_labels(upper: Cell, lower: Cell, rows: list[list[Cell]]) -> list[str]:
    labels = [_masked(cell) for row in rows for cell in row if cell.column == upper.column]
    return [label for label in labels if label and label not in (_masked(upper), _masked(lower))]


def _ends_alike(label: str, others: list[str]) -> bool:
    """Whether most labels of a column end with the same character, 标 as a rule, as one does."""
    return bool(others) and sum(other[-1] == label[-1:] for other in others) >= _LIKE_ENDINGS * len(others)


def _share_filled(label: Cell, rows: list[list[Cell]]) -> float:
    """In how large a share of the other cells of its column there is something."""
    others = [
        bool(key(cell.text))
        for row in rows
        for cell in row
        if (cell.column, cell.column_span) == (label.column, label.column_span) and cell is not label
    ]
    return sum(others) / len(others) if others else 0.0


def _masked(label: Cell) -> str:
    """A label with its points made equal: 产出指标（0分）."""
    return _DIGITS.sub("0", key(label.text))


def _glued(upper: Cell, lower: Cell) -> Cell:
    """One cell of two halves; it stands where its text begins."""
    texts = [text for text in (upper.text, lower.text) if text]
    whole = texts[:1] if len(texts) == 2 and key(upper.text) == key(lower.text) and "\n" not in upper.text else texts
    return msgspec.structs.replace(
        upper,
        text="\n".join(whole),
        row_span=upper.row_span + lower.row_span - (1 if lower.row < upper.row + upper.row_span else 0),
        confidence=min(upper.confidence, lower.confidence),
        place=lower.place if lower.text and not upper.text else upper.place,
    )


def _is_cut(whole: list[list[Cell]], part: list[list[Cell]], dropped: int, *, open_between: bool) -> bool:
    """Whether the last row of the table and the first row of the part are halves of one row."""
    last, first = _slots(whole, len(whole) - 1), _slots(part, 0, dropped)
    if [slot.columns for slot in last] != [slot.columns for slot in first]:
        return False
    halves = [
        (index, key(upper.cell.text), key(lower.cell.text))
        for index, (upper, lower) in enumerate(zip(last, first, strict=True))
        if upper.begins and upper.cell.row_span == lower.cell.row_span == 1
    ]
    if any(_is_figure(upper) and _is_figure(lower) for _, upper, lower in halves):
        return False
    near = [*whole[-_WINDOW:], *part[:_WINDOW]]
    if _begins_group(last, first, near):
        return False
    kindred = _kindred(whole, part, dropped, [slot.columns for slot in last])
    if any(_each_named(upper, lower, [key(row[at].cell.text) for row in kindred]) for at, upper, lower in halves):
        return False
    density = _density(near)
    if _are_whole(halves, kindred, last, density) or _misses_the_longest(last, first):
        return False
    if _runs_on(halves, last, density):
        return True
    if len(kindred) >= _KINDRED:
        keys = [
            (upper, lower)
            for index, upper, lower in halves
            if _share(kindred, lambda row, at=index: bool(key(row[at].cell.text))) >= _KEY  # type: ignore[misc]
            and _share(kindred, lambda row, at=index: row[at].begins and row[at].cell.row_span == 1) >= _KEY  # type: ignore[misc]
        ]
        return any(bool(upper) != bool(lower) for upper, lower in keys)
    return _goes_on(last, first, open_between=open_between)


def _are_whole(
    halves: list[tuple[int, str, str]], kindred: list[list[_Slot]], last: list[_Slot], density: float
) -> bool:
    """Whether neither row is a half: a text of the first row does not go on from a full line, or too many would have to go on."""
    if len(kindred) < _KINDRED:
        return False
    always = [
        (index, upper, lower)
        for index, upper, lower in halves
        if _share(kindred, lambda row, at=index: bool(key(row[at].cell.text))) >= _KEY  # type: ignore[misc]
    ]
    both = [index for index, upper, lower in always if upper and lower]
    one = sum(bool(upper) != bool(lower) for _, upper, lower in always)
    if len(both) <= one:
        return False
    return len(both) >= _WHOLE or any(not _is_full(last[index].cell, density) for index in both)


def _misses_the_longest(last: list[_Slot], first: list[_Slot]) -> bool:
    """Whether some text would be cut while a longer one, which makes the row as high as it is, stands whole on one of the pages."""
    pairs = [
        (upper.cell.text, lower.cell.text)
        for upper, lower in zip(last, first, strict=True)
        if upper.begins and upper.cell.row_span == lower.cell.row_span == 1
    ]
    cut = [_lines(upper) + _lines(lower) for upper, lower in pairs if key(upper) and key(lower)]
    alone = [_lines(upper or lower) for upper, lower in pairs if bool(key(upper)) != bool(key(lower))]
    return bool(cut) and max(alone, default=0) > max(*cut, _LONG - 1)


def _lines(text: str) -> int:
    return text.count("\n") + 1


def _each_named(upper: str, lower: str, others: list[str]) -> bool:
    """Whether two names are whole: they end alike (…情况, …情况), or the upper one ends as most of its column do and the lower does not."""
    shorter, longer = sorted((len(upper), len(lower)))
    if shorter <= _ENDING or longer > _NAME or upper.endswith(_FINISHED):
        return False
    if upper[-_ENDING:] == lower[-_ENDING:]:
        return upper != lower
    return _ends_alike(upper, [other for other in others if other]) and upper[-1:] != lower[-1:]


def _begins_group(last: list[_Slot], first: list[_Slot], rows: list[list[Cell]]) -> bool:
    """Whether a label of the first row is a new one below a whole one, and none goes on with what the last row began."""
    pairs = [
        (upper.cell, lower.cell)
        for upper, lower in zip(last, first, strict=True)
        if lower.cell.row_span > 1 and key(upper.cell.text) and key(lower.cell.text)
    ]
    whole = any(_ends_alike(_masked(upper), _other_labels(upper, lower, rows)) for upper, lower in pairs)
    return whole and not any(_is_end(upper, lower, rows) for upper, lower in pairs)


def _width(line: str) -> float:
    """About how broad a line is, in Chinese characters."""
    return sum(0.5 if character < "\u2000" else 1.0 for character in line)


def _breadth(cell: Cell) -> float:
    return cell.place.box[2] - cell.place.box[0] if cell.place.box is not None else 0.0


def _density(rows: list[list[Cell]]) -> float:
    """How many characters full lines of a table have for the breadth of their cells: about what any line can hold.

    The fullest few of all are left aside; text may run over its border.
    """
    cells = [cell for row in rows for cell in row if _breadth(cell)]
    densities = sorted(_width(line) / _breadth(cell) for cell in cells for line in cell.text.split("\n"))
    return densities[int(_FULLEST * (len(densities) - 1))] if densities else 0.0


def _is_full(cell: Cell, density: float) -> bool:
    """Whether the last line of a cell runs to its border, as those lines do that are followed by another."""
    room = _breadth(cell) * density
    width = _width(cell.text.split("\n")[-1])
    return width >= _FULL * room and width >= room - _FULL_BUT


def _runs_on(halves: list[tuple[int, str, str]], last: list[_Slot], density: float) -> bool:
    """Whether every text of the first row goes on from a full line of the last row, and is no beginning of its own."""
    going_on = [(index, lower) for index, _, lower in halves if lower]
    return bool(going_on) and all(
        _is_full(last[index].cell, density)
        and not last[index].cell.text.endswith(_FINISHED)
        and not _NUMBERED.match(lower)
        and not _TARGET.fullmatch(lower)
        for index, lower in going_on
    )


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


def _kindred(
    whole: list[list[Cell]], part: list[list[Cell]], dropped: int, columns: list[tuple[int, int]]
) -> list[list[_Slot]]:
    """The rows near the cut that have the same columns as the row in question."""
    rows = [_slots(whole, index) for index in range(max(0, len(whole) - 1 - _WINDOW), len(whole) - 1)]
    rows += [_slots(part, index, dropped) for index in range(1, min(len(part), _WINDOW))]
    return [row for row in rows if [slot.columns for slot in row] == columns]


def _share(rows: list[list[_Slot]], holds: Callable[[list[_Slot]], bool]) -> float:
    return sum(map(holds, rows)) / len(rows)


def _goes_on(last: list[_Slot], first: list[_Slot], *, open_between: bool) -> bool:
    """Whether running text goes on: a row without a label of its own under one that has one, in cells that were begun there.

    That the page ends with a sentence tells nothing where the text is long and alone, and the row above names all that it belongs to.
    """
    if key(first[0].cell.text) or not key(last[0].cell.text):
        return False
    texts = [(key(upper.cell.text), key(lower.cell.text)) for upper, lower in zip(last[1:], first[1:], strict=True)]
    continued = [(upper, lower) for upper, lower in texts if lower]
    if not continued or not all(upper for upper, _ in continued):
        return False
    broken_off = any(not upper.endswith(_FINISHED) and not _NUMBERED.match(lower) for upper, lower in continued)
    blank = sum(bool(upper) and not lower for upper, lower in texts)
    long = any(
        _lines(upper.cell.text) >= _LONG
        for upper, lower in zip(last[1:], first[1:], strict=True)
        if key(lower.cell.text)
    )
    return broken_off or open_between or (len(continued) == 1 and long and blank >= _WHOLE)
