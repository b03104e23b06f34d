"""What LibreOffice prints of Word files and workbooks: heading rows on every page, page numbers through the whole file, no text lost."""

import pypdfium2
import pytest

from jixiao.papers import Cell, Grid, Line, Paper
from jixiao.papers.formats import write
from tests.facsimiles.office import PROGRAM, converted

ROWS = 60


def papers() -> list[Paper]:
    cells = [Cell(row=0, column=column, text=text, role="heading") for column, text in enumerate(("三级指标", "得分"))]
    for row in range(1, ROWS + 1):
        cells.append(Cell(row=row, column=0, text=f"第{row}项指标的名称写得较长以便换行" * 3, role="text"))
        cells.append(Cell(row=row, column=1, text=f"{row}.50", role="number"))
    grid = Grid(widths=(2, 1), cells=tuple(cells), header_rows=1)
    landscape = Paper(name="横表", orientation="landscape", blocks=(Line(text="复核表", style="title"), grid))
    letter = Paper(
        name="通知", margins=(37, 26, 35, 28), blocks=(Line(text="青崖市医疗保障事务中心：", style="addressee"),)
    )
    return [landscape, letter]


@pytest.mark.skipif(PROGRAM is None, reason="soffice is not installed (apt install libreoffice)")
@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_every_page_shows_the_heading_and_its_number(format_: str) -> None:
    printed = pypdfium2.PdfDocument(converted({"表": write(papers(), format_)}, format_, "pdf")["表"])
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in printed]
    assert len(texts) > 3
    for number, text in enumerate(texts, 1):
        assert f"—{number}—" in text
    for text in texts[:-1]:
        assert "三级指标" in text
    for row in range(1, ROWS + 1):
        assert sum(text.count(f"第{row}项") for text in texts) == 3
        assert any(f"{row}.50" in text for text in texts)
    sizes = [tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in printed]
    assert sizes == [(297, 210)] * (len(texts) - 1) + [(210, 297)]
