"""Writes every example anew in every format: python examples/make_facsimiles.py, from the root, with soffice and chromium installed.

The texts in this folder are read, laid out as forms and written to formats/. The same texts give the same files, except that
LibreOffice puts a little of its own into .doc and .xls.
"""

# ruff: noqa: INP001 - run as a script

import sys
from pathlib import Path

import msgspec

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from jixiao import pipeline  # noqa: E402
from tests.facsimiles import scans  # noqa: E402
from tests.facsimiles.booklets import Booklet, booklet  # noqa: E402
from tests.facsimiles.formats import FORMATS, PDF_FORMATS, Written, written  # noqa: E402
from tests.facsimiles.styles import drawn  # noqa: E402

FILES = FOLDER / "formats"
PLAIN_FORMATS = ("docx", "doc", "xlsx", "xls", "html")
SCANS = (("mild", "pdf"), ("skew", "jpg"), ("clean", "png"), ("seal", "pdf"), ("harsh", "pdf"), ("photo", "jpg"))
"""What becomes of the printed example, one after another; a picture that holds one page only is given to forms of one page."""

_QUALITY = 40
"""Of JPEG: the files shall not weigh the repository down."""


def books() -> dict[str, Booklet]:
    """The examples laid out, each in a style of its own."""
    return {
        text.stem: booklet(pipeline.read(text), msgspec.structs.replace(drawn(number), size=9.0))
        for number, text in enumerate(sorted(FOLDER.glob("*.txt")))
    }


def files() -> dict[str, bytes]:
    """Every file of formats/ by its name."""
    laid_out = books()
    made = written(laid_out, [*PLAIN_FORMATS, *PDF_FORMATS])
    found = {
        f"{name}.{FORMATS[kind].suffix}": content for (name, kind), content in made.items() if kind in PLAIN_FORMATS
    }
    for number, name in enumerate(laid_out):
        found[f"{name}.pdf"] = made[name, PDF_FORMATS[number % len(PDF_FORMATS)]]
        suffix, content = _scanned(made, name, number)
        found[f"{name}.scan.{suffix}"] = content
    return found


def _scanned(made: Written, name: str, number: int) -> tuple[str, bytes]:
    damage, kind = SCANS[number % len(SCANS)]
    pages = list(scans.pages(made[name, "pdf-typst"], damage, seed=number))
    if len(pages) > 1:
        kind = "pdf"
    return kind, scans.packed(pages, kind, _QUALITY, grey=damage not in {"seal", "photo"})


def main() -> int:
    """Write formats/."""
    FILES.mkdir(exist_ok=True)
    for name, content in files().items():
        (FILES / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
