"""The process that reads: it opens a reader once, then answers one picture after another."""

import contextlib
import os
import signal
import sys
from multiprocessing.connection import Connection
from typing import Final

import attrs

from khmerid.batch.workers import follow_the_parent
from khmerid.serve.jobs import do_job
from khmerid.serve.reader import OpenReader

#: Each process computes alone; several threads in each of several processes only wait for each other.
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OMP_WAIT_POLICY": "passive"}


@attrs.frozen
class Opened:
    """A reader is open, or why not."""

    trouble: str = ""


@attrs.frozen
class UnforeseenFailure:
    """An exception that nobody foresaw: only its type, because its message may quote the card."""

    kind: str


def read_pictures(pipe: Connection, open_reader: OpenReader) -> None:  # pragma: no cover - another process
    """Answer one picture after another until the pipe ends."""
    follow_the_parent()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # sent to all of a group; the parent says when to end
    _silence()
    for name, value in _ONE_THREAD.items():
        os.environ.setdefault(name, value)
    try:
        reader = open_reader()
    except Exception as error:  # noqa: BLE001 - whatever is wrong; there is no card yet that it could quote
        pipe.send(Opened(f"the reader of pictures cannot be opened: {str(error) or type(error).__name__}"))
        return
    pipe.send(Opened())
    with contextlib.suppress(EOFError, OSError):
        while True:
            job = pipe.recv()
            try:
                outcome: object = do_job(reader, job)
            except Exception as error:  # noqa: BLE001 - one picture must not stop those after it
                outcome = UnforeseenFailure(type(error).__name__)
            pipe.send(outcome)
            del job, outcome


def _silence() -> None:  # pragma: no cover - another process
    """Lead what a library writes by itself nowhere: it may be what was read."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
