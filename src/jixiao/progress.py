"""How a long reading tells whoever waits for it that it goes on: a page of a scan is done, a file of an archive is read.

A limit of time can then hold for each step instead of for the whole: a scan of a hundred pages takes long and is sound, a page that
takes that long is not. Without a listener a step is told to nobody.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_listener: ContextVar[Callable[[], None] | None] = ContextVar("listener", default=None)


def step() -> None:
    """Tell that a part of the work is done whose number is bounded, as that of pages is."""
    listener = _listener.get()
    if listener is not None:
        listener()


@contextmanager
def heard(listener: Callable[[], None]) -> Iterator[None]:
    """Have `listener` called at every step inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
