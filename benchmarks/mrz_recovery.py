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
from tables import Table, few, print_table

from khmerid.calibration.bounds import upper_bound
from khmerid.misreading.look_alikes import LOOK_ALIKES
from khmerid.mrz.codes import STATES
from khmerid.mrz.formats import TD1, TD2, TD3, MrzFormat
from khmerid.mrz.parsing import parse_mrz, parse_td1
from khmerid.mrz.writing import format_td1, format_td2, format_td3
from khmerid.recovery.recover import recover_mrz, recover_td1
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
CORPORA = (FIELDS, HEAVY, CARDS, SMART)
CORPUS_HEAD = (
    *("corpus", "cards", *OUTCOMES, "number verified", "birth", "expiry", "State", "nationality"),
    *("verified and wrong", "certain", "wrong MRZ", "truth not among candidates"),
)


def measured(path: Path) -> tuple[Counter[str], list[float]]:
    """Count what the MRZs of a corpus tell, and how long each took; wrong ones are named on stderr."""
    found: Counter[str] = Counter()
    times = []
    for card in labelled_cards(path):
        truth = tuple(card.truth["mrz"])
        true = parse_td1(truth).value
        text = card.mrz
        start = time.process_time()
        recovery = recover_td1(text)
        times.append(time.process_time() - start)
        found.update(["cards", str(recovery.outcome)])
        found["wrong MRZ"] += recovery.lines is not None and recovery.lines[:2] != truth[:2]
        found["truth not among candidates"] += bool(recovery.candidates) and truth not in recovery.candidates
        found["certain"] += len(recovery.certain)
        for name in recovery.risks:
            found[name] += 1
            if recovery.fields[name] != getattr(true, name):
                found["wrong"] += 1
                print(f"{path.name} {card.id}: {name} verifies and is wrong", file=sys.stderr)
    return found, times


def corpus_table(paths: Sequence[Path] = CORPORA, *, is_timed: bool = False) -> Table:
    """Return what the MRZ alone tells of the cards of each corpus."""
    rows = []
    for path in paths:
        found, times = measured(path)
        share = {name: f"{found[name] / found['cards']:.3f}" for name in (*OUTCOMES, *WATCHED)}
        times.sort()
        took = [f"{times[at] * 1e3:.3f}" for at in (len(times) // 2, len(times) * 99 // 100, -1)]
        rows.append(
            [
                *(path.name.partition(".")[0].removeprefix("dev_"), f"{found['cards']:,}"),
                *(share[name] for name in (*OUTCOMES, *WATCHED)),
                *(
                    f"{found[name]:,}"
                    for name in ("wrong", "certain", "wrong MRZ", "truth not among candidates")
                ),
                *(took if is_timed else ()),
            ]
        )
    return Table((*CORPUS_HEAD, *(("ms: median", "p99", "most") if is_timed else ())), rows)


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


def found_of(family: int, noise: str, rate: float, count: int) -> tuple[Counter[str], Counter[str]]:
    """Count what so many invented MRZs tell that were misread, and sum up the risks by field."""
    name, table, *_ = FAMILIES[family]
    chance = random.Random(f"{name} {noise} {rate}")  # noqa: S311 - repeatable, not secret
    found: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    misread = NOISES[noise]
    for _ in range(count):
        lines = invented(chance, family)
        true = parse_mrz(lines, table).value
        recovery = recover_mrz(
            [
                "".join(misread(chance, one) if chance.random() < rate else one for one in line)
                for line in lines
            ]
        )
        found.update(["MRZs", str(recovery.outcome)])
        for field, risk in recovery.risks.items():
            is_false = recovery.fields[field] != getattr(true, field)
            found.update({field: 1, f"{field} wrong": is_false})
            found.update({"certain": risk <= RISK, "certain wrong": is_false and risk <= RISK})
            predicted[field] += risk
    return found, predicted


def invented_tables(count: int, *, by_rate: bool = True) -> tuple[Table, Table]:
    """Return what invented MRZs tell with each noise, by rate or not; and the seen and predicted error."""
    rows = []
    total: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    for family, (name, *_) in enumerate(FAMILIES):
        for noise in NOISES:
            together: Counter[str] = Counter()
            for rate in RATES:
                found, risks = found_of(family, noise, rate, count)
                together.update(found)
                predicted.update(risks)
                if by_rate:
                    rows.append(row_of(f"{name}, {noise}, {rate:g}", found))
            if not by_rate:
                rows.append(row_of(f"{name}, {noise}", together))
            total.update(together)
    errors = [
        [
            *(field.replace("_", " "), f"{total[field]:,}", f"{total[f'{field} wrong']:,}"),
            *(few(wrong / total[field]) for wrong in (total[f"{field} wrong"], predicted[field])),
            few(upper_bound(total[f"{field} wrong"], total[field])),
        ]
        for field in WATCHED
    ]
    wrong, certain = total["certain wrong"], total["certain"]
    errors.append(
        [
            "certain, of any",
            f"{certain:,}",
            str(wrong),
            few(wrong / certain),
            "–",
            few(upper_bound(wrong, certain)),
        ]
    )
    head = ("noise", *OUTCOMES, "number", "birth", "expiry", "State", "certain", "wrong")
    return (
        Table(head, [*rows, row_of("total", total)]),
        Table(("that verify", "values", "wrong", "seen", "predicted", "at most"), errors),
    )


def row_of(name: str, found: Counter[str]) -> list[str]:
    """Return the cells of one line: shares of outcomes, and of fields that verify, with the wrong of them."""
    count = found["MRZs"]
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
        for table in invented_tables(options.zones):
            print_table(table, markdown=options.markdown)
    else:
        corpora = options.corpora or CORPORA
        print_table(corpus_table(corpora, is_timed=True), markdown=options.markdown)


if __name__ == "__main__":
    main()
