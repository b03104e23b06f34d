import itertools
import os
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jixiao.workers import MOST, Allowance, Ended, Workers, forkable, worker
from jixiao.workers.pool import _AHEAD
from tests.workers.tasks import (
    another_thread,
    double,
    fragile,
    gone,
    linux,
    misbehave,
    posix,
    process,
    work,
)


def test_results_come_in_the_order_of_the_items() -> None:
    with Workers(3) as workers:
        assert list(workers.each(double, range(50))) == [2 * number for number in range(50)]


def test_the_workers_stay_warm_from_one_item_and_one_batch_to_the_next() -> None:
    with Workers(2) as workers:
        first, second = set(workers.each(process, range(20))), set(workers.each(process, range(20)))
    assert len(first | second) == 2
    assert os.getpid() not in first


def test_no_items_and_no_workers_are_nothing_to_do() -> None:
    with Workers(0) as workers:
        assert list(workers.each(double, [])) == []


@posix
@pytest.mark.parametrize(
    ("way", "why"),
    [
        ("exit", "crash"),
        ("leave", "crash"),
        ("segfault", "crash"),
        ("unpicklable", "crash"),
        ("killed", "memory"),
        ("processor time", "time"),
        pytest.param("mad", "crash", marks=linux),
    ],
)
@pytest.mark.parametrize("count", [1, 2])
def test_whatever_an_item_does_to_its_process_the_others_are_done(way: str, why: str, count: int) -> None:
    results = work({1: way, 4: way}, count)
    assert [result for result in results if not isinstance(result, Ended)] == [0, 4, 6, 10]
    assert [results[1], results[4]] == [Ended(why), Ended(why)]  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [1, 2])
def test_an_endless_loop_is_ended(count: int) -> None:
    assert work({2: "loop"}, count, Allowance(seconds=2)) == [0, 2, Ended("time"), 6, 8, 10]


@pytest.mark.parametrize("count", [1, 2])
def test_endless_waiting_is_ended(count: int) -> None:
    assert work({2: "wait"}, count, Allowance(patience=6)) == [0, 2, Ended("time"), 6, 8, 10]


@linux
def test_memory_has_an_end() -> None:
    assert work({0: "memory", 3: "memory"}, 1, Allowance(memory=1 << 28)) == [
        Ended("memory"),
        2,
        4,
        Ended("memory"),
        8,
        10,
    ]


def test_what_one_item_leaves_behind_is_not_charged_to_the_next() -> None:
    with Workers(1) as workers:
        assert list(workers.each(fragile, range(4))) == [0, 1, 2, 3]


def test_no_more_is_taken_from_the_items_than_can_be_kept() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for taken in itertools.count(1):  # noqa: UP028 - what was taken last is asked for below
            yield taken

    with Workers(2) as workers:
        assert list(itertools.islice(workers.each(double, items()), 3)) == [2, 4, 6]
        assert taken <= 3 + 2 * _AHEAD


@posix
def test_a_worker_that_died_of_boredom_is_replaced() -> None:
    with Workers(1) as workers:
        (first,) = workers.each(process, [0])
        assert isinstance(first, int)
        os.kill(first, signal.SIGKILL)
        assert gone(first)
        assert list(workers.each(double, [1, 2])) == [2, 4]


@linux
def test_a_batch_given_up_leaves_nobody_at_work() -> None:
    with Workers(2) as workers:
        pids = set(workers.each(process, range(20)))
        results = workers.each(partial(misbehave, {1: "loop"}), [0, 1, 2])
        assert next(results) == 0
        results.close()  # type: ignore[attr-defined]
        assert any(gone(pid) for pid in pids)
        assert list(workers.each(double, [1, 2])) == [2, 4]


@linux
def test_an_error_of_the_caller_ends_all_workers_at_once() -> None:
    pids: set[Any] = set()

    def fail() -> None:
        with Workers(2) as workers:
            pids.update(workers.each(process, range(20)))
            message = "stop"
            raise KeyboardInterrupt(message)

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert all(gone(pid) for pid in pids)


def test_another_thread_forbids_forking_and_the_workers_work_as_well() -> None:
    with another_thread():
        assert not forkable()
        with Workers(1) as workers:
            assert list(workers.each(double, [1, 2])) == [2, 4]


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_only_linux_forks(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert not forkable()


def test_a_system_that_hides_its_threads_does_not_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "Path", lambda _: Path("/nowhere"))
    assert not forkable()


def test_there_are_never_more_workers_than_a_system_can_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.workers.pool.MOST", 2)
    assert MOST > 2
    with Workers(5) as workers:
        assert len(set(workers.each(process, range(50)))) <= 2
