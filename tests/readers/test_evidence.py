"""What may be attached to a form as evidence, and what may not, whatever it is called."""

import struct
import zlib
from pathlib import Path

import pytest

from jixiao import pipeline
from jixiao.readers import Limits, UnreadableFileError, judge
from jixiao.readers.contents import RefusedError
from tests.hostile.compound import compound
from tests.readers import pdf_files, word_files
from tests.readers.excel_books import sheet, workbook

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "formats"
NATIVE = "Ole10Native".encode("utf-16-le").decode("latin-1")


def pdf(extra: bytes = b"", *, objects: tuple[bytes, ...] = (), pages: int = 1, password: str | None = None) -> bytes:
    file = pdf_files.File()
    for _ in range(pages):
        file.page(pdf_files.Canvas())
    first = len(file.objects) + 1
    for each in objects:
        file.add(each)
    file.objects[0] = b"<</Type/Catalog/Pages 2 0 R%s>>" % extra.replace(b"@", b"%d 0 R" % first)
    return file.bytes(password=password)


def packed_object(plain: bytes) -> bytes:
    body = zlib.compress(b"9 0 " + plain)
    return b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(body), body)


def png(width: int, height: int) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I4sIIBBBBB", 13, b"IHDR", width, height, 8, 2, 0, 0, 0)
        + bytes(4)
        + b"\0\0\0\0IEND"
    )


TAKEN = {
    "t1-fund-supervision.pdf": (".pdf", 2),
    "t1-fund-supervision.docx": (".docx", None),
    "t1-fund-supervision.xlsx": (".xlsx", None),
    "t1-fund-supervision.doc": (".doc", None),
    "t1-fund-supervision.xls": (".xls", None),
    "t1-fund-supervision.scan.jpg": (".jpg", None),
    "t1-yuan-hotline.scan.png": (".png", None),
}


@pytest.mark.parametrize("name", TAKEN)
def test_documents_and_pictures_are_taken_for_what_they_are(name: str) -> None:
    judged = judge((EXAMPLES / name).read_bytes())
    assert (judged.suffixes[0], judged.pages) == TAKEN[name]


CARRIES = b"/Names<</EmbeddedFiles<</Names[(a)@]>>>>"


def test_an_invoice_that_carries_its_data_is_taken() -> None:
    assert judge(pdf(CARRIES, objects=(b"<</Type/Filespec/F(a.xml)/UF(a.xml)>>",))).pages == 1
    assert judge(word_files.packed({"OFD.xml": "<OFD/>", "Doc_0/Document.xml": "<Document/>"})).suffixes == (".ofd",)


REFUSED = {
    "nothing": (b"", "空文件"),
    "a program": (b"MZ\x90\0" + bytes(100), "可执行程序"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "可执行程序"),
    "text": ("签到表".encode(), "不认识的文件"),
    "a web page": (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "网页"),
    "an archive": (word_files.packed({"a.pdf": "x"}), "请解压后逐个附上"),
    "a picture with scripts": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "不能作为佐证材料"),
    "a rare picture": (b"GIF89a" + bytes(100), "请另存为 JPG"),
    "a picture cut off": (png(100, 100)[:-4], "不完整的图片"),
    "a picture without size": (b"\xff\xd8\xff\xd9", "不完整的图片"),
    "a picture beyond all paper": (png(100_000, 100_000), "像素"),
    "a damaged pdf": (b"%PDF-1.7\n%%EOF", "损坏"),
    "a pdf with a script": (pdf(b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"), "脚本"),
    "a pdf with a script spelt in hexadecimal": (pdf(b"/OpenAction<</S/Java#53cript/JS(x)>>"), "脚本"),
    "a pdf with a script packed away": (pdf(objects=(packed_object(b"<</S/JavaScript/JS(x)>>"),)), "脚本"),
    "a pdf that starts programs": (pdf(b"/OpenAction<</S/Launch/F(calc.exe)>>"), "启动程序"),
    "a pdf that carries a program": (
        pdf(CARRIES, objects=(b"<</Type/Filespec/F(a.exe)/UF(a.exe)>>",)),
        "夹带了文件“a.exe”",
    ),
    "a locked pdf": (pdf(password="x"), "请取消密码"),  # noqa: S106 - of this test
    "a document with macros": (word_files.docx(word_files.p(), parts={"vbaProject.bin": "x"}), "宏"),
    "a document with a control": (word_files.docx(word_files.p(), parts={"activeX/activeX1.xml": "<a/>"}), "宏、控件"),
    "a document that fetches its template": (
        word_files.docx(
            word_files.p(),
            parts={
                "_rels/settings.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="a" Type="{word_files.RELATION}/attachedTemplate" Target="http://x/y" TargetMode="External"/>'
                "</Relationships>"
            },
        ),
        "外部模板",
    ),
    "a document that calls a program": (
        word_files.docx('<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/k x"</w:instrText></w:r></w:p>'),
        "DDE",
    ),
    "a document with a package": (
        word_files.docx(word_files.p(), parts={"embeddings/oleObject1.bin": f"\x01\0{NATIVE}"}),
        "夹带的程序包",
    ),
    "a document with entities": (
        word_files.docx(word_files.p(), parts={"styles.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}),
        "文档类型声明",
    ),
    "a workbook with old macros": (workbook(sheet(""), parts={"xl/macrosheets/sheet1.xml": "<a/>"}), "宏"),
    "an old document with macros": (compound({"WordDocument": b"x", "_VBA_PROJECT_CUR": b"x"}), "宏"),
    "an old workbook with a package": (compound({"Workbook": b"x", "\x01Ole10Native": b"x"}), "夹带的程序包"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_something_or_cannot_be_looked_at_is_refused(name: str) -> None:
    content, said = REFUSED[name]
    with pytest.raises(RefusedError, match=said):
        judge(content)


def test_a_document_has_no_more_pages_than_anybody_reads() -> None:
    assert judge(pdf(pages=3), Limits(pages=3)).pages == 3
    with pytest.raises(RefusedError, match="有3页，超过2页"):
        judge(pdf(pages=3), Limits(pages=2))


def test_a_packed_object_does_not_burst() -> None:
    bomb = packed_object(bytes(1 << 20))
    with pytest.raises(RefusedError, match="解压后大得不合常理"):
        judge(pdf(objects=(bomb, bomb)), Limits(unpacked=1 << 20))


def test_the_pipeline_names_the_file_as_the_person_knows_it(tmp_path: Path) -> None:
    path = tmp_path / "0a1b"
    path.write_bytes(b"MZ")
    with pytest.raises(UnreadableFileError, match=r"^“签到表\.pdf”是可执行程序"):
        pipeline.judge_evidence(path, "签到表.pdf")
