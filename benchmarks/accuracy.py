"""How much is sure, how often that is wrong, and what becomes of altered cards.

    python benchmarks/accuracy.py CORPUS.jsonl …

For each labelled corpus: silent errors (a wrong value called sure), cards accepted with a wrong critical
field, cards accepted, critical fields sure; beside them what strict code accepts, which takes a card only
when `strptime`, a thirty-character zone with four right digits and both zones agree. Then 500 clean cards
of the first corpus, printed from their truth, with one value altered in one way each.
"""

import argparse
import datetime as dt
import json
import random
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from khmerid import Report, examine, parse_td1
from khmerid.mrz.check_digit import check_digit
from khmerid.text.numerals import to_ascii_digits, to_khmer_digits

CRITICAL = {
    "document_number": "id_number",
    "date_of_birth": "birth_date",
    "sex": "sex",
    "date_of_expiry": "expiry_date",
}
OTHERS = {"date_of_issue": "issue_date", "surname": "surname", "given_names": "given_names"}
CLEAN_CARDS = 500
Row = dict[str, Any]
Fields = dict[str, str]


def plain(value: object) -> object:
    """Return a value in the form that the truth has."""
    return value.isoformat() if isinstance(value, dt.date) else getattr(value, "value", value)


def day_of(row: Row) -> dt.date:
    """Return some day within the card's validity, settled by the row's id."""
    issued = dt.date.fromisoformat(row["truth"]["issue_date"])
    return issued + dt.timedelta(days=1 + zlib.crc32(row["id"].encode()) % 3640)


def strict_code_accepts(fields: Fields) -> bool:
    """Tell whether code without any tolerance takes this card."""
    zone = parse_td1([fields[f"machine_code{line}"] for line in (1, 2, 3)]).value
    if zone is None or not is_consistent(fields):
        return False
    try:
        birth, expiry = (
            dt.datetime.strptime(to_ascii_digits(fields[name]), "%d.%m.%Y")  # noqa: DTZ007 - a day, not a moment
            for name in ("birth_date", "expiry_date")
        )
    except ValueError:
        return False
    return (
        fields["id_number"][:9] == zone.document_number
        and f"{birth:%y%m%d}" == zone.date_of_birth
        and f"{expiry:%y%m%d}" == zone.date_of_expiry
        and {"ប្រុស": "M", "ស្រី": "F"}.get(fields["sex"]) == zone.sex
    )


def corpus_figures(rows: Iterable[Row]) -> Counter[str]:
    """Count what becomes of the rows of a corpus."""
    found: Counter[str] = Counter()
    for row in rows:
        response = row["response"] if "response" in row else {"lines": row["lines"]}
        report = examine(response, today=day_of(row))
        accepted = str(report.decision) == "accept"
        found["cards"] += 1
        found["accepted"] += accepted
        found["strict"] += "response" in row and strict_code_accepts(row["response"]["result"])
        for name, key in (CRITICAL | OTHERS).items():
            resolved = getattr(report, name)
            wrong = resolved.value is not None and plain(resolved.value) != row["truth"][key]
            found["silent"] += wrong and resolved.assurance.is_sure
            if name in CRITICAL:
                found["sure"] += resolved.assurance.is_sure
                found["accepted_wrong"] += wrong and accepted
    return found


def another(random_: random.Random, old: str, among: str) -> str:
    """Return another character of a set."""
    return random_.choice([character for character in among if character != old])


def change(random_: random.Random, text: str, among: str, last: int | None = None) -> str:
    """Change one character of those that are in the set, none from position ``last`` on."""
    place = random_.choice([place for place, old in enumerate(text[:last]) if old in among])
    return text[:place] + another(random_, text[place], among) + text[place + 1 :]


def written(date: str) -> str:
    """Return the numerals of a printed date as the zone has them."""
    digits = to_ascii_digits(date)
    return digits[8:10] + digits[3:5] + digits[:2]


def printed_value(fields: Fields, name: str) -> str:
    """Return a printed critical value in the form of the zone."""
    if name == "document_number":
        return fields["id_number"][:9]
    return written(fields[CRITICAL[name]])


def put_into_zone(fields: Fields, name: str, value: str, *, repair: str) -> None:
    """Write a value into the zone; ``repair`` is ``none``, ``own`` (its check digit) or ``all``."""
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
            fields[CRITICAL[name]] = change(random_, fields[CRITICAL[name]], "០១២៣៤៥៦៧៨៩")

    return alter


def alter_zone(name: str, repair: str) -> Callable[[random.Random, Fields], None]:
    """Change one numeral of a value in the zone."""

    def alter(random_: random.Random, fields: Fields) -> None:
        value = change(random_, printed_value(fields, name), "0123456789")
        put_into_zone(fields, name, value, repair=repair)

    return alter


def alter_both(name: str, repair: str) -> Callable[[random.Random, Fields], None]:
    """Change one numeral of a value in both zones alike."""

    def alter(random_: random.Random, fields: Fields) -> None:
        if name == "document_number":
            alter_print(name)(random_, fields)
        else:
            day, month, year = fields[CRITICAL[name]].split(".")
            fields[CRITICAL[name]] = (
                f"{to_khmer_digits(f'{1 + int(to_ascii_digits(day)) % 28:02}')}.{month}.{year}"
            )
        put_into_zone(fields, name, printed_value(fields, name), repair=repair)

    return alter


def alter_sex(zone: str) -> Callable[[random.Random, Fields], None]:
    """Turn the sex round in one zone."""

    def alter(_: random.Random, fields: Fields) -> None:
        if zone == "viz":
            fields["sex"] = "ស្រី" if fields["sex"] == "ប្រុស" else "ប្រុស"
        else:
            middle = fields["machine_code2"]
            fields["machine_code2"] = middle[:7] + ("F" if middle[7] == "M" else "M") + middle[8:]

    return alter


def alter_name(zone: str) -> Callable[[random.Random, Fields], None]:
    """Change one letter of the Latin name in one zone."""
    key = "name_en" if zone == "viz" else "machine_code3"

    def alter(random_: random.Random, fields: Fields) -> None:
        fields[key] = change(random_, fields[key], "ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    return alter


ALTERATIONS = [
    (f"{name}, {where}", name, alter)
    for name in ("document_number", "date_of_birth", "date_of_expiry")
    for where, alter in (
        ("print", alter_print(name)),
        ("zone", alter_zone(name, "none")),
        ("zone and its digit", alter_zone(name, "own")),
        ("zone and all digits", alter_zone(name, "all")),
        ("both, no digit", alter_both(name, "none")),
        ("both, its own digit only", alter_both(name, "own")),
    )
]
ALTERATIONS += [(f"sex, {zone}", "sex", alter_sex(zone)) for zone in ("viz", "mrz")]
ALTERATIONS += [(f"name, {zone}", "surname", alter_name(zone)) for zone in ("viz", "mrz")]
OUT_OF_REACH = [
    (f"{name}, both, all digits", name, alter_both(name, "all"))
    for name in ("document_number", "date_of_birth")
]


def is_sure_of_a_change(report: Report, row: Row, name: str) -> bool:
    """Tell whether a value other than the true one is called sure."""
    names = ("surname", "given_names") if name == "surname" else (name,)
    truths = CRITICAL | OTHERS
    return any(
        getattr(report, field).assurance.is_sure
        and plain(getattr(report, field).value) != row["truth"][truths[field]]
        for field in names
    )


def is_consistent(fields: Fields) -> bool:
    """Tell whether all four check digits of the zone are right."""
    zone = parse_td1([fields[f"machine_code{line}"] for line in (1, 2, 3)]).value
    return zone is not None and zone.verified


def print_alterations(rows: list[Row]) -> None:
    """Print what becomes of each kind of alteration of clean cards."""
    print(f"\n{'altered':42}{'cards':>7}{'accept':>8}{'review':>8}{'reject':>8}{'sure of the change':>20}")
    for label, name, alter in [*ALTERATIONS, *OUT_OF_REACH]:
        found: Counter[str] = Counter()
        for row in rows:
            fields = dict(row["truth"]["printed"])
            alter(random.Random(f"{row['id']} {label}"), fields)  # noqa: S311 - repeatable, not secret
            if "own digit" in label and is_consistent(fields):
                continue  # the composite digit is blind to it: out of reach, as below
            report = examine({"result": fields}, today=day_of(row))
            found["cards"] += 1
            found[str(report.decision)] += 1
            found["sure"] += is_sure_of_a_change(report, row, name)
        counts = "".join(f"{found[decision]:8}" for decision in ("accept", "review", "reject"))
        print(f"{label:42}{found['cards']:7}{counts}{found['sure']:20}")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", nargs="+", type=Path)
    arguments = parser.parse_args()
    head = f"{'corpus':20}{'cards':>7}{'silent':>8}{'accepted wrong':>16}{'accepted':>10}{'sure':>8}"
    print(f"{head}{'strict code':>13}")
    corpora = {}
    for path in arguments.corpora:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        corpora[path.stem] = rows
        found = corpus_figures(rows)
        cards = found["cards"]
        strict = f"{found['strict'] / cards:.3f}" if "response" in rows[0] else "-"
        print(
            f"{path.stem:20}{cards:7}{found['silent']:8}{found['accepted_wrong']:16}"
            f"{found['accepted'] / cards:10.3f}{found['sure'] / cards / len(CRITICAL):8.4f}{strict:>13}"
        )
    print_alterations(next(iter(corpora.values()))[:CLEAN_CARDS])


if __name__ == "__main__":
    main()
