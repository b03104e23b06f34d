"""A booklet as text whose table was flattened without a trace of its cells: what copying out of a PDF or a page leaves behind.

Each way loses something else: `lines` the blank cells and the rows, `spaces` the blank cells and what tells a space in a cell from one
between cells, `glued` every separator inside a row, `endless` all separators, `columns` the rows, `wrapped` all of it, with the lines of
each cell broken at the width of its column, `interleaved` the place of the notes, which stand on lines of their own between the rows.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence

from tests.facsimiles.booklets import Booklet
from tests.facsimiles.forms import Form
from tests.facsimiles.metrics import width
from tests.facsimiles.sheets import Placed, Sheet

_UNBROKEN = re.compile(r"[0-9A-Za-z.,%]+|.", re.DOTALL)
_CLOSERS = "，。、；：）”’！？,;:)%》"
_LEAST = 2.0
"""Characters that the narrowest column holds."""


def _line(cell: Placed) -> str:
    return cell.text.replace("\n", "")


def _one_per_line(row: Sequence[Placed]) -> list[str]:
    return [_line(cell) for cell in row if cell.text]


def lines(sheet: Sheet, first: int, last: int, chance: random.Random) -> Iterator[str]:
    """One cell per line; blank cells leave nothing."""
    del first, last, chance
    for row in sheet.rows():
        yield from _one_per_line(row)


def blank_lines(sheet: Sheet, first: int, last: int, chance: random.Random) -> Iterator[str]:
    """One cell per line; a blank cell leaves a blank line."""
    del first, last, chance
    for row in sheet.rows():
        yield from (_line(cell) for cell in row)


def spaces(sheet: Sheet, first: int, last: int, chance: random.Random) -> Iterator[str]:
    """A row per line, its cells divided by single spaces; blank cells leave nothing."""
    del first, last, chance
    yield from (" ".join(_one_per_line(row)) for row in sheet.rows() if _one_per_line(row))


def glued(sheet: Sheet, first: int, last: int, chance: random.Random) -> Iterator[str]:
    """A row per line, its cells divided by nothing."""
    del first, last, chance
    yield from ("".join(_one_per_line(row)) for row in sheet.rows() if _one_per_line(row))


def endless(sheet: Sheet, first: int, last: int, chance: random.Random) -> Iterator[str]:
    """All cells one after another on one line, divided by nothing."""
    yield "".join(glued(sheet, first, last, chance))


def columns(sheet: Sheet, first: int, last: int, chance: random.Random) -> Iterator[str]:
    """The indicators column by column, each heading above its cells; everything else row by row; one cell per line."""
    del chance
    rows = list(sheet.rows())
    for row in rows[:first]:
        yield from _one_per_line(row)
    table = [cell for row in rows[first:last] for cell in row]
    for cell in sorted(table, key=lambda cell: (cell.column, cell.row)):
        if cell.text:
            yield _line(cell)
    for row in rows[last:]:
        yield from _one_per_line(row)


def wrapped(sheet: Sheet, first: int, last: int, chance: random.Random) -> Iterator[str]:
    """Cells in order, each broken at its column's width; cells of one line that stand side by side share it."""
    del first, last
    scale = chance.uniform(0.75, 1.5)
    for row in sheet.rows():
        yield from _shared([_wrapped(cell, sheet, scale) for cell in row if cell.text])


def interleaved(sheet: Sheet, first: int, last: int, chance: random.Random) -> Iterator[str]:
    """A row per line divided by single spaces; long texts of the last column stand broken on lines of their own below their row."""
    scale = chance.uniform(0.75, 1.5)
    final = max((cell.column for cell in sheet.cells if cell.row == first), default=-1)
    for number, row in enumerate(sheet.rows()):
        kept = [cell for cell in row if not (first < number < last and cell.column == final)]
        notes = [cell for cell in row if cell not in kept and cell.text]
        around = [line for cell in notes for line in _wrapped(cell, sheet, scale)]
        line = " ".join(_one_per_line(kept))
        if len(around) == 1:
            line += " " + around.pop()
        if line:
            yield line
        yield from around


def _wrapped(cell: Placed, sheet: Sheet, scale: float) -> list[str]:
    """The lines of a cell, broken where its column ends, as a program that sets Chinese text breaks them."""
    room = max(sum(sheet.widths[cell.column : cell.column + cell.columns]) * scale, _LEAST)
    done: list[str] = []
    for text in cell.text.split("\n"):
        line = ""
        for piece in _UNBROKEN.findall(text):
            if line and piece[0] not in _CLOSERS and width(line + piece) > room:
                done.append(line.strip())
                line = ""
            line += piece
        done.append(line.strip())
    return [line for line in done if line]


def _shared(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of the cells of a row: those of one line that follow one another stand on the same."""
    held: list[str] = []
    for cell in cells:
        if len(cell) == 1:
            held.append(cell[0])
            continue
        if held:
            yield " ".join(held)
            held = []
        yield from cell
    if held:
        yield " ".join(held)


WAYS: dict[str, Callable[[Sheet, int, int, random.Random], Iterator[str]]] = {
    "lines": lines,
    "blank-lines": blank_lines,
    "spaces": spaces,
    "glued": glued,
    "endless": endless,
    "columns": columns,
    "wrapped": wrapped,
    "interleaved": interleaved,
}
"""The ways of flattening, by name."""


def write(book: Booklet, way: str, seed: int = 0) -> bytes:
    """Write a booklet flattened in one way; where its cells break is drawn by the seed."""
    chance = random.Random(seed)  # noqa: S311 - where lines break is no secret
    told: list[str] = []
    forms = iter(book.truth)
    for piece in book.pieces:
        if not isinstance(piece, Form):
            told += [piece, ""]
            continue
        rows = len(next(forms).indicators)
        told += [text for text in (piece.title, *piece.lines) if text]
        for sheet in piece.sheets:
            first = sheet.repeated[0] if sheet.repeated else sheet.height
            told += WAYS[way](sheet, first, min(first + 1 + rows, sheet.height), chance)
        told.append("")
    return "\n".join(told).encode()
