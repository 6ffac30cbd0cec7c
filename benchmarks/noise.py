"""What noise does that no engine was seen to make: any numeral for any other, in print and MRZ alike.

    python benchmarks/noise.py [--cards 1500]

Specimens are examined after each numeral of print and MRZ was changed with some probability: into any other
("any"), or always into the same other ("one"), as an engine would that systematically takes 3 for 8 in print
and MRZ. Letters, surplus and lost characters and fillers read as letters come besides.
"""

import argparse
import datetime as dt
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from khmerid import examine
from khmerid.testing import Specimen, make_specimen
from khmerid.text.numerals import ASCII_DIGITS, KHMER_DIGITS

ONE_OTHER = dict(zip(ASCII_DIGITS, "8778955134", strict=True)) | {"0": "8", "2": "7"}
FIELDS = (
    "document_number",
    "date_of_birth",
    "sex",
    "date_of_expiry",
    "date_of_issue",
    "surname",
    "given_names",
)
KEYS = (
    "id_number",
    "birth_date",
    "issue_date",
    "expiry_date",
    "machine_code1",
    "machine_code2",
    "machine_code3",
)
Pick = Callable[[random.Random, str], str]


def any_other(random_: random.Random, numeral: str) -> str:
    """Return any other numeral."""
    return random_.choice([other for other in ASCII_DIGITS if other != numeral])


def one_other(_: random.Random, numeral: str) -> str:
    """Return the one numeral that this one is always taken for."""
    return ONE_OTHER[numeral]


def noisy(random_: random.Random, text: str, rate: float, pick: Pick) -> str:
    """Change the characters of a text, each with its probability."""
    out = ""
    for character in text:
        chance = random_.random()
        if chance < rate and character in KHMER_DIGITS:
            out += KHMER_DIGITS[int(pick(random_, ASCII_DIGITS[KHMER_DIGITS.index(character)]))]
        elif chance < rate and character in ASCII_DIGITS:
            out += pick(random_, character)
        elif chance < rate and character == "<":
            out += random_.choice("KCE")
        elif chance < 1.3 * rate and character not in " .<":
            out += random_.choice("OISBZ?")
        elif chance > rate / 10 + 1.3 * rate:
            out += character
        if random_.random() < rate / 10:
            out += random_.choice("0179K")
    return out


def figures(cards: int, rate: float, pick: Pick) -> Counter[str]:
    """Count sure values and the wrong ones among them."""
    found: Counter[str] = Counter()
    for seed in range(cards):
        specimen = make_specimen(seed=seed)
        random_ = random.Random(f"{seed} {rate} {pick.__name__}")  # noqa: S311 - repeatable, not secret
        response = specimen.response()
        result = response["result"]
        for key in (
            "id_number",
            "birth_date",
            "issue_date",
            "expiry_date",
            *(f"machine_code{i}" for i in (1, 2, 3)),
        ):
            result[key] = noisy(random_, result[key], rate, pick)
        report = examine(response, today=specimen.today)
        found["accepted"] += str(report.decision) == "accept"
        for name in FIELDS:
            resolved = getattr(report, name)
            if resolved.assurance.is_sure:
                found["sure"] += 1
                found["wrong"] += plain(resolved.value) != truth(specimen, name)
    return found


def plain(value: object) -> object:
    """Return a value as JSON has it."""
    return value.isoformat() if isinstance(value, dt.date) else getattr(value, "value", value)


def truth(specimen: Specimen, name: str) -> object:
    """Return the true value as JSON has it."""
    return specimen.truth[name]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cards", type=int, default=1500)
    arguments = parser.parse_args()
    print(f"{'numerals become':18}{'rate':>6}{'accepted':>10}{'sure':>8}{'wrong':>7}")
    for rate in (0.01, 0.02, 0.05, 0.10):
        for pick in (any_other, one_other):
            found = figures(arguments.cards, rate, pick)
            counts = f"{found['accepted']:10}{found['sure']:8}{found['wrong']:7}"
            print(f"{pick.__name__.replace('_', ' '):18}{rate:6}{counts}", flush=True)


if __name__ == "__main__":
    main()
