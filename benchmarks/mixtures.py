"""Two cards in one response: what is sure of both, and what is accepted.

    python benchmarks/mixtures.py [--cards 500] [--severity 0 0.2 1] [--kind NAME …] [--markdown]

The kinds are those of ``data/mixture_kinds.py``, as fields and as lines, clean and misread as
`khmerid.testing.damage` does it. Counted are the mixtures of which sure values of both cards are reported:
of number, birth, expiry, issue, sex, surname and given names one that only the one card has, and one that
only the other has; the mixtures accepted; and those for which the reason ``several_cards`` is given.

In the columns behind are the mixtures of which no reader of text can tell, and they are no failures. What
stands on the card once, in print alone, can be of anybody: the Khmer name, height, places and marks. So can a
value that is another card's in print and MRZ alike, if the composite digit happens to be the same (one in
five, for number or dates) or covers none of it (the Latin name): what is left is a card that says the same
everywhere. Nor can a reader tell where noise took away what contradicts, or where it is no more than a
misreading makes: the sex, one numeral. A mixture is told where two texts that contradict each other stand
undamaged (`mixture_kinds.is_told`): many others are found all the same.
"""

import argparse
import itertools
import multiprocessing
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from mixture_kinds import KINDS, Mixture, kind_named, mixed_cards
from tables import Table, print_table

from khmerid import examine, examine_all
from khmerid.report.plain import to_plain
from khmerid.report.report import Report

FIELDS = (
    *("document_number", "date_of_birth", "date_of_expiry", "date_of_issue", "sex"),
    *("surname", "given_names"),
)
PROCESSES = 2
_CHUNK = 100
HEAD = (
    *("mixture", "severity", "n", "sure of both", "accepted", "several_cards"),
    *("not told: n", "sure of both", "accepted"),
)


class Task(NamedTuple):
    """Some mixtures of one kind and severity."""

    kind: str
    severity: float
    numbers: range


def examined(mixture: Mixture) -> Report:
    """Return the report on a mixture, as if it were of one card."""
    day = mixture.one.today
    if len(mixture.responses) == 1:
        return examine(mixture.responses[0], today=day)
    return examine_all(mixture.responses, today=day)


def owners(report: Report, mixture: Mixture) -> set[str]:
    """Return the cards of which a value is sure that the other one does not have."""
    truths: dict[str, dict[str, Any]] = {"one": mixture.one.truth, "other": mixture.other.truth}
    found = set()
    for name in FIELDS:
        resolved = getattr(report, name)
        value = to_plain(resolved.value)
        having = [card for card, truth in truths.items() if truth[name] == value]
        if resolved.assurance.is_sure and len(having) == 1:
            found.update(having)
    return found


def counted(task: Task) -> Counter[str]:
    """Count what becomes of some mixtures."""
    found: Counter[str] = Counter()
    for number in task.numbers:
        mixture = mixed_cards(kind_named(task.kind), number, task.severity)
        report = examined(mixture)
        told = "" if mixture.is_told else " not told"
        found[f"n{told}"] += 1
        found[f"both{told}"] += len(owners(report, mixture)) == 2
        found[f"accepted{told}"] += str(report.decision) == "accept"
        found[f"several{told}"] += "several_cards" in map(str, report.reasons)
    return found


def row(name: str, severity: str, found: Counter[str]) -> list[str]:
    """Return the cells of one line of the table."""
    columns = ("n", "both", "accepted", "several", "n not told", "both not told", "accepted not told")
    return [name, severity, *(f"{found[column]:,}" for column in columns)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cards", type=int, default=500, help="mixtures of each kind and severity")
    parser.add_argument("--severity", type=float, nargs="+", default=[0.0, 0.2, 1.0])
    parser.add_argument("--kind", action="append", choices=[kind.name for kind in KINDS])
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    tasks = [
        Task(name, severity, range(start, min(start + _CHUNK, options.cards)))
        for name in options.kind or [kind.name for kind in KINDS]
        for severity in options.severity
        for start in range(0, options.cards, _CHUNK)
    ]
    rows, total = [], Counter[str]()
    with multiprocessing.Pool(PROCESSES) as pool:
        seen = zip(tasks, pool.imap(counted, tasks), strict=True)
        for (name, severity), parts in itertools.groupby(seen, key=lambda each: each[0][:2]):
            found = sum((part for _, part in parts), Counter[str]())
            rows.append(row(name, f"{severity:g}", found))
            total.update(found)
    print_table(Table(HEAD, [*rows, row("total", "", total)]), markdown=options.markdown)


if __name__ == "__main__":
    main()
