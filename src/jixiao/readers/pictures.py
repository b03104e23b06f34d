"""Pictures of the pages of a PDF or a scan, as a person sees them."""

import io
import struct
import zlib
from collections.abc import Iterator
from importlib import import_module
from itertools import islice

from jixiao.documents import Picture
from jixiao.readers.contents import RefusedError, Request
from jixiao.readers.kinds import PDF, PICTURE, kind_of

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
    scanned, pillow = import_module("jixiao.readers.scan.pictures"), import_module("PIL.Image")
    pages = scanned.Pictures(content, request.limits)
    for number in range(1, min(pages.count, _MOST_PAGES) + 1):
        try:
            pixels = pages.page(number)
        except RefusedError:
            continue
        image = pillow.fromarray(pixels[:, :, ::-1])
        image.thumbnail((_WIDEST, _WIDEST))
        file = io.BytesIO()
        image.save(file, "JPEG", quality=70)
        yield number, Picture(media_type="image/jpeg", content=file.getvalue(), width=image.width, height=image.height)
