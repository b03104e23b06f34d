"""Forms written as PDF by the programs that bureaus use, read and recognised again: every row as it was laid out."""

from pathlib import Path

import pytest

from jixiao.documents import Document
from jixiao.forms import recognise
from jixiao.places import Source
from jixiao.readers.contents import Request
from jixiao.readers.pdf import read
from tests.facsimiles.booklets import Booklet, booklet
from tests.facsimiles.formats import FORMATS, PDF_FORMATS, written
from tests.facsimiles.measuring import Row, measured
from tests.facsimiles.styles import drawn

_EXAMPLES = Path(__file__).parents[2] / "examples"
_STYLES = {"t1-fund-supervision": 0, "t1-yuan-hotline": 1, "t3-aid-settlement": 2, "t5-two-forms-narrative": 3}
"""Examples with the style that each is drawn in: upright and landscape, titles inside, levels with points, several forms."""


@pytest.fixture(scope="module")
def books() -> dict[str, Booklet]:
    found = {}
    for name, style in _STYLES.items():
        text = (_EXAMPLES / f"{name}.txt").read_bytes()
        found[name] = booklet(recognise(_document("text", text)), drawn(style))
    return found


def _document(reader: str, content: bytes) -> Document:
    if reader == "text":
        from jixiao.readers.text import read as read_text  # noqa: PLC0415

        found = read_text(content, Request())
    else:
        found = read(content, Request())
    source = Source(name="", sha256="", media_type=found.media_type, reader=found.reader)
    return Document(source=source, blocks=found.blocks, omissions=found.omissions)


@pytest.mark.parametrize("kind", PDF_FORMATS)
def test_every_row_comes_back_from_the_pdf_of(kind: str, books: dict[str, Booklet]) -> None:
    if not FORMATS[kind].available:
        pytest.skip(f"the program that makes {kind} is not installed")
    wrong: list[Row] = []
    for (name, _), content in written(books, [kind]).items():
        read_again = recognise(_document("pdf", content))
        wrong += [row for row in measured(books[name].truth, read_again.evaluations) if not row.right]
    assert wrong == []
