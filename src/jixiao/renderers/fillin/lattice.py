"""The columns of the sheet: those of the indicator table, so that each of its cells is one cell; all other rows are fitted to them.

A row can then be inserted, copied and pasted as anybody is used to; what stands above and below the table covers several columns.
"""

from collections.abc import Sequence
from itertools import accumulate


def columns_for(table: Sequence[float], least: int) -> tuple[float, ...]:
    """The widths of the sheet's columns: those of the table, the widest halved until there are `least`."""
    widths = list(table)
    while len(widths) < least:
        widest = widths.index(max(widths))
        widths[widest : widest + 1] = [widths[widest] / 2] * 2
    return tuple(widths)


def fitted(shares: Sequence[float], columns: Sequence[float]) -> tuple[int, ...]:
    """How many columns each cell of a row covers, at least one each, so that its edges move as little as possible.

    `shares` are the widths that the cells should have, in any unit; there must not be more of them than columns.
    """
    edges = [0.0, *accumulate(columns)]
    total = sum(shares)
    wanted = [edge / total * edges[-1] for edge in accumulate(shares)]
    count, cells = len(columns), len(shares)
    # best[k] are the edges of the first cells when the last of them ends at column k, with how far they moved in all.
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for number, edge in enumerate(wanted, start=1):
        left = cells - number
        best = {
            end: min(
                (moved + abs(edges[end] - edge), (*taken, end - start))
                for start, (moved, taken) in best.items()
                if start < end
            )
            for end in range(number, count - left + 1)
            if any(start < end for start in best)
        }
    return best[count][1]
