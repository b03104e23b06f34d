"""Office files that hold pictures of pages instead of tables: read as scans, each picture a page; anything else stays as it was."""

import io
import sys
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pytest
from docx.shared import Cm
from numpy.typing import NDArray
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

from jixiao.documents import Paragraph
from jixiao.forms import recognise
from jixiao.readers import choosing, pictures
from jixiao.readers.contents import Request
from jixiao.readers.kinds import kind_of
from jixiao.readers.pages import Page
from jixiao.readers.scan import page as scanned_page

FORM = Path(__file__).parent / "scans" / "form.png"


def picture(width: int, height: int) -> io.BytesIO:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(width).integers(0, 255, (height, width), np.uint8)).save(out, "PNG")
    return out


def word(*files: io.BytesIO, table: bool = False) -> bytes:
    document = docx.Document()
    document.add_paragraph("现将自评表扫描件报送如下。")
    for file in files:
        document.add_picture(file, width=Cm(15))
    if table:
        document.add_table(1, 1).cell(0, 0).text = "附表"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(*files: io.BytesIO) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for number, file in enumerate(files):
        book.active.add_image(SheetImage(file), f"A{1 + 40 * number}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that were handed to the reader of scans, which here reads one line on each."""
    found: list[int] = []

    def page_of(_picture: NDArray[np.uint8], number: int) -> Page:
        found.append(number)
        return Page(number=number, blocks=(Paragraph(text=f"扫描{number}"),))

    monkeypatch.setattr(scanned_page, "page_of", page_of)
    return found


def test_a_document_of_pictures_is_read_as_a_scan() -> None:
    content = word(io.BytesIO(FORM.read_bytes()))
    document = choosing.read_bytes(content, "扫描.docx")
    (evaluation,) = recognise(document).evaluations
    assert [row.name for row in evaluation.indicators] == ["宣传场次", "资料合格率", "政策知晓率", "参保人员满意度"]
    place = evaluation.indicators[0].place
    assert (place.page, place.box is not None) == (1, True)
    assert not document.omissions
    assert document.source.pages == 1
    assert set(pictures.pictures_of(content, Request())) == {1}
    assert kind_of(content).seconds(content) == float("inf")


@pytest.mark.parametrize("write", [word, workbook])
def test_every_picture_of_a_page_is_one(write: object, numbers: list[int]) -> None:
    content = write(picture(700, 900), picture(1000, 700), picture(701, 900))  # type: ignore[operator]
    document = choosing.read_bytes(content, "扫描")
    assert numbers == [1, 2, 3]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)][-3:] == ["扫描1", "扫描2", "扫描3"]
    assert not document.omissions
    assert set(pictures.pictures_of(content, Request())) == {1, 2, 3}


def test_other_pictures_are_told_of_as_not_read(numbers: list[int]) -> None:
    document = choosing.read_bytes(word(picture(700, 900), picture(300, 300), picture(2500, 700)), "扫描.docx")
    assert numbers == [1]
    assert [omission.why[:11] for omission in document.omissions] == ["图片中若有文字，没有读"] * 2


def test_pictures_beside_a_table_are_not_recognised(numbers: list[int]) -> None:
    document = choosing.read_bytes(word(picture(700, 900), table=True), "自评表.docx")
    assert numbers == []
    assert len(document.omissions) == 1


def test_a_page_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from jixiao.readers.lattice import TooFineError  # noqa: PLC0415 - the one test that needs it

    def page_of(_picture: NDArray[np.uint8], _number: int) -> Page:
        raise TooFineError

    monkeypatch.setattr(scanned_page, "page_of", page_of)
    document = choosing.read_bytes(word(picture(700, 900)), "扫描.docx")
    (omission,) = document.omissions
    assert omission.why.startswith("第 1 幅图片像是扫描的页面，未能识别：第 1 页有过多的线条")


def test_without_the_extra_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("jixiao.readers.scan.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cv2", None)
    document = choosing.read_bytes(word(picture(700, 900)), "扫描.docx")
    assert [omission.why[:20] for omission in document.omissions] == [
        "图片中若有文字，没有读取；请核对，必要时",
        "文件里没有表格，但有图片；图片如果是扫描",
    ]
