"""Picture files: every kind, measured before it is unpacked, damaged ones refused in one sentence."""

import contextlib
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jixiao.readers.contents import Limits, RefusedError
from jixiao.readers.scan.pictures import Pictures


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def drawn(mode: str = "RGB") -> Image.Image:
    """A page with a red and a blue half."""
    image = Image.new("RGB", (40, 20), (255, 0, 0))
    image.paste((0, 0, 255), (20, 0, 40, 20))
    return image.convert(mode)


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
    ],
)
def test_every_kind_of_picture_gives_blue_green_and_red(kind: str, media: str) -> None:
    pictures = Pictures(saved(drawn(), kind), Limits())
    (page,) = pictures
    assert pictures.media_type == media
    assert page.shape == (20, 40, 3)
    assert page.dtype == np.uint8
    np.testing.assert_allclose(page[10, 5], (0, 0, 255), atol=8)
    np.testing.assert_allclose(page[10, 35], (255, 0, 0), atol=8)


def test_the_pages_of_a_tiff_are_pages() -> None:
    content = saved(drawn(), "TIFF", save_all=True, append_images=[drawn().rotate(180), drawn()])
    pages = list(Pictures(content, Limits()))
    assert len(pages) == 3
    assert pages[1][10, 5, 0] == 255


def test_the_frames_of_an_animation_are_not() -> None:
    content = saved(drawn(), "GIF", save_all=True, append_images=[drawn().rotate(180)])
    assert Pictures(content, Limits()).count == 1


def test_a_photograph_lies_as_its_orientation_mark_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    (page,) = Pictures(saved(drawn(), "JPEG", exif=exif), Limits())
    assert page.shape == (40, 20, 3)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_paper(mode: str) -> None:
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0)).convert(mode)
    options = {"transparency": 0} if mode == "P" else {}
    (page,) = Pictures(saved(clear, "PNG", **options), Limits())
    assert page.min() == 255


def test_sixteen_bits_become_eight() -> None:
    deep = Image.fromarray(np.full((4, 4), 65535, np.uint16))
    (page,) = Pictures(saved(deep, "PNG"), Limits())
    assert page.min() == 255


def test_numbers_that_fit_eight_bits_stay() -> None:
    (page,) = Pictures(saved(Image.fromarray(np.full((4, 4), 200, np.int32), mode=None), "TIFF"), Limits())
    assert page.min() == page.max() == 200


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header alone says how large it is."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b"")]
    chunks = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize("size", [(9_000, 9_000), (14_000, 14_000), (250_000, 200_000)])
def test_too_many_pixels_are_refused_before_they_are_unpacked(size: tuple[int, int]) -> None:
    with pytest.raises(RefusedError, match=r"超过.*60000000 个的上限，未予读取"):
        Pictures(png_of(*size), Limits())


def test_too_many_pages_are_refused() -> None:
    content = saved(drawn(), "TIFF", save_all=True, append_images=[drawn()] * 3)
    with pytest.raises(RefusedError, match="有 4 页，超过 3 页的上限"):
        Pictures(content, Limits(pages=3))


def test_a_later_page_may_not_be_larger_than_the_limit_either() -> None:
    content = saved(drawn(), "TIFF", save_all=True, append_images=[Image.new("RGB", (100, 100))])
    pictures = Pictures(content, Limits(pixels=5_000))
    with pytest.raises(RefusedError, match="100×100 像素，超过 5000 个"):
        list(pictures)


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00\xff\xff\xff\xff", b"BM" + bytes(60)]
)
def test_a_broken_head_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedError, match="损坏或不完整"):
        list(Pictures(content, Limits()))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_a_truncated_picture_is_refused(kind: str) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8))
    content = saved(noise, kind)
    with pytest.raises(RefusedError, match="损坏或不完整"):
        list(Pictures(content[: len(content) // 2], Limits()))


@given(st.sampled_from(["PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF"]), st.data())
def test_damage_is_refused_or_read_but_never_raises_anything_else(kind: str, data: st.DataObject) -> None:
    content = bytearray(saved(drawn(), kind))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(RefusedError):
        for page in Pictures(bytes(content), Limits(pixels=1_000_000)):
            assert page.ndim == 3
