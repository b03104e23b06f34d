"""Reads every file of a folder in this process and tells what it took; reading.py starts one for each format.

It loads nothing but the library, so that the memory it reports is that of reading.
"""

import os
import resource
import sys
import time
from pathlib import Path

import msgspec

from jixiao.forms import recognise
from jixiao.model import Submission
from jixiao.readers.choosing import UnreadableFileError, read_bytes


class Reading(msgspec.Struct):
    """One file as the process that read it tells of it: seconds by the clock and of processors, pages, what it says or why not."""

    name: str
    seconds: float = 0.0
    processor: float = 0.0
    pages: int | None = None
    submission: Submission | None = None
    refused: str = ""


class Told(msgspec.Struct):
    """What the process of one format tells: its files and the most memory it held, in MB."""

    readings: list[Reading]
    memory: float


def read_here(folder: Path, cores: int) -> Told:
    """Read every file of a folder in this process."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    files = sorted(folder.iterdir())
    _read(files[0])  # libraries and vocabulary are made ready once
    readings = [_read(file) for file in files]
    return Told(readings, _most_memory())


def _most_memory() -> float:
    """The most memory this process held, in MB.

    What getrusage tells goes on through exec: it would be that of the process which started this one, if that was larger.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _read(file: Path) -> Reading:
    content = file.read_bytes()
    start, worked = time.perf_counter(), _worked()
    try:
        document = read_bytes(content, file.name)
    except UnreadableFileError as error:
        return Reading(file.name, refused=str(error))
    submission = recognise(document)
    seconds, processor = time.perf_counter() - start, _worked() - worked
    return Reading(file.name, seconds, processor, document.source.pages, submission)


def _worked() -> float:
    """Seconds that processors have worked for this process and for programs it started."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(read_here(Path(sys.argv[1]), int(sys.argv[2]))))
