"""Apply a function to many items, in one process or several, and get the results in the order of the items.

Comes in: a function, items that may stream without end, and how many processes to use (or an executor
of the standard library's interface). Goes out: the results, one by one, the same whatever the number.
Knows nothing about documents.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from itertools import islice
from multiprocessing.connection import wait
from typing import TypeVar

from tocsin.errors import ConfigurationError, TocsinError

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 16  # items sent at once: enough that sending costs little, few enough that memory stays flat
_AHEAD = 3  # chunks under way for each process, so that none waits while the order is kept


def map_in_order(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    jobs: int = 1,
    executor: Executor | None = None,
    chunk: int = CHUNK,
) -> Iterator[Result]:
    """`function` of each item, in order; at most `3 * jobs` chunks of `chunk` items are held at a time.

    With one job and no executor the items are taken one by one, in this process, as results are asked
    for. Otherwise `function`, items and results must be picklable, and `function` must be found by name.

    Raises:
        ConfigurationError: `jobs` is below 1; before any item is taken.
        TocsinError: a worker process died.
        Exception: whatever `function` raised, when its item's turn comes.
    """
    if jobs < 1:
        raise ConfigurationError("--jobs", f"{jobs} is not a number of processes", "give 1 or more")
    if executor is None and jobs == 1:
        return map(function, items)
    return _map_chunks(function, iter(items), jobs, executor, chunk)


def _map_chunks(
    function: Callable[[Item], Result],
    items: Iterator[Item],
    jobs: int,
    executor: Executor | None,
    size: int,
) -> Iterator[Result]:
    with ExitStack() as stack:
        pool = executor or stack.enter_context(_start_processes(jobs))
        waiting: deque[Future[list[Result]]] = deque()
        stack.callback(_cancel, waiting)
        try:
            while True:
                while len(waiting) < _AHEAD * jobs and (chunk := list(islice(items, size))):
                    waiting.append(pool.submit(_apply, function, chunk))
                if not waiting:
                    return
                yield from waiting.popleft().result()
        except BrokenProcessPool:
            raise TocsinError(
                f"--jobs {jobs}",
                "a worker process died, most likely for want of memory",
                "run again with fewer jobs; what was stored is kept",
            ) from None


def _start_processes(jobs: int) -> ProcessPoolExecutor:
    """Fresh processes: a forked one would share locks and database handles with this one."""
    fresh = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=fresh, initializer=_follow_parent)


def _follow_parent() -> None:
    """Leave it to the parent to heed signals, and end when it ends, even if it is killed."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _apply(function: Callable[[Item], Result], chunk: Sequence[Item]) -> list[Result]:
    return [function(item) for item in chunk]


def _cancel(waiting: Iterable[Future[list[Result]]]) -> None:
    for future in waiting:
        future.cancel()
