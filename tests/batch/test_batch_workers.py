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


def test_a_killed_process_is_told_not_waited_for() -> None:
    with pytest.raises(ChildProcessError, match="enough memory"):
        list(in_order(os._exit, [(1,)], 2))
