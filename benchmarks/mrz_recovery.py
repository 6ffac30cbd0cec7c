"""How much of the MRZs of a corpus is recovered, and how much of it wrongly.

``python benchmarks/mrz_recovery.py CORPUS.jsonl ...``. A row has ``truth.mrz`` (three lines) and either
``response.result.machine_code1`` to ``3`` or ``lines``.
A field that is certain and not the truth is a silent error; that column has to be nought.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path

from khmerid.mrz.parsing import parse_td1
from khmerid.recovery.recover import Recovery, recover_td1

WATCHED = ("document_number", "date_of_birth", "date_of_expiry", "issuing_state", "nationality")


def received(row: dict) -> list[str]:
    if "lines" in row:
        return [line["text"] for line in row["lines"]]
    result = row["response"]["result"]
    return [result.get(f"machine_code{number}") or "" for number in (1, 2, 3)]


def is_wrong(recovery: Recovery, truth: tuple[str, ...]) -> bool:
    return recovery.lines is not None and recovery.lines[:2] != truth[:2]


def measure(path: Path) -> None:
    outcomes: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    certain: Counter[str] = Counter()
    silent = []
    times = []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    for row in rows:
        truth = tuple(row["truth"]["mrz"])
        true = parse_td1(truth).value
        text = received(row)
        row["t"] = text[-3:]
        start = time.process_time()
        recovery = recover_td1(text)
        times.append(time.process_time() - start)
        outcomes[str(recovery.outcome)] += 1
        if is_wrong(recovery, truth):
            wrong["mrz " + str(recovery.outcome)] += 1
        if recovery.lines is not None and recovery.lines[2] != truth[2]:
            wrong["name " + str(recovery.outcome)] += 1
        if recovery.candidates:
            wrong["truth not among candidates"] += truth not in recovery.candidates
        for name in recovery.certain:
            certain[name] += 1
            if recovery.fields[name] != getattr(true, name):
                silent.append(
                    (
                        row["id"],
                        name,
                        recovery.fields[name],
                        getattr(true, name),
                        str(recovery.outcome),
                        row["t"],
                    )
                )
    times.sort()
    print(f"{path.name}: {len(rows)} rows, {dict(outcomes)}, wrong {dict(wrong)}")
    print("  certain: " + ", ".join(f"{name} {certain[name] / len(rows):.3f}" for name in WATCHED))
    print(f"  silent errors: {len(silent)}", *silent[:20], sep="\n    ")
    median, high, most = (times[at] * 1e3 for at in (len(times) // 2, len(times) * 99 // 100, -1))
    print(f"  ms: median {median:.3f}, p99 {high:.3f}, max {most:.3f}")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        measure(Path(argument))
