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
from tables import few, print_table

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


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cards", type=int, default=1500, help="of each kind and rate")
    parser.add_argument("--kind", action="append", choices=[kind.name for kind in KINDS])
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    rows, out_of_reach = [], []
    seen = observe(noise_tasks(options.cards, options.kind))
    for (family, kind, rate), cards in itertools.groupby(seen, key=lambda card: card[:3]):
        found = count(cards)
        if family is Family.NOISE:
            rows.append(row(f"{kind}, {rate:g}", found))
            total.update(found)
        else:
            out_of_reach.append(row(f"{kind}, {rate:g}", found))
    print_table(HEAD, [*rows, row("total", total), *out_of_reach], markdown=options.markdown)


if __name__ == "__main__":
    main()
