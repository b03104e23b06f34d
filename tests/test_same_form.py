"""One form, many files: whatever format a form comes in, it is read as the same evaluation.

The examples are laid out and written in every format; this is a sample of what benchmarks/reading.py does over all of them. Left out
of account are places and confidence; in PDFs white space as well, since a line that ends at a blank does not show it; in scans
also the width of signs, which no recognition of characters can tell.

What stands around the forms, and what was not understood, is compared too: with what the recogniser makes of the layout itself. A PDF does
not tell where one paragraph ends and the next begins if both lines are full and none is indented, so of its running text the words and
the figures stated in it are compared, not how they are divided and whom a figure in a later line is about.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jixiao import pipeline
from jixiao.forms import recognise
from jixiao.model import Submission
from jixiao.readers.choosing import read_bytes
from tests.facsimiles.booklets import Booklet, as_document, booklet
from tests.facsimiles.comparing import differences, exactly, unspaced
from tests.facsimiles.formats import FORMATS, PDF_FORMATS, SCAN_FORMATS, written
from tests.facsimiles.styles import drawn
from tests.forms.comparison import plain

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.txt"))
SAMPLE = ("t1-yuan-hotline", "t2-capacity-transfer", "t5-two-forms-narrative")
OWN = ("docx", "xlsx", "xlsx-numbers", "html", "txt")
Around = dict[str, list[Any]]
CONVERTED = ("doc", "rtf", "xls", "xls-numbers")


@cache
def laid_out(name: str, style: int) -> Booklet:
    path = next(path for path in EXAMPLES if path.stem == name)
    return booklet(pipeline.read(path), drawn(style))


def read(content: bytes, name: str) -> Submission:
    return recognise(read_bytes(content, name))


@cache
def around(name: str, style: int) -> Around:
    """What stands around the forms as the recogniser tells it of the layout itself, with no file between."""
    return beside(recognise(as_document(laid_out(name, style))))


def beside(submission: Submission) -> Around:
    """Running text, the figures stated in it, what was not understood, and the problems told of."""
    facts = submission.narrative.facts
    return {
        "text": [passage.text for passage in submission.narrative.text],
        "facts": [(fact.subject, fact.field, fact.value, fact.unit) for fact in facts],
        "unread": [unread.text for unread in submission.unread],
        "problems": [problem.code for problem in submission.problems],
    }


def undivided(told: Around) -> Around:
    """The same without what a PDF does not tell: where a paragraph ends, and whom what follows is about."""
    return told | {
        "text": [unspaced("".join(told["text"]))],
        "facts": [fact[1:] for fact in told["facts"]],
    }


def otherwise(names: tuple[str, ...], style: int, kind: str, seen: Callable[[Around], Around] = dict) -> list[str]:
    """What stands around the forms, where a file tells it otherwise than its layout does."""
    if not FORMATS[kind].available:
        pytest.skip(f"{FORMATS[kind].program} is not installed")
    books = {name: laid_out(name, style) for name in names}
    return [
        f"{name} as {kind}, style {style}, {part}: {truth} read as {found}"
        for (name, _), content in written(books, [kind]).items()
        for (part, truth), found in zip(
            seen(around(name, style)).items(), seen(beside(read(content, name))).values(), strict=True
        )
        if truth != found
    ]


def wrong(names: tuple[str, ...], style: int, kind: str, spelling: Callable[[str], str] = exactly) -> list[str]:
    if not FORMATS[kind].available:
        pytest.skip(f"{FORMATS[kind].program} is not installed")
    books = {name: laid_out(name, style) for name in names}
    return [
        f"{name} as {kind}, style {style}: {difference}"
        for (name, _), content in written(books, [kind]).items()
        for difference in differences(books[name].truth, read(content, name).evaluations, spelling)
    ]


@pytest.mark.parametrize("style", [0, 1, 2])
@pytest.mark.parametrize("kind", OWN)
def test_every_example_says_the_same_in_every_format_of_cells(kind: str, style: int) -> None:
    assert wrong(tuple(path.stem for path in EXAMPLES), style, kind) == []


@pytest.mark.parametrize("style", [0, 1, 2])
@pytest.mark.parametrize("kind", OWN)
def test_what_stands_around_the_forms_is_the_same_in_every_format_of_cells(kind: str, style: int) -> None:
    assert otherwise(tuple(path.stem for path in EXAMPLES), style, kind) == []


@pytest.mark.parametrize("kind", CONVERTED)
def test_what_stands_around_the_forms_of_a_sample_is_the_same_in_the_formats_of_yesterday(kind: str) -> None:
    assert otherwise(SAMPLE, 0, kind) == []


@pytest.mark.parametrize("kind", PDF_FORMATS)
def test_what_stands_around_the_forms_of_a_sample_is_the_same_in_every_kind_of_pdf(kind: str) -> None:
    assert otherwise(SAMPLE, 0, kind, undivided) == []


@pytest.mark.parametrize("kind", CONVERTED)
def test_a_sample_says_the_same_in_the_formats_of_yesterday(kind: str) -> None:
    assert wrong(SAMPLE, 0, kind) == []


@pytest.mark.parametrize("kind", PDF_FORMATS)
def test_a_sample_says_the_same_in_every_kind_of_pdf(kind: str) -> None:
    assert wrong(SAMPLE, 0, kind, unspaced) == []


@pytest.mark.parametrize("kind", ["scan-mild"])
def test_a_scan_says_the_same(kind: str) -> None:
    pytest.importorskip("rapidocr", reason="the extra jixiao[ocr] is not installed")
    assert set(SCAN_FORMATS) >= {kind}
    # A scan may be in doubt where the layout is not.
    told = wrong(("t1-fund-supervision",), 0, kind, plain)
    assert [difference for difference in told if "doubtful: []" not in difference] == []
