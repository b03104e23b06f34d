import faulthandler
import itertools
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from jixiao import progress
from jixiao.workers import MOST, Allowance, Ended, Workers, forkable, serving, worker
from jixiao.workers.pool import _AHEAD
from jixiao.workers.worker import Job, Worker

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有信号和资源限制")
linux = pytest.mark.skipif(sys.platform != "linux", reason="只有 Linux 落实内存上限")

_done_here = 0


def double(number: int) -> int:
    return 2 * number


def misbehave(ways: dict[int, str], number: int) -> object:
    """Do what is said for this number; everything else is doubled."""
    way = ways.get(number)
    return _WAYS[way](number) if way else double(number)


def _loop(_: int) -> None:
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
    "loop": _loop,
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
    _loop(0)


@linux
def test_a_small_task_in_an_endless_loop_is_ended_soon() -> None:
    with Workers(1, Allowance(seconds=1000)) as workers:
        assert list(workers.each(loop_on_little, [0])) == [Ended("time")]


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


def limits(_: object) -> tuple[Any, ...]:
    import resource  # noqa: PLC0415 - not on Windows

    names = (resource.RLIMIT_CPU, resource.RLIMIT_CORE, resource.RLIMIT_DATA)
    return tuple(resource.getrlimit(name)[0] for name in names)


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
