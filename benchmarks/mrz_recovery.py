"""What one MRZ alone tells: how much is recovered, how much of it wrongly, and what is certain.

    python benchmarks/mrz_recovery.py [--zones 1000] [--markdown] [CORPUS.jsonl[.xz] …]

The corpora are by default those of ``data/corpus``. With ``--zones``, so many invented MRZs of each format
are read with numerals changed into any other, or with letters and numerals changed into what looks like
them, at each rate. A field verifies where it has a risk; one that is certain and not the truth is a silent
error: that column has to be zero. The bound is the upper one of Clopper and Pearson, one-sided, at 95 %.
"""

import argparse
import datetime as dt
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CARDS, FIELDS, HEAVY, SMART, labelled_cards
from tables import few, print_table

from khmerid.calibration.bounds import upper_bound
from khmerid.misreading.look_alikes import LOOK_ALIKES
from khmerid.mrz.codes import STATES
from khmerid.mrz.formats import TD1, TD2, TD3, MrzFormat
from khmerid.mrz.parsing import parse_mrz, parse_td1
from khmerid.mrz.writing import format_td1, format_td2, format_td3
from khmerid.recovery.recover import Recovery, recover_mrz, recover_td1
from khmerid.recovery.risk import RISK

WATCHED = ("document_number", "date_of_birth", "date_of_expiry", "issuing_state", "nationality")
LETTERS, NUMERALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
RATES = (0.0, 0.01, 0.02, 0.03, 0.05, 0.1)
#: A name of the MRZs that are made, their format, how it is written, its document code, and a State or none.
FAMILIES: tuple[tuple[str, MrzFormat, Callable[..., Sequence[str]], str, str | None], ...] = (
    ("TD1 of Cambodia", TD1, format_td1, "ID", "KHM"),
    ("TD1", TD1, format_td1, "I", None),
    ("TD2", TD2, format_td2, "I", None),
    ("TD3", TD3, format_td3, "P", None),
)
ALIKE = {
    one: "".join(group.replace(one, "") for group in LOOK_ALIKES.same_shape if one in group)
    for one in LETTERS + NUMERALS
}
OUTCOMES = ("valid", "repaired", "ambiguous", "partial", "invalid")


def is_wrong(recovery: Recovery, truth: tuple[str, ...]) -> bool:
    return recovery.lines is not None and recovery.lines[:2] != truth[:2]


def measure(path: Path) -> None:
    outcomes: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    verified: Counter[str] = Counter()
    certain = 0
    silent = []
    times = []
    cards = labelled_cards(path)
    for card in cards:
        truth = tuple(card.truth["mrz"])
        true = parse_td1(truth).value
        text = card.mrz
        start = time.process_time()
        recovery = recover_td1(text)
        times.append(time.process_time() - start)
        outcomes[str(recovery.outcome)] += 1
        if is_wrong(recovery, truth):
            wrong["MRZ " + str(recovery.outcome)] += 1
        if recovery.lines is not None and recovery.lines[2] != truth[2]:
            wrong["name " + str(recovery.outcome)] += 1
        if recovery.candidates:
            wrong["truth not among candidates"] += truth not in recovery.candidates
        certain += len(recovery.certain)
        for name in recovery.risks:
            verified[name] += 1
            if recovery.fields[name] != getattr(true, name):
                silent.append((card.id, name, name in recovery.certain, str(recovery.outcome)))
    times.sort()
    print(f"{path.name}: {len(cards)} rows, {dict(outcomes)}, wrong {dict(wrong)}")
    print("  verified: " + ", ".join(f"{name} {verified[name] / len(cards):.3f}" for name in WATCHED))
    print(f"  certain: {certain}; verified and wrong: {len(silent)}", *silent[:20], sep="\n    ")
    median, high, most = (times[at] * 1e3 for at in (len(times) // 2, len(times) * 99 // 100, -1))
    print(f"  ms: median {median:.3f}, p99 {high:.3f}, max {most:.3f}")


def invented(chance: random.Random, family: int) -> tuple[str, ...]:
    """Return a valid MRZ: of any State, half of the numbers with letters, some with optional data."""
    _, table, write, code, state = FAMILIES[family]
    state = state or chance.choice(sorted(STATES))
    has_letters = state != "KHM" and chance.random() < 0.5
    number = [chance.choice(NUMERALS * 2 + LETTERS if has_letters else NUMERALS) for _ in range(9)]
    data = ""
    if state != "KHM" and chance.random() < 0.3:
        data = "".join(chance.choice(NUMERALS + LETTERS) for _ in range(chance.randint(1, 6)))
    return tuple(
        write(
            document_code=code,
            issuing_state=state,
            document_number="".join(number),
            date_of_birth=dt.date(1940, 1, 1) + dt.timedelta(chance.randrange(25_000)),
            sex=chance.choice("MF"),
            date_of_expiry=dt.date(2010, 1, 1) + dt.timedelta(chance.randrange(9_000)),
            nationality=state,
            primary_identifier="".join(chance.choice(LETTERS) for _ in range(chance.randint(2, 8))),
            secondary_identifier="".join(chance.choice(LETTERS) for _ in range(chance.randint(2, 8))),
            **{table.optional[0]: data},
        )
    )


def any_numeral(chance: random.Random, character: str) -> str:
    return chance.choice(NUMERALS.replace(character, "")) if character in NUMERALS else character


def look_alike(chance: random.Random, character: str) -> str:
    return chance.choice(ALIKE[character]) if ALIKE.get(character) else character


NOISES: dict[str, Callable[[random.Random, str], str]] = {
    "numerals": any_numeral,
    "look-alikes": look_alike,
}


def measure_invented(count: int, *, markdown: bool) -> None:
    rows = []
    total: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    for family, (name, table, *_) in enumerate(FAMILIES):
        for noise, misread in NOISES.items():
            for rate in RATES:
                chance = random.Random(f"{name} {noise} {rate}")  # noqa: S311 - repeatable, not secret
                found: Counter[str] = Counter()
                for _ in range(count):
                    lines = invented(chance, family)
                    true = parse_mrz(lines, table).value
                    recovery = recover_mrz(
                        [
                            "".join(misread(chance, one) if chance.random() < rate else one for one in line)
                            for line in lines
                        ]
                    )
                    found[str(recovery.outcome)] += 1
                    for field, risk in recovery.risks.items():
                        is_false = recovery.fields[field] != getattr(true, field)
                        found.update({field: 1, f"{field} wrong": is_false})
                        found.update({"certain": risk <= RISK, "certain wrong": is_false and risk <= RISK})
                        predicted[field] += risk
                rows.append(row_of(f"{name}, {noise}, {rate:g}", found, count))
                total.update(found)
    print_table(
        ("noise", *OUTCOMES, *WATCHED[:4], "certain", "wrong"),
        [*rows, row_of("total", total, count * len(rows))],
        markdown=markdown,
    )
    print(f"certain and wrong, at most: {few(upper_bound(total['certain wrong'], total['certain']))}")
    for field in WATCHED:
        seen, expected = total[f"{field} wrong"] / total[field], predicted[field] / total[field]
        print(f"{field}: {total[field]:,} verified, wrong {few(seen)}, predicted {few(expected)}")


def row_of(name: str, found: Counter[str], count: int) -> list[str]:
    """Return the cells of one line: shares of outcomes, and of fields that verify, with the wrong of them."""
    fields = [f"{found[field] / count:.3f} ({found[f'{field} wrong']})" for field in WATCHED[:4]]
    shares = [f"{found[outcome] / count:.3f}" for outcome in OUTCOMES]
    return [name, *shares, *fields, f"{found['certain']:,}", str(found["certain wrong"])]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", nargs="*", type=Path)
    parser.add_argument("--zones", type=int, default=0, help="of each format, noise and rate")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    if options.zones:
        measure_invented(options.zones, markdown=options.markdown)
    for corpus in (
        options.corpora or () if options.zones else options.corpora or (FIELDS, HEAVY, CARDS, SMART)
    ):
        measure(corpus)


if __name__ == "__main__":
    main()
