"""Highlights in PDFs: over the right text, behind an original that stays as it is."""

import ctypes
import io
import zlib
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw

from jixiao import pipeline
from jixiao.documents import Table
from jixiao.findings import Severity
from jixiao.papers import pdf as paper_pdf
from jixiao.papers.fonts import MissingFontsError
from jixiao.places import Place
from jixiao.readers import Request, own_marks, read_bytes
from jixiao.renderers.annotated import pdf
from jixiao.renderers.annotated.copies import CannotAnnotateError
from jixiao.renderers.annotated.remarks import remarks
from tests.readers.pdf_files import Canvas, File
from tests.renderers.annotated.support import remark

_EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "formats").glob("*[a-z].pdf"))
_DIGITAL = [path for path in _EXAMPLES if ".scan." not in path.name]


def _marks(content: bytes) -> list[dict[str, str]]:
    """The annotations of a file, each with its page and the text beneath it as PDFium takes it out of the rectangle."""
    found: list[dict[str, str]] = []
    document = pdfium.PdfDocument(content)
    for number, page in enumerate(document, start=1):
        text = page.get_textpage()
        for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            annotation = raw.FPDFPage_GetAnnot(page.raw, index)
            box = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(annotation, box)
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            found.append(
                {
                    "page": str(number),
                    "kind": {raw.FPDF_ANNOT_HIGHLIGHT: "highlight", raw.FPDF_ANNOT_TEXT: "note"}.get(kind, str(kind)),
                    "beneath": "".join(text.get_text_bounded(box.left, box.bottom, box.right, box.top).split()),
                    **{key: _entry(annotation, key) for key in ("T", "Contents", "M")},
                }
            )
            raw.FPDFPage_CloseAnnot(annotation)
        text.close()
    document.close()
    return found


def _entry(annotation: object, key: str) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key.encode(), None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetStringValue(annotation, key.encode(), ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def _places(content: bytes) -> dict[Place, str]:
    found: dict[Place, str] = {}
    for block in read_bytes(content, "a.pdf").blocks:
        for each in block.cells if isinstance(block, Table) else [block]:
            found.setdefault(each.place, each.text)
    return found


def _annotated(content: bytes, places: list[Place]) -> pdf.Copy:
    return pdf.annotate(
        content, "a.pdf", [remark(number, place) for number, place in enumerate(places, start=1)], Request()
    )


@pytest.mark.parametrize("path", _DIGITAL, ids=lambda path: path.stem)
def test_every_finding_of_an_example_is_highlighted_on_the_cell_that_it_quotes(path: Path) -> None:
    content = path.read_bytes()
    found = remarks(pipeline.audit(path))
    copy = pdf.annotate(content, path.name, found, Request())
    marks = [mark for mark in _marks(copy.content) if mark["T"] == own_marks.AUTHOR]
    assert copy.remarked == len(found)
    assert copy.content.startswith(content)
    for each in found:
        (mark,) = [mark for mark in marks if each.heading in mark["Contents"]]
        quote = each.finding.quotes[0]
        assert quote.place is not None
        if quote.place.column is not None:
            assert mark["page"] == str(quote.place.page)
            assert _near("".join((quote.text or "").split()), mark["beneath"])
    before, after = read_bytes(content, "a.pdf"), read_bytes(copy.content, "a.pdf")
    assert (before.blocks, before.omissions) == (after.blocks, after.omissions)


def _near(quoted: str, beneath: str) -> bool:
    """Whether a text is the one beneath a rectangle; of a cell that a page break cut it is the first half."""
    return quoted in beneath or beneath in quoted


def _table(turn: bytes = b"", box: bytes = b"") -> bytes:
    canvas = Canvas()
    canvas.table(
        [60, 160, 300, 420],
        [100, 140, 180, 220],
        [["甲一", "乙一", "丙一"], ["甲二", "乙二", "丙二"], ["甲三", "乙三", "丙三"]],
    )
    file = File()
    file.page(canvas, extra=turn + box)
    return file.bytes()


@pytest.mark.parametrize("turn", [b"", b"/Rotate 90", b"/Rotate 180", b"/Rotate 270"])
@pytest.mark.parametrize("box", [b"", b"/CropBox[40 500 520 760]", b"/MediaBox[-100 -50 600 800]"])
def test_a_highlight_lies_on_its_cell_however_the_page_is_turned_and_cut(turn: bytes, box: bytes) -> None:
    content = _table(turn, box)
    with pdfium.PdfDocument(content) as document:
        shown = document[0]
        text = shown.get_textpage()
        width, height = shown.get_size()
        places = {}
        for word in ("乙二", "丙三"):
            found = text.search(word)
            (index, _) = found.get_next() or (0, 0)
            left, bottom, right, top = text.get_charbox(index)
            corners = [_device(shown.raw, x, y, width, height) for x, y in ((left, bottom), (right, top))]
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            places[Place(page=1, box=(min(xs), min(ys), max(xs), max(ys)))] = word
        text.close()
        shown.close()
    copy = _annotated(content, list(places))
    marks = _marks(copy.content)
    assert [mark["beneath"][:1] for mark in marks] == [word[:1] for word in places.values()]
    assert all(mark["kind"] == "highlight" for mark in marks)
    assert copy.content.startswith(content)


def _device(page: object, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, int(width * 1000), int(height * 1000), 0, x, y, across, down)
    return across.value / (width * 1000), down.value / (height * 1000)


def test_every_cell_that_the_reader_finds_is_highlighted_where_its_text_lies() -> None:
    content = _table()
    places = _places(content)
    copy = _annotated(content, list(places))
    assert len(places) == 9
    assert [mark["beneath"] for mark in _marks(copy.content)] == list(places.values())


def test_a_place_that_lies_askew_is_marked_by_its_corners() -> None:
    corners = (0.1, 0.2, 0.3, 0.21, 0.29, 0.31, 0.09, 0.3)
    copy = _annotated(_table(), [Place(page=1, box=(0.09, 0.2, 0.3, 0.31), corners=corners)])
    with pdfium.PdfDocument(copy.content) as document:
        page = document[0]
        annotation = raw.FPDFPage_GetAnnot(page.raw, 0)
        points = raw.FS_QUADPOINTSF()
        raw.FPDFAnnot_GetAttachmentPoints(annotation, 0, points)
        raw.FPDFPage_CloseAnnot(annotation)
    found = (points.x1, points.y1, points.x2, points.y2, points.x4, points.y4, points.x3, points.y3)
    for index in range(0, 8, 2):
        assert found[index] == pytest.approx(corners[index] * 600, abs=0.1)
        assert found[index + 1] == pytest.approx(800 - corners[index + 1] * 800, abs=0.1)


def test_what_has_no_box_is_a_note_on_its_page_and_what_has_no_page_stands_in_the_summary() -> None:
    content = _table()
    copy = _annotated(content, [Place(page=1), Place(page=9), Place(paragraph=1)])
    (mark,) = _marks(copy.content)
    assert (mark["kind"], copy.remarked) == ("note", 1)
    with pdfium.PdfDocument(copy.content) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "".join(text.split()).count("只列于此") == 2


def test_a_moment_is_written_only_if_one_is_given() -> None:
    told = [remark(1, Place(page=1, box=(0.1, 0.1, 0.2, 0.2)))]
    (dated,) = _marks(pdf.annotate(_table(), "a.pdf", told, Request(), "2024-03-01T00:00:00Z").content)
    (plain,) = _marks(pdf.annotate(_table(), "a.pdf", told, Request()).content)
    assert (dated["M"], plain["M"]) == ("D:20240301000000", "")


def test_several_findings_of_one_cell_are_one_highlight_with_the_gravest_first() -> None:
    place = Place(page=1, box=(0.1, 0.1, 0.2, 0.2))
    told = [remark(1, place, severity=Severity.INFO), remark(2, place, severity=Severity.FATAL)]
    (mark,) = _marks(pdf.annotate(_table(), "a.pdf", told, Request()).content)
    assert mark["Contents"].index("问题2") < mark["Contents"].index("问题1")


def _streamed() -> bytes:
    """A PDF whose objects are packed, with a table of objects that is a stream."""
    packed = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>"}
    packed[3] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>>>"
    drawing = b"1 0 0 RG 100 100 m 300 300 l S"
    content = b"%PDF-1.7\n"
    places = {4: len(content)}
    content += b"4 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (len(drawing), drawing)
    head, body = b"", b""
    for number, text in packed.items():
        head += b"%d %d " % (number, len(body))
        body += text + b" "
    stream = zlib.compress(head + body)
    places[5] = len(content)
    content += b"5 0 obj\n<</Type/ObjStm/N 3/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n" % (
        len(head),
        len(stream),
        stream,
    )
    places[6] = len(content)
    rows = (
        b"\0"
        + bytes(4)
        + b"\xff\xff"
        + b"".join(b"\x02" + (5).to_bytes(4, "big") + index.to_bytes(2, "big") for index in range(3))
    )
    rows += b"".join(b"\x01" + places[number].to_bytes(4, "big") + b"\0\0" for number in (4, 5, 6))
    entries = b"/Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/ID[<AA><AA>]/Length %d" % len(rows)
    content += b"6 0 obj\n<<%s>>stream\n%s\nendstream\nendobj\n" % (entries, rows)
    return content + b"startxref\n%d\n%%%%EOF" % places[6]


def test_a_file_with_packed_objects_is_extended_in_its_own_form() -> None:
    content = _streamed()
    copy = _annotated(content, [Place(page=1, box=(0.1, 0.1, 0.2, 0.2))])
    assert copy.content.startswith(content)
    assert b"/Type/XRef" in copy.content[len(content) :]
    assert b"/ID[<AA><" in copy.content[len(content) :]
    assert not copy.notes
    with pdfium.PdfDocument(copy.content) as document:
        assert len(document) == 2
    assert [mark["kind"] for mark in _marks(copy.content)] == ["highlight"]
    again = _annotated(copy.content, [Place(page=1, box=(0.3, 0.1, 0.4, 0.2))])
    assert again.content.startswith(copy.content)
    assert len(_marks(again.content)) == 1


@pytest.mark.parametrize(
    "damage", [lambda content: b"\n\n" + content, lambda content: content.replace(b"startxref\n", b"startxref\n9")]
)
def test_a_file_that_is_out_of_order_is_written_anew_and_its_user_told(damage) -> None:  # noqa: ANN001 - two lambdas
    content = damage(_table())
    copy = _annotated(content, [Place(page=1, box=(0.1, 0.1, 0.2, 0.2))])
    assert any("重新保存" in note for note in copy.notes)
    assert len(_marks(copy.content)) == 1


def test_an_encrypted_file_is_refused() -> None:
    file = File()
    file.page(Canvas())
    with pytest.raises(CannotAnnotateError, match="加密的 PDF"):
        pdf.annotate(file.bytes(password="秘密".encode().hex()), "a.pdf", [], Request(password="秘密".encode().hex()))


@pytest.mark.parametrize("allowed", [True, False])
def test_a_file_that_allows_no_annotations_is_refused(*, allowed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "FPDF_GetDocPermissions", lambda _: 0xFFFFFFFF if allowed else 0xFFFFFFFF & ~32)
    if allowed:
        assert _annotated(_table(), []).content
    else:
        with pytest.raises(CannotAnnotateError, match="不允许添加批注"):
            _annotated(_table(), [])


def test_a_signed_file_is_annotated_and_its_user_told() -> None:
    content = _table()
    signed = content.replace(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[99 0 R]>>>>"
    )
    field = b"<</FT/Sig/T(a)/V<</Type/Sig/Filter/F/Contents<00>/ByteRange[0 1 2 3]>>>>"
    signed = signed.replace(b"[99 0 R]", b"[%s]" % field)
    copy = _annotated(signed, [])
    assert any("电子签名" in note for note in copy.notes)


def test_without_chinese_fonts_there_is_no_summary_and_the_user_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: object) -> bytes:
        message = "没有中文字体；请安装软件包 fonts-noto-cjk。"
        raise MissingFontsError(message)

    monkeypatch.setattr(paper_pdf, "write", missing)
    copy = _annotated(_table(), [Place(page=1, box=(0.1, 0.1, 0.2, 0.2))])
    assert any("fonts-noto-cjk" in note for note in copy.notes)
    assert len(pdfium.PdfDocument(io.BytesIO(copy.content))) == 1
    assert len(_marks(copy.content)) == 1


def test_the_same_file_gives_the_same_copy() -> None:
    places = [Place(page=1, box=(0.1, 0.1, 0.2, 0.2))]
    assert _annotated(_table(), places) == _annotated(_table(), places)


def test_what_was_marked_before_is_taken_out_with_its_summary() -> None:
    first = _annotated(_table(), [Place(page=1, box=(0.1, 0.1, 0.2, 0.2)), Place(page=1)])
    second = _annotated(first.content, [Place(page=1, box=(0.3, 0.1, 0.4, 0.2))])
    assert second.content.startswith(first.content)
    assert [mark["kind"] for mark in _marks(second.content)] == ["highlight"]
    with pdfium.PdfDocument(second.content) as document:
        assert len(document) == 2
