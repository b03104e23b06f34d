"""Fund blocks with two heads, one of sources and one of kinds: 财政拨款 | 其他资金, each with 预算 and 执行 below it.

They are put straight: a row for every source, a column for every kind. The places of all cells stay.
"""

from collections.abc import Iterator

import msgspec

from jixiao.documents import Cell, Document, Table
from jixiao.forms import shapes
from jixiao.forms.headings import listed_field
from jixiao.forms.labels import is_total_word
from jixiao.forms.unlisted import fund_field, is_source
from jixiao.forms.words import key

_KINDS = frozenset({"initial", "adjusted", "executed", "rate"})
_AMOUNTS = frozenset({"initial", "adjusted", "executed"})
_FEWEST = 2

Grid = dict[int, list[Cell]]


class _Crossed(msgspec.Struct, frozen=True):
    """A block: the row of its upper head, its figures by source and kind, the kinds as headed, and what stands beside them."""

    row: int
    frame: Cell | None
    kinds: dict[str, Cell]
    sources: dict[str, tuple[Cell, dict[str, Cell]]]
    beside: tuple[tuple[Cell, Cell], ...]


def straightened(document: Document) -> Document:
    """The document with every fund block of two heads put straight."""
    blocks = tuple(_straight(block) if isinstance(block, Table) else block for block in document.blocks)
    if all(one is other for one, other in zip(blocks, document.blocks, strict=True)):
        return document
    return msgspec.structs.replace(document, blocks=blocks)


def _straight(table: Table) -> Table:
    if table.fidelity != "grid":
        return table
    rows: Grid = {cells[0].row: cells for cells in table.rows()}
    found = next((crossed for row in rows if (crossed := _crossed(rows, row)) is not None), None)
    if found is None:
        return table
    new = list(_rows_of(found))
    grown = len(new) - 3
    cells = [
        cell if cell.row < found.row else msgspec.structs.replace(cell, row=cell.row + grown)
        for cell in table.cells
        if not found.row <= cell.row <= found.row + 2
    ]
    cells += [
        msgspec.structs.replace(cell, row=found.row + offset, column=column, row_span=1, column_span=1)
        for offset, line in enumerate(new)
        for column, cell in line
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return msgspec.structs.replace(table, cells=tuple(cells))


def _crossed(rows: Grid, row: int) -> _Crossed | None:
    """The block whose upper head stands in a row; None where there is none."""
    upper, lower, figures = ([cell for cell in rows.get(row + offset, ()) if key(cell.text)] for offset in range(3))
    spanning = [cell for cell in upper if cell.row_span == 1 and cell.column_span >= _FEWEST]
    heads = [(over, [under for under in lower if _covers(over, under)]) for over in spanning]
    heads = [(over, unders) for over, unders in heads if len(unders) >= _FEWEST]
    if len(heads) < _FEWEST or sum(len(unders) for _, unders in heads) != len(lower):
        return None
    pairs = [(over, under) for over, unders in heads for under in unders]
    sources_on_top = all(_source(over) for over, _ in heads) and all(_kind(under) for _, under in pairs)
    kinds_on_top = all(_kind(over) for over, _ in heads) and all(_source(under) for _, under in pairs)
    if sources_on_top == kinds_on_top:
        return None
    kinds: dict[str, Cell] = {}
    sources: dict[str, tuple[Cell, dict[str, Cell]]] = {}
    for over, under in pairs:
        source, kind = (over, under) if sources_on_top else (under, over)
        field = _kind(kind) or ""
        figure = next((cell for cell in figures if cell.column == under.column), None)
        _, told = sources.setdefault(key(source.text), (source, {}))
        if field in told or (figure is not None and not _is_amount(figure)):
            return None
        kinds.setdefault(field, kind)
        if figure is not None:
            told[field] = figure
    if len(kinds.keys() & _AMOUNTS) < _FEWEST:
        return None
    first = min(under.column for _, under in pairs)
    used = {id(cell) for _, told in sources.values() for cell in told.values()}
    tall = [cell for cell in upper if cell.row_span > 1]
    beside = []
    for cell in (cell for cell in figures if id(cell) not in used):
        head = next((over for over in tall if _covers(over, cell)), None)
        if head is None and cell.column >= first:
            return None
        if head is not None:
            beside.append((head, cell))
    frame = next((cell for cell in tall if cell.column < first), None)
    return _Crossed(row, frame, kinds, sources, tuple(beside))


def _rows_of(block: _Crossed) -> Iterator[list[tuple[int, Cell]]]:
    """The rows of the block put straight, each cell with its column: what belongs to the whole, the heading, a row for every source."""
    total = next((word for word in block.sources if _is_whole(word)), None)
    kinds = dict(block.kinds)
    sources = {word: dict(told) for word, (_, told) in block.sources.items()}
    loose = []
    for head, figure in block.beside:
        field = _kind(head)
        if total is not None and field is not None and field not in sources[total]:
            kinds.setdefault(field, head)
            sources[total][field] = figure
        elif figure.column > head.column or head is not block.frame:
            loose.append((head, figure))
    for head, figure in loose:
        yield [(0, head), (1, figure)]
    yield [*([(0, block.frame)] if block.frame is not None else []), *enumerate(kinds.values(), start=1)]
    for word, (source, _) in block.sources.items():
        told = sources[word]
        yield [(0, source), *((at, told[field]) for at, field in enumerate(kinds, start=1) if field in told)]


def _kind(cell: Cell) -> str | None:
    """What a word says of amounts: the budget, what was spent, the rate; None where it says nothing of them, or names a source."""
    word = key(cell.text)
    listed = listed_field(word, "fund")
    field = listed if listed in _KINDS else fund_field(word)
    return field if field in _KINDS and (listed in _KINDS or not is_source(word)) else None


def _source(cell: Cell) -> bool:
    word = key(cell.text)
    named = is_source(word) or is_total_word(word) or word.endswith(("级", "中央", "地方", "财政", "自筹"))
    return named and listed_field(word, "fund") not in _KINDS and not shapes.is_value(word)


def _is_whole(word: str) -> bool:
    return is_total_word(word) or word.endswith(("总额", "合计", "总计"))


def _is_amount(cell: Cell) -> bool:
    word = key(cell.text).removesuffix("万元").removesuffix("元")
    return shapes.is_number(word) or shapes.is_rate(word) or shapes.is_dash(word)


def _covers(head: Cell, cell: Cell) -> bool:
    return head.column <= cell.column < head.column + head.column_span
