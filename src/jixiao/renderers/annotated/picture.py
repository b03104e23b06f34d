"""A picture file as a PDF: a page for each picture, which is taken over as it is.

The bytes of a JPEG stay the same bytes; every other picture keeps each of its pixels, packed without loss. A page is as large as the paper
was, where the file tells the dots per inch, else as an A4 sheet.
"""

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from jixiao.readers.contents import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

_A4 = (595.0, 842.0)
_LEAST_DOTS, _MOST_DOTS = 60.0, 1200.0
"""Dots per inch that a scanner has; what a file tells beyond is a default of some program."""
_TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""How a picture of one unit lies on a page of one unit, by the mark of its orientation (Exif 2.3, tag 274)."""
_ORIENTATION = 274


class _Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One picture: the dictionary and the bytes of its object, the size of its page in points, and how it lies on it."""

    entries: bytes
    content: bytes
    width: float
    height: float
    turn: int


def as_pdf(content: bytes, limits: Limits) -> bytes:
    """Put the pictures of a file onto pages of a PDF, upright as they are read; raises RefusedError for a damaged file."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids: list[int] = []
    for sheet in _sheets(content, limits):
        drawing = _drawing(sheet)
        first = len(objects) + 1
        objects += [
            b"<</Type/XObject/Subtype/Image%s/Length %d>>stream\n%s\nendstream"
            % (sheet.entries, len(sheet.content), sheet.content),
            b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s %s]/Contents %d 0 R/Resources<</XObject<</P %d 0 R>>>>>>"
            % (_plain(sheet.width), _plain(sheet.height), first + 1, first),
        ]
        kids.append(first + 2)
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    pieces = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    places: list[int] = []
    at = len(pieces[0])
    for number, body in enumerate(objects, start=1):
        places.append(at)
        pieces.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(pieces[-1])
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, at)
    return b"".join([*pieces, head, rows, trailer])


def _plain(length: float) -> bytes:
    return f"{length:.2f}".encode()


def _drawing(sheet: _Sheet) -> bytes:
    a, b, c, d, e, f = _TURNS[sheet.turn]
    across, up = sheet.width, sheet.height
    numbers = (a * across, b * up, c * across, d * up, e * across, f * up)
    return b"q %s cm /P Do Q" % b" ".join(_plain(number) for number in numbers)


def _sheets(content: bytes, limits: Limits) -> Iterator[_Sheet]:
    from jixiao.readers.scan.pictures import Pictures  # noqa: PLC0415 - comes with the extra for scans, as what was read does

    pictures = Pictures(content, limits)
    for number in range(1, pictures.count + 1):
        pixels = pictures.page(number)
        image = pictures.frame
        height, width = pixels.shape[:2]
        size = _size(width, height, image)
        jpeg = _jpeg(content, image)
        if jpeg is not None:
            turn = image.getexif().get(_ORIENTATION, 1)
            yield _Sheet(
                entries=jpeg, content=content, width=size[0], height=size[1], turn=turn if turn in _TURNS else 1
            )
            continue
        blue, green, red = (pixels[:, :, number] for number in range(3))
        grey = bool((blue == red).all() and (green == red).all())
        packed = zlib.compress((red if grey else pixels[:, :, ::-1]).tobytes(), 6)
        space = b"/DeviceGray" if grey else b"/DeviceRGB"
        entries = b"/Width %d/Height %d/ColorSpace%s/BitsPerComponent 8/Filter/FlateDecode" % (width, height, space)
        yield _Sheet(entries=entries, content=packed, width=size[0], height=size[1], turn=1)


def _jpeg(content: bytes, image: "Image") -> bytes | None:
    """The dictionary of a picture that a PDF can hold as it is; None for one whose pixels have to be packed anew."""
    space = {"L": b"/DeviceGray", "RGB": b"/DeviceRGB"}.get(image.mode)
    if image.format not in {"JPEG", "MPO"} or space is None or not content.startswith(b"\xff\xd8"):
        return None
    width, height = image.size
    return b"/Width %d/Height %d/ColorSpace%s/BitsPerComponent 8/Filter/DCTDecode" % (width, height, space)


def _size(width: int, height: int, image: "Image") -> tuple[float, float]:
    """The size of the paper in points."""
    dots = image.info.get("dpi", (0, 0))
    told = float(dots[0]) if isinstance(dots, tuple) and dots else 0.0
    if not _LEAST_DOTS <= told <= _MOST_DOTS:
        short, long = sorted(_A4)
        told = 72 * max(min(width, height) / short, max(width, height) / long)
    return width * 72 / told, height * 72 / told
