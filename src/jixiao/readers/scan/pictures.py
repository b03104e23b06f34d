"""Picture files to pixels: PNG, JPEG, TIFF with its pages, BMP, WebP and GIF, measured before they are unpacked."""

import io
import warnings
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from jixiao.readers.contents import Limits, RefusedError

Picture = NDArray[np.uint8]
"""Pixels: height × width × blue, green and red, or height × width of grey."""

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
_PAGED = "TIFF"
"""The one format whose frames are pages; further frames of the others are previews or an animation."""
_MEDIA = {"MPO": "image/jpeg", "BMP": "image/bmp"}
_MOST_SCANS = 64
"""Passes in which a progressive JPEG may be drawn; cameras and programs make ten, each costs the time of the whole picture."""
_JPEG, _SCAN = b"\xff\xd8", b"\xff\xda"
_DAMAGED = "是损坏或不完整的图片；请重新扫描或重新下载后再试。"


class Pictures:
    """The pages of one picture file; opening it reads no more than its header."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Measure a file; raises RefusedError when it is damaged or holds more pages or pixels than a form can have."""
        self._limits = limits
        if content.startswith(_JPEG) and content.count(_SCAN) > _MOST_SCANS:
            raise RefusedError(_DAMAGED)
        try:
            with warnings.catch_warnings():
                # Pillow's own limit is ours: it is told below, in one sentence, before any pixel is unpacked.
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                self._image = Image.open(io.BytesIO(content), formats=_FORMATS)
                self.count = getattr(self._image, "n_frames", 1) if self._image.format == _PAGED else 1
        except Image.DecompressionBombError as error:
            message = f"的像素超过每页 {limits.pixels} 个的上限，未予读取；请用 200 至 300 dpi 重新扫描。"
            raise RefusedError(message) from error
        except UnidentifiedImageError as error:
            raise RefusedError(_DAMAGED) from error
        except MemoryError:
            raise  # the limit of this process, no fault of the file's
        except Exception as error:  # Pillow's decoders let whatever a damaged file causes come through
            raise RefusedError(_DAMAGED) from error
        self.media_type = _MEDIA.get(self._image.format or "", Image.MIME.get(self._image.format or "", "image"))
        if self.count > limits.pages:
            message = f"有 {self.count} 页，超过 {limits.pages} 页的上限，未予读取；请只提交绩效自评材料本身。"
            raise RefusedError(message)
        self._measure()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the first page, in pixels."""
        width, height = self._image.size
        return width, height

    @property
    def frame(self) -> Image.Image:
        """The page that was last unpacked, as the file holds it: its mode, its dots per inch, its orientation mark."""
        return self._image

    def _measure(self) -> None:
        width, height = self._image.size
        if width * height > self._limits.pixels:
            message = (
                f"每页有 {width}×{height} 像素，超过 {self._limits.pixels} 个的上限，未予读取；"
                "请用 200 至 300 dpi 重新扫描。"
            )
            raise RefusedError(message)

    def __iter__(self) -> Iterator[Picture]:
        """Unpack page by page; raises RefusedError for a damaged page."""
        return (self.page(number) for number in range(1, self.count + 1))

    def page(self, number: int) -> Picture:
        """Unpack one page, counted from 1, upright as its orientation mark says; raises RefusedError for a damaged one."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what a decoder tolerates needs no remark
                self._image.seek(number - 1)
                self._measure()
                return _pixels(ImageOps.exif_transpose(self._image))
        except RefusedError:
            raise
        except MemoryError:
            raise  # the limit of this process, no fault of the file's
        except Exception as error:  # Pillow's decoders let whatever a damaged file causes come through
            raise RefusedError(_DAMAGED) from error


def _pixels(image: Image.Image) -> Picture:
    """Unpack one frame: transparent parts are paper, 16 bits become 8."""
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, np.float64)
        deep = 65535.0 if values.max(initial=0.0) > 255 else 255.0
        image = Image.fromarray(np.clip(values * (255.0 / deep), 0, 255).astype(np.uint8))
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        coloured = image.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, (255, 255, 255, 255))
        image = Image.alpha_composite(paper, coloured)
    return np.ascontiguousarray(np.asarray(image.convert("RGB"), np.uint8)[:, :, ::-1])
