"""What a long reading tells whoever waits for it: that it goes on, and how long it may take until it is heard of again.

A limit of time can then hold for each step instead of for the whole: a scan of a hundred pages takes long and is sound, a page that
takes that long is not; and a small text that takes as long as a page of a scan is not either. Without a listener nobody is told.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_listener: ContextVar[Callable[[float | None], None] | None] = ContextVar("listener", default=None)


def step() -> None:
    """Tell that a part of the work is done whose number is bounded, as that of pages is."""
    _tell(None)


def expect(seconds: float) -> None:
    """Tell how much processor time what follows can deserve at most, on a slow machine as well, when that is known to be little."""
    _tell(seconds)


def _tell(seconds: float | None) -> None:
    listener = _listener.get()
    if listener is not None:
        listener(seconds)


@contextmanager
def heard(listener: Callable[[float | None], None]) -> Iterator[None]:
    """Have `listener` called inside the block: with None at every step, with seconds where so many are expected."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
