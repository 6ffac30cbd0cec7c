"""One valid TD1 parsed and verified beside the peers, in one run, as a table of ratios; and recovery.

``python benchmarks/mrz.py``. Peers that are not installed are left out, with a word. Install them in an
environment of their own, since ``mrz`` is GPL-3.0 and ``fastmrz`` AGPL-3.0:

    pip install mrz==0.6.2 fastmrz==2.1.2 attrs; pip install --no-deps passporteye==2.2.2; npm install mrz@5

and say where: ``MRZ_PEERS=/path/to/venv/lib/python3.11/site-packages NODE_MODULES=/path/to/node_modules``.
Each figure is the best of nine runs.
"""

import importlib
import importlib.util
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
import timeit
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from khmerid.mrz.parsing import parse_td1
from khmerid.recovery.recover import recover_td1

LINES = ["IDCHES0002068<8<<<<<<<<<<<<<<<", "8102287F1301014CHE<<<<<<<<<<<4", "VADIS<<QUO<<<<<<<<<<<<<<<<<<<<"]
TEXT = "\n".join(LINES)
CAMBODIAN = [
    "IDKHM0102030402<<<<<<<<<<<<<<<",
    "9003152F2912316KHM<<<<<<<<<<<4",
    "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<",
]
REPEAT, NUMBER = 9, 4000
BAR = 0.5  # of the time of the fastest Python peer

_NODE = """
import { pathToFileURL } from 'node:url';
const { parse } = await import(pathToFileURL(process.argv[1] + '/mrz/lib/index.js'));
const lines = JSON.parse(process.argv[2]);
for (let i = 0; i < 20000; i++) parse(lines);
let best = Infinity;
for (let r = 0; r < 9; r++) {
  const t = performance.now();
  for (let i = 0; i < 20000; i++) parse(lines);
  best = Math.min(best, (performance.now() - t) * 1000 / 20000);
}
if (!parse(lines).valid) throw new Error('not valid');
console.log(best);
"""


def best(function: Callable[[], object]) -> float:
    return min(timeit.repeat(function, repeat=REPEAT, number=NUMBER)) / NUMBER * 1e6


def ours() -> float:
    reading = parse_td1(LINES)
    if reading.value is None or not reading.value.verified:
        message = "the mrz does not verify"
        raise AssertionError(message)
    return best(lambda: parse_td1(LINES))


def peer_mrz() -> float:
    checker = importlib.import_module("mrz.checker.td1").TD1CodeChecker
    return best(lambda: bool(checker(TEXT)))


def peer_mrz_fields() -> float:
    checker = importlib.import_module("mrz.checker.td1").TD1CodeChecker
    return best(lambda: checker(TEXT).fields())


def passporteye_text() -> ModuleType:
    """Load PassportEye's one module that reads text; the package itself wants image libraries."""
    found = importlib.util.find_spec("passporteye")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(name="passporteye")
    path = Path(found.submodule_search_locations[0]) / "mrz" / "text.py"
    spec = importlib.util.spec_from_file_location("passporteye_text", path)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name="passporteye")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def peer_passporteye() -> float:
    reader = passporteye_text().MRZ
    return best(lambda: reader(LINES).valid)


def peer_fastmrz() -> float:
    reader = importlib.import_module("fastmrz").FastMRZ()
    return best(lambda: reader.get_details(TEXT, input_type="text"))


def peer_npm_mrz() -> float:
    node, folder = shutil.which("node"), os.environ.get("NODE_MODULES", "node_modules")
    if node is None or not (Path(folder) / "mrz").is_dir():
        raise ModuleNotFoundError(name="npm mrz")
    command = [node, "--input-type=module", "-e", _NODE, str(Path(folder).resolve()), json.dumps(LINES)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603


PEERS: dict[str, Callable[[], float]] = {
    "PassportEye MRZ(lines)": peer_passporteye,
    "mrz TD1CodeChecker": peer_mrz,
    "mrz TD1CodeChecker and fields()": peer_mrz_fields,
    "fastmrz get_details": peer_fastmrz,
    "npm mrz parse": peer_npm_mrz,
}


def damaged(seed: int, number: int) -> Iterator[list[str]]:
    """Yield a Cambodian MRZ with one to three look-alikes and with fillers misread, dropped or doubled."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    look = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B", "3": "B", "4": "A", "6": "G"}
    for _ in range(number):
        lines = [list(line) for line in CAMBODIAN]
        for _ in range(chance.randint(1, 3)):
            row, at = chance.choice([(0, chance.randrange(5, 15)), (1, chance.randrange(15))])
            lines[row][at] = look.get(lines[row][at], lines[row][at])
        for row, end in ((0, 15), (1, 18), (2, 11)):
            for at in range(end, len(lines[row]) - 1):
                lines[row][at] = chance.choice("<<<<<<<<<<<<KESe") if chance.random() < 0.9 else ""
        yield ["".join(line) for line in lines]


def main() -> None:
    sys.path.remove(str(Path(__file__).resolve().parent))  # where this script would stand for the peer `mrz`
    sys.path += [folder for folder in [os.environ.get("MRZ_PEERS", "")] if folder]
    figures: dict[str, float] = {"khmerid parse_td1": ours()}
    absent = []
    for name, peer in PEERS.items():
        try:
            figures[name] = peer()
        except ImportError:
            absent.append(name)
    own = figures["khmerid parse_td1"]
    print(f"{'one valid TD1, parsed and verified':36}{'µs':>9}{'khmerid / it':>14}")
    for name, figure in figures.items():
        print(f"{name:36}{figure:9.2f}{own / figure:14.2f}")
    print(*(f"not installed: {name}" for name in absent), sep="\n")
    python = [figure for name, figure in figures.items() if name in PEERS and not name.startswith("npm")]
    if python:
        print(f"bar: {BAR} of the fastest Python peer; reached: {own / min(python):.2f}")
    times = []
    for lines in damaged(1, 2000):
        start = time.process_time()
        recover_td1(lines)
        times.append((time.process_time() - start) * 1e3)
    high = statistics.quantiles(times, n=100)[98]
    print(f"recovery of 2000 damaged MRZs, ms: median {statistics.median(times):.3f}, p99 {high:.3f}")
    clean: Any = timeit.repeat(lambda: recover_td1(CAMBODIAN), repeat=REPEAT, number=NUMBER)
    print(f"recovery of a clean MRZ, µs: {min(clean) / NUMBER * 1e6:.2f}")


if __name__ == "__main__":
    main()
