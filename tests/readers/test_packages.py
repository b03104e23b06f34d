"""Packed files are opened behind guards: sizes are counted, not believed, and no document type gets in."""

import io
import struct
import zipfile

import pytest

from jixiao.readers.contents import Limits, RefusedError
from jixiao.readers.packages import Package, overlapping, parse_xml

LIMITS = Limits()


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def refusal(content: bytes, name: str | None = None, limits: Limits = LIMITS) -> str:
    def read() -> None:
        package = Package(content, limits)
        package.read(name or package.names[0])

    with pytest.raises(RefusedError) as refused:
        read()
    return str(refused.value)


def test_members_are_read_by_name_in_the_order_of_the_file() -> None:
    package = Package(packed({"b.xml": b"<b/>", "a.xml": b"<a/>"}), LIMITS)
    assert package.names == ("b.xml", "a.xml")
    assert package.read("a.xml") == b"<a/>"
    assert package.xml("b.xml").tag == "b"
    package.guard_xml()
    with pytest.raises(KeyError):
        package.read("c.xml")


@pytest.mark.parametrize("cut", [1, 10, 40])
def test_a_file_cut_short_is_refused_as_damaged(cut: int) -> None:
    assert "损坏" in refusal(packed({"a.xml": b"<a/>" * 100})[:-cut])


def test_a_member_with_wrong_bytes_is_refused_as_damaged() -> None:
    content = bytearray(packed({"a.xml": b"<a>%d</a>" % 10**90}, zipfile.ZIP_STORED))
    content[60] ^= 0xFF
    assert "损坏" in refusal(bytes(content))


def test_what_unpacks_beyond_reason_is_refused() -> None:
    assert "解压后大得不合常理" in refusal(packed({"a.xml": bytes(20_000_000)}))


def test_a_table_of_equal_rows_is_no_bomb() -> None:
    assert len(Package(packed({"a.xml": b"<row/>" * 500_000}), LIMITS).read("a.xml")) == 3_000_000


def test_the_members_together_are_held_to_the_limit() -> None:
    package = Package(packed({f"{n}.xml": bytes(1000) for n in range(3)}), Limits(unpacked=2500))
    package.read("0.xml")
    package.read("1.xml")
    with pytest.raises(RefusedError, match="解压后大得不合常理"):
        package.read("2.xml")


def test_too_many_members_are_refused_before_they_are_listed() -> None:
    content = packed({f"{n}.xml": b"" for n in range(30)})
    assert "超过 20 个" in refusal(content, limits=Limits(members=20))
    # The last record may lie about their number.
    end = content.rindex(b"PK\x05\x06")
    lying = content[: end + 8] + struct.pack("<HH", 1, 1) + content[end + 12 :]
    assert "超过 20 个" in refusal(lying, limits=Limits(members=20))


def test_members_that_share_bytes_are_refused() -> None:
    one, other = zipfile.ZipInfo("a"), zipfile.ZipInfo("b")
    one.header_offset, one.compress_size, other.header_offset = 0, 100, 131
    assert not overlapping([one, other])
    other.header_offset = 129
    assert overlapping([other, one])


def test_an_encrypted_member_asks_for_the_password() -> None:
    content = bytearray(packed({"a.xml": b"<a/>"}, zipfile.ZIP_STORED))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)) == "里有加密的内容；请用 --password-file 给出写有密码的文件后重试。"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_whose_output_nothing_bounds_are_refused(method: int) -> None:
    assert "少见的压缩方式" in refusal(packed({"a.xml": bytes(1000)}, method))


HOSTILE_XML = {
    "entities": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "entities in utf-16": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
    "a document type alone": b"<!DOCTYPE a><a/>",
    "external entity": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
}


@pytest.mark.parametrize("content", HOSTILE_XML.values(), ids=HOSTILE_XML)
def test_a_document_type_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedError, match="文档类型声明"):
        parse_xml(content)
    package = Package(packed({"a.xml": content}), LIMITS)
    with pytest.raises(RefusedError, match="文档类型声明"):
        package.guard_xml()


@pytest.mark.parametrize("content", [b"", b"<a>", b"no xml", b"<a>" * 5_000 + b"</a>" * 5_000])
def test_broken_or_endlessly_deep_xml_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedError, match="损坏"):
        parse_xml(content)
