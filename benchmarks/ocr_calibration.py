"""How far the confidence of scans can be trusted: .venv/bin/python benchmarks/ocr_calibration.py [--styles 2].

The forms of examples/ are laid out by typst, rendered at 200 dots per inch and damaged. The text of the PDF says what stands in every
cell; what was recognised is held against it. Printed are the shares of cells read right by the certainty of their least sure character,
for figures and for words, and beside them what confidence.yaml says. Its steps are set by hand from such a table: at or below the share
measured, rising, and never 1.
"""

import argparse
import io
import itertools
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from jixiao import pipeline  # noqa: E402
from jixiao.documents import Cell, Table  # noqa: E402
from jixiao.readers import pdf  # noqa: E402
from jixiao.readers.contents import Request  # noqa: E402
from jixiao.readers.scan.confidence import is_figure, probability  # noqa: E402
from jixiao.readers.scan.page import cell_texts, seen  # noqa: E402
from tests.facsimiles import typesetting  # noqa: E402
from tests.facsimiles.booklets import booklet  # noqa: E402
from tests.facsimiles.scanning import DAMAGES  # noqa: E402
from tests.facsimiles.scans import DOTS_PER_INCH  # noqa: E402
from tests.facsimiles.styles import drawn  # noqa: E402
from tests.forms.comparison import plain  # noqa: E402

BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1.0001)


class Looked(NamedTuple):
    """One cell: how sure recognition was, whether it was right, what stands there and what was read."""

    sure: float
    right: bool
    printed: str
    read: str


def looked_at(page: pypdfium2.PdfDocument, damage: str, seed: int) -> Iterator[Looked]:
    """Scan a one-page document and hold its cells against its text; a page whose grid was not found whole gives none."""
    content = io.BytesIO()
    page.save(content)
    blocks = pdf.read(content.getvalue(), Request()).blocks
    printed: list[Cell] = [cell for block in blocks if isinstance(block, Table) for cell in block.cells]
    picture = page[0].render(scale=DOTS_PER_INCH / 72).to_numpy()
    scanned = seen(DAMAGES[damage](np.ascontiguousarray(picture[..., :3]), seed))
    texts = [text for table in cell_texts(scanned) for text in table]
    if len(texts) != len(printed):
        print(f"  {damage}: {len(texts)} cells instead of {len(printed)}")
        return
    for cell, text in zip(printed, texts, strict=True):
        if text.text:
            yield Looked(text.sure, plain(cell.text) == plain(text.text), cell.text, text.text)


def pages(styles: int) -> Iterator[pypdfium2.PdfDocument]:
    """Every page of the examples in so many styles, as a document of its own."""
    for style in range(styles):
        for file in sorted((ROOT / "examples").glob("*.txt")):
            whole = pypdfium2.PdfDocument(typesetting.write(booklet(pipeline.read(file), drawn(style))))
            for number in range(len(whole)):
                single = pypdfium2.PdfDocument.new()
                single.import_pages(whole, [number])
                yield single


def table(title: str, cells: Sequence[Looked]) -> None:
    """Print the shares of one kind of cell."""
    print(f"\n{title}\n  certainty        cells   right   share   confidence.yaml")
    for low, high in itertools.pairwise(BINS):
        inside = [cell for cell in cells if low <= cell.sure < high]
        if inside:
            right = sum(cell.right for cell in inside)
            told = sum(probability(cell.read, cell.sure) for cell in inside) / len(inside)
            print(
                f"  {low:5.3f} - {min(high, 1):5.3f}  {len(inside):6}  {right:6}  {right / len(inside):6.4f}  {told:6.4f}"
            )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--styles", type=int, default=1)
    parser.add_argument("--damages", default="mild,skew,seal,harsh,photo")
    parser.add_argument("--pages", type=int, default=1_000)
    arguments = parser.parse_args()
    cells: list[Looked] = []
    for number, page in enumerate(pages(arguments.styles)):
        if number >= arguments.pages:
            break
        for damage in arguments.damages.split(","):
            cells.extend(looked_at(page, damage, number))
    table("Figures", [cell for cell in cells if is_figure(cell.read)])
    table("Words", [cell for cell in cells if not is_figure(cell.read)])
    for cell in sorted(cells):
        if not cell.right:
            print(f"  {cell.sure:.3f} {cell.printed!r} read as {cell.read!r}")


if __name__ == "__main__":
    main()
