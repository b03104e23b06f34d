"""Hostile PDFs: refused before PDFium begins to draw them, in one sentence; sound ones pass."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.readers.contents import Limits, RefusedError, Request
from jixiao.readers.pdf import read
from jixiao.readers.pdf.guarding import guard
from tests.readers.pdf_files import Canvas, File, one_page, stream

_DRAWING = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"
_NAMES = b"/Resources<</XObject<</A %d 0 R>>>>"
_ENDLESS = "无穷反复的绘图指令"


@pytest.fixture(autouse=True, scope="module")
def without_scans() -> Iterator[None]:
    """Damage makes scans of pages; to recognise them would take long and prove nothing here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "jixiao.readers.scan", None)
        yield


def file_of(*drawings: bytes, content: bytes = b"/A Do") -> bytes:
    """A page that carries out the first of some drawings, whose numbers follow one another from `first_drawing`."""
    file = File()
    first = len(file.objects) + 1
    for drawing in drawings:
        file.add(drawing)
    file.page(content, drawings=b"/A %d 0 R" % first)
    return file.bytes()


def first_drawing() -> int:
    return len(File().objects) + 1


def refused(data: bytes, sentence: str, limits: Limits = Limits()) -> None:  # noqa: B008 - immutable
    with pytest.raises(RefusedError, match=sentence):
        guard(data, limits)


def test_a_drawing_that_contains_itself_is_refused() -> None:
    own = first_drawing()
    refused(file_of(stream(b"/A Do " * 10, _DRAWING + _NAMES % own)), _ENDLESS)


def test_a_drawing_that_contains_itself_by_the_names_of_its_page_is_refused() -> None:
    refused(file_of(stream(b"/A Do " * 10, _DRAWING)), _ENDLESS)


def test_an_unpacked_drawing_that_contains_itself_is_refused() -> None:
    body = b"<<%s%s/Length 12>>stream\n/A Do /A Do \nendstream" % (_DRAWING, _NAMES % first_drawing())
    refused(file_of(body), _ENDLESS)


def test_resources_and_drawings_that_stand_elsewhere_are_followed() -> None:
    own = first_drawing()
    body = stream(b"/A Do " * 10, _DRAWING + b"/Resources %d 0 R" % (own + 1))
    refused(file_of(body, b"<</XObject %d 0 R>>" % (own + 2), b"<</A %d 0 R>>" % own), _ENDLESS)


def test_drawings_that_multiply_are_refused_and_a_few_are_not() -> None:
    own = first_drawing()
    chain = [stream(b"/A Do " * 10, _DRAWING + _NAMES % (own + depth + 1)) for depth in range(8)]
    last = stream(b"0 0 m 9 9 l S", _DRAWING)
    refused(file_of(*chain, last), _ENDLESS)
    guard(file_of(chain[0], stream(b"0 0 m 9 9 l S", _DRAWING)), Limits())


def test_a_chain_of_drawings_without_end_is_refused() -> None:
    own = first_drawing()
    chain = [stream(b"/A Do", _DRAWING + _NAMES % (own + depth + 1)) for depth in range(60)]
    refused(file_of(*chain), _ENDLESS)


def test_contents_listed_again_and_again_are_refused() -> None:
    canvas = Canvas()
    canvas.draw("0 0 m 100 100 l S\n" * 1000)
    data = one_page(canvas)
    number = data[data.index(b"/Contents ") + 10 :].split(b" ")[0]
    listed = b"/Contents[" + b"%s 0 R " % number * 5000 + b"]"
    refused(data.replace(b"/Contents %s 0 R" % number, listed), _ENDLESS)
    guard(data.replace(b"/Contents %s 0 R" % number, b"/Contents[%s 0 R]" % number), Limits())


def test_contents_listed_in_an_object_of_their_own_are_followed() -> None:
    file = File()
    part = file.add(stream(b"0 0 m 9 9 l S\n" * 2000))
    listed = file.add(b"[" + b"%d 0 R " % part * 1000 + b"]")
    file.page(b"")
    data = file.bytes()
    number = data[data.index(b"/Contents ") + 10 :].split(b" ")[0]
    refused(data.replace(b"/Contents %s 0 R" % number, b"/Contents %d 0 R" % listed), _ENDLESS)


def test_objects_in_packed_form_are_seen() -> None:
    own = first_drawing()
    drawing = stream(b"/A Do " * 10, _DRAWING + b"/Resources %d 0 R" % (own + 50))
    body = b"<</XObject<</A %d 0 R>>>>" % own
    head = b"%d 0 " % (own + 50)
    packed = stream(head + body, b"/Type/ObjStm/N 1/First %d" % len(head))
    refused(file_of(drawing, packed), _ENDLESS)
    guard(file_of(stream(b"/B Do", _DRAWING), stream(b"9", b"/Type/ObjStm")), Limits())


def test_streams_that_unpack_without_end_are_refused() -> None:
    refused(
        one_page(Canvas(), extra=b"").replace(b"%%EOF", b"") + b"99 0 obj\n" + stream(b" " * 40_000_000), "解压后大到"
    )
    refused(one_page(Canvas()) + b"99 0 obj\n" + stream(b" " * 4_000_000), "解压后大到", Limits(unpacked=3_000_000))


def test_pictures_beyond_all_paper_sizes_are_refused() -> None:
    picture = b"/Type/XObject/Subtype/Image/Width 223606/Height 223606/BitsPerComponent 8/ColorSpace/DeviceRGB"
    refused(file_of(stream(bytes(9), picture)), "223606×223606 像素的图片")


def test_objects_beyond_number_are_refused() -> None:
    refused(b"%PDF-1.7\n" + b"1 0 obj\n" * 400_001, "超过 400000 个对象")


def test_a_page_of_unmeasurable_size_is_no_trouble() -> None:
    for box in (b"[0 0 60000000 80000000]", b"[0 0 0 0]", b"[0 0 -5 1e30]", b"[]"):
        assert read(one_page(Canvas(), extra=b"/MediaBox" + box), Request()).pages == 1


@given(st.data())
def test_bytes_changed_at_random_are_read_or_refused(data: st.DataObject) -> None:
    canvas = Canvas()
    canvas.table((50, 300, 500), (100, 130, 160), [["指标", "得分"], ["数量", "10"]])
    content = bytearray(one_page(canvas))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    try:
        found = read(bytes(content), Request())
    except RefusedError:
        return
    assert found.reader == "pdf"


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(tail: bytes) -> None:
    with pytest.raises(RefusedError):
        read(b"%PDF-1.4\n" + tail, Request())
