"""Packed files with parts added: order, dates and everything that was not asked for stay."""

import io
import warnings
import zipfile

import pytest

from jixiao.readers import Limits
from jixiao.readers.contents import RefusedError
from jixiao.renderers.annotated.packing import Parcel
from tests.readers.word_files import docx, p
from tests.renderers.annotated.support import parts


def test_members_keep_order_dates_and_packing() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = "说明".encode()
        for name, kind in (("b.xml", zipfile.ZIP_STORED), ("a.xml", zipfile.ZIP_DEFLATED)):
            info = zipfile.ZipInfo(name, (2021, 3, 4, 5, 6, 8))
            info.compress_type, info.external_attr = kind, 0o644 << 16
            archive.writestr(info, b"<a/>")
    parcel = Parcel(stream.getvalue(), Limits())
    parcel.put("a.xml", b"<b/>")
    parcel.put("c.xml", b"<c/>")
    with zipfile.ZipFile(io.BytesIO(parcel.packed())) as archive:
        told = [(each.filename, each.compress_type, each.date_time[0]) for each in archive.infolist()]
        assert archive.comment == "说明".encode()
    assert told == [("b.xml", 0, 2021), ("a.xml", 8, 2021), ("c.xml", 8, 1980)]
    assert parcel.names == ("b.xml", "a.xml", "c.xml")


def test_a_name_that_occurs_twice_occurs_twice() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("a.xml", b"<a/>")
        archive.writestr("a.xml", b"<b/>")
    with zipfile.ZipFile(io.BytesIO(Parcel(stream.getvalue(), Limits()).packed())) as archive:
        assert [archive.read(each) for each in archive.infolist()] == [b"<a/>", b"<b/>"]


def test_a_part_is_unpacked_once() -> None:
    content = docx(p("甲" * 100_000))
    parcel = Parcel(content, Limits(unpacked=400_000))
    for _ in range(5):
        assert parcel.read("word/document.xml") == parts(content)["word/document.xml"]
    assert parts(parcel.packed()) == parts(content)


def test_what_is_not_there_is_refused() -> None:
    parcel = Parcel(docx(p("甲")), Limits())
    with pytest.raises(RefusedError):
        parcel.read("word/nothing.xml")
    with pytest.raises(RefusedError):
        Parcel(zipped({"a.xml": b""}), Limits()).main("word/document.xml")


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_relations_to_places_outside_are_passed_over_and_identifiers_not_used_twice() -> None:
    members = parts(docx(p("甲"), relations={"rIdJixiao1": ("hyperlink", "https://example.org/")}))
    rels = members["word/_rels/document.xml.rels"].replace(b'Target="https', b'TargetMode="External" Target="https')
    parcel = Parcel(zipped(members | {"word/_rels/document.xml.rels": rels}), Limits())
    assert list(parcel.links("word/document.xml")) == []
    assert parcel.link("word/document.xml", "comments", "word/comments.xml") == "rIdJixiao2"
    assert [link.target for link in parcel.links("word/document.xml")] == ["word/comments.xml"]


def test_a_part_without_relations_gets_them() -> None:
    parcel = Parcel(docx(p("甲")), Limits())
    assert parcel.link("word/styles.xml", "theme", "word/theme/theme1.xml") == "rIdJixiao1"
    assert b'Extension="rels"' in parcel.read("[Content_Types].xml")
    assert [link.target for link in parcel.links("word/styles.xml")] == ["word/theme/theme1.xml"]
