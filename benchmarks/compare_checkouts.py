"""Hold two checkouts of khmerid against each other: the same reports, byte for byte, and how fast each is.

    python benchmarks/compare_checkouts.py OTHER_CHECKOUT [CORPUS.jsonl[.xz] …] [--damaged 2000] [--time 5]

The inputs are the rows of the corpora (by default those of ``data/corpus``), ``data/cards``, the specimens
of ``data/specimens`` and specimens of our own, damaged from lightly to beyond recognition. Each checkout
examines them in a process of its own, with this interpreter. A report that is not the same is named, with the
fields in which it differs; the exit status is 1 if there is any. ``--time`` examines the undamaged specimens
and each corpus so many times in turn, and prints the ratio of the medians, this checkout's to the other's.
"""

import argparse
import datetime as dt
import json
import lzma
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TODAY = "2026-11-22"
SEVERITIES = (0.1, 0.2, 0.5, 1.0, 2.0)
Row = dict[str, Any]


def rows_of(path: Path) -> Iterator[Row]:
    """Yield the rows of a file of JSON lines, which may be compressed."""
    content = path.read_bytes()
    text = (lzma.decompress(content) if path.suffix == ".xz" else content).decode("utf-8")
    yield from map(json.loads, text.splitlines())


def corpus_inputs(path: Path) -> Iterator[Row]:
    """Yield each row of a corpus as it was presented on some day of its validity, settled by its id."""
    for row in rows_of(path):
        issued = dt.date.fromisoformat(row["truth"]["issue_date"])
        today = issued + dt.timedelta(days=1 + zlib.crc32(row["id"].encode()) % 3640)
        response = row["response"] if "response" in row else {"lines": row["lines"]}
        yield {"id": f"{path.name} {row['id']}", "today": today.isoformat(), "response": response}


def other_inputs() -> Iterator[Row]:
    """Yield the cards of ``data/cards`` and the stored specimens, each as a file holds it."""
    for path in sorted((ROOT / "data" / "cards").glob("*.json")):
        card = json.loads(path.read_text("utf-8"))
        yield {"id": path.name, "today": card["today"], "response": card["response"]}
    for path in sorted((ROOT / "data" / "specimens").rglob("*")):
        if path.suffix in {".json", ".tsv"} and not path.name.startswith(("request", "captured")):
            yield {"id": path.name, "today": TODAY, "response": path.read_text("utf-8")}


def specimen_inputs(count: int, *, damaged: bool) -> Iterator[Row]:
    """Yield specimens, every other one as lines, damaged at each severity in turn."""
    sys.path.insert(0, str(ROOT))
    from khmerid.testing import damage, make_specimen  # noqa: PLC0415 - of this checkout, for both

    for seed in range(count):
        specimen = make_specimen(seed=seed)
        response = specimen.response() if seed % 2 else specimen.lines()
        if damaged:
            response = damage(response, seed=seed, severity=SEVERITIES[seed % len(SEVERITIES)])
        yield {"id": f"specimen {seed}", "today": specimen.today.isoformat(), "response": response}


def examine_file(checkout: Path, inputs: Path, times: int) -> None:
    """Examine a file of inputs with one checkout; print the reports, or how long each run took."""
    sys.path.insert(0, str(checkout))
    import khmerid  # noqa: PLC0415 - of the checkout that is asked for

    if not Path(khmerid.__file__).is_relative_to(checkout):
        sys.exit(f"khmerid is not that of {checkout}")
    rows = list(rows_of(inputs))

    def examined(row: Row) -> str:
        try:
            report = khmerid.examine(row["response"], today=dt.date.fromisoformat(row["today"]))
        except (khmerid.UnexpectedResponseError, khmerid.ApiError) as error:
            return json.dumps({"error": f"{type(error).__name__} {error}"})
        return json.dumps(report.to_dict(), ensure_ascii=False)

    for row in rows[:50]:  # the gazetteer is loaded, the caches are filled
        examined(row)
    for _ in range(times):
        start = time.perf_counter()
        for row in rows:
            examined(row)
        print(time.perf_counter() - start)
    if not times:
        for row in rows:
            sys.stdout.write(examined(row) + "\n")


def run(checkout: Path, inputs: Path, times: int = 0) -> list[str]:
    """Run this script in a process that takes khmerid from one checkout, and return the lines it prints."""
    command = [sys.executable, __file__, str(checkout), str(inputs), "--examine", str(times)]
    environment = os.environ | {"PYTHONPATH": str(checkout), "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, env=environment, cwd=checkout, check=True, capture_output=True)  # noqa: S603
    return done.stdout.decode().splitlines()


def differences(before: Any, after: Any, where: str = "") -> Iterator[str]:
    """Yield the places in which two reports differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from differences(before.get(key), after.get(key), f"{where}.{key}" if where else key)
    elif before != after:
        yield where


def main() -> int:
    """Compare and print; return the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("other", type=Path)
    parser.add_argument("corpora", nargs="*", type=Path)
    parser.add_argument("--damaged", type=int, default=2000)
    parser.add_argument("--time", type=int, default=0)
    parser.add_argument("--examine", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.examine is not None:
        examine_file(arguments.other, arguments.corpora[0], arguments.examine)
        return 0
    other = arguments.other.resolve()
    corpora = arguments.corpora or sorted((ROOT / "data" / "corpus").glob("dev_*.jsonl.xz"))
    inputs = {path.name: list(corpus_inputs(path)) for path in corpora}
    clean = list(specimen_inputs(200, damaged=False))
    everything = [row for rows in inputs.values() for row in rows]
    everything += [*other_inputs(), *specimen_inputs(arguments.damaged, damaged=True), *clean]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "inputs.jsonl")

        def write(rows: list[Row]) -> Path:
            file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
            return file

        write(everything)
        reports = run(other, file), run(ROOT, file)
        different = 0
        for row, before, after in zip(everything, *reports, strict=True):
            if before != after:
                different += 1
                places = list(differences(json.loads(before), json.loads(after)))
                print(f"{row['id']}: {', '.join(places) or 'the order of the keys'}")
        print(f"{len(everything)} reports, {different} not the same byte for byte")
        for name, rows in [("clean specimens", clean), *inputs.items()] if arguments.time else []:
            write(rows)
            times: tuple[list[float], list[float]] = [], []
            for _ in range(arguments.time):
                times[0].extend(map(float, run(ROOT, file, 1)))
                times[1].extend(map(float, run(other, file, 1)))
            here, there = map(statistics.median, times)
            print(f"{name:24} {here / len(rows) * 1e6:8.0f} µs a card, {here / there:5.2f} of the other's")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
