"""Mutation tests: change the code in one place at a time, and see whether a test fails.

    pip install -e '.[dev,mutation]'
    python mutation/try_mutants.py --sample 100 --seed 1     # of each package a hundred, drawn by this seed
    python mutation/try_mutants.py                           # all of them: many hours

Mutants are made and tried by mutmut, as ``[tool.mutmut]`` of pyproject.toml says. It forks a process for each
from one that has run the tests before. What was computed there at import or for a cache is not computed again
by the mutant. So each one that no test kills is tried again in a process of its own, and what survives
there is a survivor. It is explained in ``survivors.toml``, or the command prints it and fails.

mutmut changes functions and methods, and leaves out what has a decorator (caches, properties) and the tables
of a module. The draw depends on the seed and on the name of each mutant: a change of one function leaves the
others in it.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from mutmut.configuration import config
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import get_mutant_name

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
EXPLAINED = HERE / "survivors.toml"
PACKAGES = ("checks", "fields", "misreading", "mrz", "recovery", "resolve")

# What a mutant has in a process of its own, beside five times what its tests took before: with less, a busy
# machine is taken for a loop without end.
LEAST_SECONDS = 120.0

KILLED, TIMED_OUT, SURVIVED = "killed", "timeout", "survived"


class Mutant(NamedTuple):
    """One change: where, and what stood there before and after."""

    name: str
    file: Path

    @property
    def package(self) -> str:
        """The package that it is in."""
        return self.file.parts[1]

    @property
    def function(self) -> str:
        """The dotted name of the function or the method as the code has it."""
        module, _, mangled = self.name.partition("__mutmut_")[0].rpartition(".")
        return f"{module}.{mangled.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"


class Change(NamedTuple):
    """What stood in a function before and after, without the indentation of its lines."""

    function: str
    before: str
    after: str


def main() -> int:
    """Draw, try and print; return 1 where a survivor is not explained."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, help="mutants of each package; all of them if left out")
    parser.add_argument("--seed", type=int, default=0, help="of the draw")
    parser.add_argument("--packages", nargs="+", choices=PACKAGES, default=PACKAGES)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="mutants that are tried at a time")
    options = parser.parse_args()
    if options.sample is not None and options.sample < 1:
        parser.error("a sample has one mutant or more")
    os.chdir(ROOT)
    mutants = {package: list(mutants_of(package)) for package in options.packages}
    drawn = {package: draw(found, options.sample, options.seed) for package, found in mutants.items()}
    statuses: dict[Mutant, str] = {}
    changes: dict[Mutant, Change] = {}
    for package, chosen in drawn.items():
        statuses |= try_all(package, chosen, options.jobs)
        changes |= {mutant: change_of(mutant) for mutant in chosen if statuses[mutant] == SURVIVED}
    explained = {mutant for mutant, change in changes.items() if is_explained(change)}
    size = f"{options.sample} of each package, seed {options.seed}" if options.sample else "all of them"
    print(f"\nMutants: {size}\n")
    print_table(mutants, drawn, statuses, explained)
    for title, shown in (("Explained", explained), ("Not explained", changes.keys() - explained)):
        print(f"\n{title}: {len(shown)}")
        for mutant in sorted(shown):
            print("", mutant.name, *changes[mutant], sep="\n    ")
    return 1 if changes.keys() - explained else 0


def mutants_of(package: str) -> Iterable[Mutant]:
    """Yield all mutants of a package."""
    for path in sorted((ROOT / "khmerid" / package).glob("*.py")):
        file = path.relative_to(ROOT)
        for name in mutate_file_contents(str(file), path.read_text("utf-8")).mutant_names:
            yield Mutant(get_mutant_name(file, name), file)


def draw(mutants: Sequence[Mutant], size: int | None, seed: int) -> list[Mutant]:
    """Return so many of them as this seed draws, or all."""
    by_chance = sorted(mutants, key=lambda one: hashlib.sha256(f"{seed} {one.name}".encode()).digest())
    return by_chance[:size]


def try_all(package: str, mutants: Sequence[Mutant], jobs: int) -> dict[Mutant, str]:
    """Return what became of each mutant of a package: killed, timeout or survived."""
    shutil.rmtree("mutants", ignore_errors=True)
    command = [sys.executable, str(HERE / "mutmut_of.py"), package, str(jobs)]
    subprocess.run([*command, *(mutant.name for mutant in mutants)], env=environment(""), check=True)
    codes = {name: code for file in {one.file for one in mutants} for name, code in exit_codes(file).items()}
    statuses = {mutant: status_by_exit_code[codes[mutant.name]] for mutant in mutants}
    again = [mutant for mutant, status in statuses.items() if status not in (KILLED, TIMED_OUT)]
    print(
        f"{len(again)} of {len(mutants)} mutants of {package} are tried again, each in a process of its own"
    )
    if again and try_alone("") != SURVIVED:
        sys.exit(f"the tests of {package} fail without any mutant")
    with ThreadPoolExecutor(jobs) as threads:
        statuses |= zip(again, threads.map(try_alone, [mutant.name for mutant in again]), strict=True)
    return statuses


def exit_codes(file: Path) -> dict[str, int | None]:
    """Return with what mutmut's process for each mutant of a file ended."""
    codes: dict[str, int | None] = json.loads(Path("mutants", f"{file}.meta").read_text("utf-8"))[
        "exit_code_by_key"
    ]
    return codes


def try_alone(name: str) -> str:
    """Return what becomes of a mutant in a process of its own, under all tests of its package.

    ``""`` is the code as it is. The quickest tests are first.
    """
    stats = json.loads(Path("mutants", "mutmut-stats.json").read_text("utf-8"))
    took: dict[str, float] = stats["duration_by_test"]
    command = [sys.executable, "-m", "pytest", "-x", "-q", *config().pytest_add_cli_args]
    try:
        ended = subprocess.run(
            [*command, *sorted(took, key=took.__getitem__)],
            cwd="mutants",
            env=environment(name),
            capture_output=True,
            timeout=LEAST_SECONDS + 5 * sum(took.values()),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return TIMED_OUT
    return KILLED if ended.returncode else SURVIVED


def environment(mutant: str) -> dict[str, str]:
    """Return the environment in which this mutant is tried, with our plugin of pytest on the path."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(HERE), "MUTANT_UNDER_TEST": mutant}


def change_of(mutant: Mutant) -> Change:
    """Return what a mutant changes."""
    lines = get_diff_for_mutant(mutant.name, path=mutant.file).splitlines()[2:]
    before, after = (
        " ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in ("-", "+")
    )
    return Change(mutant.function, before, after)


def is_explained(change: Change) -> bool:
    """Return whether the file of survivors has this one, or a pattern of changes that it is of."""
    table = tomllib.loads(EXPLAINED.read_text("utf-8"))
    if any(change == (row["function"], row["before"], row["after"]) for row in table["survivor"]):
        return True
    return any(
        re.search(row["before"], change.before)
        and re.sub(row["before"], row["after"], change.before) == change.after
        for row in table["kind"]
    )


def print_table(
    mutants: dict[str, list[Mutant]],
    drawn: dict[str, list[Mutant]],
    statuses: dict[Mutant, str],
    explained: set[Mutant],
) -> None:
    """Print a row for each package, and one for all."""
    print("| package | mutants | run | killed | time-out | survived | explained | caught | 95 % interval |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|---|")
    for package in [*drawn, "all"]:
        of = list(drawn) if package == "all" else [package]
        tried = [mutant for one in of for mutant in drawn[one]]
        counts = Counter(statuses[mutant] for mutant in tried)
        caught = counts[KILLED] + counts[TIMED_OUT]
        low, high = wilson(caught, len(tried))
        row = [package, sum(len(mutants[one]) for one in of), len(tried), counts[KILLED], counts[TIMED_OUT]]
        row += [counts[SURVIVED], len(explained & set(tried)), f"{caught / len(tried):.1%}"]
        print(f"| {' | '.join(map(str, row))} | {low:.1%} to {high:.1%} |")


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson (1927)."""
    z = 1.959964
    share, spread = successes / trials, z * z / trials
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / trials + spread / (4 * trials)) / (1 + spread)
    return middle - half, middle + half


if __name__ == "__main__":
    sys.exit(main())
