"""What one task may use, and how it ends that used more."""

from typing import Literal

import msgspec


class Allowance(msgspec.Struct, frozen=True, kw_only=True):
    """What the task for one item may use."""

    seconds: float = 120
    """Processor time from one sign of life to the next, of all threads together; OCR of a dense page takes ten seconds.

    A task that knows its work to be less says so (jixiao.progress.expect), and is given no more than that.
    """
    patience: float = 600
    """Seconds by the clock from one sign of life to the next: for a task that waits instead of working, on a busy machine."""
    memory: int = 2 << 30
    """Bytes, besides what the process has when it begins; OCR of one page takes 1.2 GB at its height."""


class Ended(msgspec.Struct, frozen=True):
    """A task without a result: it exceeded what it may use, its process died, or the system let no process be started for it."""

    why: Literal["time", "memory", "crash", "start"]
