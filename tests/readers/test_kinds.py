"""What kind of file something is told by its content, whatever it is called."""

import io
import math
import tarfile
import zipfile

import pytest

from jixiao.readers import Limits, Request, kinds
from jixiao.readers.contents import RefusedError
from jixiao.readers.kinds import Kind, kind_of
from tests.hostile.compound import compound


def zipped(name: str, content: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def tarred() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("自评表.txt"), io.BytesIO())
    return file.getvalue()


CONTENTS = {
    "pdf": (b"%PDF-1.7\n", kinds.PDF),
    "pdf behind a line of its own": (b"\r\n%PDF-1.4\n", kinds.PDF),
    "word": (zipped("word/document.xml"), kinds.WORD),
    "word under another name of its part": (
        zipped("[Content_Types].xml", b"application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        kinds.WORD,
    ),
    "excel": (zipped("xl/workbook.xml"), kinds.EXCEL),
    "binary excel": (zipped("xl/workbook.bin"), kinds.SHEET),
    "slides": (zipped("ppt/presentation.xml"), kinds.SLIDES),
    "ofd": (zipped("OFD.xml"), kinds.OFD),
    "word of 1997": (compound({"WordDocument": b"", "1Table": b""}), kinds.WORD_97),
    "wps text": (
        compound(dict.fromkeys(("WordDocument", "0Table", "Data", "KSOProductBuildVer", "WpsCustomData"), b"")),
        kinds.WORD_97,
    ),
    "excel of 1997": (compound({"Workbook": b""}), kinds.EXCEL_97),
    "excel of 1995": (compound({"Book": b""}), kinds.EXCEL_97),
    "wps table": (
        compound(dict.fromkeys(("ETExtData", "Workbook", "KSOProductBuildVer", "WpsCustomData"), b"")),
        kinds.EXCEL_97,
    ),
    "outlook": (compound({"__properties_version1.0": b""}), kinds.OUTLOOK),
    "slides of 1997": (compound({"PowerPoint Document": b""}), kinds.SLIDES),
    "open document text": (zipped("mimetype", b"application/vnd.oasis.opendocument.text"), kinds.TEXT_DOCUMENT),
    "open document sheet": (zipped("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), kinds.SHEET),
    "an archive that holds a mimetype": (zipped("mimetype", b"application/epub+zip"), kinds.ARCHIVE),
    "an archive that holds content types": (zipped("[Content_Types].xml", b"<Types/>"), kinds.ARCHIVE),
    "archive": (zipped("自评表.txt"), kinds.ARCHIVE),
    "empty archive": (b"PK\x05\x06" + bytes(18), kinds.ARCHIVE),
    "tar": (tarred(), kinds.ARCHIVE),
    "gzip": (b"\x1f\x8b\x08", kinds.ARCHIVE),
    "rar": (b"Rar!\x1a\x07\x01\x00", kinds.FOREIGN_ARCHIVE),
    "7z": (b"7z\xbc\xaf\x27\x1c", kinds.FOREIGN_ARCHIVE),
    "rtf": (b"{\\rtf1\\ansi", kinds.RTF),
    "png": (b"\x89PNG\r\n\x1a\n", kinds.PICTURE),
    "jpeg": (b"\xff\xd8\xff\xe0", kinds.PICTURE),
    "tiff": (b"II*\x00", kinds.PICTURE),
    "webp": (b"RIFF\x00\x00\x00\x00WEBP", kinds.PICTURE),
    "bmp": (b"BM" + bytes(4) + bytes(4) + bytes(4) + b"\x28\x00\x00\x00", kinds.PICTURE),
    "text that begins like a bmp": ("BM 项目支出绩效自评表".encode(), kinds.TEXT),
    "web page": ("<!DOCTYPE html><html><body>自评表</body></html>".encode(), kinds.WEB_PAGE),
    "word of 2003 in xml": (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>',
        kinds.TEXT_DOCUMENT,
    ),
    "excel of 2003 in xml": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><w/>', kinds.SHEET),
    "excel of 2003 without the line that says so": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        kinds.SHEET,
    ),
    "mail": (
        "From: a@example.cn\r\nTo: b@example.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n正文".encode(),
        kinds.MAIL,
    ),
    "text": ("项目支出绩效自评表\n".encode(), kinds.TEXT),
    "text in gb18030": ("项目支出绩效自评表\n".encode("gb18030"), kinds.TEXT),
    "nothing": (b"", kinds.TEXT),
}


@pytest.mark.parametrize(("content", "kind"), CONTENTS.values(), ids=CONTENTS)
def test_the_content_tells_the_kind(content: bytes, kind: Kind) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize("content", [b"PK\x03\x04....", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...."])
def test_a_packed_file_that_does_not_open_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedError, match="损坏"):
        kind_of(content)


UNREADABLE = [kinds.SLIDES, kinds.OFD, kinds.OUTLOOK, kinds.FOREIGN_ARCHIVE, kinds.ARCHIVE, kinds.MAIL]


@pytest.mark.parametrize("kind", UNREADABLE, ids=lambda kind: kind.name)
def test_a_kind_without_a_reader_says_what_to_do(kind: Kind) -> None:
    with pytest.raises(RefusedError) as refused:
        kind.read(b"", Request())
    assert str(refused.value) == f"是{kind.name}，{kind.advice}"
    assert kind.advice.endswith("。")


def test_a_file_that_is_no_bundle_has_no_members() -> None:
    assert list(kinds.TEXT.members("自评表".encode(), Request())) == []


def test_every_reader_and_opener_exists() -> None:
    named = [kind for kind in vars(kinds).values() if isinstance(kind, Kind)]
    assert len(named) > 12
    for kind in named:
        for function in filter(None, (kind.reader, kind.opener)):
            assert callable(kinds._function(function))


def test_the_limits_of_the_user_hold_when_the_kind_of_a_package_is_told() -> None:
    with pytest.raises(RefusedError, match="超过 0 个"):
        kind_of(zipped("word/document.xml"), Limits(members=0))


def test_small_files_of_characters_are_given_less_time_than_those_whose_size_does_not_tell() -> None:
    assert kinds.TEXT.seconds(b"a" * 1000) == pytest.approx(10.03)
    assert kinds.WORD.seconds(zipped("word/document.xml", b" " * 2_000_000)) == pytest.approx(70)
    assert kinds.EXCEL.seconds(b"PK\x03\x04....") < 11
    assert kinds.PDF.seconds(b"%PDF") == kinds.PICTURE.seconds(b"") == kinds.WORD_97.seconds(b"") == math.inf
