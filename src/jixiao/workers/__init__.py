"""Worker processes that do one task for many items, so that whatever one item does to its process, only that item is lost.

    with Workers(2, Allowance()) as workers:
        for result in workers.each(task, items): ...

Each worker is warm: it does one item after the other and is replaced only when it died or had to be ended. What a task may use is
bounded three times over:

* time: this process ends a worker that has shown no sign of life (jixiao.progress) for as long as a step may take. It needs a clock for
  that, which is why this module alone may import one; no result depends on it.
* memory: the operating system refuses a worker more than it may have (RLIMIT_DATA: what it really writes to. The address space as a
  whole says nothing, since OCR reserves far more of it than it uses). Then the task ends with MemoryError, or the worker dies.
* processor time: the system ends a worker whose parent was killed and can no longer do so.

Windows has limits of time only, macOS does not enforce the one of memory.

Starting: a forked worker costs some 3 milliseconds and has all modules loaded, a spawned one half a second. But a fork copies one
thread only; whatever lock another one holds at that moment stays locked in the copy for ever. So a worker is forked on Linux while this
process has a single thread, those of C libraries counted, and spawned in every other case: in a web application, on Windows, on macOS
(whose system libraries do not survive a fork). All workers are started at once with `Workers`, before the caller starts threads of its
own, a progress bar for instance.

A task must be a function of a module, or a partial of one, and its result must be picklable.
"""

from jixiao.workers.allowance import Allowance, Ended
from jixiao.workers.pool import MOST, Workers
from jixiao.workers.worker import forkable

__all__ = ["MOST", "Allowance", "Ended", "Workers", "forkable"]
