"""A PDF with highlights on its cells, each with the remarks of its cell, and pages at the end that sum them up.

The original is there unchanged, the annotations stand behind it. Boxes come as fractions of the page as it is displayed; they are turned
back into the page's own coordinates, whatever its rotation and its crop box are.
"""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2 as pdfium
from pypdfium2 import raw

from jixiao.findings import Severity
from jixiao.papers import pdf as paper_pdf
from jixiao.papers.fonts import MissingFontsError
from jixiao.places import Place
from jixiao.readers import Request, own_marks
from jixiao.readers.pdf import pdfium as pages
from jixiao.readers.pdf.guarding import guard
from jixiao.renderers.annotated.copies import SIGNED, CannotAnnotateError, Copy
from jixiao.renderers.annotated.remarks import Remark, placed, text_of, worst
from jixiao.renderers.annotated.summary import Summary, paper, summary
from jixiao.renderers.annotated.updates import updated

_LOCKED = "是加密的 PDF 文件，批注件无法保持同样的加密，未予生成；请由有权限的人员解除加密、另存一份后再批注。"
_FORBIDDEN = "是限制编辑的 PDF 文件（不允许添加批注），未予生成批注件；请向提供文件的单位索取不限制批注的文件。"
_REWRITTEN = "原件的内部结构不规范，不能在其后追加，批注件是重新保存的；页面内容与原件相同。"
_ANNOTATE = 1 << 5
"""The permission to add annotations (ISO 32000-1 table 22, bit 6)."""
_COLOURS = {
    Severity.FATAL: (255, 120, 120),
    Severity.ERROR: (255, 170, 80),
    Severity.WARNING: (255, 225, 70),
    Severity.INFO: (130, 190, 255),
}
_OPACITY = 110
_PIN = 20.0
"""Points: the side of the mark of a note, and how far it stands from the corner of the page."""
Spot = tuple[int, tuple[float, ...] | None]
"""A page and the corners of what is highlighted on it, None for a note to the page as a whole."""


def annotate(content: bytes, name: str, found: Sequence[Remark], request: Request, on: str | None = None) -> Copy:
    """Write remarks into a PDF; `name` is what the summary calls it, `on` the moment of the remarks (none if it is None).

    Raises RefusedError for what is no readable PDF, CannotAnnotateError for one that is encrypted or does not allow annotations.
    """
    guard(content, request.limits)
    with _opened(content, request) as document:
        before = _saved(document)
        _take_earlier(document)
        count = pages.pages(document)
        at, nowhere = placed(found, lambda place: _spot(place, count))
        for number in sorted({page for page, _ in at}):
            here = {corners: told for (page, corners), told in at.items() if page == number}
            _annotate_page(document, number - 1, here, on)
        notes = [SIGNED] if _is_signed(document) else []
        notes += _append_summary(document, summary(name, found, nowhere, notes))
        after = _saved(document)
    copy = updated(content, before, after)
    if copy is None:
        copy = after
        notes.append(_REWRITTEN)
    return Copy(content=copy, suffix="", notes=tuple(notes), remarked=len(found) - len(nowhere))


@contextmanager
def _opened(content: bytes, request: Request) -> Iterator[pages.Handle]:
    """Open a PDF that anybody may open and annotate."""
    try:
        pdfium.PdfDocument(content).close()
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise CannotAnnotateError(_LOCKED) from error
    with pages.document(content, request) as document:
        if not raw.FPDF_GetDocPermissions(document) & _ANNOTATE:
            raise CannotAnnotateError(_FORBIDDEN)
        yield document


def _take_earlier(document: pages.Handle) -> None:
    """Take out what this program added before: highlights and notes by their author, the pages of the summary at the end."""
    texts: list[str] = []
    for index in range(pages.pages(document)):
        page = raw.FPDF_LoadPage(document, index)
        if page:
            pages.remove_own(page)
            texts.append(pages.text_of(page))
            raw.FPDF_ClosePage(page)
        else:
            texts.append("")
    first = max(
        (number for number, text in enumerate(texts) if text.startswith(_squeezed(own_marks.SUMMARY))), default=None
    )
    if first is not None and _squeezed(own_marks.SUMMARY_END) in texts[-1]:
        for index in reversed(range(first, len(texts))):
            raw.FPDFPage_Delete(document, index)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _is_signed(document: pages.Handle) -> bool:
    return bool(raw.FPDF_GetSignatureCount(document) > 0)


def _spot(place: Place, count: int) -> Spot | None:
    if place.page is None or not 1 <= place.page <= count:
        return None
    if place.corners is not None:
        return place.page, place.corners
    if place.box is None:
        return place.page, None
    left, top, right, bottom = place.box
    return place.page, (left, top, right, top, right, bottom, left, bottom)


def _annotate_page(
    document: pages.Handle, index: int, at: dict[tuple[float, ...] | None, list[Remark]], on: str | None
) -> None:
    page = raw.FPDF_LoadPage(document, index)
    if not page:
        return
    try:
        width, height = pages.size(page)
        turned = _turned_back(pages.displayed(page))
        for corners, told in at.items():
            if corners is None:
                low, high = turned.point(_PIN, _PIN), turned.point(2 * _PIN, 2 * _PIN)
                _annotate(page, raw.FPDF_ANNOT_TEXT, [low, high], told, on)
            else:
                points = [turned.point(x * width, y * height) for x, y in zip(corners[::2], corners[1::2], strict=True)]
                _annotate(page, raw.FPDF_ANNOT_HIGHLIGHT, points, told, on)
    finally:
        raw.FPDF_ClosePage(page)


def _turned_back(shown: pages.Matrix) -> pages.Matrix:
    """The map from where points are displayed to the page's own coordinates."""
    size = shown.a * shown.d - shown.b * shown.c
    a, b, c, d = shown.d / size, -shown.b / size, -shown.c / size, shown.a / size
    return pages.Matrix(a, b, c, d, -(a * shown.e + c * shown.f), -(b * shown.e + d * shown.f))


def _annotate(
    page: pages.Handle, kind: int, points: Sequence[tuple[float, float]], told: Sequence[Remark], on: str | None
) -> None:
    annotation = raw.FPDFPage_CreateAnnot(page, kind)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    raw.FPDFAnnot_SetRect(annotation, raw.FS_RECTF(min(xs), max(ys), max(xs), min(ys)))
    if kind == raw.FPDF_ANNOT_HIGHLIGHT:
        # The corners go round; the format wants both upper ones before both lower ones.
        first, second, third, fourth = points
        raw.FPDFAnnot_AppendAttachmentPoints(annotation, raw.FS_QUADPOINTSF(*first, *second, *fourth, *third))
    red, green, blue = _COLOURS[worst(told)]
    opacity = _OPACITY if kind == raw.FPDF_ANNOT_HIGHLIGHT else 255
    raw.FPDFAnnot_SetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, red, green, blue, opacity)
    raw.FPDFAnnot_SetFlags(annotation, raw.FPDF_ANNOT_FLAG_PRINT)
    _say(annotation, b"T", own_marks.AUTHOR)
    _say(annotation, b"Contents", text_of(told))
    if on is not None:
        digits = "".join(character for character in on if character.isdigit())
        _say(annotation, b"M", f"D:{digits[:14]}")
    raw.FPDFPage_CloseAnnot(annotation)


def _say(annotation: pages.Handle, key: bytes, text: str) -> None:
    """Set an entry of an annotation's dictionary."""
    encoded = (text + "\0").encode("utf-16-le", errors="replace")
    buffer = ctypes.create_string_buffer(encoded, len(encoded))
    raw.FPDFAnnot_SetStringValue(annotation, key, ctypes.cast(buffer, raw.FPDF_WIDESTRING))


def _append_summary(document: pages.Handle, told: Summary) -> list[str]:
    """Put the pages of the summary behind all others; what the user has to know if that cannot be done."""
    try:
        written = paper_pdf.write([paper(told)])
    except MissingFontsError as error:
        return [f"批注件没有附上审核问题汇总页：{error}"]
    with pdfium.PdfDocument(written) as appended:
        raw.FPDF_ImportPages(document, appended.raw, None, pages.pages(document))
    return []


def _saved(document: pages.Handle) -> bytes:
    """The whole file as PDFium writes it."""
    pieces: list[bytes] = []

    def write(_: object, data: int, size: int) -> int:
        pieces.append(ctypes.string_at(data, size))
        return 1

    writer = raw.FPDF_FILEWRITE()
    writer.version = 1
    writer.WriteBlock = type(writer.WriteBlock)(write)
    raw.FPDF_SaveAsCopy(document, writer, raw.FPDF_NO_INCREMENTAL)
    return b"".join(pieces)
