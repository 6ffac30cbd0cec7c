"""Work on many rows in several processes, with the answers in order and a bounded number of rows in hand."""

import concurrent.futures
import concurrent.futures.process
import itertools
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeVar

T = TypeVar("T")

_ROWS_AT_ONCE: Final = 50


def in_order(work: Callable[..., T], rows: Iterable[tuple[Any, ...]], jobs: int) -> Iterator[T]:
    """Yield what ``work`` makes of each row, in the rows' order.

    >>> list(in_order(divmod, [(7, 2), (9, 4)], jobs=1))
    [(3, 1), (2, 1)]
    """
    if jobs == 1:
        yield from itertools.starmap(work, rows)
        return
    # Not a fork: this process may have threads, such as that of the progress bar.
    pool = concurrent.futures.ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), initializer=_leave_interrupts_to_the_parent
    )
    waiting: deque[concurrent.futures.Future[list[T]]] = deque()
    remaining = iter(rows)
    try:
        while batch := list(itertools.islice(remaining, _ROWS_AT_ONCE)):
            waiting.append(pool.submit(_all, work, batch))
            if len(waiting) > 2 * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except concurrent.futures.process.BrokenProcessPool:
        message = "a process of this command was killed: is there enough memory for as many --jobs?"
        raise ChildProcessError(message) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _all(
    work: Callable[..., T], batch: list[tuple[Any, ...]]
) -> list[T]:  # pragma: no cover - runs in the other processes
    return list(itertools.starmap(work, batch))


def _leave_interrupts_to_the_parent() -> None:  # pragma: no cover
    signal.signal(signal.SIGINT, signal.SIG_IGN)
