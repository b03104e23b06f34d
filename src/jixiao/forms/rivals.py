"""How sure a cut is: for every cell of it the price of the cheapest cut of the whole table in which it is not there."""

from collections.abc import Iterator

from jixiao.forms.cuts import INFINITE, AlignedRow, Segment
from jixiao.forms.ribbon import Gap
from jixiao.forms.searching import STRAY, Search

_REACH = 4.0
"""How much dearer a cut may be to be looked at as a rival of the best."""
_ALIKE = frozenset({"note", "remark"})
"""Columns of which nothing in a text tells whose it is."""
_KEPT = 2
"""Cells over a token that are kept: the best and its cheapest rival."""
Edge = tuple[int, int, int | None]
"""A cell that a cut may have: its first token, the one behind its last, its slot; None for a token set aside."""


def measure(search: Search, rows: list[AlignedRow]) -> None:
    """Give every cell that soft boundaries bound the price of the cheapest cut of the whole table in which it is not there."""
    if search.certain:
        return
    alike = [number for number, slot in enumerate(search.slots) if slot.field in _ALIKE]
    same_as = dict.fromkeys(alike, min(alike, default=0))
    cells: dict[Edge, Segment] = {
        (cell.start, cell.end, same_as.get(slot, slot)): cell for row in rows for slot, cell in row.cells.items()
    }
    if not any(search.is_soft(start) or search.is_soft(end) for start, end, _ in cells):
        return
    least, _ = search.closed(len(search.tokens))
    cheapest: list[list[tuple[float, Edge]]] = [[] for _ in search.tokens]
    for total, (start, end, slot) in _Rivals(search, least + _REACH).edges():
        edge = (start, end, slot if slot is None else same_as.get(slot, slot))
        for index in range(edge[0], edge[1]):
            known = [(cost, other) for cost, other in cheapest[index] if other != edge]
            same = [cost for cost, other in cheapest[index] if other == edge]
            cheapest[index] = sorted([*known, (min([total, *same]), edge)], key=lambda found: found[0])[:_KEPT]
    for edge, cell in cells.items():
        if search.is_soft(cell.start) or search.is_soft(cell.end):
            ends = (cell.start, cell.end - 1)
            others = [total for index in ends for total, other in cheapest[index] if other != edge]
            cell.margin = max(0.0, min([least + _REACH, *others]) - least)


class _Rivals:
    """All cells of cuts that cost at most `most`: what remains to be paid behind each is found from the end backwards."""

    def __init__(self, search: Search, most: float) -> None:
        self.search = search
        self.most = most
        size, count = len(search.tokens), len(search.slots)
        self.rest = [[INFINITE] * count for _ in range(size + 1)]
        self.rest[size] = [search.skipped[count] - search.skipped[slot + 1] for slot in range(count)]

    def edges(self) -> Iterator[tuple[float, Edge]]:
        """Every such cell with the cost of the cheapest cut that has it."""
        for i in range(len(self.search.tokens) - 1, -1, -1):
            yield from self._edges_from(i)

    def _edges_from(self, i: int) -> Iterator[tuple[float, Edge]]:
        search, rest = self.search, self.rest[i]
        count = len(search.slots)
        entries = search.entries(i)
        cheapest = [INFINITE] * count
        """What the cell that begins here and all behind it cost, for each slot of the cell, without what is said of its neighbour."""
        paired: dict[int, float] = {}
        for slot, end, cost, follow in search.cells_from(i, entries, self.rest, self.most):
            behind = cost + self.rest[end][slot]
            cheapest[slot] = min(cheapest[slot], behind)
            paired[slot] = min(paired.get(slot, INFINITE), behind + follow)
            total = entries[slot][0] + behind + follow
            if total <= self.most:
                yield total, (i, end, slot)
        gap = search.tokens[i].gap
        new_row, same_row = search.may_open(i)
        opening = search.opening(i)
        for before in range(count):
            if search.best[i][before] == INFINITE:
                continue
            skipped = search.skipped[before + 1]
            options = [
                search.skipped[slot]
                - skipped
                + (paired[slot] if entries[slot][1:] == (before, False) else cheapest[slot])
                for slot in range(before + 1, count)
                if same_row and slot in paired
            ]
            if new_row:
                ending = search.skipped[count] - skipped + opening
                options += [ending + search.skipped[slot] + cheapest[slot] for slot in range(count)]
            if i and gap is not Gap.ROW:
                stray = STRAY + self.rest[i + 1][before]
                options.append(stray)
                if search.best[i][before] + stray <= self.most:
                    yield search.best[i][before] + stray, (i, i + 1, None)
            rest[before] = min(options, default=INFINITE)
