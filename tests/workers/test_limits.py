from pathlib import Path

import pytest

from jixiao.workers import Allowance, Workers, serving
from tests.workers.tasks import at_rest, hoard, limits, linux


@linux
def test_the_system_holds_a_worker_to_its_limits_when_nobody_else_does() -> None:
    with Workers(1, Allowance(seconds=10, memory=1 << 28)) as workers:
        ((processor, core, data),) = workers.each(limits, [0])
    assert 10 <= processor < 60
    assert core == 0
    assert 1 << 28 <= data < 1 << 31


@linux
def test_a_limit_never_exceeds_the_one_that_the_process_was_born_with(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(serving.resource, "getrlimit", lambda _: (10, 20))
    monkeypatch.setattr(serving.resource, "setrlimit", lambda _, limits: asked.append(limits))
    serving._bound(resource.RLIMIT_CPU, 30)
    serving._bound(resource.RLIMIT_CPU, 15)
    assert asked == [(20, 20), (15, 20)]


def test_a_system_that_does_not_tell_of_memory_gives_all_that_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "Path", lambda _: Path("/nowhere"))
    assert serving._written_to() == 0


@linux
def test_an_idle_worker_gives_back_the_memory_that_a_task_left_free() -> None:
    with Workers(1) as workers:
        (held,) = workers.each(hoard, [0])
        (kept,) = workers.each(at_rest, [0])
    assert held > 400_000_000
    assert kept < 200_000_000


def test_a_system_that_does_not_tell_of_memory_is_given_none_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "Path", lambda _: Path("/nowhere"))
    assert serving._own() == 0
