"""One valid TD1 parsed and verified beside the peers, in one run, as a table of ratios; and recovery.

    python benchmarks/mrz_speed.py

Peers that are not installed are left out, with a word on how to install them: in a folder of their own, which
``MRZ_PEERS`` names, since ``mrz`` is GPL-3.0 and ``fastmrz`` AGPL-3.0; ``NODE_MODULES`` names that of npm.
Times are of the processor. All take turns, and each figure is the best of nine.
"""

import importlib
import importlib.util
import json
import math
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

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tables import Table, print_table

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
BAR = 0.45  # of the time of the fastest Python peer
OURS = "khmerid parse_td1"
INSTALL = (
    "pip install --target peers mrz==0.6.2 fastmrz==2.1.2 attrs; pip install --target peers --no-deps "
    "passporteye==2.2.2; npm install mrz@5; then MRZ_PEERS=peers"
)
Call = Callable[[], object]

_NODE = """
import { pathToFileURL } from 'node:url';
const { parse } = await import(pathToFileURL(process.argv[1] + '/mrz/lib/index.js'));
const lines = JSON.parse(process.argv[2]);
const processor = () => { const used = process.cpuUsage(); return used.user + used.system; };
for (let i = 0; i < 20000; i++) parse(lines);
let best = Infinity;
for (let r = 0; r < 9; r++) {
  const start = processor();
  for (let i = 0; i < 20000; i++) parse(lines);
  best = Math.min(best, (processor() - start) / 20000);
}
if (!parse(lines).valid) throw new Error('not valid');
console.log(best);
"""


def ours() -> Call:
    reading = parse_td1(LINES)
    if reading.value is None or not reading.value.verified:
        message = "the mrz does not verify"
        raise AssertionError(message)
    return lambda: parse_td1(LINES)


def peer_mrz() -> Call:
    checker = importlib.import_module("mrz.checker.td1").TD1CodeChecker
    return lambda: bool(checker(TEXT))


def peer_mrz_fields() -> Call:
    checker = importlib.import_module("mrz.checker.td1").TD1CodeChecker
    return lambda: checker(TEXT).fields()


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


def peer_passporteye() -> Call:
    reader = passporteye_text().MRZ
    return lambda: reader(LINES).valid


def peer_fastmrz() -> Call:
    reader = importlib.import_module("fastmrz").FastMRZ()
    return lambda: reader.get_details(TEXT, input_type="text")


def time_of_npm_mrz() -> float | None:
    """Return the microseconds of the reader of npm, or none where it is not installed."""
    node, folder = shutil.which("node"), os.environ.get("NODE_MODULES", "node_modules")
    if node is None or not (Path(folder) / "mrz").is_dir():
        return None
    command = [node, "--input-type=module", "-e", _NODE, str(Path(folder).resolve()), json.dumps(LINES)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603


PEERS: dict[str, Callable[[], Call]] = {
    "PassportEye MRZ(lines)": peer_passporteye,
    "mrz TD1CodeChecker": peer_mrz,
    "mrz TD1CodeChecker and fields()": peer_mrz_fields,
    "fastmrz get_details": peer_fastmrz,
}


def print_parsing() -> None:
    """Print what one valid TD1 takes here and with each peer, and the ratio to the fastest Python one."""
    sys.path += [folder for folder in [os.environ.get("MRZ_PEERS", "")] if folder]
    calls = {OURS: ours()}
    absent = []
    for name, peer in PEERS.items():
        try:
            calls[name] = peer()
        except ImportError:
            absent.append(name)
    times = dict.fromkeys(calls, math.inf)
    for _ in range(REPEAT):
        for name, call in calls.items():
            took = timeit.timeit(call, number=NUMBER, timer=time.process_time) / NUMBER * 1e6
            times[name] = min(times[name], took)
    own, python = times[OURS], [took for name, took in times.items() if name != OURS]
    if (took := time_of_npm_mrz()) is None:
        absent.append("npm mrz parse")
    else:
        times["npm mrz parse"] = took
    rows = [[name, f"{took:.2f}", f"{own / took:.2f}"] for name, took in times.items()]
    print_table(Table(("one valid TD1, parsed and verified", "µs", "khmerid / it"), rows))
    if absent:
        print(f"not installed: {', '.join(absent)}\n  {INSTALL}")
    if python:
        print(f"khmerid takes {own / min(python):.2f} of the fastest Python peer; the bar is {BAR}")


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
    print_parsing()
    times = []
    for lines in damaged(1, 2000):
        start = time.process_time()
        recover_td1(lines)
        times.append((time.process_time() - start) * 1e3)
    high = statistics.quantiles(times, n=100)[98]
    print(f"recovery of 2000 damaged MRZs, ms: median {statistics.median(times):.3f}, p99 {high:.3f}")
    clean = timeit.repeat(lambda: recover_td1(CAMBODIAN), time.process_time, repeat=REPEAT, number=NUMBER)
    print(f"recovery of a clean MRZ, µs: {min(clean) / NUMBER * 1e6:.2f}")


if __name__ == "__main__":
    main()
