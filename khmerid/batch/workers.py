"""Work on many rows in several processes: the answers in order, rows and bytes in hand bounded."""

import concurrent.futures
import concurrent.futures.process
import itertools
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeVar

T = TypeVar("T")

# Rows and bytes that go to a process at once. With fewer, passing them on takes longer than the work; with
# more, the first answer comes later.
_ROWS_AT_ONCE: Final = 50
_BYTES_AT_ONCE: Final = 1024 * 1024
# Bytes that are with the processes or wait for them: two batches for each of eight processes. With more, long
# rows take more memory (4 MB each, two jobs: 190 MB in all); with less, the processes wait for them.
_BYTES_IN_HAND: Final = 16 * 1024 * 1024


def in_order(work: Callable[..., T], rows: Iterable[tuple[Any, ...]], jobs: int) -> Iterator[T]:
    """Yield what ``work`` makes of each row, in the rows' order.

    Raises ``ChildProcessError`` where a process is killed; the message says which answers are lost.

    >>> list(in_order(divmod, [(7, 2), (9, 4)], jobs=1))
    [(3, 1), (2, 1)]
    """
    if jobs == 1:
        yield from itertools.starmap(work, rows)
        return
    # Not a fork: this process may have threads, such as that of the progress bar.
    pool = concurrent.futures.ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), initializer=follow_the_parent
    )
    answered = 0
    try:
        for answers in _answers(pool, work, rows, 2 * jobs):
            yield from answers
            answered += len(answers)
    except concurrent.futures.process.BrokenProcessPool:
        lost = f"the answers after the first {answered} are lost" if answered else "all answers are lost"
        message = f"a process of this command was killed (too little memory for as many --jobs?); {lost}"
        raise ChildProcessError(message) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _answers(
    pool: concurrent.futures.Executor, work: Callable[..., T], rows: Iterable[tuple[Any, ...]], most: int
) -> Iterator[list[T]]:
    """Yield the answers to one batch after another, while at most ``most`` others wait."""
    waiting: deque[tuple[concurrent.futures.Future[list[T]], int]] = deque()
    for batch, size in _batches(rows):
        while waiting and (len(waiting) > most or sum(of_it for _, of_it in waiting) + size > _BYTES_IN_HAND):
            yield waiting.popleft()[0].result()
        waiting.append((pool.submit(_all, work, batch), size))
    while waiting:
        yield waiting.popleft()[0].result()


def _batches(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[list[tuple[Any, ...]], int]]:
    """Yield the rows in batches, each with the bytes in it."""
    batch: list[tuple[Any, ...]] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(len(part) for part in row if isinstance(part, bytes))
        if len(batch) == _ROWS_AT_ONCE or size >= _BYTES_AT_ONCE:
            yield batch, size
            batch, size = [], 0
    if batch:
        yield batch, size


def _all(
    work: Callable[..., T], batch: list[tuple[Any, ...]]
) -> list[T]:  # pragma: no cover - runs in the other processes
    return list(itertools.starmap(work, batch))


def follow_the_parent() -> None:  # pragma: no cover - runs in the other processes
    """Leave interrupts to the parent, and end when it is killed: one of a pool would wait for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:  # pragma: no cover
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)
