"""Pictures that claim to be larger than any machine, unpack to that, or run in circles."""

import struct
import zlib
from random import Random

from tests.hostile.damage import flipped, mangled
from tests.hostile.kinds import SOUND, hostile

_SIDES = (0, 1, 7_700, 30_000, 65_535, 223_606, 0x7FFFFFFF, 0xFFFFFFFF)


def _png(
    width: int, height: int, depth: int, colour: int, data: bytes, *, interlaced: int = 0, rest: bytes = b""
) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + rest + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _white(width: int, height: int, depth: int) -> bytes:
    line = b"\0" + b"\xff" * ((width * depth + 7) // 8)
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(line) for _ in range(height)), packer.flush()])


@hostile("png")
def png_of_gigapixels(chance: Random) -> bytes:
    """A header of fifty thousand megapixels with little or nothing behind it."""
    width, height = chance.choice(_SIDES[2:]), chance.choice(_SIDES)
    depth, colour = chance.choice([(1, 0), (8, 0), (8, 2), (16, 6), (8, 3), (3, 5)])
    data = chance.choice([b"", zlib.compress(bytes(1000)), chance.randbytes(100)])
    return _png(width, height, depth, colour, data, interlaced=chance.choice([0, 1, 2]))


@hostile("png")
def png_bomb(chance: Random) -> bytes:
    """A blank picture of hundreds of megapixels in a few kilobytes, or one just below the limit."""
    side = chance.choice([7_000, 12_000, 20_000])
    return _png(side, side, 1, 0, _white(side, side, 1))


@hostile("png")
def png_with_odd_chunks(chance: Random) -> bytes:
    """Text chunks that unpack to much, palettes that are missing or too long, chunks longer than the file."""
    bomb = zlib.compress(bytes(50 << 20), 9)
    odd = chance.choice(
        [
            _chunk(b"zTXt", b"a\0\0" + bomb),
            _chunk(b"iCCP", b"a\0\0" + bomb),
            _chunk(b"iTXt", b"a\0\1\0\0\0" + bomb),
            _chunk(b"PLTE", chance.randbytes(chance.choice([1, 768, 3000]))),
            _chunk(b"tEXt", b"x") * 50_000,
            b"\xff\xff\xff\xffabcd",
            _chunk(b"acTL", struct.pack(">II", 0xFFFFFFFF, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", 0xFFFFFFFF, 1, 1)),
        ]
    )
    return _png(50, 50, 8, chance.choice([0, 2, 3]), _white(50, 50, 24), rest=odd)


def _tiff(entries: list[tuple[int, int, int, int]], *, next_directory: int = 0, order: str = "<", at: int = 8) -> bytes:
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", at)
    return head + _directory(entries, next_directory, order)


def _directory(entries: list[tuple[int, int, int, int]], next_directory: int, order: str = "<") -> bytes:
    packed = b"".join(struct.pack(order + "HHII", *entry) for entry in sorted(entries))
    return struct.pack(order + "H", len(entries)) + packed + struct.pack(order + "I", next_directory)


def _page(width: int, height: int, chance: Random) -> list[tuple[int, int, int, int]]:
    return [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, chance.choice([1, 2, 3, 4, 5, 6, 7, 8, 32773, 34712, 50000])),
        (262, 3, 1, chance.choice([0, 1, 2, 3, 6])),
        (273, 4, chance.choice([1, 1, 0xFFFFFFFF]), chance.choice([0, 8, 0xFFFFFFFF])),
        (277, 3, 1, chance.choice([1, 3, 0xFFFF])),
        (278, 4, 1, chance.choice([height, 0, 0xFFFFFFFF])),
        (279, 4, 1, chance.choice([0, 100, 0xFFFFFFFF])),
    ]


@hostile("tif")
def tiff_of_gigapixels(chance: Random) -> bytes:
    """A header of fifty thousand megapixels, strips that lie outside of the file, tiles of any size."""
    entries = _page(chance.choice(_SIDES), chance.choice(_SIDES[2:]), chance)
    if chance.random() < 0.3:
        entries += [(322, 4, 1, chance.choice(_SIDES)), (323, 4, 1, chance.choice(_SIDES)), (324, 4, 0xFFFFFFFF, 8)]
    return _tiff(entries, order=chance.choice("<>")) + chance.randbytes(chance.choice([0, 500]))


@hostile("tif")
def tiff_pages_in_a_circle(chance: Random) -> bytes:
    """A directory of pages that leads back to itself, outside of the file, or on and on."""
    entries = _page(10, 10, chance)
    size = 2 + 12 * len(entries) + 4
    pages = chance.choice([1, 2, 10, 5_000])
    last = chance.choice([8, 0xFFFFFFF0, 0, 9])
    directories = b"".join(_directory(entries, 8 + size * (n + 1) if n + 1 < pages else last) for n in range(pages))
    return b"II*\0" + struct.pack("<I", chance.choice([8, 8, 8, 0, 4, 0xFFFFFFFF])) + directories


@hostile("bmp")
def bmp_of_gigapixels(chance: Random) -> bytes:
    """A header that claims what the file does not hold."""
    side = (*_SIDES[:-2], -1, -(1 << 31), (1 << 31) - 1)
    header = struct.pack(
        "<IiiHHIIiiII",
        40,
        chance.choice(side),
        chance.choice(side),
        1,
        chance.choice([1, 8, 24, 32, 7]),
        chance.choice([0, 1, 2, 3, 4, 5]),
        chance.choice([0, 0xFFFFFFFF]),
        0,
        0,
        chance.choice([0, 256, 0xFFFFFFFF]),
        0,
    )
    offset = chance.choice([54, 0, 0xFFFFFFFF])
    return (
        b"BM"
        + struct.pack("<IHHI", chance.choice([0, 100, 0xFFFFFFFF]), 0, 0, offset)
        + header
        + chance.randbytes(chance.choice([0, 1000]))
    )


@hostile("jpg")
def jpeg_of_gigapixels(chance: Random) -> bytes:
    """A frame of absurd size, or with absurd components, in an otherwise sound picture."""
    content = bytearray(SOUND["jpg"])
    frame = content.index(b"\xff\xc0")
    struct.pack_into(
        ">HH", content, frame + 5, chance.choice([0, 1, 30_000, 65_535]), chance.choice([0, 1, 30_000, 65_535])
    )
    if chance.random() < 0.5:
        content[frame + 9 + chance.randrange(6)] = chance.randrange(256)
    return bytes(content)


@hostile("jpg")
def jpeg_of_many_scans(chance: Random) -> bytes:
    """A progressive picture of tens of megapixels whose scans each cost a pass over all of it."""
    side = chance.choice([2_000, 7_000])
    frame = b"\xff\xd8\xff\xc2" + struct.pack(">HBHHB3B", 11, 8, side, side, 1, 1, 0x11, 0)
    table = b"\xff\xdb" + struct.pack(">HB", 67, 0) + b"\x01" * 64
    codes = b"\xff\xc4" + struct.pack(">HB", 20, 0x00) + bytes([1, *[0] * 15, 0])
    codes += b"\xff\xc4" + struct.pack(">HB", 20, 0x10) + bytes([1, *[0] * 15, 0])
    scan = b"\xff\xda" + struct.pack(">HB2B3B", 8, 1, 1, 0, 1, 1, 0) + b"\0\0"
    return frame + table + codes + scan * chance.choice([10, 1_000, 100_000]) + b"\xff\xd9"


@hostile("gif")
def other_pictures(chance: Random) -> bytes:
    """GIF of many frames, WebP, pictures in formats that a library may know though nobody asked it to."""
    side = chance.choice([1, 60_000])
    frame = b"\x2c\0\0\0\0" + struct.pack("<HH", side, side) + b"\0\x02\x02\x4c\x01\0"
    return chance.choice(
        [
            b"GIF89a"
            + struct.pack("<HH", side, side)
            + b"\x80\0\0\0\0\0\xff\xff\xff"
            + frame * chance.choice([1, 100_000])
            + b";",
            b"RIFF"
            + struct.pack("<I", 0xFFFFFFF0)
            + b"WEBPVP8X"
            + struct.pack("<I", 10)
            + b"\x02\0\0\0"
            + b"\xff" * 6
            + chance.randbytes(50),
            b"RIFF\x1a\0\0\0WEBPVP8L" + struct.pack("<I", 13) + b"\x2f" + b"\xff" * 12,
            b"P6 99999 99999 255\n" + chance.randbytes(50),
            b"P1 1000000 1000000\n1",
            b"\x00\x00\x01\x00\xff\xff" + chance.randbytes(100),
            b"\x76\x2f\x31\x01\x02\0\0\0" + chance.randbytes(100),
            b"\x00\x00\x00\x0cjP  \r\n\x87\n" + chance.randbytes(100),
            b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 300_000, 300_000, 8, 3) + bytes(100),
            b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99999 99999\n{loop}\n",
            b"<svg xmlns='http://www.w3.org/2000/svg' width='999999999' height='999999999'><image href='file:///etc/passwd'/></svg>",
        ]
    )


@hostile("png")
def damaged_pictures(chance: Random) -> bytes:
    """Sound pictures with wrong bits and lost pieces."""
    return chance.choice([flipped, mangled])(SOUND[chance.choice(["png", "jpg", "tif"])], chance)
