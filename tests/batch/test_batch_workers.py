"""Several processes."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator

import pytest

from khmerid.batch.workers import in_order, interrupts_are_the_parents


def one(_row: object) -> int:
    return 1


def lengths(rows: list[bytes]) -> list[int]:
    return [len(row) for row in rows]


@pytest.mark.parametrize("jobs", [1, 2])
def test_answers_come_in_the_order_of_the_rows(jobs: int) -> None:
    answers = in_order(list, range(700), jobs, size_of=one)
    assert [row for rows in answers for row in rows] == list(range(700))


def blocked(_rows: object) -> set[int]:
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, ()))


def test_no_interrupt_reaches_the_processes_from_their_first_moment() -> None:
    """One that came while they imported was told by a traceback from each."""
    before = blocked([])
    assert all(signal.SIGINT in found for found in in_order(blocked, range(200), 2, size_of=one))
    assert blocked([]) == before


def test_a_system_without_masks_of_signals_has_processes_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, mask = blocked([]), signal.pthread_sigmask
    monkeypatch.delattr(signal, "pthread_sigmask")
    with interrupts_are_the_parents():
        assert mask(signal.SIG_BLOCK, ()) == before


def slowly(rows: list[int]) -> int:
    time.sleep(rows[0])
    return rows[0]


def test_what_is_given_up_is_not_waited_for() -> None:
    """Ctrl-C waited for all pictures that the processes had been given."""
    answers = in_order(slowly, [0, 60, 60], 2, size_of=one, at_once=1)
    assert next(answers) == 0
    begin = time.monotonic()
    answers.close()  # type: ignore[attr-defined]  # it is a generator
    assert time.monotonic() - begin < 30
    assert multiprocessing.active_children() == []


def test_one_process_answers_as_few_at_once_as_is_wanted() -> None:
    assert list(in_order(sum, range(5), 1, size_of=one, at_once=2)) == [1, 5, 4]


def test_only_a_few_rows_are_in_hand() -> None:
    taken = 0

    def rows() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    answers = in_order(len, rows(), 2, size_of=one)
    assert next(answers) == 50
    assert taken < 1000
    answers.close()  # type: ignore[attr-defined]  # it is a generator


def test_only_a_few_bytes_are_in_hand() -> None:
    taken = 0

    def rows() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(20):
            taken += 1
            yield bytes(4 * 1024 * 1024)

    answers = in_order(lengths, rows(), 2, size_of=len)
    assert next(answers) == [4 * 1024 * 1024]
    assert taken * 4 <= 16 + 4 + 4  # in hand, at hand, answered
    assert len(list(answers)) == 19


def test_rows_longer_than_all_that_may_be_in_hand_are_answered_one_by_one() -> None:
    rows = [bytes(length) for length in (17 * 1024 * 1024, 1, 17 * 1024 * 1024, 2)]
    answers = in_order(lengths, rows, 2, size_of=len)
    assert [length for answer in answers for length in answer] == lengths(rows)


def test_a_killed_process_is_told_not_waited_for() -> None:
    with pytest.raises(ChildProcessError, match=r"too little memory.*all answers are lost"):
        list(in_order(end_at_400, [400], 2, size_of=one))


def end_at_400(numbers: list[int]) -> list[int]:
    return os._exit(1) if 400 in numbers else numbers


def test_the_answers_that_are_lost_with_a_process_are_named() -> None:
    answers: list[int] = []
    with pytest.raises(ChildProcessError) as caught:  # noqa: PT012 - those before the failure are kept
        for answer in in_order(end_at_400, range(700), 2, size_of=one):
            answers += answer
    assert answers == list(range(len(answers)))
    assert f"after the first {len(answers)} are lost" in str(caught.value)
