"""What the workers of the tests are given to do, and what tells how it went."""

import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from jixiao.workers import Allowance, Workers, serving

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有信号和资源限制")
linux = pytest.mark.skipif(sys.platform != "linux", reason="只有 Linux 落实内存上限")

_done_here = 0


def double(number: int) -> int:
    return 2 * number


def misbehave(ways: dict[int, str], number: int) -> object:
    """Do what is said for this number; everything else is doubled."""
    way = ways.get(number)
    return _WAYS[way](number) if way else double(number)


def loop(_: int) -> None:
    while True:
        pass


def _wait(_: int) -> None:
    sleep(999)


def _hoard(_: int) -> int:
    return len([bytearray(1 << 24) for _ in range(1 << 20)])


def _segfault(_: int) -> None:
    faulthandler.disable()  # pytest's would fill the terminal
    os.kill(os.getpid(), signal.SIGSEGV)


def _mad(_: int) -> None:
    os.write(_pipe_of_this_worker(), b"\x00\x00\x00\x04junk")
    sleep(60)


def _pipe_of_this_worker() -> int:
    """The one socket that a worker has: what it speaks to its parent through."""
    return max(
        int(entry.name)
        for entry in Path("/proc/self/fd").iterdir()
        if entry.is_symlink() and str(entry.readlink()).startswith("socket:")
    )


_WAYS: dict[str, Callable[[int], object]] = {
    "loop": loop,
    "wait": _wait,
    "exit": lambda _: os._exit(9),
    "leave": lambda _: sys.exit(),
    "segfault": _segfault,
    "killed": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "processor time": lambda _: os.kill(os.getpid(), signal.SIGXCPU),
    "memory": _hoard,
    "unpicklable": lambda number: lambda: number,
    "mad": _mad,
}


def fragile(number: int) -> int:
    """Crash in every process that has done something before."""
    global _done_here  # noqa: PLW0603 - the state that one task leaves behind in its process is what is tested
    if _done_here:
        os._exit(1)
    _done_here += 1
    return number


def process(_: object) -> int:
    return os.getpid()


def work(ways: dict[int, str], count: int = 2, allowance: Allowance = Allowance()) -> list[Any]:  # noqa: B008
    with Workers(count, allowance) as workers:
        return list(workers.each(partial(misbehave, ways), range(6)))


def gone(pid: int) -> bool:
    """Wait until a process is gone, or a zombie that nobody has asked for yet."""
    for _ in range(500):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        sleep(0.01)
    return False


@contextmanager
def another_thread() -> Iterator[None]:
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def limits(_: object) -> tuple[Any, ...]:
    import resource  # noqa: PLC0415 - not on Windows

    names = (resource.RLIMIT_CPU, resource.RLIMIT_CORE, resource.RLIMIT_DATA)
    return tuple(resource.getrlimit(name)[0] for name in names)


_kept: list[bytes] = []


def hoard(_: int) -> int:
    """Bytes in use after 400 MB in small pieces, all free again but the last, which lies above them."""
    pieces = [bytes(1000) for _ in range(400_000)]
    _kept.append(pieces[-1])
    del pieces
    return serving._own()


def at_rest(_: int) -> int:
    """Bytes in use when a task begins."""
    return serving._own()
