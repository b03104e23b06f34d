"""One worker seen from its own process: it bounds itself, then does what comes through the pipe until that is closed."""

import ctypes
import gc
import os
import pickle
import signal
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from math import ceil
from multiprocessing.connection import Connection
from pathlib import Path
from shutil import rmtree

from jixiao import progress
from jixiao.workers.allowance import Allowance, Ended

if sys.platform != "win32":
    import resource

_HOARD = 256 << 20
"""Bytes of memory of its own from which on an idle worker gives back what it does not need; less is soon used again."""


def serve(connection: Connection, allowance: Allowance, folder: str, held: Sequence[Connection]) -> None:
    """Do the tasks that come through the pipe until it is closed; the life of a worker."""
    for other in held:
        other.close()
    _settle(allowance.memory)
    gc.freeze()  # what was there before is no garbage of this process, nor is it to be copied by a look at it
    tempfile.tempdir = folder  # whoever ends this process deletes what lies there
    _work_off(connection, allowance.seconds)
    rmtree(folder, ignore_errors=True)  # nobody is left to do it if the parent was killed


def _settle(memory: int) -> None:
    """Make this process a worker: deaf to Ctrl-C, which its parent handles, silent, and bounded in what it may use."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # whatever its parent does then, a worker ends
    # C libraries write their complaints about a damaged file to the terminal.
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    os.close(silence)
    if sys.platform != "win32":
        _bound(resource.RLIMIT_CORE, 0)
        _bound(resource.RLIMIT_DATA, memory + _written_to())


def _written_to() -> int:
    """Bytes of memory of its own that this process has from its parent; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _work_off(connection: Connection, seconds: float) -> None:
    while True:
        try:
            work = connection.recv()
        except (EOFError, OSError):
            return
        _renew(seconds)
        try:
            with progress.heard(partial(_still_alive, connection, seconds)):
                result = work()
            connection.send_bytes(
                pickle.dumps((True, result))
            )  # a result is a plain value: no need for what else `send` can do
        except MemoryError:
            connection.send((True, Ended("memory")))
            return
        del work, result
        _give_back()


def _give_back() -> None:
    """Let the system have the memory that the task has left free: the C library keeps it, half a gigabyte after one page of OCR."""
    if sys.platform == "linux" and _own() > _HOARD:
        gc.collect()
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # only glibc has it
        if trim is not None:
            trim(0)


def _own() -> int:
    """Bytes of memory that this process holds and shares with no file; 0 where the system does not say."""
    try:
        resident, shared = map(int, Path("/proc/self/statm").read_text(encoding="ascii").split()[1:3])
    except OSError:
        return 0
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")


def _still_alive(connection: Connection, seconds: float, expected: float | None) -> None:
    """Go on for as long as allowed, or for as long as the task itself expects to need if that is less."""
    _renew(seconds if expected is None else min(expected, seconds))
    connection.send((False, None))


def _renew(seconds: float) -> None:
    """Allow so much processor time from now on; the system counts it in whole seconds."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        _bound(resource.RLIMIT_CPU, ceil(used.ru_utime + used.ru_stime + seconds))


if sys.platform != "win32":

    def _bound(what: int, limit: int) -> None:
        """Set the limit of this process, as far as the one that it was born with allows."""
        _, highest = resource.getrlimit(what)
        if highest != resource.RLIM_INFINITY:
            limit = min(limit, highest)
        resource.setrlimit(what, (limit, highest))
