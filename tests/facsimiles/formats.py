"""Every format in which a booklet is written, by name, and writing many booklets in many formats with few starts of other programs."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from tests.facsimiles import browser, excel, linear, office, scans, typesetting, webpage, word
from tests.facsimiles.booklets import Booklet
from tests.facsimiles.scanning import DAMAGES

Written = dict[tuple[str, str], bytes]
"""Files by the name of the booklet and that of the format."""


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format: the suffix of its files, and how it comes about.

    Either `write` makes it of a booklet, or a program makes it of the file in another format (`source`).
    """

    suffix: str
    write: Callable[[Booklet], bytes] | None = None
    source: str | None = None
    program: str | None = None
    damage: str | None = None

    @property
    def available(self) -> bool:
        """Whether the programs that it takes are installed."""
        installed = {"office": office.PROGRAM, "browser": browser.PROGRAM}.get(self.program or "", "")
        return installed is not None and (self.source is None or FORMATS[self.source].available)


def _numbers(book: Booklet) -> bytes:
    return excel.write(msgspec.structs.replace(book, style=msgspec.structs.replace(book.style, numbers=True)))


def _texts(book: Booklet) -> bytes:
    return excel.write(msgspec.structs.replace(book, style=msgspec.structs.replace(book.style, numbers=False)))


FORMATS: dict[str, Format] = {
    "docx": Format(suffix="docx", write=word.write),
    "doc": Format(suffix="doc", source="docx", program="office"),
    "rtf": Format(suffix="rtf", source="docx", program="office"),
    "xlsx": Format(suffix="xlsx", write=_texts),
    "xlsx-numbers": Format(suffix="xlsx", write=_numbers),
    "xls": Format(suffix="xls", source="xlsx", program="office"),
    "xls-numbers": Format(suffix="xls", source="xlsx-numbers", program="office"),
    "html": Format(suffix="html", write=webpage.write),
    "txt": Format(suffix="txt", write=linear.write),
    "pdf-writer": Format(suffix="pdf", source="docx", program="office"),
    "pdf-calc": Format(suffix="pdf", source="xlsx", program="office"),
    "pdf-typst": Format(suffix="pdf", write=typesetting.write),
    "pdf-browser": Format(suffix="pdf", source="html", program="browser"),
    **{f"scan-{damage}": Format(suffix="pdf", source="pdf-typst", damage=damage) for damage in DAMAGES},
    "scan-writer": Format(suffix="pdf", source="pdf-writer", damage="mild"),
    "png": Format(suffix="png", source="pdf-typst", damage="clean"),
    "jpg": Format(suffix="jpg", source="pdf-typst", damage="mild"),
    "tiff": Format(suffix="tiff", source="pdf-typst", damage="mild"),
}
"""Scans are made of the PDF by typst; pictures other than TIFF hold the first page only."""

GRID_FORMATS = ("docx", "doc", "rtf", "xlsx", "xlsx-numbers", "xls", "xls-numbers", "html", "txt")
PDF_FORMATS = ("pdf-writer", "pdf-calc", "pdf-typst", "pdf-browser")
SCAN_FORMATS = tuple(name for name, form in FORMATS.items() if form.damage is not None)


def written(books: Mapping[str, Booklet], names: Iterable[str], *, seed: int = 0) -> Written:
    """Write booklets in formats; what another format is made of is made once, and LibreOffice is started once per format."""
    wanted = list(dict.fromkeys(names))
    made: Written = {}
    for name in wanted:
        _make(name, books, made, seed)
    return {key: content for key, content in made.items() if key[1] in wanted}


def _make(name: str, books: Mapping[str, Booklet], made: Written, seed: int) -> None:
    form = FORMATS[name]
    if all((book, name) in made for book in books):
        return
    if form.write is not None:
        made.update({(key, name): form.write(book) for key, book in books.items()})
        return
    source = form.source or ""
    _make(source, books, made, seed)
    given = {key: made[key, source] for key in books}
    if form.program == "office":
        contents = office.converted(given, FORMATS[source].suffix, form.suffix)
    elif form.program == "browser":
        contents = {key: browser.printed(content) for key, content in given.items()}
    else:
        contents = {key: _scanned(content, form, seed) for key, content in given.items()}
    made.update({(key, name): content for key, content in contents.items()})


def _scanned(pdf: bytes, form: Format, seed: int) -> bytes:
    damage = form.damage or "clean"
    limit = 1 if form.suffix in {"png", "jpg"} else None
    return scans.packed(list(scans.pages(pdf, damage, seed, limit=limit)), form.suffix, scans.QUALITY[damage])
