"""What `khmerid examine` carries over many rows: rows a second, and the memory of each of its processes.

    python benchmarks/scale.py [--rows 500000] [--compared 20000] [--format jsonl]

Rows are those of the corpora, one after another, with fresh ids. First some are examined with one job and
with two, in turn, for the ratio of their speeds; then all with two; then 150 rows of 4 MB with two. Memory is
the most that a process was seen with (its resident set, as Linux tells), and what all had together at the end
of each tenth of a run, so that one sees whether it grows.
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CARDS, FIELDS, HEAVY, SMART, labelled_cards
from tables import print_table

EVERY = 0.2  # seconds between two looks at the memory
LONG_ROWS, LONG = 150, 4 * 1024 * 1024
MIB = 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--compared", type=int, default=20_000, help="rows for one job and for two")
    parser.add_argument("--format", default="jsonl")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compared, many, long = (folder / f"{kind}.jsonl" for kind in ("compared", "many", "long"))
        write(compared, options.compared)
        write(many, options.rows)
        write(long, LONG_ROWS, LONG)
        runs = [
            (f"{options.compared:,} rows, {jobs} job{'s' * (jobs > 1)}", compared, options.compared, jobs)
            for jobs in (1, 2, 1, 2)
        ]
        runs += [(f"{options.rows:,} rows, 2 jobs", many, options.rows, 2)]
        runs += [(f"{LONG_ROWS} rows of 4 MB, 2 jobs", long, LONG_ROWS, 2)]
        rows, seconds = [], []
        for title, path, count, jobs in runs:
            took, looks = run(path, folder / f"out.{options.format}", jobs)
            seconds.append(took)
            peaks = [max(look.get(process, 0) for look in looks) for process in sorted(looks[-1])]
            rows.append(
                [
                    title,
                    f"{took:,.0f} s",
                    f"{count / took:,.0f}",
                    " + ".join(f"{peak:.0f}" for peak in peaks),
                    f"{max(sum(look.values()) for look in looks):.0f}",
                    " ".join(f"{sum(look.values()):.0f}" for look in tenths(looks)),
                ]
            )
            print(f"{title}: {count / took:,.0f} rows a second", file=sys.stderr)
    head = ["run", "took", "rows a second", "MiB of each process", "of all at once", "of all, by tenths"]
    print_table(head, rows, markdown=options.markdown)
    print(f"two jobs do {(seconds[0] + seconds[2]) / (seconds[1] + seconds[3]):.2f} times as many as one")


def write(path: Path, count: int, size: int = 0) -> None:
    """Write rows of the corpora with fresh ids; ``size`` is how many bytes of a picture each has besides."""
    cards = [card for corpus in (FIELDS, HEAVY, CARDS, SMART) for card in labelled_cards(corpus)]
    with path.open("w", encoding="utf-8") as stream:
        for number, card in enumerate(itertools.islice(itertools.cycle(cards), count)):
            row = {"id": f"{number}-{card.id}", "today": card.today.isoformat(), "response": card.response}
            if size:
                row["portrait_image"] = "A" * size
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def run(path: Path, output: Path, jobs: int) -> tuple[float, list[dict[int, float]]]:
    """Return the seconds that the command takes, and the MiB of its processes at each look."""
    command = [sys.executable, "-m", "khmerid", "examine", str(path), "--output", str(output), "--quiet"]
    command += ["--jobs", str(jobs), "--fail-on", "never"]
    begin, looks = time.monotonic(), []
    with subprocess.Popen(command) as process:  # noqa: S603 - the command itself
        while process.poll() is None:
            if look := dict(memory_of(process.pid)):
                looks.append(look)
            time.sleep(EVERY)
    if process.returncode:
        sys.exit(f"the command ended with {process.returncode}")
    output.unlink()
    # The last look in which none was gone.
    most = max(map(len, looks))
    looks = looks[: max(place for place, look in enumerate(looks, 1) if len(look) == most)]
    return time.monotonic() - begin, looks


def memory_of(process: int) -> Iterator[tuple[int, float]]:
    """Yield a process and all below it that runs khmerid, each with the MiB that it has."""
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii")
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return
    size = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)
    if size:
        yield process, size / MIB
    for child in children:
        yield from memory_of(int(child))


def tenths(looks: list[dict[int, float]]) -> list[dict[int, float]]:
    """Return the looks at the end of each tenth of a run."""
    return [looks[max(len(looks) * tenth // 10 - 1, 0)] for tenth in range(1, 11)]


if __name__ == "__main__":
    main()
