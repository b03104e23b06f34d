from functools import partial
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from jixiao import progress
from jixiao.workers import Allowance, Ended, Workers, worker
from jixiao.workers.worker import Job, Worker
from tests.workers.tasks import limits, linux, loop


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def steps(release: Path) -> str:
    progress.step()
    while not release.exists():
        sleep(0.01)
    return "done"


def test_a_sign_of_life_gives_new_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(worker, "monotonic", clock)
    one = Worker(Allowance(seconds=100, patience=100), [])
    one.take(Job(0, partial(steps, tmp_path / "release")))
    assert one.deadline == 100
    assert one.connection.poll(60)
    clock.time = 90
    assert one.hear() is None
    assert one.deadline == 190
    clock.time = 189
    assert one.hear() is None
    (tmp_path / "release").touch()
    assert one.connection.poll(60)
    assert one.hear() == ("done",)
    clock.time = 190
    assert one.hear() == (Ended("time"),)
    one.leave()
    one.gone()


def test_a_step_is_told_to_whoever_listens() -> None:
    heard: list[tuple[str, float | None]] = []
    progress.step()
    with progress.heard(lambda seconds: heard.append(("outer", seconds))):
        with progress.heard(lambda seconds: heard.append(("inner", seconds))):
            progress.step()
        progress.expect(5)
    progress.expect(6)
    assert heard == [("inner", None), ("outer", 5)]


def modest(seconds: float) -> tuple[Any, ...]:
    progress.expect(seconds)
    expected = limits(None)[0]
    progress.step()
    return expected, limits(None)[0]


@linux
def test_a_task_that_expects_to_need_little_is_given_no_more() -> None:
    with Workers(1, Allowance(seconds=1000)) as workers:
        (small, after), (large, _) = workers.each(modest, [5, 10_000])
    assert 5 <= small < 60
    assert 1000 <= after < 1060
    assert 1000 <= large < 1060


def loop_on_little(_: object) -> None:
    progress.expect(1)
    loop(0)


@linux
def test_a_small_task_in_an_endless_loop_is_ended_soon() -> None:
    with Workers(1, Allowance(seconds=1000)) as workers:
        assert list(workers.each(loop_on_little, [0])) == [Ended("time")]
