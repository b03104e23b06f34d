"""Fund blocks with two heads, one of sources and one of kinds: 财政拨款 | 其他资金, each with 预算 and 执行 below it.

They are put straight: a row for every source, a column for every kind. The places of all cells stay.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from jixiao.documents import Block, Cell, Document, Table
from jixiao.forms import shapes
from jixiao.forms.headings import listed_field
from jixiao.forms.labels import is_total_word
from jixiao.forms.unlisted import fund_field, is_source
from jixiao.forms.words import key

_KINDS = frozenset({"initial", "adjusted", "executed", "rate"})
_AMOUNTS = frozenset({"initial", "adjusted", "executed"})
_FEWEST = 2
_ROWS = 3
"""The two heads, and the figures below them."""

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
    blocks = tuple(
        piece for block in document.blocks for piece in (_straight(block) if isinstance(block, Table) else (block,))
    )
    return document if blocks == document.blocks else msgspec.structs.replace(document, blocks=blocks)


def _straight(table: Table) -> tuple[Block, ...]:
    if table.fidelity == "stream":
        return (table,)
    rows: Grid = {cells[0].row: cells for cells in table.rows()}
    by = _by_spans if table.fidelity == "grid" else _by_order
    found = next((crossed for row in rows if (crossed := _crossed(rows, row, by)) is not None), None)
    if found is None:
        return (table,)
    lines = list(_rows_of(found))
    grown = len(lines) - _ROWS
    straight = [
        msgspec.structs.replace(cell, row=found.row + offset, column=column, row_span=1, column_span=1)
        for offset, line in enumerate(lines)
        for column, cell in line
    ]
    above = [cell for cell in table.cells if cell.row < found.row]
    below = [
        msgspec.structs.replace(cell, row=cell.row + grown) for cell in table.cells if cell.row >= found.row + _ROWS
    ]
    if table.fidelity == "grid":
        cells = sorted([*above, *straight, *below], key=lambda cell: (cell.row, cell.column))
        return (msgspec.structs.replace(table, cells=tuple(cells)),)
    block = msgspec.structs.replace(table, cells=tuple(straight), fidelity="grid")
    around = (msgspec.structs.replace(table, cells=tuple(cells)) for cells in (above, below))
    first, last = around
    return tuple(piece for piece in (first, block, last) if piece.cells)


def _by_spans(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[tuple[Cell, Cell]]:
    """The pairs of an upper head and a lower one that it covers; none unless they make up all of the lower row."""
    spanning = [cell for cell in upper if cell.row_span == 1 and cell.column_span >= _FEWEST]
    pairs = [(over, under) for over in spanning for under in lower if _covers(over, under)]
    return pairs if len(pairs) == len(lower) and len({id(over) for over, _ in pairs}) >= _FEWEST else []


def _by_order(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[tuple[Cell, Cell]]:
    """The same where a text lost its spans: the lower heads go round under the upper ones, as often as there are."""
    for tells, below in ((_source, _kind), (_kind, _source)):
        heads = [cell for cell in upper if tells(cell)]
        if tells is _kind and any(map(_source, upper)):
            continue
        each, over = divmod(len(lower), max(len(heads), 1))
        words = [key(cell.text) for cell in lower]
        around = all(word == words[index % max(each, 1)] for index, word in enumerate(words))
        if len(heads) >= _FEWEST and each >= _FEWEST and not over and around and all(map(below, lower)):
            return [(heads[index // each], cell) for index, cell in enumerate(lower)]
    return []


def _crossed(
    rows: Grid, row: int, by: Callable[[Sequence[Cell], Sequence[Cell]], list[tuple[Cell, Cell]]]
) -> _Crossed | None:
    """The block whose upper head stands in a row; None where there is none."""
    upper, lower, figures = ([cell for cell in rows.get(row + offset, ()) if key(cell.text)] for offset in range(_ROWS))
    pairs = by(upper, lower)
    sources_on_top = all(_source(over) and _kind(under) for over, under in pairs)
    if not pairs or not (sources_on_top or all(_kind(over) and _source(under) for over, under in pairs)):
        return None
    amounts = [cell for cell in figures if _is_amount(cell)]
    if by is _by_spans:
        figure_of = {id(under): cell for _, under in pairs for cell in amounts if cell.column == under.column}
    elif len(amounts) >= len(pairs):
        figure_of = {id(under): cell for (_, under), cell in zip(pairs, amounts, strict=False)}
    else:
        return None
    kinds: dict[str, Cell] = {}
    sources: dict[str, tuple[Cell, dict[str, Cell]]] = {}
    for over, under in pairs:
        source, kind = (over, under) if sources_on_top else (under, over)
        field = _kind(kind) or ""
        _, told = sources.setdefault(key(source.text), (source, {}))
        if field in told:
            return None
        kinds.setdefault(field, kind)
        if id(under) in figure_of:
            told[field] = figure_of[id(under)]
    if len(kinds.keys() & _AMOUNTS) < _FEWEST:
        return None
    used = {id(cell) for cell in figure_of.values()}
    heads = [cell for cell in upper if all(cell is not over for over, _ in pairs)]
    first = min(over.column for over, _ in pairs)
    beside = _beside(
        [cell for cell in heads if cell.column > first], [cell for cell in figures if id(cell) not in used]
    )
    if beside is None:
        return None
    frame = next((cell for cell in heads if cell.column < first), None)
    return _Crossed(row, frame, kinds, sources, beside)


def _beside(heads: Sequence[Cell], figures: Sequence[Cell]) -> tuple[tuple[Cell, Cell], ...] | None:
    """The figures of the columns beside the block with their heads, and before them the word of the row; None where one has no head."""
    loose = [cell for cell in figures if _is_amount(cell)]
    if len(loose) > len(heads):
        return None
    return tuple(zip(heads, loose, strict=False))


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
        else:
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
