"""Real tables whose indicators stand side by side, a column for each: they are turned, so that each has a row under a heading.

What a row holds is told by its first cell and by what stands behind it, as it is of columns. Spans are turned with their cells; the
places of all cells stay, so that what is found shows the cell of the file.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from jixiao.documents import Block, Cell, Document, Table
from jixiao.forms import shapes
from jixiao.forms.assigning import Seen
from jixiao.forms.headings import listed_field
from jixiao.forms.labels import is_label, is_total_word
from jixiao.forms.unlisted import indicator_field, indicator_fields
from jixiao.forms.words import key

_FEWEST_ROWS = 3
_FEWEST_INDICATORS = 2
_SIDES = frozenset({"target", "actual", "weight", "score"})
_FEWEST_SIDES = 2
_TALL = 3
"""Rows of a cell that frames the block beside it."""
_LONGEST_WORD = 16

Row = tuple[Cell, ...]


def turned_upright(document: Document) -> Document:
    """The document with every block of indicators that stand side by side turned."""
    blocks = tuple(
        piece for block in document.blocks for piece in (_upright(block) if isinstance(block, Table) else (block,))
    )
    return document if blocks == document.blocks else msgspec.structs.replace(document, blocks=blocks)


def _upright(table: Table) -> tuple[Block, ...]:
    if table.fidelity == "stream":
        return (table,)
    rows = {cells[0].row: _unframed(cells) for cells in table.rows()}
    if table.fidelity == "ragged":
        rows = _of_one_width(rows)
    block = _block(rows)
    if block is None:
        return (table,)
    first, last = min(block), max(block)
    starts = sorted({cell.column for row in block.values() for cell in row[1:]})
    grown = len(starts) + 1 - (last - first + 1)
    turned = list(_turned(block, starts))
    own = {id(cell) for row in block.values() for cell in row}
    others = (cell for cell in table.cells if id(cell) not in own)
    moved = [_moved(cell, first, last, grown) for cell in others if key(cell.text) or not first <= cell.row <= last]
    if table.fidelity == "grid":
        cells = sorted([*moved, *turned], key=lambda cell: (cell.row, cell.column))
        return (msgspec.structs.replace(table, cells=tuple(cells)),)
    # Rows of one width leave no doubt which cells belong together, those around them do.
    upright = msgspec.structs.replace(table, cells=tuple(turned), fidelity="grid")
    around = ([cell for cell in moved if (cell.row < first) is before] for before in (True, False))
    above, below = (msgspec.structs.replace(table, cells=tuple(cells)) for cells in around)
    return tuple(piece for piece in (above, upright, below) if piece.cells)


def _of_one_width(rows: Mapping[int, Row]) -> dict[int, Row]:
    """The rows of text that have as many cells as most: where one is missing, nobody knows which."""
    widths = Counter(len(row) for row in rows.values() if len(row) > _FEWEST_INDICATORS)
    width = max(widths, key=lambda each: (widths[each], each), default=0)
    return {number: row for number, row in rows.items() if len(row) == width}


def _moved(cell: Cell, first: int, last: int, grown: int) -> Cell:
    """A cell beside the block keeps its frame, one below it makes room for the rows that it grew by."""
    if cell.row > last:
        return msgspec.structs.replace(cell, row=cell.row + grown)
    if cell.row + cell.row_span - 1 >= first:
        return msgspec.structs.replace(cell, row_span=max(cell.row_span + grown, 1))
    return cell


def _unframed(cells: Sequence[Cell]) -> Row:
    """A row without what frames the block to its left."""
    row = tuple(cells)
    while row and (not key(row[0].text) or row[0].row_span >= _TALL):
        row = row[1:]
    return row


def _block(rows: Mapping[int, Row]) -> dict[int, Row] | None:
    """The rows that hold what indicators side by side say of themselves, by their number; None where there are none."""
    run: dict[int, Row] = {}
    for number, row in sorted(rows.items()):
        if _may_be_row(row) and (not run or row[0].column == next(iter(run.values()))[0].column):
            run[number] = row
            continue
        if _is_block(run):
            return run
        run = {number: row} if _may_be_row(row) else {}
    return run if _is_block(run) else None


def _may_be_row(row: Row) -> bool:
    """Whether a row may say one thing of several indicators: a word of a heading, and behind it none and no label."""
    if len(row) <= _FEWEST_INDICATORS or row[0].row_span > 1:
        return False
    word = key(row[0].text)
    listed = listed_field(word, "indicator")
    if len(word) > _LONGEST_WORD or (listed is None and (is_label(word) or shapes.is_value(word))):
        return False
    if listed is None and indicator_field(word) is None:
        return False
    return not any(_heads(key(cell.text)) for cell in row[1:])


def _heads(word: str) -> bool:
    if is_total_word(word) or shapes.is_dash(word):
        return False
    return bool(word) and (listed_field(word, "indicator") is not None or is_label(word)) and not word.endswith("指标")


def _is_block(run: Mapping[int, Row]) -> bool:
    if len(run) < _FEWEST_ROWS:
        return False
    rows = list(run.values())
    starts = sorted({cell.column for row in rows for cell in row[1:]})
    seen = [Seen(key(row[0].text), tuple(_text(row, start) for start in starts)) for row in rows]
    listed = [listed_field(one.word, "indicator") for one in seen]
    assigned = indicator_fields(seen)
    fields = assigned.fields if assigned is not None else listed
    if None in fields or "name" not in fields or len(starts) < _FEWEST_INDICATORS:
        return False
    of = dict(zip(fields, seen, strict=True))
    names = [text for text in of["name"].below if text and not is_total_word(text)]
    if len(set(names)) < _FEWEST_INDICATORS or any(map(shapes.is_value, names)):
        return False
    sides = [of[field] for field in _SIDES & of.keys()]
    return len(sides) >= _FEWEST_SIDES and all(_answers(side.below) for side in sides)


def _answers(texts: Sequence[str]) -> bool:
    """Whether most of what a row says are values."""
    said = [text for text in texts if text and not shapes.is_dash(text)]
    return 2 * sum(map(shapes.is_value, said)) > len(said) if said else True


def _text(row: Row, column: int) -> str:
    return next((key(cell.text) for cell in row[1:] if cell.column <= column < cell.column + cell.column_span), "")


def _turned(block: Mapping[int, Row], starts: Sequence[int]) -> Iterator[Cell]:
    """The cells of the block with rows for columns; the first cells make the heading."""
    top = min(block)
    left = min(row[0].column for row in block.values())
    for offset, (number, row) in enumerate(sorted(block.items())):
        yield msgspec.structs.replace(row[0], row=top, column=left + offset, row_span=1, column_span=1)
        for cell in row[1:]:
            covered = [i for i, start in enumerate(starts) if cell.column <= start < cell.column + cell.column_span]
            below = sum(1 for other in block if number <= other < number + cell.row_span)
            yield msgspec.structs.replace(
                cell,
                row=top + 1 + covered[0],
                column=left + offset,
                row_span=len(covered),
                column_span=below,
            )
