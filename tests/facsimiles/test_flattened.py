"""Flattening a form loses its cells and nothing of what stands in them."""

from collections import Counter
from pathlib import Path

import pytest

from jixiao import pipeline
from tests.facsimiles.booklets import booklet
from tests.facsimiles.flattened import WAYS, write
from tests.facsimiles.forms import Form
from tests.facsimiles.styles import drawn

EXAMPLE = Path(__file__).parents[2] / "examples" / "t5-two-forms-narrative.txt"


def characters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@pytest.mark.parametrize("seed", [0, 3])
@pytest.mark.parametrize("way", WAYS)
def test_no_character_is_lost(way: str, seed: int) -> None:
    book = booklet(pipeline.read(EXAMPLE), drawn(seed))
    said: list[str] = []
    for piece in book.pieces:
        if isinstance(piece, Form):
            said += [piece.title, *piece.lines, *(cell.text for sheet in piece.sheets for cell in sheet.cells)]
        else:
            said.append(piece)
    assert characters(write(book, way, seed).decode()) == characters("".join(said))


def test_the_seed_decides_where_cells_break() -> None:
    book = booklet(pipeline.read(EXAMPLE))
    assert write(book, "wrapped", 1) == write(book, "wrapped", 1)
    assert write(book, "wrapped", 1) != write(book, "wrapped", 2)
