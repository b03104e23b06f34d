"""Choosing by the kind of file: what is annotated, what is converted before, what is refused and in which words."""

import io
import re
import shutil
import zlib
from pathlib import Path

import msgspec
import pypdfium2 as pdfium
import pytest
from lxml import etree
from msoffcrypto.format.ooxml import OOXMLFile
from PIL import Image, ImageOps

from jixiao import pipeline
from jixiao.model import Submission
from jixiao.places import Place, Source
from jixiao.readers import Limits, Request, own_marks, read_bytes
from jixiao.renderers.annotated import CannotAnnotateError, annotate
from jixiao.renderers.annotated.picture import as_pdf
from jixiao.results import Audited
from tests.readers.excel_books import sheet, texts, workbook
from tests.readers.word_files import docx, p
from tests.renderers.annotated.support import commented, comments, finding, parts

_FORMATS = Path(__file__).parents[3] / "examples" / "formats"


def _audited(*places: Place | None, name: str = "自评表.docx") -> Audited:
    source = Source(name=name, sha256="", media_type="", reader="")
    return Audited(path=name, submission=Submission(source=source), findings=tuple(finding(place) for place in places))


def test_a_word_file_keeps_its_kind() -> None:
    copy = annotate(docx(p("甲")), _audited(Place(paragraph=1)))
    assert (copy.suffix, copy.notes, copy.remarked) == ("", (), 1)
    assert commented(parts(copy.content)["word/document.xml"]) == {"0": "甲"}


def test_a_workbook_keeps_its_kind() -> None:
    copy = annotate(workbook(sheet(texts([("A1", "甲")]))), _audited(Place(sheet="表1", row=1, column=1)))
    assert (copy.suffix, copy.remarked) == ("", 1)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "是网页"),
        ("项目支出绩效自评表".encode(), "是文本"),
    ],
)
def test_what_has_no_place_for_remarks_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(CannotAnnotateError, match=f"{told}，没有可以加批注的格式；请用 jixiao audit --format html"):
        annotate(content, _audited())


def test_an_encrypted_file_is_refused_although_its_password_is_known() -> None:
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(docx(p("甲")))).encrypt("秘密", locked)
    with pytest.raises(CannotAnnotateError, match="加密的 Office 文件，批注件不能保持加密"):
        annotate(locked.getvalue(), _audited(), Request(password="秘密"))  # noqa: S106 - of a file made here


def test_a_workbook_that_excel_encrypted_by_itself_is_annotated() -> None:
    locked = io.BytesIO()
    with (_FORMATS / "t1-fund-supervision.xlsx").open("rb") as plain:
        OOXMLFile(plain).encrypt("VelvetSweatshop", locked)
    assert annotate(locked.getvalue(), _audited(Place(sheet="表1", row=1, column=1))).remarked == 1


def test_a_damaged_file_is_refused() -> None:
    with pytest.raises(CannotAnnotateError, match="不完整或已损坏"):
        annotate(docx(p("甲"))[:200], _audited())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("name", "suffix"), [("t6-department-report.doc", ".docx"), ("t6-department-report.xls", ".xlsx")]
)
def test_a_file_of_an_older_kind_is_annotated_in_its_converted_copy(name: str, suffix: str) -> None:
    result = pipeline.audit(_FORMATS / name)
    copy = annotate((_FORMATS / name).read_bytes(), result)
    assert copy.suffix == suffix
    assert copy.remarked == len(result.findings)
    assert "LibreOffice" in copy.notes[0]
    again = read_bytes(copy.content, f"a{suffix}")
    assert own_marks.SUMMARY not in str(again)
    if suffix == ".docx":
        ranges, told = commented(parts(copy.content)["word/document.xml"]), comments(copy.content)
        for each in result.findings:
            place = each.quotes[0].place
            if place is not None and place.column is not None:
                (identifier,) = [key for key, text in told.items() if each.message in text]
                assert (each.quotes[0].text or "") in ranges[identifier]


def _picture(mode: str, form: str, **more: object) -> bytes:
    image = Image.new(mode, (300, 200))
    image.putpixel((10, 20), 255 if mode in {"L", "1"} else (200, 10, 30, 255)[: len(image.getbands())])
    file = io.BytesIO()
    image.save(file, form, **more)
    return file.getvalue()


def test_the_bytes_of_a_jpeg_are_in_the_copy() -> None:
    content = _picture("RGB", "JPEG", dpi=(150, 150))
    copy = annotate(content, _audited(Place(page=1, box=(0.1, 0.1, 0.2, 0.2))))
    assert content in copy.content
    assert copy.suffix == ".pdf"
    assert "把图片原样放进 PDF" in copy.notes[0]
    with pdfium.PdfDocument(copy.content) as document:
        assert document[0].get_size() == (300 * 72 / 150, 200 * 72 / 150)


@pytest.mark.parametrize(
    ("mode", "form"), [("RGB", "PNG"), ("L", "PNG"), ("1", "TIFF"), ("P", "PNG"), ("RGB", "BMP"), ("CMYK", "JPEG")]
)
def test_every_pixel_of_a_picture_is_in_the_copy(mode: str, form: str) -> None:
    content = _picture(mode, form)
    made = as_pdf(content, Limits())
    with Image.open(io.BytesIO(content)) as image:
        expected = image.convert("RGB")
    start = re.search(rb"FlateDecode/Length \d+>>stream\n", made)
    assert start is not None
    pixels = zlib.decompress(made[start.end() :].partition(b"\nendstream")[0])
    gray = b"/DeviceGray" in made
    shown = Image.frombytes("L" if gray else "RGB", (300, 200), pixels).convert("RGB")
    assert shown.tobytes() == expected.tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_lies_as_its_mark_says(orientation: int) -> None:
    image = Image.new("RGB", (300, 200), "white")
    image.paste((0, 0, 0), (0, 0, 150, 100))  # the upper left quarter as it is stored
    exif = Image.Exif()
    exif[274] = orientation
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif, quality=95)
    with pdfium.PdfDocument(as_pdf(file.getvalue(), Limits())) as document:
        shown = document[0].render(scale=0.5).to_pil().convert("L")
    with Image.open(io.BytesIO(file.getvalue())) as stored:
        upright = ImageOps.exif_transpose(stored).convert("L").resize(shown.size)
    difference = sum(abs(one - other) > 100 for one, other in zip(shown.tobytes(), upright.tobytes(), strict=True))
    assert difference < 0.03 * shown.width * shown.height


def test_the_pages_of_a_tiff_become_pages() -> None:
    file = io.BytesIO()
    Image.new("L", (300, 200), 255).save(
        file, "TIFF", save_all=True, append_images=[Image.new("RGB", (100, 400), "red")]
    )
    with pdfium.PdfDocument(as_pdf(file.getvalue(), Limits())) as document:
        assert len(document) == 2
        assert document[1].get_size()[0] == pytest.approx(842 / 4, abs=1)


def test_answers_stand_with_their_findings() -> None:
    copy = annotate(docx(p("甲")), _audited(Place(paragraph=1)))
    assert "单位说明：次年改正（财务科）" in comments(copy.content)["0"]
    text = "".join(each.text or "" for each in etree.fromstring(parts(copy.content)["word/document.xml"]).iter("{*}t"))
    assert "单位说明：次年改正（财务科）" in text


def test_the_name_in_the_summary_is_that_of_the_file() -> None:
    audited = _audited(name="某单位.docx")
    moved = msgspec.structs.replace(audited, path="材料.zip/某单位.docx")
    text = parts(annotate(docx(p("甲")), moved).content)["word/document.xml"].decode()
    assert "文件：某单位.docx" in text
