"""What `khmerid examine` carries over many rows: rows a second, and the memory of each of its processes.

    python benchmarks/scale.py [--rows 500000] [--compared 20000] [--format jsonl]
    python benchmarks/scale.py --cards 1000

Rows are those of the corpora, one after another, with fresh ids. First some are examined with one job and
with two, in turn, for the ratio of their speeds; then all with two; then 150 rows of 4 MB with two. Memory is
the most that a process was seen with (its resident set, as Linux tells), and what all had together at the end
of each tenth of a run, so that one sees whether it grows.

With ``--cards`` it says instead how long rows of each corpus take on one core: the mean is what a cluster
pays for, the others are how uneven its tasks are. The spread is the standard deviation in means; that of a
task of n rows of one kind is as much divided by the root of n. Hours are those of one core.
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
from statistics import fmean, median, quantiles, stdev

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CARDS, FIELDS, HEAVY, SMART, labelled_cards
from tables import Table, print_table

from khmerid.answering.examining import Terms, examine_row
from khmerid.answering.input_row import InputRow
from khmerid.testing import make_specimen

EVERY = 0.2  # seconds between two looks at the memory
LONG_ROWS, LONG = 150, 4 * 1024 * 1024
MIB = 1024
FIRST = """
import time; begin = time.perf_counter()
import datetime, khmerid.arrow, pyarrow; loaded = time.perf_counter()
table = pyarrow.table({"response": ['{"id_number": "010203040"}']})
khmerid.arrow.examine_batch(table, today=datetime.date(2026, 1, 1)); first = time.perf_counter()
print(f"a process imports for {loaded - begin:.2f} s, its first card takes {first - loaded:.2f} s")
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--compared", type=int, default=20_000, help="rows for one job and for two")
    parser.add_argument("--format", default="jsonl")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--cards", type=int, default=0, help="cards of each corpus to be timed one by one")
    options = parser.parse_args()
    if options.cards:
        time_cards(options.cards, markdown=options.markdown)
        return
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
    print_table(Table(head, rows), markdown=options.markdown)
    print(f"two jobs do {(seconds[0] + seconds[2]) / (seconds[1] + seconds[3]):.2f} times as many as one")


def time_cards(most: int, *, markdown: bool) -> None:
    """Print how long the first card of a process takes, and those of each corpus after it."""
    print(subprocess.check_output([sys.executable, "-c", FIRST], text=True))  # noqa: S603 - text of our own
    specimens = [make_specimen(seed=seed) for seed in range(most)]
    kinds = {"clean": [(one.response(), one.today) for one in specimens]}
    for corpus in (FIELDS, HEAVY, CARDS, SMART):
        cards = labelled_cards(corpus)[:most]
        kinds[corpus.name.partition(".")[0]] = [(card.response, card.today) for card in cards]
    rows = []
    for kind, cards in kinds.items():
        took = []
        for number, (response, today) in enumerate(cards):
            row = InputRow(number, json.dumps(response, ensure_ascii=False).encode())
            begin = time.perf_counter()
            examine_row(row, Terms(today=today))
            took.append(time.perf_counter() - begin)
        mean = fmean(took)
        cuts = [median(took), quantiles(took, n=100)[-1], max(took)]
        hours = [mean * many / 3600 for many in (10**7, 10**9)]
        rows.append(
            [
                kind,
                str(len(took)),
                *(f"{1000 * cut:.2f}" for cut in (mean, *cuts)),
                f"{stdev(took) / mean:.2f}",
                f"{1 / mean:,.0f}",
                *(f"{hour:,.0f}" for hour in hours),
            ]
        )
    head = ["", "cards", "mean, ms", "median", "p99", "most", "spread", "cards a second"]
    print_table(Table([*head, "hours for ten million", "for a billion"], rows), markdown=markdown)


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
