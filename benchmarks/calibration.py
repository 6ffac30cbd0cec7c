"""Whether values are as often wrong as their risk says: predicted error against seen, in powers of ten.

    python benchmarks/calibration.py [--cards 1500] [--markdown] [--svg docs/reliability.svg]

All values with a risk, sure or not, are counted: those of the corpora of ``data/corpus`` with the shipped
tables; those of their halves with tables that were learned from the other half, so that no row is judged with
tables that it took part in; and those of specimens with noise of every kind (``data/noise_kinds.py``). The
values of one power of ten of the risk are a cell: the mean that was predicted, the share that was wrong, and
the bounds of that (Clopper and Pearson, one-sided, 95 %).

A cell fails where the error is understated more than threefold beyond doubt: where the lower bound of what
was seen is above three times the mean that was predicted. The chance beside it is that of so many wrong
values at three times the prediction. A cell fails below 0.05: one in twenty of those that understate exactly
threefold, and hardly one of those that predict what is seen. A cell that does not fail may have too few
values to fail; its upper bound says what it shows. The exit status is 1 if any fails, noise out of reach
excepted.

The tables: how often each assurance is wrong on the halves of the corpora; all sure values as one cell; the
cells by where the values are from, twice; and by field, of the halves and of noise in reach.
"""

import argparse
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from observed import KINDS, SHORT, Family, Seen, Value, corpus_tasks, noise_tasks, observe
from tables import Table, few, print_table, to_markdown

from khmerid.calibration.bounds import at_least, lower_bound, upper_bound
from khmerid.calibration.plot import Axis, Series, write_plot
from khmerid.resolve.resolved import Assurance

ASSURANCES = (Assurance.CONFIRMED, Assurance.PROTECTED, Assurance.READ, Assurance.DOUBTFUL)
FACTOR = 3  # by which an error may be understated
LEAST = 7  # the last power of ten, of 1e-7 and all below
HEAD = ("values of", "risk", "n", "wrong", "predicted", "seen", "at least", "at most", "chance", "verdict")
OUT_OF_REACH = [Family.SHARED.value, *(kind.name for kind in KINDS if not kind.is_in_reach)]


class Cell(NamedTuple):
    """The values of one power of ten: how many, how many wrong, and how many were predicted to be wrong."""

    n: int = 0
    wrong: int = 0
    expected: float = 0.0

    @property
    def predicted(self) -> float:
        """The mean of the risks."""
        return self.expected / self.n

    @property
    def seen(self) -> tuple[float, float, float]:
        """The share that was wrong, and its bounds."""
        return self.wrong / self.n, lower_bound(self.wrong, self.n), upper_bound(self.wrong, self.n)

    @property
    def chance(self) -> float:
        """How likely so many wrong values or more are, if the error is `FACTOR` times the predicted one."""
        return at_least(self.wrong, self.n, FACTOR * self.predicted)

    @property
    def fails(self) -> bool:
        """Whether the error is understated by more than `FACTOR`, at 95 %."""
        return self.seen[1] > FACTOR * self.predicted


Cells = dict[str, dict[int, Cell]]  # by name, then by power of ten


def power_of(risk: float) -> int:
    """Return the power of ten of a risk: 0 for 1 and down to 0.1, which has 1, and `LEAST` for all below.

    >>> [power_of(risk) for risk in (1.0, 0.5, 0.1, 2e-5, 1e-7, 0.0)]
    [0, 0, 1, 4, 7, 7]
    """
    return min(math.floor(-math.log10(risk) + 1e-9), LEAST) if risk > 0 else LEAST


class Counts:
    """Cells of each table; those of sure values have one power of ten. And the values of each assurance."""

    def __init__(self) -> None:
        self.families: Cells = defaultdict(lambda: defaultdict(Cell))
        self.sure: Cells = defaultdict(lambda: defaultdict(Cell))
        self.sources: Cells = defaultdict(lambda: defaultdict(Cell))
        self.fields: Cells = defaultdict(lambda: defaultdict(Cell))
        self.assurances: Counter[tuple[str, str, bool]] = Counter()
        self.unweighed: Counter[bool] = Counter()

    def take(self, card: Seen) -> None:
        """Count the values of one card."""
        halves = ", halves" if card.family is Family.HALVES else ""
        for value in card.values:
            if card.family is Family.HALVES and value.is_given:
                self.assurances[value.field, value.assurance, value.is_right] += 1
            if value.risk is None:
                self.unweighed[value.is_right] += value.is_sure and card.family is not Family.SHARED
            elif value.is_given:
                _add(self.families, card.family.value, value)
                if value.is_sure:
                    _add(self.sure, card.family.value, value, power=0)
                _add(self.sources, f"{card.source}{halves}", value)
                if card.family in {Family.HALVES, Family.NOISE}:
                    _add(self.fields, value.field, value)


def _add(cells: Cells, name: str, value: Value, *, power: int | None = None) -> None:
    power = power_of(value.risk) if power is None else power
    n, wrong, expected = cells[name][power]
    cells[name][power] = Cell(n + 1, wrong + (not value.is_right), expected + value.risk)


def rows_of(
    cells: Cells, *, cannot_fail: Iterable[str], label: Callable[[int], str] | None = None
) -> list[list[str]]:
    """Return the lines of a table, from the highest risk to the lowest."""
    rows = []
    for name, of_power in cells.items():
        for power, cell in sorted(of_power.items()):
            counts = f"{cell.n:,}", f"{cell.wrong:,}"
            verdict = ("out of reach" if name in cannot_fail else "fails") if cell.fails else ""
            rates = map(few, (cell.predicted, *cell.seen, cell.chance))
            rows.append([name, (label or label_of)(power), *counts, *rates, verdict])
    return rows


def label_of(power: int) -> str:
    """Return the risks of a power of ten in words.

    >>> label_of(0), label_of(4), label_of(7)
    ('0.1 to 1', '1e-5 to 1e-4', 'to 1e-7')
    """
    if power == LEAST:
        return f"to 1e-{LEAST}"
    ends = ["1", "0.1", *(f"1e-{other}" for other in range(2, LEAST + 1))]
    return f"{ends[power + 1]} to {ends[power]}"


def assurance_table(counted: Counter[tuple[str, str, bool]]) -> Table:
    """Return how often each assurance is wrong, by field."""
    rows = []
    for name, field in SHORT.items():
        cells = []
        for assurance in ASSURANCES:
            wrong = counted[field, str(assurance), False]
            n = wrong + counted[field, str(assurance), True]
            bound = f" (≤ {100 * upper_bound(wrong, n):.2g} %)" if n and assurance.is_sure else ""
            cells.append(f"{wrong} of {n:,}{bound}" if n else "–")
        rows.append([name.removesuffix("_cm").replace("_", " "), *cells])
    return Table(("field", *map(str, ASSURANCES)), rows)


def family_table(counts: Counts, families: Iterable[Family]) -> Table:
    """Return the cells of families in reach, without what a page need not have."""
    cells = {family.value: counts.families[family.value] for family in families}
    rows = rows_of(cells, cannot_fail=())
    return Table(HEAD[:-2], [row[:-2] for row in rows])


def _verdict(*tables: Cells) -> str:
    cells = [cell for of_name in tables for of_power in of_name.values() for cell in of_power.values()]
    above = sum(cell.seen[0] > FACTOR * cell.predicted for cell in cells)
    failing = sum(cell.fails for cell in cells)
    return f"{above} of {len(cells)} groups are above threefold as counted, and {failing} fail"


def failures(counts: Counts) -> str:
    """Say in Markdown how many cells in reach fail, together and taken apart by source and by field."""
    families = {name: cells for name, cells in counts.families.items() if name not in OUT_OF_REACH}
    sources = {name: cells for name, cells in counts.sources.items() if name not in OUT_OF_REACH}
    sure = counts.sure[Family.NOISE.value][0]
    said = (
        f"Of corpora, halves and noise {_verdict(families)}.\n"
        f"Taken apart by corpus, kind of noise and field, {_verdict(sources, counts.fields)}.\n"
        f"Of {sure.n:,} sure values of noise with a risk {sure.wrong} are wrong.\n"
    )
    rows = rows_of(sources, cannot_fail=()) + rows_of(counts.fields, cannot_fail=())
    failing = [row[:6] for row in rows if row[-1] == "fails"]
    return said + ("\n" + to_markdown(Table(("group", *HEAD[1:6]), failing)) if failing else "")


def plot(path: Path, families: Cells) -> None:
    """Draw the cells of each family."""
    ends = (1e-8, 1.0, [10.0**-power for power in range(9)])
    series = []
    for name, of_power in families.items():
        cells = [cell for _, cell in sorted(of_power.items())]
        points = [(cell.predicted, cell.seen[0]) for cell in cells]
        series.append(Series(name, points, [cell.seen[1:] for cell in cells]))
    axes = Axis("predicted error", *ends, is_log=True), Axis("seen error, 95 % bounds", *ends, is_log=True)
    write_plot(path, "Predicted and seen error", axes, series, multiples=(1, FACTOR))


def counts_of(cards: Iterable[Seen]) -> Counts:
    """Count the values of all cards."""
    counts = Counts()
    for card in cards:
        counts.take(card)
    return counts


def main() -> None:
    """Print the tables; leave with 1 if a cell fails."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cards", type=int, default=1500, help="of each kind and rate of noise")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    counts = counts_of(observe([*corpus_tasks(halves=True), *noise_tasks(options.cards)]))
    print_table(assurance_table(counts.assurances), markdown=options.markdown)
    right, wrong = counts.unweighed[True], counts.unweighed[False]
    print(f"Sure, and nothing was weighed: {right + wrong:,} values, {wrong} wrong.\n")
    tables = [rows_of(counts.sure, cannot_fail=OUT_OF_REACH, label=lambda _: "sure")]
    tables += [
        rows_of(cells, cannot_fail=OUT_OF_REACH) for cells in (counts.families, counts.sources, counts.fields)
    ]
    for rows in tables:
        print_table(Table(HEAD, rows), markdown=options.markdown)
    failing = sum(row[-1] == "fails" for rows in tables for row in rows)
    print(f"Cells that fail: {failing}.")
    if options.svg:
        plot(options.svg, counts.families)
    sys.exit(failing > 0)


if __name__ == "__main__":
    main()
