"""Work on many rows in several processes: the answers in order, rows and bytes in hand bounded."""

import concurrent.futures
import concurrent.futures.process
import contextlib
import ctypes
import multiprocessing.resource_tracker
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Generic, TypeVar

import attrs

R = TypeVar("R")
T = TypeVar("T")

# Rows and bytes that go to a process at once. With fewer, passing them on takes longer than the work; with
# more, the first answer comes later.
ROWS_AT_ONCE: Final = 50
_BYTES_AT_ONCE: Final = 1024 * 1024
# Bytes that are with the processes or wait for them: two batches for each of eight processes. With more, long
# rows take more memory (4 MB each, two jobs: 190 MB in all); with less, the processes wait for them.
_BYTES_IN_HAND: Final = 16 * 1024 * 1024


@attrs.frozen(repr=False)
class _Waiting(Generic[T]):
    """A batch that is with a process or waits for one, and the rows and bytes in it."""

    answer: concurrent.futures.Future[T]
    rows: int
    size: int


def in_order(
    work: Callable[[list[R]], T],
    rows: Iterable[R],
    jobs: int,
    *,
    size_of: Callable[[R], int],
    at_once: int = ROWS_AT_ONCE,
) -> Iterator[T]:
    """Yield what ``work`` makes of each batch of at most ``at_once`` rows, in the rows' order.

    ``size_of`` says how many bytes a row has. Raises ``ChildProcessError`` where a process is killed; the
    message says which answers are lost.

    >>> list(in_order(sum, [1, 2, 3], jobs=1, size_of=lambda row: 1, at_once=2))
    [3, 3]
    """
    batches = _batches(rows, size_of, at_once)
    if jobs == 1:
        for batch, _ in batches:
            yield work(batch)
        return
    with interrupts_are_the_parents():  # nor is the pool left half made, with locks of the system
        # Not a fork: this process may have threads, such as that of the progress bar.
        context = multiprocessing.get_context("spawn")
        pool = concurrent.futures.ProcessPoolExecutor(jobs, context, initializer=_begin)
    others = multiprocessing.active_children()
    answered, is_done = 0, False
    try:
        for waited in _answers(pool, work, batches, 2 * jobs):
            yield waited.answer.result()
            answered += waited.rows
        is_done = True
    except concurrent.futures.process.BrokenProcessPool:
        lost = f"the answers after the first {answered} are lost" if answered else "all answers are lost"
        message = f"a process of this command was killed (too little memory for as many --jobs?); {lost}"
        raise ChildProcessError(message) from None
    finally:
        if not is_done:  # nobody waits for what they have in hand: of pictures, it takes minutes
            for process in set(multiprocessing.active_children()).difference(others):
                process.kill()
        pool.shutdown(cancel_futures=True)


def _answers(
    pool: concurrent.futures.Executor,
    work: Callable[[list[R]], T],
    batches: Iterable[tuple[list[R], int]],
    most: int,
) -> Iterator[_Waiting[T]]:
    """Yield one batch after another, while at most ``most`` others wait."""
    waiting: deque[_Waiting[T]] = deque()
    for batch, size in batches:
        while waiting and (len(waiting) > most or sum(one.size for one in waiting) + size > _BYTES_IN_HAND):
            yield waiting.popleft()
        with interrupts_are_the_parents():
            waiting.append(_Waiting(pool.submit(work, batch), len(batch), size))
    while waiting:
        yield waiting.popleft()


def _batches(rows: Iterable[R], size_of: Callable[[R], int], at_once: int) -> Iterator[tuple[list[R], int]]:
    """Yield the rows in batches, each with the bytes in it."""
    batch: list[R] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += size_of(row)
        if len(batch) == at_once or size >= _BYTES_AT_ONCE:
            yield batch, size
            batch, size = [], 0
    if batch:
        yield batch, size


@contextlib.contextmanager
def interrupts_are_the_parents() -> Iterator[None]:
    """Start processes that no interrupt reaches, not even before `follow_the_parent`; one waits meanwhile."""
    if not hasattr(signal, "pthread_sigmask"):  # another system
        yield
        return
    multiprocessing.resource_tracker.ensure_running()  # or it is started in here, and lets interrupts through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:  # pragma: no cover - runs in the other processes
    follow_the_parent()
    # Where long texts come and go, glibc keeps more and more: 300 MB after a hundred of 4 MB. Told
    # a threshold, it gives back all above that (mallopt(3) on M_MMAP_THRESHOLD, which is -3).
    with contextlib.suppress(AttributeError, OSError, TypeError):  # another system, or another C library
        ctypes.CDLL(None).mallopt(-3, _BYTES_AT_ONCE)


def follow_the_parent() -> None:  # pragma: no cover - runs in the other processes
    """Leave interrupts to the parent, and end when it is killed: one of a pool would wait for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:  # pragma: no cover
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)
