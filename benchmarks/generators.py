"""Which check digits and dates are wrong in the cards that others generate, and in ours.

    python benchmarks/generators.py --mockjutsu VENV/bin/python --parser-set val_clean.jsonl

``VENV`` is one with ``mockjutsu`` (PyPI, MIT), which need not be that of khmerid; ``val_clean.jsonl`` is the
synthetic set of ``netra-ai-lab/Khmer-ID-Parser`` (GitHub). Either may be left out. No row is printed.
"""

import argparse
import datetime as dt
import itertools
import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from khmerid.mrz.parsing import parse_td1
from khmerid.rules import expiries_of
from khmerid.testing import make_specimen
from khmerid.testing.fixtures import DIGITS, right_digits

Card = tuple[tuple[str, ...], tuple[dt.date, dt.date] | None]
COLUMNS = ("cards", "number", "dates", "composite", "validity", "not Cambodian", "not an MRZ")
MOCKJUTSU = """
import json, sys
from mockjutsu.generators.mrz import generate_mrz_td1
for _ in range(int(sys.argv[1])):
    print(json.dumps(json.loads(generate_mrz_td1("KH"))["lines"]))
"""


def ours(count: int) -> Iterator[Card]:
    """Yield specimens."""
    for seed in range(count):
        specimen = make_specimen(seed=seed)
        yield specimen.mrz, (specimen.values.date_of_issue, specimen.values.date_of_expiry)


def of_mockjutsu(python: str, count: int) -> Iterator[Card]:
    """Yield MRZs of mockjutsu, run by its own interpreter."""
    command = [python, "-c", MOCKJUTSU, str(count)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - as named
    for line in output.splitlines():
        yield tuple(json.loads(line)), None


def of_parser_set(path: Path, count: int) -> Iterator[Card]:
    """Yield cards of the synthetic set."""
    with path.open(encoding="utf-8") as file:
        for line in itertools.islice(file, count):
            row = json.loads(line)
            issue, expiry = (
                dt.date(*map(int, reversed(row[name].split(".")))) for name in ("issue_date", "exp_date")
            )
            yield (row["mrz1"], row["mrz2"], row["mrz3"]), (issue, expiry)


def count_faults(cards: Iterable[Card]) -> Counter[str]:
    """Count what is wrong in each of the ways."""
    found: Counter[str] = Counter()
    for lines, validity in cards:
        found["cards"] += 1
        # Small letters or blanks in a name make it no MRZ; its digits are looked at all the same.
        found["not an MRZ"] += parse_td1(lines).value is None
        right = right_digits(lines)
        wrong = {name for name, (line, column) in DIGITS.items() if lines[line][column] != right[name]}
        found["number"] += "document_number" in wrong
        found["dates"] += bool({"date_of_birth", "date_of_expiry"} & wrong)
        found["composite"] += "composite" in wrong
        found["validity"] += validity is not None and validity[1] not in expiries_of(validity[0])
        found["not Cambodian"] += not lines[0].startswith("IDKHM")
    return found


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mockjutsu")
    parser.add_argument("--parser-set", type=Path)
    parser.add_argument("-n", type=int, default=1000)
    options = parser.parse_args()
    sets = {"khmerid": ours(options.n)}
    if options.mockjutsu:
        sets["mockjutsu"] = of_mockjutsu(options.mockjutsu, options.n)
    if options.parser_set:
        sets["Khmer-ID-Parser"] = of_parser_set(options.parser_set, options.n)
    print(f"{'':16}" + "".join(f"{column:>14}" for column in COLUMNS))
    for name, cards in sets.items():
        found = count_faults(cards)
        print(f"{name:16}" + "".join(f"{found[column]:>14}" for column in COLUMNS))


if __name__ == "__main__":
    main()
