"""Where the time of a card goes, step by step: shares of 100.

    python benchmarks/steps.py

Of each corpus in ``data/corpus``, and of clean cards, it is the middle fifth by the time that a card takes. A
step has the time of the processor that is spent in it and in no other one.
"""

import contextlib
import functools
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CARDS, FIELDS, HEAVY, SMART, labelled_cards
from speed import Case, reading_of, timed
from tables import Table, print_table

import khmerid.card
import khmerid.examination
import khmerid.resolve.resolution
from khmerid.testing import make_specimen

CLEAN = 100
RUNS = 3
STEPS: dict[str, tuple[tuple[ModuleType, str], ...]] = {
    "response to fields (`adapters`, `layout`)": ((khmerid.examination, "adapt"),),
    "places": ((khmerid.card, "read_place"), (khmerid.card, "read_address")),
    "marks": ((khmerid.card, "read_marks"),),
    "other printed fields": ((khmerid.examination, "read_card"),),
    "MRZ found, recovered, read": (
        (khmerid.card, "mrz_as_printed"),
        (khmerid.card, "align_td1"),
        (khmerid.card, "read_card_mrz"),
    ),
    "names compared": (
        (khmerid.examination, "compare_name_line"),
        (khmerid.examination, "compare_names_of_zones"),
        (khmerid.resolve.resolution, "resolve_names"),
    ),
    "number, dates and sex weighed": (
        (khmerid.resolve.resolution, "resolve_as_printed"),
        (khmerid.resolve.resolution, "resolve_critical"),
    ),
    "codes of States weighed": ((khmerid.resolve.resolution, "resolve_issuer"),),
}
REST = "checks, decision, report"


class Clock:
    """The time spent in each step, in seconds: in the innermost one that is running."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._running = [REST]
        self._since = 0.0

    def turn(self) -> None:
        """Give the time that has passed to the step that is running."""
        now = time.process_time()
        self.spent[self._running[-1]] += now - self._since
        self._since = now

    def of(self, step: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function whose time belongs to a step."""

        @functools.wraps(call)
        def measured(*arguments: Any, **named: Any) -> Any:
            self.turn()
            self._running.append(step)
            try:
                return call(*arguments, **named)
            finally:
                self.turn()
                self._running.pop()

        return measured

    def start(self) -> None:
        """Begin a card."""
        self._since = time.process_time()


@contextlib.contextmanager
def clock_in_place() -> Iterator[Clock]:
    clock = Clock()
    with contextlib.ExitStack() as stack:
        for step, places in STEPS.items():
            for module, name in places:
                call = clock.of(step, getattr(module, name))
                stack.enter_context(mock.patch.object(module, name, call))
        yield clock


def middle_fifth(cases: Sequence[Case]) -> list[Case]:
    reading_of(cases[0])()
    ranked = sorted(cases, key=lambda case: timed(reading_of(case)))
    return ranked[len(ranked) * 2 // 5 : len(ranked) * 3 // 5]


def shares(cases: Sequence[Case]) -> dict[str, float]:
    """Return how much of 100 each step has of the cards in the middle."""
    readings = [reading_of(case) for case in middle_fifth(cases)]
    with clock_in_place() as clock:
        for _ in range(RUNS):
            for reading in readings:
                clock.start()
                reading()
                clock.turn()
    total = sum(clock.spent.values())
    return {step: 100 * clock.spent[step] / total for step in (*STEPS, REST)}


def steps_table(corpora: dict[str, Sequence[Case]]) -> Table:
    found = {name: shares(cases) for name, cases in corpora.items()}
    rows = [[step, *(f"{of_corpus[step]:.0f}" for of_corpus in found.values())] for step in (*STEPS, REST)]
    return Table(("of 100", *found), rows)


def main() -> None:
    specimens = [make_specimen(seed=seed) for seed in range(CLEAN)]
    corpora: dict[str, Sequence[Case]] = {
        "clean response": [(specimen.response(), specimen.today) for specimen in specimens],
        "clean lines": [(specimen.lines(), specimen.today) for specimen in specimens],
    }
    for path in (FIELDS, CARDS, HEAVY, SMART):
        name = f"`{path.name.partition('.')[0]}`"
        corpora[name] = [(card.response, card.today) for card in labelled_cards(path)]
    print_table(steps_table(corpora))


if __name__ == "__main__":
    main()
