"""Reading documents beside the requests, in threads that wait for worker processes: a scan takes longer than anybody's patience.

A document is read once, however often a page asks; what its thread knows nothing of is the database, into which the request writes
that finds the reading done. A reading that nobody fetched before the server ends is done again when somebody asks.
"""

from collections import OrderedDict
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread

import msgspec

from jixiao import pipeline
from jixiao.outputs import write
from jixiao.results import Audited, Failed
from jixiao_web.uploads.drawing import Seen, seen
from jixiao_web.uploads.models import drawing_of

Read = Seen | Audited | Failed
_AT_ONCE = BoundedSemaphore(2)
_KEPT = 200
"""Readings that are kept for those who have not asked yet; the oldest are forgotten."""
_lock = Lock()
_known: OrderedDict[Path, Future[Read]] = OrderedDict()


def begin(path: Path, name: str) -> Future[Read]:
    """Have a document read, unless it is being read already."""
    with _lock:
        if path in _known:
            return _known[path]
        future: Future[Read] = Future()
        _known[path] = future
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    Thread(target=_run, args=(future, path, name), daemon=True).start()
    return future


def forget(path: Path) -> None:
    """Drop what was read of a document: it is kept elsewhere now."""
    with _lock:
        _known.pop(path, None)


def _run(future: "Future[Read]", path: Path, name: str) -> None:
    with _AT_ONCE:
        try:
            future.set_result(_read(path, name))
        except Exception as error:  # noqa: BLE001 - told to whoever waits, who would wait for ever
            future.set_result(Failed(path=str(path), message=pipeline.explain_failure(path, error)))


def _read(path: Path, name: str) -> Read:
    """Read and draw in one go; a document that is too much to draw is at least read."""
    [result] = pipeline.work(partial(seen, name=name), [path], jobs=1)
    if isinstance(result, Failed):
        return next(iter(pipeline.work(pipeline.read_file, [path], jobs=1)))
    keep_drawing(path, result.page)
    return msgspec.structs.replace(result, page="")


def keep_drawing(path: Path, page: str) -> None:
    """Keep the drawing of a document beside it, readable by nobody else; of one that was thrown away meanwhile none is kept."""
    if page and path.exists():
        write(drawing_of(path), page.encode(), replace=True)
        drawing_of(path).chmod(0o600)
