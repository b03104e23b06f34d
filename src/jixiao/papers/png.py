"""What the head of a PNG picture says of it."""

import struct


def pixels(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    across, down = struct.unpack(">II", png[16:24])
    return across, down


def resolution(png: bytes) -> tuple[float, float]:
    """Dots an inch across and down; 96 where the picture does not say."""
    head = png.find(b"pHYs", 0, png.find(b"IDAT"))
    if head >= 0:
        across, down, unit = struct.unpack(">IIB", png[head + 4 : head + 13])
        if unit == 1 and across and down:
            return across * 0.0254, down * 0.0254
    return 96.0, 96.0
