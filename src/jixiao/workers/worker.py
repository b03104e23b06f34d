"""One worker seen from the process that it works for: started, given a job, listened to, ended."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from jixiao.workers.allowance import Allowance, Ended
from jixiao.workers.serving import serve

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext

_GRACE = 5.0
"""Seconds that a worker has to leave when it is told to, or to be gone when its pipe is closed."""


class Job(msgspec.Struct, frozen=True):
    """One item of a batch and the task bound to it."""

    index: int
    work: partial[Any]


class Worker:
    """One process with the pipe to it: the job it is at, by when it must be heard of, how many it has done.

    Making one raises OSError when the system has no process, no memory or no room on the disk for it.
    """

    def __init__(self, allowance: Allowance, others: Sequence[Connection]) -> None:
        self.job: Job | None = None
        self.deadline = 0.0
        self.done = 0
        self._allowance = allowance
        forked = forkable()
        context: ForkContext | SpawnContext = get_context("fork") if forked else get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._folder = ""
        try:
            self._folder = mkdtemp(prefix="jixiao-")
            # A fork holds this process's end of every pipe, its own included, and would keep them open when this process is gone.
            held = (self.connection, *others) if forked else ()
            self._process = context.Process(target=serve, args=(theirs, allowance, self._folder, held), daemon=True)
            self._process.start()
        except OSError:
            self.connection.close()
            rmtree(self._folder, ignore_errors=True)
            raise
        finally:
            theirs.close()

    def take(self, job: Job) -> None:
        """Begin a job; raises OSError when the process is dead."""
        self.job = job
        self.connection.send(job.work)
        self.deadline = self._later()

    def hear(self) -> tuple[Any] | None:
        """The result of the job, if it is there or if there will be none."""
        try:
            while self.connection.poll():
                done, told = self.connection.recv()
                if isinstance(told, Ended):
                    self.gone()
                if done:
                    return (told,)
                self.deadline = self._later()
        except (EOFError, OSError):
            return (Ended(self._cause_of_death()),)
        except Exception:  # noqa: BLE001 - a process whose memory was spoilt may send anything
            return (Ended("crash"),)
        return (Ended("time"),) if monotonic() >= self.deadline else None

    def _later(self) -> float:
        """The moment by which a worker that says nothing is given up."""
        return monotonic() + (self._allowance.seconds if sys.platform == "win32" else self._allowance.patience)

    def _cause_of_death(self) -> Literal["time", "memory", "crash"]:
        self._process.join(_GRACE)
        return _CAUSES.get(self._process.exitcode or 0, "crash")

    def leave(self) -> None:
        """Tell the process, which has nothing to do, to go."""
        self.connection.close()

    def gone(self) -> None:
        """Wait until the process that was told to leave, or leaves by itself, is gone."""
        self._process.join(_GRACE)
        self.end()

    def end(self) -> None:
        """Kill the process with all that it has started, a word processor for instance, and delete the files that it left behind."""
        self.connection.close()
        # The number of a process that is gone may be that of another by now.
        started = list(_started_by(self._process.pid or 0)) if self._process.is_alive() else []
        self._process.kill()
        for pid in started:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        self._process.join(_GRACE)
        rmtree(self._folder, ignore_errors=True)


def _started_by(pid: int) -> Iterator[int]:
    """The processes that a process has started, and those that they have started, as far as the system tells."""
    try:
        told = [file.read_text(encoding="ascii") for file in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:  # gone meanwhile, or hidden
        return
    for child in map(int, " ".join(told).split()):
        yield child
        yield from _started_by(child)


_CAUSES: dict[int, Literal["time", "memory"]] = {}
"""What the signal that ended a process says of the reason; the one for all else comes from a system that runs out of memory."""
if sys.platform != "win32":
    _CAUSES = {-signal.SIGXCPU: "time", -signal.SIGKILL: "memory"}


def forkable() -> bool:
    """Tell whether a worker can be forked now: on Linux, and with no thread besides this one."""
    if sys.platform != "linux":
        return False
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir()) == 1
    except OSError:
        return False
