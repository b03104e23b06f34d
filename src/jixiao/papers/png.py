"""What the head of a PNG picture says of it."""

import struct


def pixels(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    across, down = struct.unpack(">II", png[16:24])
    return across, down
