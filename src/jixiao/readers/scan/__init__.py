"""Scans and photographs of forms: pictures straightened, their rules made cells, their text recognised.

The libraries for this come with the extra `jixiao[ocr]`; they are loaded when the first picture is read, and without them a scan is
refused in one sentence.
"""

from typing import TYPE_CHECKING

from jixiao import progress
from jixiao.documents import Omission
from jixiao.places import Place
from jixiao.readers.contents import Content, RefusedError, Request
from jixiao.readers.lattice import TooFineError
from jixiao.readers.pages import Page, joined

if TYPE_CHECKING:
    from jixiao.readers.scan.pictures import Picture

_MISSING = '是扫描图片，识别文字需要安装 OCR 组件：请执行 pip install "jixiao[ocr]" 后重试，或改交可以复制文字的文件。'
_LEFT_OUT = "第 {number} 页没有读取，其余各页照常读取。原因：{why}"
_NARROWEST = 64
"""Pixels: a picture that is narrower or lower holds not even a word."""
_TOO_NARROW = "第 {number} 页只有 {width}×{height} 像素，看不清任何文字；请用 200 至 300 dpi 重新扫描。"
_TOO_FINE = "第 {number} 页有过多的线条，不像表格；请只提交绩效自评材料本身。"


def read(content: bytes, request: Request) -> Content:
    """Read a picture file (PNG, JPEG, TIFF with its pages, BMP, WebP, GIF); raises RefusedError when no page of it can be read."""
    try:
        from jixiao.readers.scan.pictures import Pictures  # noqa: PLC0415 - loads Pillow, which is optional
    except ImportError as error:
        raise RefusedError(_MISSING) from error
    pictures = Pictures(content, request.limits)
    pages: list[Page] = []
    refusals: list[RefusedError] = []
    for number in range(1, pictures.count + 1):
        try:
            pages.append(read_page(pictures.page(number), number))
        except RefusedError as error:
            refusals.append(error)
            note = Omission(text="", why=_LEFT_OUT.format(number=number, why=error), place=Place(page=number))
            pages.append(Page(number=number, blocks=(), omissions=(note,)))
    if len(refusals) == pictures.count:
        raise refusals[0]
    return Content(
        media_type=pictures.media_type,
        reader="scan",
        blocks=joined(pages),
        omissions=tuple(omission for page in pages for omission in page.omissions),
        pages=len(pages),
    )


def read_page(picture: "Picture", number: int) -> Page:
    """Read one page given as blue, green and red pixels (height × width × 3); `number` counts from 1.

    Places hold boxes in fractions of the picture as it was given, however it lay.

    Raises:
        RefusedError: the extra is not installed, the picture is too small, or the page is a drawing of too many lines.

    """
    height, width = picture.shape[:2]
    if min(width, height) < _NARROWEST:
        raise RefusedError(_TOO_NARROW.format(number=number, width=width, height=height))
    try:
        from jixiao.readers.scan.page import page_of  # noqa: PLC0415 - loads OpenCV and RapidOCR, which are optional
    except ImportError as error:
        raise RefusedError(_MISSING) from error
    try:
        page = page_of(picture, number)
    except TooFineError as error:
        raise RefusedError(_TOO_FINE.format(number=number)) from error
    progress.step()
    return page
