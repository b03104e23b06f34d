"""Goals whose two sides stand side by side (预期目标 | 实际完成情况): cells where the source knows them, else the best cut of the lines."""

from itertools import pairwise

import msgspec

from jixiao.forms.ribbon import Gap, Ribbon, Token, cell_text
from jixiao.forms.shapes import first_unit_width, width
from jixiao.forms.words import key
from jixiao.model import Goal

_MOST_LINES = 120
"""Lines among which the end of the first goal is looked for."""
_ENDS = "。！；;."


def read_goals(
    tokens: Ribbon, sides: tuple[str, ...], columns: tuple[int | None, ...], *, cell_lines: bool
) -> list[Goal]:
    """Divide the tokens under two goal labels into goals.

    `sides` gives their order, `columns` the column of each label's place where it has one; `cell_lines` says that every line is a cell.
    """
    if not tokens:
        return []
    if any(not token.prose for token in tokens):
        return _by_cells(tokens, sides, columns)
    lines = [[token] for token in tokens]
    if cell_lines and len(lines) == len(sides):
        return [_goal(tokens, sides, lines)]
    return [_by_columns(tokens, sides) or _by_lines(tokens, sides)]


def _by_columns(tokens: Ribbon, sides: tuple[str, ...]) -> Goal | None:
    """Cut at the wide gap inside a line, where columns of plain text stand apart."""
    parts: list[list[Token]] = []
    for token in tokens:
        if not parts or token.gap is Gap.WIDE:
            parts.append([])
        parts[-1].append(token)
    return _goal(tokens, sides, parts) if len(parts) == len(sides) else None


def _by_cells(tokens: Ribbon, sides: tuple[str, ...], columns: tuple[int | None, ...]) -> list[Goal]:
    rows: list[list[Token]] = []
    for token in _whole_cells(tokens):
        if not rows or (token.gap is Gap.ROW and (len(rows[-1]) >= len(sides) or _below(rows[-1], sides, columns))):
            rows.append([])
        rows[-1].append(token)
    goals = []
    for row in rows:
        cells = _below(row, sides, columns) or dict(zip(sides, row, strict=False))
        texts = {side: token.text for side, token in cells.items() if key(token.text) not in {"-", "/"}}
        places = {side: token.place for side, token in cells.items()}
        goals.append(Goal(expected=texts.get("expected"), actual=texts.get("actual"), place=row[0].place, cells=places))
    return goals


def _below(row: list[Token], sides: tuple[str, ...], columns: tuple[int | None, ...]) -> dict[str, Token]:
    """Which cell of a row stands below which label, for a row with an empty cell; none where the source knows no columns."""
    known = [column for column in columns if column is not None]
    if len(row) >= len(sides) or len(known) < len(sides) or len(set(known)) < len(known):
        return {}
    cells: dict[str, Token] = {}
    for token in row:
        column = token.column
        before = [side for side, start in zip(sides, known, strict=True) if column is not None and start <= column]
        if not before:
            return {}
        cells[before[-1]] = token
    return cells


def _whole_cells(tokens: Ribbon) -> list[Token]:
    """Join the tokens of cells that hold line breaks."""
    cells: list[list[Token]] = []
    for token in tokens:
        if not cells or token.gap >= Gap.CELL:
            cells.append([])
        cells[-1].append(token)
    texts = [cell_text(tuple(cell)) for cell in cells]
    return [msgspec.structs.replace(cell[0], text=text, key=key(text)) for cell, text in zip(cells, texts, strict=True)]


def _by_lines(tokens: Ribbon, sides: tuple[str, ...]) -> Goal:
    """Cut where the first column's last line ends short or with a full stop and both columns look evenly filled."""
    lines: list[list[Token]] = []
    for token in tokens:
        if not lines or token.gap >= Gap.LINE:
            lines.append([])
        lines[-1].append(token)
    if len(lines) == 1 and len(tokens) == len(sides):
        return _goal(tokens, sides, [[token] for token in tokens])
    if len(tokens) == 1 and (sentences := _two_sentences(tokens[0])):
        return _goal(tokens, sides, sentences)
    texts = [cell_text(tuple(line)) for line in lines]
    cuts = range(1, len(lines)) if len(lines) <= _MOST_LINES else range(1, _MOST_LINES)
    cut = min(cuts, key=lambda i: _unevenness(texts[:i]) + _unevenness(texts[i:]), default=1)
    parts = [[token for line in part for token in line] for part in (lines[:cut], lines[cut:])]
    return _goal(tokens, sides, parts)


def _two_sentences(token: Token) -> list[list[Token]] | None:
    """The two sides of text without separators, if it has just two sentences."""
    first, stop, second = token.text.partition("。")
    if not second or second.count("。") > 1 or not second.endswith("。"):
        return None
    return [[msgspec.structs.replace(token, text=text, key=key(text))] for text in (first + stop, second)]


def _goal(tokens: Ribbon, sides: tuple[str, ...], parts: list[list[Token]]) -> Goal:
    cells = dict(zip(sides, parts, strict=False))
    values = {side: cell_text(tuple(part)) for side, part in cells.items() if part}
    places = {side: part[0].place for side, part in cells.items() if part}
    return Goal(expected=values.get("expected"), actual=values.get("actual"), place=tokens[0].place, cells=places)


def _unevenness(lines: list[str]) -> float:
    """How unlike one wrapped cell the lines are: lines that broke early, an end without a full stop, an opening with a comma."""
    widest = max(width(line) for line in lines)
    cost = 0.0
    for line, following in pairwise(lines):
        room = widest - width(line) - first_unit_width(key(following))
        cost += max(0.0, room - 1.0) / 2
    cost += 0.0 if lines[-1].rstrip().endswith(tuple(_ENDS)) else 1.0
    return cost + (3.0 if lines[0].lstrip()[:1] in "，。；、）" else 0.0)
