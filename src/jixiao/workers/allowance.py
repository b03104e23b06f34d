"""What one task may use, and how it ends that used more."""

from typing import Literal

import msgspec


class Allowance(msgspec.Struct, frozen=True, kw_only=True):
    """What the task for one item may use."""

    seconds: float = 120
    """From one sign of life to the next; a busy machine, and OCR of a dense page, take their part."""
    memory: int = 2 << 30
    """Bytes, besides what the process has when it begins; OCR of one page takes 1.2 GB at its height."""


class Ended(msgspec.Struct, frozen=True):
    """A task without a result: it exceeded what it may use, or its process died."""

    why: Literal["time", "memory", "crash"]
