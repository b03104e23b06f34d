"""Worker processes that do one task for many items, so that whatever one item does to its process, only that item is lost.

    with Workers(2, Allowance()) as workers:
        for result in workers.each(task, items): ...

Each worker is warm: it does one item after the other and is replaced only when it died or had to be ended. What a task may use is
bounded three times over:

* processor time: the operating system ends a worker that has used too much since its last sign of life (jixiao.progress), and would
  do so even if nobody were left to look after it. Time by the clock would punish a file for what else the machine is doing. A small
  file of a kind that is read fast is given less than others.
* time by the clock: this process ends a worker that neither works nor comes to an end. It needs a clock for that, which is why these
  modules alone may import one; no result depends on it.
* memory: the operating system refuses a worker more than it may have (RLIMIT_DATA: what it really writes to. The address space as a
  whole says nothing, since OCR reserves far more of it than it uses). Then the task ends with MemoryError, or the worker dies.

macOS does not enforce the limit of memory. Windows has none of memory and none of processor time: what would be that is measured by the
clock there.

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
