"""Processes that read pictures, each with a reader of its own, which it opens once.

A process that ends, or takes too long over a picture, is replaced, and its picture is given up:
`UnreadError`. That is why this is no ``ProcessPoolExecutor``: there one process that ends breaks all, and
none can be stopped. Each process has a thread here that hands it one picture after another.
"""

import contextlib
import multiprocessing
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Final, TypeAlias

import attrs

from khmerid.batch.workers import interrupts_are_the_parents
from khmerid.huawei import wire
from khmerid.serve.jobs import Job
from khmerid.serve.reader import OpenReader
from khmerid.serve.worker import Opened, UnforeseenFailure, read_pictures

Outcome: TypeAlias = bytes | wire.ServiceError
#: Seconds that opening a reader may take: models are read from a disk that may be cold.
_OPENING: Final = 120.0
#: Seconds after which a process that could not open its reader again is replaced once more.
_PAUSE: Final = 5.0
#: Seconds after which an idle process is looked at.
_LOOK: Final = 1.0
#: Seconds that an idle process gets to end by itself.
_FAREWELL: Final = 2.0
# Not a fork: this process has threads.
_CONTEXT: Final = multiprocessing.get_context("spawn")


class UnreadError(Exception):
    """A picture could not be read, through no fault of it that the reader knows.

    ``why`` is one of `FAILURES`; ``kind`` is the type of an exception that nobody foresaw.
    """

    def __init__(self, why: str, kind: str = "") -> None:
        super().__init__(why)
        self.why: Final = why
        self.kind: Final = kind


CRASHED, HUNG, FAILED = FAILURES = ("crashed", "hung", "failed")


@attrs.define(kw_only=True, repr=False, eq=False)
class Pool:
    """Processes that read; ``submit`` gives them a picture, ``close`` ends them.

    ``seconds`` is how long one picture may take. ``cannot_open`` is called, once and from another thread,
    with what is wrong where not even the first reader can be opened; ``gone_wrong`` with each failure.
    """

    open_reader: OpenReader
    workers: int
    seconds: float
    cannot_open: Callable[[str], None]
    gone_wrong: Callable[[UnreadError], None]
    _jobs: "queue.SimpleQueue[tuple[Job, Future[Outcome]] | None]" = attrs.field(
        factory=queue.SimpleQueue, init=False
    )
    _threads: list[threading.Thread] = attrs.field(factory=list, init=False)
    _processes: list[SpawnProcess] = attrs.field(factory=list, init=False)
    _closing: threading.Event = attrs.field(factory=threading.Event, init=False)
    _lock: threading.Lock = attrs.field(factory=threading.Lock, init=False)
    _ready: int = attrs.field(default=0, init=False)
    _ever_opened: bool = attrs.field(default=False, init=False)
    _told: bool = attrs.field(default=False, init=False)

    def start(self) -> None:
        """Start the processes; they open their readers meanwhile."""
        self._threads = [threading.Thread(target=self._keep_one, daemon=True) for _ in range(self.workers)]
        for thread in self._threads:
            thread.start()

    @property
    def ready(self) -> int:
        """How many processes have a reader."""
        return self._ready

    def submit(self, job: Job) -> "Future[Outcome]":
        """Return what will be the outcome of a job; one that is cancelled before it begins is not done."""
        future: Future[Outcome] = Future()
        self._jobs.put((job, future))
        return future

    def close(self, *, at_once: bool = False) -> None:
        """Let each process end after the picture it has, or at once; what still waits is cancelled."""
        self._closing.set()
        if at_once:
            with self._lock:
                for process in self._processes:
                    process.kill()
        with contextlib.suppress(queue.Empty):
            while waiting := self._jobs.get_nowait():
                waiting[1].cancel()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _keep_one(self) -> None:
        """Have one process at any time, until the pool closes."""
        while not self._closing.is_set():
            ours, theirs = _CONTEXT.Pipe()
            process = _CONTEXT.Process(target=read_pictures, args=(theirs, self.open_reader), daemon=True)
            with interrupts_are_the_parents():
                process.start()
            with self._lock:
                self._processes.append(process)
            theirs.close()  # so that the end of the process is the end of the pipe
            try:
                if self._opens(process, ours):
                    self._count(1)
                    try:
                        self._feed(process, ours)
                    finally:
                        self._count(-1)
            finally:
                ours.close()
                with self._lock:
                    self._processes.remove(process)
                _end(process)

    def _opens(self, process: SpawnProcess, pipe: Connection) -> bool:
        """Wait until the reader of a process is open; return whether it is."""
        deadline = time.monotonic() + _OPENING
        while not pipe.poll(min(_LOOK, _OPENING)):
            if self._closing.is_set():
                return False
            if time.monotonic() > deadline:
                self._trouble("the reader of pictures does not open in time")
                return False
        try:
            opened: Opened = pipe.recv()
            trouble = opened.trouble
        except (EOFError, OSError):
            process.join(_FAREWELL)
            trouble = f"the reader's process ended while it was opened (status {process.exitcode})"
        if trouble:
            self._trouble(trouble)
        return not trouble

    def _trouble(self, what: str) -> None:
        """Tell what is wrong where no reader was ever opened; else wait before the next try."""
        with self._lock:
            first, self._told = not self._ever_opened and not self._told, True
        if first:
            self.cannot_open(what)
        self._closing.wait(_PAUSE)

    def _count(self, step: int) -> None:
        with self._lock:
            self._ready += step
            self._ever_opened = True

    def _feed(self, process: SpawnProcess, pipe: Connection) -> None:
        """Hand pictures to a process until it ends or the pool closes."""
        while True:
            try:
                waiting = self._jobs.get(timeout=_LOOK)
            except queue.Empty:
                if process.is_alive():
                    continue
                self.gone_wrong(UnreadError(CRASHED))
                return
            if waiting is None:
                return
            job, future = waiting
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(self._outcome(pipe, job))
            except UnreadError as error:
                future.set_exception(error)
                self.gone_wrong(error)
                if error.why == HUNG:
                    process.kill()
                if error.why != FAILED:
                    return
            finally:
                del waiting, job, future  # a picture is not kept until the next one

    def _outcome(self, pipe: Connection, job: Job) -> Outcome:
        try:
            pipe.send(job)
            if not pipe.poll(self.seconds):
                raise UnreadError(HUNG)
            outcome: Outcome | UnforeseenFailure = pipe.recv()
        except (EOFError, OSError):
            raise UnreadError(CRASHED) from None
        if isinstance(outcome, UnforeseenFailure):
            raise UnreadError(FAILED, outcome.kind)
        return outcome


def _end(process: SpawnProcess) -> None:
    """Wait a little for a process that has nothing to do any more, then kill it."""
    process.join(_FAREWELL)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()
