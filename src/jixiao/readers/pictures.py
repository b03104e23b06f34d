"""Pictures of the pages of a PDF or a scan, as a person sees them."""

import io
import struct
import zlib
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING

from jixiao.documents import Picture
from jixiao.readers.contents import RefusedError, Request
from jixiao.readers.kinds import EXCEL, PDF, PICTURE, WORD, kind_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SCALE = 1.5
"""Pixels per point: 108 to the inch, enough to read a form on the screen."""
_MOST_PAGES = 40
_WIDEST = 1_600
"""Pixels to which the longer side of a scan is made smaller."""


def pictures_of(content: bytes, request: Request) -> dict[int, Picture]:
    """Draw the pages by number, counted from 1, the first forty of them; a file without pages gives none."""
    try:
        kind = kind_of(content, request.limits)
    except RefusedError:
        return {}
    if kind is PDF:
        return dict(enumerate(islice(_pdf_pages(content, request), _MOST_PAGES), start=1))
    if kind is PICTURE:
        return dict(_image_pages(content, request))
    if kind in {WORD, EXCEL}:
        return dict(_embedded_pages(content, request))
    return {}


def _pdf_pages(content: bytes, request: Request) -> Iterator[Picture]:
    pdfium = import_module("pypdfium2")  # only a drawing needs it at once
    document = pdfium.PdfDocument(content, password=request.password)
    try:
        document.init_forms()
        for page in document:
            width, height = page.get_size()
            room = (request.limits.pixels / max(1.0, width * height)) ** 0.5
            bitmap = page.render(scale=min(_SCALE, room), rev_byteorder=True)
            try:
                yield _png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), bitmap.n_channels)
            finally:
                bitmap.close()
                page.close()
    finally:
        document.close()


def _png(width: int, height: int, stride: int, pixels: bytes, channels: int) -> Picture:
    """Write pixels as a PNG file: three channels are red, green and blue, one is grey."""
    lines = b"".join(b"\0" + pixels[row * stride : row * stride + width * channels] for row in range(height))
    colour = {1: 0, 3: 2, 4: 6}[channels]
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return Picture(media_type="image/png", content=content, width=width, height=height)


def _image_pages(content: bytes, request: Request) -> Iterator[tuple[int, Picture]]:
    """The frames of a picture file by number; the libraries of scans, which are an extra, have read it already.

    A frame that is damaged has no picture: the reader tells of it.
    """
    scanned = import_module("jixiao.readers.scan.pictures")
    pages = scanned.Pictures(content, request.limits)
    for number in range(1, min(pages.count, _MOST_PAGES) + 1):
        try:
            yield number, _shown(pages.page(number))
        except RefusedError:
            continue


def _embedded_pages(content: bytes, request: Request) -> Iterator[tuple[int, Picture]]:
    """The pictures of pages in an Office file, in which the reader of scans counts them; none without the extra for scans."""
    try:
        import_module("jixiao.readers.scan.pictures")
    except ImportError:
        return
    found = import_module("jixiao.readers.pictured_pages").page_pictures
    for number, picture in enumerate(islice(found(content, request.limits), _MOST_PAGES), start=1):
        try:
            yield number, _shown(picture.page(1))
        except RefusedError:
            continue


def _shown(pixels: "NDArray[np.uint8]") -> Picture:
    """Make a picture of blue, green and red pixels small enough for the screen."""
    image = import_module("PIL.Image").fromarray(pixels[:, :, ::-1])
    image.thumbnail((_WIDEST, _WIDEST))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=70)
    return Picture(media_type="image/jpeg", content=file.getvalue(), width=image.width, height=image.height)
