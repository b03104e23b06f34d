"""Lines that are rows: in text without cells a line break mostly ends a row, and the lines themselves say whether it does.

If every line with figures is a whole row by itself, lines are rows; what stands between them is the running text of a last column.
"""

from collections.abc import Sequence

import msgspec

from jixiao.forms import shapes
from jixiao.forms.alignment import align
from jixiao.forms.cuts import AlignedRow, Joins
from jixiao.forms.headings import Heading
from jixiao.forms.levels import is_level_word
from jixiao.forms.looks import fit_of, follow_of, joins_of, slots_of
from jixiao.forms.ribbon import Gap, Ribbon, Token

_FEWEST = 2
"""Whole rows without which lines are not taken for rows."""
_WHOLE = 0.7
"""Share of the rows that must be whole; the others lack values or points, as a damaged form does."""
_WHOLE_GLUED = 0.3
"""The same where nothing parts the cells: many rows cannot be cut, but then they should not run into the next one too."""
_DEAREST = 2.6
"""What a whole row may cost: a plain text as target and actual, a free label as level."""
_STRANGE = 2.0
"""Cost from which on a cell does not belong in its column."""
_WORDS = 1.6
"""Cost of a space between two Chinese characters of one cell, as much as a label of its own that is no known word."""
_PROSE = frozenset({"note", "remark", "rule", "explanation"})
_POINTS = ("weight", "score")
_VALUES = ("target", "actual")


def rows_of_lines(tokens: Ribbon, heading: Heading) -> Ribbon | None:
    """The tokens with a certain row end at every line that begins a row; None where lines are not rows."""
    if heading.lines or not tokens:
        return None
    joins = joins_in_lines(heading, tokens)
    fields = heading.fields()
    lines = _lines(tokens)
    whole = partial = 0
    result: list[Token] = []
    for line in lines:
        opened = (msgspec.structs.replace(line[0], gap=Gap.ROW), *line[1:])
        row = _alone(opened, heading, joins)
        if row is not None and _is_whole(row, fields):
            whole += 1
        elif _goes_on(line, fields) and result:
            result += line
            continue
        elif not heading.glued and (row is None or not _is_remnant(row, fields)):
            return None
        else:
            partial += 1
        result += opened
    share = _WHOLE_GLUED if heading.glued else _WHOLE
    return tuple(result) if whole >= _FEWEST and whole >= share * (whole + partial) else None


def joins_in_lines(heading: Heading, tokens: Ribbon) -> Joins:
    """How loose text is whose lines are rows: their spaces part cells, not the words of one."""
    return msgspec.structs.replace(joins_of(heading, tokens), words=_WORDS)


def _lines(tokens: Ribbon) -> list[list[Token]]:
    """The tokens line by line; a line break that was only supposed inside a printed line is none."""
    lines: list[list[Token]] = []
    for token in tokens:
        if not lines or (token.gap >= Gap.LINE and token.place != lines[-1][-1].place):
            lines.append([])
        lines[-1].append(token)
    return lines


def _alone(line: Sequence[Token], heading: Heading, joins: Joins) -> AlignedRow | None:
    """The line as one row; None if something in it fits nowhere."""
    tokens = tuple(line)
    rows = align(tokens, slots_of(heading), fit_of(tokens, heading), follow_of(tokens, heading), joins, rows_known=True)
    return rows[0] if len(rows) == 1 and not rows[0].strays else None


def _is_whole(row: AlignedRow, fields: Sequence[str]) -> bool:
    """Whether a row has its name, its values and its points, and all of them look it."""
    cells = {fields[slot]: cell for slot, cell in row.cells.items()}
    points = [field for field in _POINTS if field in fields]
    values = [field for field in _VALUES if field in fields]
    wanted = {"name", *values, *points}
    cost = sum(max(0.0, cell.cost) for field, cell in cells.items() if field not in _PROSE)
    return wanted <= cells.keys() and cost <= _DEAREST


def _goes_on(line: Sequence[Token], fields: Sequence[str]) -> bool:
    """Whether a line may be more of the running text in the last column: it holds no points and begins with no level."""
    return (
        fields[-1] in _PROSE
        and not any(shapes.is_points(token.key) for token in line)
        and not is_level_word(line[0].key)
        and not all(shapes.is_value(token.key) for token in line)
    )


def _is_remnant(row: AlignedRow, fields: Sequence[str]) -> bool:
    """Whether a line is a row that lacks both values, with a name that looks it."""
    cells = {fields[slot]: cell for slot, cell in row.cells.items()}
    named = "name" in cells and cells["name"].cost < _STRANGE
    return named and not any(field in cells for field in _VALUES) and all(c.cost < _STRANGE for c in cells.values())
