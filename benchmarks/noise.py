"""What is sure and what is wrong on cards with noise of every kind.

    python benchmarks/noise.py [--cards 1500] [--kind NAME …] [--markdown]

The kinds are those of ``data/noise_kinds.py``, which an engine was seen to make or not, each at several rates
over specimens of its own. Critical are
the document number, the dates of birth, expiry and issue, and the sex; names are counted apart. A count in
brackets is of wrong values among those that are sure; at the end are the cards accepted with a wrong number,
birth, expiry or sex. The bound is the upper one of Clopper and Pearson, one-sided, at 95 %. The total is of
the kinds in reach. Below it is what no reader of text can tell: one numeral taken for the same other wherever
it stands, in print and MRZ alike, can leave a card that says the same everywhere.
"""

import argparse
import itertools
from collections import Counter
from collections.abc import Iterable

from observed import CRITICAL, KINDS, NAMES, Family, Seen, noise_tasks, observe
from tables import Table, few, print_table

from khmerid.calibration.bounds import upper_bound

DECISIVE = ("number", "birth", "expiry", "sex")  # without all of them sure, no card is accepted
HEAD = (
    *("noise", "cards", "accepted", *CRITICAL, "critical, sure", "wrong", "rate", "at most"),
    *("names, sure", "wrong", "accepted wrong"),
)


def count(cards: Iterable[Seen]) -> Counter[str]:
    """Count cards, and sure and wrong values by field."""
    found: Counter[str] = Counter()
    for card in cards:
        found["cards"] += 1
        found["accepted"] += card.is_accepted
        wrong = [value for value in card.values if not value.is_right]
        found["accepted wrong"] += card.is_accepted and any(value.field in DECISIVE for value in wrong)
        found.update(value.field for value in card.values if value.is_sure)
        found.update(f"{value.field} wrong" for value in wrong if value.is_sure)
    return found


def row(name: str, found: Counter[str]) -> list[str]:
    """Return the cells of one line of the table."""
    fields = [
        f"{found[field]:,}" + (f" ({found[f'{field} wrong']})" if found[f"{field} wrong"] else "")
        for field in CRITICAL
    ]
    sure, names = (sum(found[field] for field in fields) for fields in (CRITICAL, NAMES))
    wrong, wrong_names = (sum(found[f"{field} wrong"] for field in fields) for fields in (CRITICAL, NAMES))
    rates = (few(wrong / sure), few(upper_bound(wrong, sure))) if sure else ("–", "–")
    return [
        *(name, f"{found['cards']:,}", f"{found['accepted']:,}", *fields, f"{sure:,}", str(wrong), *rates),
        *(f"{names:,}", str(wrong_names), str(found["accepted wrong"])),
    ]


def noise_table(cards: Iterable[Seen], *, by_rate: bool = True) -> Table:
    """Return what is sure and what is wrong with each kind of noise, at each rate or at all together."""
    total: Counter[str] = Counter()
    rows, out_of_reach = [], []
    noisy = (card for card in cards if card.family in {Family.NOISE, Family.SHARED})
    for (family, kind, *rate), seen in itertools.groupby(noisy, key=lambda card: card[: 3 if by_rate else 2]):
        found = count(seen)
        cells = row(", ".join([kind, *(f"{one:g}" for one in rate)]), found)
        if family is Family.NOISE:
            rows.append(cells)
            total.update(found)
        else:
            out_of_reach.append(cells)
    return Table(HEAD, [*rows, row("total", total), *out_of_reach])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cards", type=int, default=1500, help="of each kind and rate")
    parser.add_argument("--kind", action="append", choices=[kind.name for kind in KINDS])
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    seen = observe(noise_tasks(options.cards, options.kind))
    print_table(noise_table(seen), markdown=options.markdown)


if __name__ == "__main__":
    main()
