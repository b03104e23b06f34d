import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from jixiao.workers import Allowance, Ended, Workers
from jixiao.workers.worker import Worker
from tests.workers.tasks import (
    gone,
    linux,
)


def chatter(_: object) -> None:
    os.write(1, b"out")
    os.write(2, b"err")


def test_a_worker_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    with Workers(1) as workers:
        assert list(workers.each(chatter, [0])) == [None]
    assert capfd.readouterr() == ("", "")


def start_another(told: Path) -> None:
    command = [sys.executable, "-c", "import subprocess, time; subprocess.Popen(['sleep', '999']); time.sleep(999)"]
    other = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own
    (Path(tempfile.gettempdir()) / "left").touch()
    told.write_text(f"{other.pid} {tempfile.gettempdir()}")
    sleep(999)


@linux
def test_what_a_worker_has_started_ends_with_it(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    with Workers(1, Allowance(patience=5)) as workers:
        assert list(workers.each(start_another, [told])) == [Ended("time")]
    pid, folder = told.read_text().split()
    assert gone(int(pid))
    assert not Path(folder).exists()
    assert Path(folder) != Path(tempfile.gettempdir())


_PARENT = """
import sys, os, time
from pathlib import Path
from jixiao.workers import Allowance, Workers

def task(folder):
    (folder / str(os.getpid())).touch()
    while True:
        pass

if __name__ == "__main__":
    with Workers(2, Allowance(seconds={seconds})) as workers:
        list(workers.each(task, [Path(sys.argv[1])] * 2))
"""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """A program with two workers in an endless loop, and who they are."""
    script = tmp_path / "parent.py"
    script.write_text(_PARENT.format(seconds=1000))
    told = tmp_path / "told"
    told.mkdir()
    command = [sys.executable, str(script), str(told)]
    with subprocess.Popen(  # noqa: S603 - our own script
        command,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    ) as program:  # what is started in the background inherits deaf ears
        while len(list(told.iterdir())) < 2:
            assert program.poll() is None
            sleep(0.01)
        yield program, [int(path.name) for path in told.iterdir()]
        program.kill()


def test_a_worker_that_leaves_clears_up_by_itself_since_its_parent_may_be_gone() -> None:
    one = Worker(Allowance(), [])
    folder = Path(one._folder)
    assert folder.exists()
    one.leave()
    one._process.join(60)
    assert not folder.exists()
    one.gone()


@linux
def test_an_interruption_ends_all_workers(parent: tuple[subprocess.Popen[bytes], list[int]]) -> None:
    program, pids = parent
    program.send_signal(signal.SIGINT)
    assert program.wait(60) != 0
    assert all(gone(pid) for pid in pids)
