"""Several processes."""

import os
from collections.abc import Iterator

import pytest

from khmerid.batch.workers import in_order


@pytest.mark.parametrize("jobs", [1, 2])
def test_answers_come_in_the_order_of_the_rows(jobs: int) -> None:
    rows = [(number, 7) for number in range(700)]
    assert list(in_order(divmod, rows, jobs)) == [divmod(number, 7) for number in range(700)]


def test_only_a_few_rows_are_in_hand() -> None:
    taken = 0

    def rows() -> Iterator[tuple[int, int]]:
        nonlocal taken
        while True:
            taken += 1
            yield taken, 7

    answers = in_order(divmod, rows(), 2)
    assert next(answers) == (0, 1)
    assert taken < 1000
    answers.close()  # type: ignore[attr-defined]  # it is a generator


def test_only_a_few_bytes_are_in_hand() -> None:
    taken = 0

    def rows() -> Iterator[tuple[bytes]]:
        nonlocal taken
        for _ in range(20):
            taken += 1
            yield (bytes(4 * 1024 * 1024),)

    answers = in_order(len, rows(), 2)
    assert next(answers) == 4 * 1024 * 1024
    assert taken * 4 <= 16 + 4 + 4  # in hand, at hand, answered
    assert len(list(answers)) == 19


def test_rows_longer_than_all_that_may_be_in_hand_are_answered_one_by_one() -> None:
    rows = [(bytes(length),) for length in (17 * 1024 * 1024, 1, 17 * 1024 * 1024, 2)]
    assert list(in_order(len, rows, 2)) == [len(row[0]) for row in rows]


def test_a_killed_process_is_told_not_waited_for() -> None:
    with pytest.raises(ChildProcessError, match=r"too little memory.*all answers are lost"):
        list(in_order(os._exit, [(1,)], 2))


def end_at_400(number: int) -> int:
    return os._exit(1) if number == 400 else number


def test_the_answers_that_are_lost_with_a_process_are_named() -> None:
    answers: list[int] = []
    with pytest.raises(ChildProcessError) as caught:  # noqa: PT012 - those before the failure are kept
        for answer in in_order(end_at_400, [(number,) for number in range(700)], 2):
            answers.append(answer)  # noqa: PERF402
    assert answers == list(range(len(answers)))
    assert f"after the first {len(answers)} are lost" in str(caught.value)
