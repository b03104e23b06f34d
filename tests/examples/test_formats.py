"""The examples in every format: all are there, they are what the script writes, and each is read as its text is."""

from functools import cache
from pathlib import Path

import pytest

from examples import make_facsimiles
from jixiao import pipeline
from jixiao.forms import recognise
from jixiao.model import Submission
from jixiao.readers.choosing import read_bytes
from tests.facsimiles.comparing import differences, exactly, unspaced
from tests.facsimiles.formats import FORMATS

FILES = make_facsimiles.FILES
TEXTS = sorted(make_facsimiles.FOLDER.glob("*.txt"))
QUICK = ("docx", "xlsx", "xls", "html")
SLOW = ("t1-fund-supervision.doc",)
"""LibreOffice opens these; one stands for all, tests/test_same_form.py has more."""
MOST_BYTES = 7_000_000


@cache
def told(name: str) -> Submission:
    return pipeline.read(make_facsimiles.FOLDER / f"{name}.txt")


def wrong(file: Path) -> list[str]:
    spelling = unspaced if file.suffix == ".pdf" else exactly
    read = recognise(read_bytes(file.read_bytes(), file.name))
    return differences(told(file.name.partition(".")[0]).evaluations, read.evaluations, spelling)


def test_every_example_is_there_in_every_format() -> None:
    there = {tuple(file.name.split(".", 1)) for file in FILES.iterdir()}
    for text in TEXTS:
        kinds = {kind for name, kind in there if name == text.stem}
        scans = {kind for kind in kinds if kind.startswith("scan.")}
        assert kinds - scans == {"docx", "doc", "xlsx", "xls", "html", "pdf"}
        assert len(scans) == 1
    assert len(there) == 7 * len(TEXTS)
    assert {kind for _, kind in there if kind.startswith("scan.")} == {"scan.pdf", "scan.jpg", "scan.png"}


def test_the_files_do_not_weigh_the_repository_down() -> None:
    assert sum(file.stat().st_size for file in FILES.iterdir()) < MOST_BYTES


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html"])
def test_the_files_are_what_the_script_writes(kind: str) -> None:
    write = FORMATS[kind].write
    assert write is not None
    for name, book in make_facsimiles.books().items():
        assert (FILES / f"{name}.{kind}").read_bytes() == write(book), "run examples/make_facsimiles.py"


@pytest.mark.parametrize("name", [*(f"{text.stem}.{kind}" for text in TEXTS for kind in QUICK), *SLOW])
def test_a_file_of_cells_says_what_the_text_says(name: str) -> None:
    assert wrong(FILES / name) == []


@pytest.mark.parametrize("name", [f"{text.stem}.pdf" for text in TEXTS])
def test_a_pdf_says_what_the_text_says(name: str) -> None:
    assert wrong(FILES / name) == []
