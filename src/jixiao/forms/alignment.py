"""Aligning tokens with columns: the cheapest cut of a ribbon into cells, cells into rows.

Every cell is a run of tokens given to one slot (column); slots are filled from left to right, some may stay empty, and a new row
begins where the source says so or, where it does not say, where that is cheaper. The costs come from outside: what a text looks
like in a slot, what it costs to leave a slot empty, to join two tokens over a gap or to divide them. The cut is found by dynamic
programming over (token, slot); what fits nowhere is set aside as stray and reported.
"""

from collections.abc import Sequence

from jixiao.forms.cuts import AlignedRow, Fit, Follow, Joins, Slot
from jixiao.forms.ribbon import Ribbon
from jixiao.forms.rivals import measure
from jixiao.forms.searching import Search


def align(
    tokens: Ribbon, slots: Sequence[Slot], fit: Fit, follow: Follow, joins: Joins, *, rows_known: bool
) -> list[AlignedRow]:
    """Cut tokens into rows of cells at the least cost; `rows_known` says that a row begins exactly at each Gap.ROW.

    Lines that were broken inside their cells betray how wide each column is; a second search uses what the first one learnt.
    """
    if not tokens:
        return []
    search = Search(tokens, slots, fit, follow, joins, rows_known=rows_known)
    rows = search.rows()
    columns = search.column_widths(rows)
    if any(columns):
        search = Search(tokens, slots, fit, follow, joins, rows_known=rows_known, columns=columns)
        rows = search.rows()
    measure(search, rows)
    return rows
