"""How many instructions a clean card takes, counted by Valgrind, beside what it takes with another commit.

    python benchmarks/instructions.py [--against REVISION] [--cards 20]

Time is another in every run; this count is nearly the same. Three processes examine some specimens, as a
response and as lines, and two of them examine the one or the other again: what these take more is that of
clean cards when the gazetteer is loaded and the caches are filled. Hashes are the same in all
(``PYTHONHASHSEED=0``), and garbage is not collected, which would fall on one card by chance. Both commits
examine the same specimens. Another interpreter or processor takes other counts: compare the ratio.
"""

import argparse
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tables import Table, print_table

from khmerid.testing import make_specimen

KINDS = ("response", "lines")
#: What a counted process does: a checkout, the file of cards, and the kinds that are examined in turn.
EXAMINE = """
import datetime, gc, json, sys
checkout, cards, *kinds = sys.argv[1:]
sys.path.insert(0, checkout)
import khmerid
if not khmerid.__file__.startswith(checkout):
    sys.exit(f"khmerid is not that of {checkout}")
with open(cards, encoding="utf-8") as file:
    cards = json.load(file)
gc.disable()
for kind in kinds:
    for day, response in cards[kind]:
        khmerid.examine(response, today=datetime.date.fromisoformat(day))
"""


def main() -> int:
    """Print the counts; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--against", metavar="REVISION", help="a commit to compare with")
    parser.add_argument("--cards", type=int, default=20)
    options = parser.parse_args()
    if shutil.which("valgrind") is None:
        print("valgrind is not installed (Debian and Ubuntu: apt-get install valgrind): nothing is counted")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        cards = Path(folder, "cards.json")
        cards.write_text(json.dumps(cards_of(options.cards), ensure_ascii=False), "utf-8")
        found = {"this checkout": counts(ROOT, cards, options.cards)}
        if options.against is not None:
            other = Path(folder, "other")
            unpack(options.against, other)
            found[options.against] = counts(other, cards, options.cards)
    rows = [[kind, *(f"{of_kind[kind]:,}" for of_kind in found.values())] for kind in KINDS]
    head = ["instructions for a clean card", *found]
    if options.against is not None:
        head.append("ratio")
        for row, kind in zip(rows, KINDS, strict=True):
            here, there = (of_kind[kind] for of_kind in found.values())
            row.append(f"{here / there:.3f}")
    print_table(Table(head, rows))
    return 0


def cards_of(count: int) -> dict[str, list[tuple[str, object]]]:
    """Return days and responses of specimens, twice: what comes again are equal texts, not the same ones."""
    specimens = [make_specimen(seed=seed) for seed in range(count)]
    responses = [(one.today.isoformat(), one.response()) for one in specimens]
    lines = [(one.today.isoformat(), one.lines()) for one in specimens]
    return {"response": responses, "lines": lines, "response again": responses, "lines again": lines}


def unpack(revision: str, folder: Path) -> None:
    """Put the package as it is in another commit into a folder."""
    command = ["git", "archive", "--format=tar", revision, "khmerid"]
    archive = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603
    with tarfile.open(fileobj=io.BytesIO(archive)) as file:
        file.extractall(folder, filter="data")


def counts(checkout: Path, cards: Path, count: int) -> dict[str, int]:
    """Return how many instructions a card of each kind takes with one checkout."""
    command = [sys.executable, "-c", EXAMINE, str(checkout), str(cards), *KINDS]
    bytecode = cards.parent / "bytecode"
    run(command, bytecode)  # so that what is counted finds the modules compiled
    once = counted(command, bytecode)
    return {kind: (counted([*command, f"{kind} again"], bytecode) - once) // count for kind in KINDS}


def counted(command: list[str], bytecode: Path) -> int:
    """Return how many instructions a command executes that finds its bytecode in a folder."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as log:
        options = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
        run(["valgrind", *options, f"--log-file={log.name}", *command], bytecode)
        return int(re.search(r"I\s+refs:\s+([0-9,]+)", log.read())[1].replace(",", ""))


def run(command: list[str], bytecode: Path) -> None:
    """Run a command that keeps and finds bytecode in a folder, which nothing else writes to."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONHASHSEED": "0", "PYTHONPYCACHEPREFIX": str(bytecode)}
    subprocess.run(command, env=environment, check=True)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
