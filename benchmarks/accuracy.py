"""How much is sure, how often that is wrong, and what becomes of altered cards.

    python benchmarks/accuracy.py [CORPUS.jsonl[.xz] …] [--risk 2e-5]

For each labelled corpus, by default those of ``data/corpus``: silent errors (a wrong value called sure),
cards accepted with a wrong critical field, cards accepted, critical fields sure; beside them what strict code
accepts: a card whose dates `strptime` parses, whose MRZ has three lines of thirty characters and four right
digits, and whose printed fields and MRZ agree. Then 500 clean cards of the first corpus, printed from their
truth, with one value of each altered in one way. ``--risk`` is the most that a sure value may have.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import (
    CARDS,
    CRITICAL,
    FIELDS,
    HEAVY,
    SMART,
    Judgement,
    LabelledCard,
    judge,
    labelled_cards,
)
from strict_code import refusal
from tables import Table, print_table

from khmerid import Policy, examine, parse_td1
from khmerid.mrz.check_digit import check_digit
from khmerid.report.policy import DEFAULT_POLICY
from khmerid.text.numerals import to_khmer_digits, to_western_digits

PRINTED_DATES = {"date_of_birth": "birth_date", "date_of_expiry": "expiry_date"}
CLEAN_CARDS = 500
CORPORA = [FIELDS, HEAVY, CARDS, SMART]
HEAD = (
    *("corpus", "cards", "silent errors", "accepted with a wrong critical field", "accepted"),
    *("critical fields sure", "strict code accepts"),
)
Fields = dict[str, str]


def judged(
    response: object, card: LabelledCard, policy: Policy = DEFAULT_POLICY
) -> tuple[str, dict[str, Judgement]]:
    """Return the decision on a response, and each field held against the card's truth."""
    report = examine(response, today=card.today, policy=policy).to_dict()
    return report["decision"], judge(report, card.truth)


def corpus_figures(cards: Iterable[LabelledCard], policy: Policy) -> Counter[str]:
    """Count what becomes of the cards of a corpus."""
    found: Counter[str] = Counter()
    for card in cards:
        decision, fields = judged(card.response, card, policy)
        found["cards"] += 1
        found["accepted"] += decision == "accept"
        found["strict"] += "result" in card.response and not refusal(card.response["result"])
        found["silent"] += sum(field.is_sure and field.is_wrong for field in fields.values())
        found["sure"] += sum(fields[name].is_sure for name in CRITICAL)
        found["accepted_wrong"] += decision == "accept" and any(fields[name].is_wrong for name in CRITICAL)
    return found


def another(random_: random.Random, old: str, among: str) -> str:
    """Return another character of a set."""
    return random_.choice([character for character in among if character != old])


def change(random_: random.Random, text: str, among: str, last: int | None = None) -> str:
    """Change one character of those that are in the set, none from position ``last`` on."""
    place = random_.choice([place for place, old in enumerate(text[:last]) if old in among])
    return text[:place] + another(random_, text[place], among) + text[place + 1 :]


def written(date: str) -> str:
    """Return the numerals of a printed date as the MRZ has them."""
    digits = to_western_digits(date)
    return digits[8:10] + digits[3:5] + digits[:2]


def printed_value(fields: Fields, name: str) -> str:
    """Return a printed critical value in the form of the MRZ."""
    if name == "document_number":
        return fields["id_number"][:9]
    return written(fields[PRINTED_DATES[name]])


def put_into_mrz(fields: Fields, name: str, value: str, *, repair: str) -> None:
    """Write a value into the MRZ; ``repair`` is ``none``, ``own`` (its check digit) or ``all``."""
    upper, middle = fields["machine_code1"], fields["machine_code2"]
    if name == "document_number":
        upper = upper[:5] + value + (upper[14] if repair == "none" else check_digit(value)) + upper[15:]
    else:
        start = 0 if name == "date_of_birth" else 8
        digit = middle[start + 6] if repair == "none" else check_digit(value)
        middle = middle[:start] + value + digit + middle[start + 7 :]
    if repair == "all":
        middle = middle[:29] + check_digit(upper[5:] + middle[:7] + middle[8:15] + middle[18:29])
    fields["machine_code1"], fields["machine_code2"] = upper, middle


def alter_print(name: str) -> Callable[[random.Random, Fields], None]:
    """Change one numeral of a printed value."""

    def alter(random_: random.Random, fields: Fields) -> None:
        if name == "document_number":
            fields["id_number"] = change(random_, fields["id_number"], "0123456789", 9)
        else:
            fields[PRINTED_DATES[name]] = change(random_, fields[PRINTED_DATES[name]], "០១២៣៤៥៦៧៨៩")

    return alter


def alter_mrz(name: str, repair: str) -> Callable[[random.Random, Fields], None]:
    """Change one numeral of a value in the MRZ."""

    def alter(random_: random.Random, fields: Fields) -> None:
        value = change(random_, printed_value(fields, name), "0123456789")
        put_into_mrz(fields, name, value, repair=repair)

    return alter


def alter_both(name: str, repair: str) -> Callable[[random.Random, Fields], None]:
    """Change one numeral of a value in print and MRZ alike."""

    def alter(random_: random.Random, fields: Fields) -> None:
        if name == "document_number":
            alter_print(name)(random_, fields)
        else:
            day, month, year = fields[PRINTED_DATES[name]].split(".")
            fields[PRINTED_DATES[name]] = (
                f"{to_khmer_digits(f'{1 + int(to_western_digits(day)) % 28:02}')}.{month}.{year}"
            )
        put_into_mrz(fields, name, printed_value(fields, name), repair=repair)

    return alter


def alter_sex(side: str) -> Callable[[random.Random, Fields], None]:
    """Turn the sex round on one side."""

    def alter(_: random.Random, fields: Fields) -> None:
        if side == "viz":
            fields["sex"] = "ស្រី" if fields["sex"] == "ប្រុស" else "ប្រុស"
        else:
            middle = fields["machine_code2"]
            fields["machine_code2"] = middle[:7] + ("F" if middle[7] == "M" else "M") + middle[8:]

    return alter


def alter_name(side: str) -> Callable[[random.Random, Fields], None]:
    """Change one letter of the Latin name on one side."""
    key = "name_en" if side == "viz" else "machine_code3"

    def alter(random_: random.Random, fields: Fields) -> None:
        fields[key] = change(random_, fields[key], "ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    return alter


NUMERALS = ("document_number", "date_of_birth", "date_of_expiry")
NAMES = ("surname", "given_names")
Alteration = tuple[str, tuple[str, ...], Callable[[random.Random, Fields], None]]
#: What is done, and each way in which it is: its name, the fields that it is about, and the change.
ALTERATIONS: dict[str, list[Alteration]] = {
    "a numeral of number, birth or expiry, in print": [
        (f"{name}, print", (name,), alter_print(name)) for name in NUMERALS
    ],
    "the same in the MRZ, its digits as they were": [
        (f"{name}, MRZ", (name,), alter_mrz(name, "none")) for name in NUMERALS
    ],
    "the same in the MRZ, with its own digit put right": [
        (f"{name}, MRZ and its digit", (name,), alter_mrz(name, "own")) for name in NUMERALS
    ],
    "the same in the MRZ, with all digits put right": [
        (f"{name}, MRZ and all digits", (name,), alter_mrz(name, "all")) for name in NUMERALS
    ],
    "the same in print and MRZ, the digits as they were": [
        (f"{name}, both, no digit", (name,), alter_both(name, "none")) for name in NUMERALS
    ],
    "number or expiry in print and MRZ, with its own digit only put right": [
        (f"{name}, both, its own digit only", (name,), alter_both(name, "own")) for name in NUMERALS
    ],
    "the sex, in print or in the MRZ": [
        (f"sex, {side}", ("sex",), alter_sex(side)) for side in ("viz", "mrz")
    ],
    "a letter of the Latin name, in print or in the MRZ": [
        (f"name, {side}", NAMES, alter_name(side)) for side in ("viz", "mrz")
    ],
    "number or birth in print and MRZ, all digits right: out of reach": [
        (f"{name}, both, all digits", (name,), alter_both(name, "all")) for name in NUMERALS[:2]
    ],
}


def is_consistent(fields: Fields) -> bool:
    """Return whether all four check digits of the MRZ are right."""
    mrz = parse_td1([fields[f"machine_code{line}"] for line in (1, 2, 3)]).value
    return mrz is not None and mrz.verified


def altered(cards: Sequence[LabelledCard], alterations: Sequence[Alteration]) -> Counter[str]:
    """Count what becomes of clean cards, printed from their truth, that were altered in each of some ways."""
    found: Counter[str] = Counter()
    for label, names, alter in alterations:
        for card in cards:
            fields = dict(card.truth["printed"])
            alter(random.Random(f"{card.id} {label}"), fields)  # noqa: S311 - repeatable, not secret
            if "own digit" in label and is_consistent(fields):
                continue  # the composite digit is blind to it: out of reach, as the last row
            decision, judgements = judged({"result": fields}, card)
            found["cards"] += 1
            found[decision] += 1
            found["sure"] += any(judgements[name].is_sure and judgements[name].is_wrong for name in names)
    return found


def altered_table(path: Path = FIELDS) -> Table:
    """Return what becomes of each kind of alteration of clean cards of a corpus."""
    cards = labelled_cards(path)[:CLEAN_CARDS]
    rows = []
    for label, alterations in ALTERATIONS.items():
        found = altered(cards, alterations)
        counts = ("cards", "accept", "review", "reject", "sure")
        rows.append([label, *(f"{found[count]:,}" for count in counts)])
    head = ("changed", "cards", "accepted", "sent to review", "rejected", "sure of the change")
    return Table(head, rows)


def accuracy_table(paths: Sequence[Path] = CORPORA, policy: Policy = DEFAULT_POLICY) -> Table:
    """Return what becomes of the cards of each corpus."""
    rows = []
    for path in paths:
        cards = labelled_cards(path)
        found = corpus_figures(cards, policy)
        strict = f"{found['strict'] / len(cards):.3f}" if "result" in cards[0].response else "–"
        rows.append(
            [
                path.name.partition(".")[0].removeprefix("dev_"),
                *(f"{found[count]:,}" for count in ("cards", "silent", "accepted_wrong")),
                f"{found['accepted'] / len(cards):.3f}",
                f"{found['sure'] / len(cards) / len(CRITICAL):.4f}",
                strict,
            ]
        )
    return Table(HEAD, rows)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", nargs="*", type=Path, default=CORPORA)
    parser.add_argument("--risk", type=float, default=DEFAULT_POLICY.risk)
    arguments = parser.parse_args()
    print_table(accuracy_table(arguments.corpora, Policy(risk=arguments.risk)))
    print_table(altered_table(arguments.corpora[0]))


if __name__ == "__main__":
    main()
