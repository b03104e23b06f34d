"""How much room a text takes, roughly: a Chinese character is one wide, anything of ASCII half of that."""

import math

from tests.facsimiles.sheets import Placed, Sheet


def width(text: str) -> float:
    """The width of a line in Chinese characters."""
    return sum(0.56 if character < "\u2000" else 1.0 for character in text)


def lines(text: str, room: float) -> int:
    """How many lines a text takes in so much room."""
    return sum(max(1, math.ceil(width(line) / max(room, 1.0))) for line in text.split("\n"))


def heights(sheet: Sheet, *, scale: float = 1.0, padding: float = 0.6) -> list[float]:
    """Heights of the rows in lines, so that every text has room in its cell; columns are `scale` as wide as the sheet says."""
    rows = [1.0] * sheet.height
    for cell in sorted(sheet.cells, key=lambda cell: cell.rows):
        need = _need(sheet, cell, scale, padding)
        missing = need - sum(rows[cell.row : cell.row + cell.rows])
        if missing > 0:
            for row in range(cell.row, cell.row + cell.rows):
                rows[row] += missing / cell.rows
    return rows


def _need(sheet: Sheet, cell: Placed, scale: float, padding: float) -> float:
    if cell.upright:
        return float(len(cell.text))
    room = sum(sheet.widths[cell.column : cell.column + cell.columns]) * scale - padding
    return float(lines(cell.text, room))
