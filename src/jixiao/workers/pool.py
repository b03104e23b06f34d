"""The workers of this process, and the tasks that are handed out to them."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from multiprocessing.connection import wait
from time import monotonic
from typing import Any, Generic, Self, TypeVar, cast

from jixiao.workers.allowance import Allowance, Ended
from jixiao.workers.worker import Job, Worker

A = TypeVar("A")
R = TypeVar("R")

MOST = 61
"""Workers at most: Windows cannot wait for more at once."""
_AHEAD = 32
"""Results per worker that may wait for an earlier one which takes longer."""


class Workers:
    """Some worker processes, ready for tasks inside a `with` block; one thread at a time may use them."""

    def __init__(self, count: int, allowance: Allowance = Allowance()) -> None:  # noqa: B008 - an Allowance is immutable
        self._count = min(count, MOST)
        self._allowance = allowance
        self._workers: list[Worker] = []
        self._fill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            for worker in self._workers:
                worker.leave()
            for worker in self._workers:
                worker.gone()
        else:
            for worker in self._workers:
                worker.end()

    def each(self, task: Callable[[A], R], items: Iterable[A]) -> Iterator[R | Ended]:
        """Do the task for every item and yield the results in the order of the items, each as soon as those before it are there.

        An item that ended a worker which had done others before is tried once more in a fresh one: what the others left behind may
        have been the cause. Only time is not given twice.
        """
        self._fill()
        batch = _Batch(task, items, ahead=_AHEAD * self._count)
        try:
            while True:
                self._hand_out(batch)
                if batch.has_next():
                    yield batch.next()
                elif not self._hear(batch):
                    return
        finally:
            for worker in self._busy():
                worker.end()
                self._workers.remove(worker)

    def _busy(self) -> list[Worker]:
        return [worker for worker in self._workers if worker.job is not None]

    def _hand_out(self, batch: "_Batch[Any, Any]") -> None:
        for worker in [worker for worker in self._workers if worker.job is None]:
            job = batch.job()
            if job is None:
                return
            try:
                worker.take(job)
            except OSError:  # it died while it had nothing to do
                self._replace(worker).take(job)

    def _hear(self, batch: "_Batch[Any, Any]") -> bool:
        """Wait until a worker tells something or its time is over; False when none is at work."""
        busy = self._busy()
        if not busy:
            return False
        wait([worker.connection for worker in busy], max(0.0, min(worker.deadline for worker in busy) - monotonic()))
        for worker in busy:
            told = worker.hear()
            if told is None:
                continue
            job = cast("Job", worker.job)
            worker.job = None
            (result,) = told
            if isinstance(result, Ended):
                fresh = self._replace(worker)
                if worker.done > 0 and result.why != "time":
                    fresh.take(job)
                    continue
            worker.done += 1
            batch.keep(job, result)
        return True

    def _fill(self) -> None:
        while len(self._workers) < self._count:
            self._workers.append(Worker(self._allowance, [worker.connection for worker in self._workers]))

    def _replace(self, worker: Worker) -> Worker:
        worker.end()
        self._workers.remove(worker)
        self._fill()
        return self._workers[-1]


class _Batch(Generic[A, R]):
    """The items of one call on their way: to be done, or done and waiting for their turn."""

    def __init__(self, task: Callable[[A], R], items: Iterable[A], ahead: int) -> None:
        self._jobs = (Job(index, partial(task, item)) for index, item in enumerate(items))
        self._ahead = ahead
        self._done: dict[int, R | Ended] = {}
        self._taken = 0
        self._given = 0

    def job(self) -> Job | None:
        """The next item to do; None when there is none, or when too many results wait already."""
        if self._taken - self._given >= self._ahead:
            return None
        job = next(self._jobs, None)
        self._taken += job is not None
        return job

    def keep(self, job: Job, result: R | Ended) -> None:
        self._done[job.index] = result

    def has_next(self) -> bool:
        return self._given in self._done

    def next(self) -> R | Ended:
        result = self._done.pop(self._given)
        self._given += 1
        return result
