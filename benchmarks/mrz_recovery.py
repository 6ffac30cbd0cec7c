"""How much of the MRZs of a corpus is recovered, and how much of it wrongly.

    python benchmarks/mrz_recovery.py [CORPUS.jsonl[.xz] …]

The corpora are by default those of ``data/corpus``. A field that is certain and not the truth is a silent
error; that column has to be zero.
"""

import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CARDS, FIELDS, HEAVY, SMART, labelled_cards

from khmerid.mrz.parsing import parse_td1
from khmerid.recovery.recover import Recovery, recover_td1

WATCHED = ("document_number", "date_of_birth", "date_of_expiry", "issuing_state", "nationality")


def is_wrong(recovery: Recovery, truth: tuple[str, ...]) -> bool:
    return recovery.lines is not None and recovery.lines[:2] != truth[:2]


def measure(path: Path) -> None:
    outcomes: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    certain: Counter[str] = Counter()
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
        for name in recovery.risks:
            certain[name] += 1
            if recovery.fields[name] != getattr(true, name):
                silent.append(
                    (
                        card.id,
                        name,
                        recovery.fields[name],
                        getattr(true, name),
                        str(recovery.outcome),
                        text[-3:],
                    )
                )
    times.sort()
    print(f"{path.name}: {len(cards)} rows, {dict(outcomes)}, wrong {dict(wrong)}")
    print("  certain: " + ", ".join(f"{name} {certain[name] / len(cards):.3f}" for name in WATCHED))
    print(f"  silent errors: {len(silent)}", *silent[:20], sep="\n    ")
    median, high, most = (times[at] * 1e3 for at in (len(times) // 2, len(times) * 99 // 100, -1))
    print(f"  ms: median {median:.3f}, p99 {high:.3f}, max {most:.3f}")


if __name__ == "__main__":
    for corpus in map(Path, sys.argv[1:]) if sys.argv[1:] else (FIELDS, HEAVY, CARDS, SMART):
        measure(corpus)
