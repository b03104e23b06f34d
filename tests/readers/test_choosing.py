"""Which files are read, and the sentence with which the others are refused."""

import codecs
import errno
import hashlib
import os
from pathlib import Path

import pytest

from jixiao.documents import Document, Paragraph
from jixiao.readers import Limits, Request, UnreadableFileError, read
from jixiao.readers.choosing import read_bytes

FORM = "项目支出绩效自评表\n项目名称\t医保宣传\t实施单位\t青崖市医保局\n\n自评结论：优。\n"
ENCODINGS = {
    "utf-8": FORM.encode(),
    "utf-8 with mark": codecs.BOM_UTF8 + FORM.encode(),
    "utf-16": FORM.encode("utf-16"),
    "utf-16 little endian": codecs.BOM_UTF16_LE + FORM.encode("utf-16-le"),
    "utf-16 big endian": codecs.BOM_UTF16_BE + FORM.encode("utf-16-be"),
    "utf-32": FORM.encode("utf-32"),
    "utf-32 big endian": codecs.BOM_UTF32_BE + FORM.encode("utf-32-be"),
    "gb18030": FORM.encode("gb18030"),
    "gbk": FORM.encode("gbk"),
    "dos line ends": FORM.replace("\n", "\r\n").encode(),
    "old apple line ends": FORM.replace("\n", "\r").encode(),
}


@pytest.mark.parametrize("content", ENCODINGS.values(), ids=ENCODINGS)
def test_every_encoding_gives_the_same_document(content: bytes) -> None:
    assert read_bytes(content, "form.txt").blocks == read_bytes(FORM.encode(), "form.txt").blocks


def test_the_source_names_the_file_and_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "自评表.docx"  # the name decides nothing
    path.write_bytes(FORM.encode("gb18030"))
    source = read(path).source
    assert (source.name, source.media_type, source.reader) == ("自评表.docx", "text/plain", "text")
    assert source.sha256 == hashlib.sha256(FORM.encode("gb18030")).hexdigest()
    assert source.pages is None


NO_TEXT = (
    "文件“表.txt”无法识别：不是能够处理的类型，也不是文本（试过 UTF-8、UTF-16 和 GB18030 编码）；"
    "请核对文件是否损坏，重新导出为 Word、Excel 或 PDF，文本另存为 UTF-8 编码，然后重试。"
)
REFUSALS = {
    "nothing": (b"", "文件“表.txt”是空的；请提交含有绩效自评表内容的文件。"),
    "white space": (b" \r\n\t \n", "文件“表.txt”是空的；请提交含有绩效自评表内容的文件。"),
    "a mark and no text": (codecs.BOM_UTF8 + b"\n", "文件“表.txt”是空的；请提交含有绩效自评表内容的文件。"),
    "blanks in utf-16": (
        codecs.BOM_UTF16_LE + "\u3000\n".encode("utf-16-le"),
        "文件“表.txt”是空的；请提交含有绩效自评表内容的文件。",
    ),
    "no encoding": (
        b"\xe4\xff\xff\x00",
        NO_TEXT,
    ),
    "half a character of utf-16": (
        codecs.BOM_UTF16_LE + b"\x00\xd8",
        NO_TEXT,
    ),
    "control characters": (
        bytes(range(1, 9)) * 9 + b"abc",
        "文件“表.txt”含有大量控制字符，不像文本；请核对文件是否损坏，重新导出为 Word、Excel 或 PDF，文本另存为 UTF-8 编码，然后重试。",
    ),
    "nul": (
        b"\x00" * 100,
        "文件“表.txt”含有大量控制字符，不像文本；请核对文件是否损坏，重新导出为 Word、Excel 或 PDF，文本另存为 UTF-8 编码，然后重试。",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_what_is_no_text_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFileError) as refusal:
        read_bytes(content, "表.txt")
    assert str(refusal.value) == sentence


def test_a_few_control_characters_do_not_make_a_text_binary() -> None:
    assert read_bytes(("医保宣传" * 100 + "\x07").encode(), "表.txt").blocks


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "大表.txt"
    with path.open("wb") as file:
        file.truncate(70 * 1024 * 1024)
    with pytest.raises(UnreadableFileError) as refusal:
        read(path)
    assert str(refusal.value) == (
        "文件“大表.txt”有 73400320 字节，超过 67108864 字节的上限，未予读取；请只提交绩效自评材料本身。"
    )


def test_the_limit_itself_is_read(tmp_path: Path) -> None:
    path = tmp_path / "表.txt"
    path.write_bytes(b"12345678")
    assert isinstance(read(path, Request(limits=Limits(size=8))), Document)
    with pytest.raises(UnreadableFileError):
        read(path, Request(limits=Limits(size=7)))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as refusal:
        read(tmp_path / "没有.txt")
    assert str(refusal.value) == "读不到文件“没有.txt”（文件不存在）；请核对路径和读取权限后重试。"


def test_what_is_no_file_is_named_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"^读不到文件“.+”（.+）；请核对路径和读取权限后重试。$"):
        read(tmp_path)


def test_a_locked_file_is_named_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root reads what others may not, so the refusal of the operating system is played.
    path = tmp_path / "锁.txt"
    path.write_bytes(b"x")

    def refuse(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableFileError, match=r"^读不到文件“锁.txt”（.+）"):
        read(path)


HOSTILE = {
    "one line of a megabyte": "医" * 350_000,
    "a hundred thousand tabs": "\t" * 100_000 + "x",
    "a hundred thousand lines of one tab": "\t甲\n" * 2_000,
    "pipes only": "|" * 100_000,
    "commas only": "\n".join(["," * 1_000] * 100),
    "quotes that never close": '"a,b,c,d\n' * 2_000,
    "separators in turn": "甲\t乙\n丙|丁|戊\n" * 2_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_odd_but_lawful_text_is_read(text: str) -> None:
    assert read_bytes(text.encode(), "表.txt").blocks


def test_a_character_that_utf8_cannot_hold_is_told_apart() -> None:
    (block,) = read_bytes("㐀𠀀".encode("gb18030"), "表.txt").blocks
    assert isinstance(block, Paragraph)
    assert block.text == "㐀𠀀"
