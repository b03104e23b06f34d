"""Scans: pages of a PDF rendered at 200 dots per inch, damaged, and packed as a picture or as a PDF of pictures."""

import io
from collections.abc import Iterator

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from tests.facsimiles.scanning import DAMAGES, Picture
from tests.facsimiles.settling import settled_pdf

DOTS_PER_INCH = 200
_POINTS_PER_INCH = 72
QUALITY = {"clean": 92, "mild": 75, "skew": 60, "harsh": 40, "seal": 75, "photo": 80}
"""In which quality a page is saved as JPEG, by what happened to it."""


def pages(pdf: bytes, damage: str, seed: int = 0, *, limit: int | None = None) -> Iterator[Picture]:
    """The damaged pages of a PDF, BGR; at most `limit`."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(min(len(document), limit or len(document))):
            page = document[number].render(scale=DOTS_PER_INCH / _POINTS_PER_INCH).to_numpy()
            yield DAMAGES[damage](np.ascontiguousarray(page[..., :3]), seed + number)
    finally:
        document.close()


def packed(pictures: list[Picture], kind: str, quality: int = 92, *, grey: bool = False) -> bytes:
    """Pack pages as pdf, tiff (all pages), png or jpg (the first page); `quality` is that of JPEG."""
    images = [_image(picture, grey=grey) for picture in pictures]
    out = io.BytesIO()
    dots = (DOTS_PER_INCH, DOTS_PER_INCH)
    if kind == "pdf":
        return _pdf(images, quality)
    if kind == "tiff":
        images[0].save(out, "TIFF", save_all=True, append_images=images[1:], compression="tiff_adobe_deflate", dpi=dots)
    elif kind == "png":
        images[0].save(out, "PNG", dpi=dots, optimize=True)
    elif kind == "jpg":
        images[0].save(out, "JPEG", quality=quality, dpi=dots, optimize=True)
    else:
        message = f"no packing {kind}"
        raise ValueError(message)
    return out.getvalue()


def _image(picture: Picture, *, grey: bool) -> Image.Image:
    image = Image.fromarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
    return image.convert("L") if grey else image


def _pdf(images: list[Image.Image], quality: int) -> bytes:
    """A PDF that holds each page as one JPEG."""
    document = pypdfium2.PdfDocument.new()
    scale = _POINTS_PER_INCH / DOTS_PER_INCH
    for image in images:
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=quality, optimize=True)
        page = document.new_page(image.width * scale, image.height * scale)
        picture = pypdfium2.PdfImage.new(document)
        picture.load_jpeg(jpeg, inline=True)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(image.width * scale, image.height * scale))
        page.insert_obj(picture)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return settled_pdf(out.getvalue())
