"""Processes that read pictures: replaced when they end or hang, and what is told of it."""

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import Any

import attrs
import pytest
from support.pictures import picture
from support.readers import (
    CONTENT,
    CRASHES,
    HANGS,
    NOT_LOCATED,
    RAISES,
    SLOW,
    crash_on_opening,
    open_invented,
    open_none,
    open_slowly,
)
from support.serving import wait_until

from khmerid.huawei import wire
from khmerid.serve import pool as pool_module
from khmerid.serve.jobs import RecognitionJob
from khmerid.serve.pool import CRASHED, FAILED, HUNG, Pool, UnreadError
from khmerid.serve.reader import OpenReader

BEFORE: list[Any] = []


@attrs.define
class Told:
    """What a pool tells."""

    cannot_open: list[str] = attrs.field(factory=list)
    gone_wrong: list[tuple[str, str]] = attrs.field(factory=list)


@contextlib.contextmanager
def pooled(open_reader: OpenReader = open_invented, *, seconds: float = 60.0) -> Iterator[tuple[Pool, Told]]:
    told = Told()
    BEFORE[:] = multiprocessing.active_children()
    pool = Pool(
        open_reader=open_reader,
        workers=1,
        seconds=seconds,
        cannot_open=told.cannot_open.append,
        gone_wrong=lambda error: told.gone_wrong.append((error.why, error.kind)),
    )
    pool.start()
    try:
        yield pool, told
    finally:
        pool.close()


def job(height: int) -> RecognitionJob:
    return RecognitionJob(picture=picture(77, height), switches={})


def test_a_process_that_ends_or_hangs_is_replaced_and_one_that_fails_goes_on() -> None:
    with pooled(seconds=0.5) as (pool, told):
        outcomes = [pool.submit(job(height)) for height in (NOT_LOCATED, RAISES, CRASHES, HANGS, NOT_LOCATED)]
        assert outcomes[0].result() is not None
        for outcome, why in zip(outcomes[1:4], (FAILED, CRASHED, HUNG), strict=True):
            with pytest.raises(UnreadError, match=f"^{why}$"):
                outcome.result()
        assert outcomes[4].result() == wire.NOT_A_CARD
        assert told.gone_wrong == [(FAILED, "RuntimeError"), (CRASHED, ""), (HUNG, "")]
        assert told.cannot_open == []
    assert pool.ready == 0


def test_a_process_that_ends_while_it_waits_is_replaced() -> None:
    with pooled() as (pool, told):
        wait_until(lambda: pool.ready)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child_of(pool), signal.SIGKILL)
        wait_until(lambda: told.gone_wrong)
        assert told.gone_wrong == [(CRASHED, "")]
        assert pool.submit(job(NOT_LOCATED)).result() == wire.NOT_A_CARD


def child_of(pool: Pool) -> int:
    """Return the process of a pool of one; other tests may have pools that still run."""
    (child,) = [one for one in multiprocessing.active_children() if one not in BEFORE]
    assert pool.ready == 1
    assert child.pid is not None
    return child.pid


def test_a_pool_goes_on_after_what_is_cancelled_what_fails_and_signals_to_the_parent() -> None:
    with pooled() as (pool, told):
        cancelled, failed = pool.submit(job(CRASHES)), pool.submit(job(RAISES))
        assert cancelled.cancel()
        with pytest.raises(UnreadError, match=f"^{FAILED}$") as caught:
            failed.result()
        texts: list[Any] = [str(caught.value), repr(caught.value), *told.gone_wrong[0]]
        assert not any(CONTENT in text for text in texts)
        for number in (signal.SIGINT, signal.SIGTERM):
            os.kill(child_of(pool), number)
        assert pool.submit(job(NOT_LOCATED)).result() == wire.NOT_A_CARD
        assert told.gone_wrong == [(FAILED, "RuntimeError")]


def test_where_no_reader_can_be_opened_it_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_PAUSE", 0.05)
    tried: set[int | None] = set()

    def tried_again() -> bool:
        tried.update(child.pid for child in multiprocessing.active_children() if child not in BEFORE)
        return len(tried) > 2

    with pooled(open_none) as (pool, told):
        wait_until(tried_again)
        assert pool.ready == 0
    why = "the reader of pictures cannot be opened: Tesseract is missing: apt install it"
    assert told.cannot_open == [why]


def test_a_process_that_ends_while_its_reader_opens_is_told_of() -> None:
    with pooled(crash_on_opening) as (_, told):
        wait_until(lambda: told.cannot_open)
    assert told.cannot_open == ["the reader's process ended while it was opened (status 9)"]


def test_a_reader_that_does_not_open_in_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_OPENING", 0.1)
    monkeypatch.setattr(pool_module, "_LOOK", 0.05)
    monkeypatch.setattr(pool_module, "_FAREWELL", 0.05)
    with pooled(open_slowly) as (_, told):
        wait_until(lambda: told.cannot_open)
    assert told.cannot_open == ["the reader of pictures does not open in time"]


def test_a_pool_that_closes_does_not_wait_for_readers_to_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool_module, "_FAREWELL", 0.05)
    begin = time.monotonic()
    with pooled(open_slowly) as (pool, told):
        waiting = pool.submit(job(NOT_LOCATED))
    with pytest.raises(CancelledError):
        waiting.result()
    assert told.cannot_open == []
    assert time.monotonic() < begin + 30


def test_a_pool_that_closes_finishes_what_is_read_and_cancels_what_waits() -> None:
    with pooled() as (pool, _):
        wait_until(lambda: pool.ready)
        read, *waiting = (pool.submit(job(SLOW)) for _ in range(3))
        wait_until(read.running)
    assert isinstance(read.result(), bytes)
    assert all(one.cancelled() for one in waiting)


def test_a_pool_that_closes_at_once_gives_up_what_is_read() -> None:
    with pooled() as (pool, _):
        read = pool.submit(job(HANGS))
        wait_until(read.running)
        pool.close(at_once=True)
        with pytest.raises(UnreadError, match=CRASHED):
            read.result()
