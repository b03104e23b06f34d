import itertools
import sys
import tempfile
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from jixiao.workers import Allowance, Ended, Workers
from jixiao.workers.worker import Job, Worker
from tests.workers.tasks import double, posix, work


def refuse(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Let the system start so many workers and no more."""
    started = itertools.count(1)
    sound = Worker

    def start(allowance: Allowance, others: Sequence[Connection]) -> Worker:
        if next(started) > after:
            raise BlockingIOError(11, "no more processes")
        return sound(allowance, others)

    monkeypatch.setattr("jixiao.workers.pool.Worker", start)


@posix
def test_where_no_fresh_worker_can_be_started_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, 2)
    results = work({0: "exit"}, 2)
    assert isinstance(results[0], Ended)
    assert results[1:] == [2, 4, 6, 8, 10]


@posix
def test_where_none_can_be_started_every_item_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, 0)
    assert work({}, 2) == [Ended("start")] * 6
    refuse(monkeypatch, 1)
    assert work({1: "exit"}, 1) == [0, *[Ended("start")] * 5]


@posix
def test_workers_are_started_again_as_soon_as_the_system_lets_them_be(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, 0)
    with Workers(1) as workers:
        monkeypatch.setattr("jixiao.workers.pool.Worker", Worker)
        assert list(workers.each(double, [1, 2])) == [2, 4]


@posix
def test_a_fresh_worker_that_dies_at_once_costs_one_item_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    left = iter([True, True])
    take = Worker.take

    def fail(self: Worker, job: Job) -> None:
        if next(left, False):
            raise BrokenPipeError
        take(self, job)

    monkeypatch.setattr(Worker, "take", fail)
    with Workers(1) as workers:
        assert list(workers.each(double, [1, 2, 3])) == [Ended("start"), 4, 6]


@posix
def test_a_worker_that_is_not_started_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def fail(_: BaseProcess) -> None:
        raise BlockingIOError

    monkeypatch.setattr(BaseProcess, "start", fail)
    open_files = len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0
    with pytest.raises(BlockingIOError):
        Worker(Allowance(), [])
    assert list(tmp_path.iterdir()) == []
    assert sys.platform != "linux" or len(list(Path("/proc/self/fd").iterdir())) == open_files
