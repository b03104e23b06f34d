"""The few calls of PDFium that the reader makes, with types, handles that close, and coordinates as the page is displayed.

PDFium is not safe for threads: whoever reads in parallel does so in processes. Coordinates leave this module in points with the origin
in the upper left corner of the page as it is displayed, with its /Rotate carried out and its crop box cut.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

import msgspec
import pypdfium2 as pdfium
from pypdfium2 import raw

from jixiao.readers import own_marks
from jixiao.readers.contents import RefusedError, Request
from jixiao.readers.lattice import Box

Handle = Any
"""A pointer of PDFium, good as long as what it came from is open."""

_FINE = 1000
"""Device units per point when PDFium is asked where a point is displayed; it answers in whole units."""
_SPAN = 1000.0
_POINTLESS = 1e-3
"""Points that are no extent at all."""
_MOST_ANNOTATIONS = 5_000


class Matrix(msgspec.Struct, frozen=True):
    """An affine map of the plane: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The upright box around where a box comes to lie."""
        corners = [self.point(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def then(self, outer: "Matrix") -> "Matrix":
        """First this map, then the outer one."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    @property
    def scale(self) -> float:
        """By how much lengths grow, on the whole."""
        return float(abs(self.a * self.d - self.b * self.c) ** 0.5)


class Kind(IntEnum):
    """What an object of a page is."""

    TEXT = 1
    PATH = 2
    IMAGE = 3
    SHADING = 4
    FORM = 5


@contextmanager
def document(content: bytes, request: Request) -> Iterator[Handle]:
    """Open a PDF; raises RefusedError for one that is encrypted, damaged beyond repair, or has too many pages or none."""
    try:
        opened = pdfium.PdfDocument(content, password=request.password)
    except pdfium.PdfiumError as error:
        raise RefusedError(_refusal(error, given=request.password is not None)) from error
    with opened:
        pages = len(opened)
        if not pages:
            message = "是 PDF 文件，但里面没有任何一页，可能已损坏；请重新导出或索取完整的文件后重试。"
            raise RefusedError(message)
        if pages > request.limits.pages:
            message = f"有 {pages} 页，超过 {request.limits.pages} 页的上限；请只提交绩效自评表所在的页。"
            raise RefusedError(message)
        yield opened.raw


def _refusal(error: Exception, *, given: bool) -> str:
    code = getattr(error, "err_code", None)
    if code == raw.FPDF_ERR_PASSWORD:
        if given:
            return "是加密的 PDF 文件，给出的密码不对；请核对密码后重试。"
        return "是加密的 PDF 文件，需要密码才能打开；请用 --password-file 给出写有密码的文件后重试。"
    if code == raw.FPDF_ERR_SECURITY:
        return "是加密的 PDF 文件，加密方式不受支持；请在阅读软件中解除加密、另存后重试。"
    return "不是完整的 PDF 文件，打不开：可能已损坏或被截断；请重新导出或索取完整的文件后重试。"


class Note(msgspec.Struct, frozen=True):
    """What somebody pinned to a page, and where, as displayed; the page shows but a mark."""

    text: str
    box: Box


@contextmanager
def page(pdf: Handle, index: int) -> Iterator[tuple[Handle, tuple[Note, ...]] | None]:
    """Load a page with what its form fields and free texts show drawn into it, and with its notes; None when it is damaged."""
    handle = raw.FPDF_LoadPage(pdf, index)
    if handle:
        remove_own(handle)
    found = list(_annotations(handle)) if handle else []
    if any(kind not in _UNDRAWN for kind, _ in found):
        # What the appearance of a field shows becomes content like any other; in memory only.
        raw.FPDFPage_Flatten(handle, raw.FLAT_NORMALDISPLAY)
        raw.FPDF_ClosePage(handle)
        handle = raw.FPDF_LoadPage(pdf, index)
    try:
        yield (
            (handle, tuple(note for kind, note in found if kind == raw.FPDF_ANNOT_TEXT and note.text))
            if handle
            else None
        )
    finally:
        if handle:
            raw.FPDF_ClosePage(handle)


_UNDRAWN = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_UNKNOWN})


def _annotations(handle: Handle) -> Iterator[tuple[int, Note]]:
    shown = displayed(handle)
    for index in range(min(raw.FPDFPage_GetAnnotCount(handle), _MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(handle, index)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        rectangle = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(annotation, rectangle)
        text = _entry(annotation, b"Contents")
        raw.FPDFPage_CloseAnnot(annotation)
        yield kind, Note(text, shown.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))


def remove_own(handle: Handle) -> None:
    """Take the highlights that this program put on a page off it again; in memory only."""
    for index in reversed(range(min(raw.FPDFPage_GetAnnotCount(handle), _MOST_ANNOTATIONS))):
        annotation = raw.FPDFPage_GetAnnot(handle, index)
        if not annotation:
            continue
        own = _entry(annotation, b"T") == own_marks.AUTHOR
        raw.FPDFPage_CloseAnnot(annotation)
        if own:
            raw.FPDFPage_RemoveAnnot(handle, index)


def _entry(annotation: Handle, key: bytes) -> str:
    """What an annotation says under a key of its dictionary."""
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0")


def size(handle: Handle) -> tuple[float, float]:
    """Width and height of a page as it is displayed."""
    return float(raw.FPDF_GetPageWidthF(handle)), float(raw.FPDF_GetPageHeightF(handle))


def displayed(handle: Handle) -> Matrix:
    """The map from a page's own coordinates to where a point is displayed."""
    width, height = size(handle)
    origin, right, up = (_shown(handle, width, height, *point) for point in ((0.0, 0.0), (_SPAN, 0.0), (0.0, _SPAN)))
    return Matrix(
        (right[0] - origin[0]) / _SPAN,
        (right[1] - origin[1]) / _SPAN,
        (up[0] - origin[0]) / _SPAN,
        (up[1] - origin[1]) / _SPAN,
        *origin,
    )


def _shown(handle: Handle, width: float, height: float, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(handle, 0, 0, round(width * _FINE), round(height * _FINE), 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE


def picture(handle: Handle, dots: int, most_pixels: int) -> tuple[bytes, int, int]:
    """Draw a page with so many dots per inch, or fewer to stay within the pixels: rows of blue, green, red bytes, width and height."""
    width, height = size(handle)
    scale = min(dots / 72, (most_pixels / max(width * height, 1)) ** 0.5)
    across, down = max(1, int(width * scale)), max(1, int(height * scale))
    bitmap = raw.FPDFBitmap_CreateEx(across, down, raw.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        message = f"有一页大到无法绘制（{across}×{down} 像素）；请重新导出为普通纸张大小后重试。"
        raise RefusedError(message)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, across, down, 0, raw.FPDF_ANNOT)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        whole = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * down)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return b"".join(whole[row * stride : row * stride + 3 * across] for row in range(down)), across, down


@contextmanager
def characters(handle: Handle) -> Iterator[Handle]:
    """Open the characters of a page."""
    opened = raw.FPDFText_LoadPage(handle)
    try:
        yield opened
    finally:
        raw.FPDFText_ClosePage(opened)


def text_of(handle: Handle) -> str:
    """The characters of a page in the order of the file, without blanks."""
    with characters(handle) as opened:
        count = max(raw.FPDFText_CountChars(opened), 0)
        buffer = ctypes.create_string_buffer(2 * (count + 1))
        raw.FPDFText_GetText(opened, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    return "".join(buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0").split())


def address(thing: Handle) -> int:
    """Where an object lies in memory, by which it is told from others while its page is open; 0 for none."""
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


def is_lost(thing: Handle) -> bool:
    """Whether a text object has no breadth or no height since its font is neither in the file nor on the machine."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    shapeless = min(right.value - left.value, top.value - bottom.value) < _POINTLESS
    return shapeless and raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(thing)) == 0


def colour(read: Handle, thing: Handle) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity of an object, by one of PDFium's two functions for it; None for patterns and other unknowns."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not read(thing, red, green, blue, alpha):
        return None
    return red.value, green.value, blue.value, alpha.value


def pages(pdf: Handle) -> int:
    """How many pages a document has."""
    return int(raw.FPDF_GetPageCount(pdf))
