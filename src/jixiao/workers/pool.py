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
        have been the cause. Only time is not given twice. Where the system refuses a fresh one, those that are left go on alone, and
        only when there is none are items given back undone.
        """
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
                self._dismiss(worker)

    def _busy(self) -> list[Worker]:
        return [worker for worker in self._workers if worker.job is not None]

    def _hand_out(self, batch: "_Batch[Any, Any]") -> None:
        self._fill()
        idle: list[Worker | None] = [worker for worker in self._workers if worker.job is None]
        for worker in idle if self._workers else [None]:
            job = batch.job()
            if job is None:
                return
            if worker is None:
                batch.keep(job, Ended("start"))
            else:
                self._give(worker, job, batch)

    def _give(self, worker: Worker, job: Job, batch: "_Batch[Any, Any]") -> None:
        """Have a worker begin a job, or a fresh one if it died while it had nothing to do."""
        try:
            worker.take(job)
        except OSError:
            self._give_to_fresh(worker, job, batch)

    def _give_to_fresh(self, worker: Worker, job: Job, batch: "_Batch[Any, Any]") -> None:
        """Have a fresh worker begin a job instead of one that is of no use any more; without one the job is told of as not begun."""
        self._dismiss(worker)
        fresh = self._started()
        if fresh is None:
            batch.keep(job, Ended("start"))
            return
        try:
            fresh.take(job)
        except OSError:
            self._dismiss(fresh)
            batch.keep(job, Ended("start"))

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
            if not isinstance(result, Ended):
                worker.done += 1
                batch.keep(job, result)
            elif worker.done > 0 and result.why != "time":
                self._give_to_fresh(worker, job, batch)
            else:
                self._dismiss(worker)
                batch.keep(job, result)
        return True

    def _fill(self) -> None:
        """Start the workers that are missing, or as many of them as the system lets be."""
        while len(self._workers) < self._count and self._started() is not None:
            pass

    def _started(self) -> Worker | None:
        """One worker more; None when the system has no process, no memory or no room on the disk for it."""
        try:
            worker = Worker(self._allowance, [worker.connection for worker in self._workers])
        except OSError:
            return None
        self._workers.append(worker)
        return worker

    def _dismiss(self, worker: Worker) -> None:
        worker.end()
        self._workers.remove(worker)


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
