"""From a worksheet to blocks: what is seen becomes tables and paragraphs, what is not becomes omissions.

Everything goes by the cells that hold something, never by the extent of the sheet: a line drawn in row 1,048,576 costs nothing. Rows and
columns without such a cell are left out of a table, so that its positions are dense; the places of its cells tell the real ones.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import accumulate, groupby
from operator import itemgetter

import msgspec

from jixiao.documents import Block, Cell, Omission, Paragraph, Table
from jixiao.places import Place
from jixiao.readers.contents import Limits, RefusedError
from jixiao.readers.excel.sheets import MOST_COLUMNS, Area, Seen, Sheet, SheetCell

_HIDDEN_ROW = "从这里起有行在表中被隐藏（包括筛选和折叠），未作为表格内容读取。"
_HIDDEN_COLUMN = "这一列在表中被隐藏，未作为表格内容读取。"
_HIDDEN_SHEET = "这张工作表被隐藏，未作为表格内容读取。"
_COVERED = "这个单元格被合并单元格盖住，表中看不见，未作为表格内容读取。"
_UNSEEN = "这个单元格的数字格式使内容不显示，未作为表格内容读取。"
_ROUNDED = "这些单元格显示的数字是四舍五入后的结果，存储的数值更精确；读取以显示的为准，请核对。"
_FINE = re.compile(r"%$|\.\d{6}")
"""How a number ends whose hidden digits nobody misses: a rate, or one with many decimals."""
_MOST_TOLD = 10
"""Rounded cells that are told one by one."""
_LEAST_ROWS, _LEAST_COLUMNS = 3, 2
"""What stands beside a form without touching it must have as many rows and columns to be a table of its own where nothing is ruled."""


class _Held(msgspec.Struct, frozen=True):
    """A cell on its way to a table: the area that it covers and what it holds."""

    area: Area
    cell: SheetCell


def hidden_sheet(sheet: Sheet) -> list[Omission]:
    """What a hidden worksheet holds, as one omission: a line for every row, its cells divided by tabs; none for a blank one."""
    rows: dict[int, list[str]] = defaultdict(list)
    for position in sorted(sheet.cells):
        if text := sheet.cells[position].text.strip():
            rows[position[0]].append(text)
    texts = ["\t".join(row) for row in rows.values()] + [line.text for _, _, box in sheet.boxes for line in box]
    return [Omission(text="\n".join(texts), why=_HIDDEN_SHEET, place=Place(sheet=sheet.name))] if texts else []


def lay(sheet: Sheet, limits: Limits) -> tuple[list[Block], list[Omission]]:
    """Lay out what is seen of a worksheet: its tables, floating texts before or behind them, and what was left out.

    Raises RefusedError when the tables have more places than the limits allow.
    """
    omissions = list(sheet.omissions)
    held = _unmerged(sheet, omissions)
    held = _seen(sheet, held, omissions)
    omissions.extend(_rounded(sheet.name, held))
    laid = [block for part in _side_by_side(sheet, held) for block in _blocks(sheet, part, limits)]
    first = min((one.area.top for one in held), default=0)
    boxes = sorted(sheet.boxes, key=lambda box: box[:2])
    before = [line for row, _, box in boxes for line in box if row <= first]
    behind = [line for row, _, box in boxes for line in box if row > first]
    return [*before, *laid, *behind], omissions


def paragraphs(text: str, place: Place, blank_before: int = 1) -> list[Paragraph]:
    """The lines of a running text as paragraphs; blank lines are counted, those before the first are told."""
    found: list[Paragraph] = []
    for line in text.split("\n"):
        if line.strip():
            found.append(Paragraph(text=line.strip(), place=place, blank_before=blank_before))
            blank_before = 0
        else:
            blank_before += 1
    return found


def _place(sheet: str, row: int | None, column: int | None) -> Place:
    return Place(sheet=sheet, row=row, column=column)


def _unmerged(sheet: Sheet, omissions: list[Omission]) -> list[_Held]:
    """The cells with the areas that they cover; what a merged area covers beside its anchor is not seen and told."""
    held: list[_Held] = []
    areas = sorted(sheet.merged)
    following = 0
    ends: list[tuple[int, int]] = []  # bottom row and left column of the areas that reach the current row
    lefts: list[int] = []
    active: dict[int, Area] = {}
    for position in sorted(sheet.cells):
        row, column = position
        while following < len(areas) and areas[following].top <= row:
            area = areas[following]
            following += 1
            _expire(ends, lefts, active, area.top)
            at = bisect_left(lefts, area.left)
            beside = [active[left] for left in lefts[max(at - 1, 0) : at + 1]]
            # Merged areas never overlap; where a file says so, the programs keep the first.
            if all(other.right < area.left or area.right < other.left for other in beside):
                insort(lefts, area.left)
                active[area.left] = area
                heappush(ends, (area.bottom, area.left))
        _expire(ends, lefts, active, row)
        at = bisect_right(lefts, column)
        over = active[lefts[at - 1]] if at else None
        cell = sheet.cells[position]
        if over is None or over.right < column:
            right = column
            while cell.across and (row, right + 1) in sheet.across:
                right += 1
            held.append(_Held(Area(row, column, row, right), cell))
        elif (over.top, over.left) == position:
            held.append(_Held(over, cell))
        elif cell.text.strip():
            anchor = sheet.cells.get((over.top, over.left))
            # Some programs leave the text of a merged cell in every place that it covers.
            if anchor is None or anchor.text != cell.text:
                omissions.append(Omission(text=cell.text, why=_COVERED, place=_place(sheet.name, row, column)))
    return held


def _expire(ends: list[tuple[int, int]], lefts: list[int], active: dict[int, Area], row: int) -> None:
    """Forget the merged areas that end above a row."""
    while ends and ends[0][0] < row:
        _, left = heappop(ends)
        del lefts[bisect_left(lefts, left)]
        del active[left]


def _seen(sheet: Sheet, held: Iterable[_Held], omissions: list[Omission]) -> list[_Held]:
    """Those cells of which a part is seen; the text of the others is told by hidden row or column."""
    rows, columns = Seen(sheet.hidden_rows), Seen(sheet.hidden_columns)
    kept: list[_Held] = []
    hidden_rows: dict[int, list[str]] = defaultdict(list)
    hidden_columns: dict[int, list[str]] = defaultdict(list)
    for one in held:
        area, text = one.area, one.cell.text.strip()
        if not rows.any(area.top, area.bottom):
            hidden_rows[area.top].append(text)
        elif not columns.any(area.left, area.right):
            hidden_columns[area.left].append(text)
        elif text:
            kept.append(one)
        elif one.cell.value:
            place = _place(sheet.name, area.top, area.left)
            omissions.append(Omission(text=one.cell.value, why=_UNSEEN, place=place))
    omissions.extend(_hidden_rows(sheet.name, hidden_rows, sorted({one.area.top for one in kept})))
    for column, texts in hidden_columns.items():
        if told := "\n".join(filter(None, texts)):
            omissions.append(Omission(text=told, why=_HIDDEN_COLUMN, place=_place(sheet.name, None, column)))
    return kept


def _hidden_rows(name: str, hidden: dict[int, list[str]], seen: list[int]) -> Iterator[Omission]:
    """One omission for the hidden rows between two that are seen: a line for each, its cells divided by tabs."""
    for _, rows in groupby(sorted(hidden), key=lambda row: bisect_left(seen, row)):
        lines = {row: "\t".join(filter(None, hidden[row])) for row in rows}
        told = [line for line in lines.values() if line]
        if told:
            first = next(row for row, line in lines.items() if line)
            yield Omission(text="\n".join(told), why=_HIDDEN_ROW, place=_place(name, first, None))


def _rounded(name: str, held: Iterable[_Held]) -> list[Omission]:
    """One omission for the numbers of a sheet that show fewer digits than they have; rates are rounded everywhere, and not told."""
    cells = [one for one in held if _hides_digits(one.cell)]
    if not cells:
        return []
    told = [
        f"第{one.area.top}行第{one.area.left}列显示“{one.cell.text}”，存储为 {one.cell.value}"
        for one in cells[:_MOST_TOLD]
    ]
    more = f"；等 {len(cells)} 处" if len(cells) > _MOST_TOLD else ""
    return [
        Omission(text="；".join(told) + more, why=_ROUNDED, place=_place(name, cells[0].area.top, cells[0].area.left))
    ]


def _hides_digits(cell: SheetCell) -> bool:
    """Whether digits are hidden that matter: neither those of a rate or a date, nor those behind many decimals."""
    is_date = cell.value is not None and "-" in cell.value[1:]
    return cell.value is not None and not is_date and not _FINE.search(cell.text)


def _side_by_side(sheet: Sheet, held: Sequence[_Held]) -> list[list[_Held]]:
    """Part the cells at columns that nothing touches: forms that stand beside one another."""
    by_column = sorted(held, key=lambda one: one.area.left)
    parts: list[list[_Held]] = []
    touched: list[bool] = []
    reach = 0
    for one in by_column:
        if not parts:
            parts.append([])
        elif one.area.left > reach + 1:
            touched = touched or _touched(sheet)
            if not all(touched[reach + 1 : one.area.left]):
                parts.append([])
        parts[-1].append(one)
        reach = max(reach, one.area.right)
    apart = bool(sheet.ruled_columns) or all(_is_table(part) for part in parts)
    return parts if len(parts) < 2 or apart else [by_column]


def _touched(sheet: Sheet) -> list[bool]:
    """Which columns belong to what stands beside them: hidden, ruled (a blank column of a form is), or reached by a merged area."""
    steps = [0] * (MOST_COLUMNS + 2)
    for area in sheet.merged:
        steps[area.left] += 1
        steps[area.right + 1] -= 1
    merged = accumulate(steps)
    return [
        count > 0 or column in sheet.hidden_columns or column in sheet.ruled_columns
        for column, count in enumerate(merged)
    ]


def _is_table(part: list[_Held]) -> bool:
    rows = {one.area.top for one in part}
    columns = {one.area.left for one in part}
    return len(rows) >= _LEAST_ROWS and len(columns) >= _LEAST_COLUMNS


def _blocks(sheet: Sheet, held: Sequence[_Held], limits: Limits) -> Iterator[Block]:
    """Tables, and the lines of running text above, between and below them: rows of one cell that no line is drawn around."""
    by_row = sorted(held, key=lambda one: (one.area.top, one.area.left))
    cells = Counter(one.area.top for one in by_row)
    reach = 0
    is_line: list[bool] = []
    for one in by_row:
        row = one.area.top
        is_line.append(cells[row] == 1 and reach < row == one.area.bottom and row not in sheet.ruled_rows)
        reach = max(reach, one.area.bottom)
    if not (sheet.ruled_rows or all(is_line)):
        # Where nothing is ruled, a row of one cell may belong to the table as well.
        is_line = [False] * len(by_row)
    for running, pairs in groupby(zip(is_line, by_row, strict=True), key=itemgetter(0)):
        part = [one for _, one in pairs]
        if running:
            yield from _lines(sheet.name, part)
        else:
            yield _table(sheet, part, limits)


def _lines(name: str, held: Sequence[_Held]) -> Iterator[Paragraph]:
    above: int | None = None
    for one in held:
        row = one.area.top
        blank = row - above - 1 if above is not None else 1
        yield from paragraphs(one.cell.text, _place(name, row, one.area.left), blank)
        above = row


def _table(sheet: Sheet, held: Sequence[_Held], limits: Limits) -> Table:
    """A table of the rows and columns in which a cell begins; spans count those of them that a cell covers."""
    rows, columns = Seen(sheet.hidden_rows), Seen(sheet.hidden_columns)
    tops = sorted({rows.first(one.area.top) for one in held})
    lefts = sorted({columns.first(one.area.left) for one in held})
    cells: list[Cell] = []
    places = 0
    for one in held:
        area = one.area
        row, end = bisect_left(tops, area.top), bisect_right(tops, area.bottom)
        column, edge = bisect_left(lefts, area.left), bisect_right(lefts, area.right)
        places += (end - row) * (edge - column)
        if places > limits.cells:
            message = (
                f"的工作表“{sheet.name}”超过 {limits.cells} 个单元格，不像绩效自评表，未予读取；请只保留自评表后重试。"
            )
            raise RefusedError(message)
        cells.append(
            Cell(
                row=row,
                column=column,
                row_span=end - row,
                column_span=edge - column,
                text=one.cell.text.strip(),
                value=one.cell.value,
                place=_place(sheet.name, area.top, area.left),
            )
        )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    first = cells[0].place
    return Table(cells=tuple(cells), fidelity="grid", place=Place(sheet=sheet.name, row=first.row))
