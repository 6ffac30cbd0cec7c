"""The tables of the pages that come from a run: made again, and written or compared with what is documented.

    python benchmarks/documented.py [NAME …] [--whole] [--check]

A table stands in a page between two marks, ``<!-- printed by documented.py: NAME -->`` and ``<!-- end -->``.
A picture is a file of its own. All are drawn by lot from the same seeds and have no time in them, so they are
the same in every run. Without names all are made but those called whole; ``--whole`` makes those, too.
``--check`` writes nothing, prints what differs, and leaves with 1 if anything does.
"""

import argparse
import difflib
import functools
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import accuracy
import calibration
import coverage
import noise
from observed import Family, Seen, corpus_tasks, noise_tasks, observe
from tables import to_markdown

DOCS = Path(__file__).resolve().parent.parent / "docs"
FEW, MANY = 20, 870  # cards of each kind and rate of noise, in every run and in the whole one
_MARKED = re.compile(
    r"(?P<mark><!-- printed by documented\.py: (?P<name>[^\n]+) -->\n)(?P<text>.*?)(?=<!-- end -->)",
    re.DOTALL,
)


class Made(NamedTuple):
    """What is made: the file of ``docs`` that has it, how, and whether in the whole run only."""

    file: str
    make: Callable[[], str]
    is_whole: bool = False


@functools.cache
def of_corpora() -> list[Seen]:
    """Return the cards of the corpora, with the shipped tables and by halves."""
    return list(observe(corpus_tasks(halves=True)))


@functools.cache
def with_noise(cards: int) -> list[Seen]:
    """Return so many cards of each kind and rate of noise."""
    return list(observe(noise_tasks(cards)))


@functools.cache
def counts(cards: int) -> calibration.Counts:
    """Return what the calibration counts of the corpora and so many cards of noise."""
    return calibration.counts_of([*of_corpora(), *with_noise(cards)])


def calibrated(cards: int, *families: Family) -> str:
    """Return the cells of families, and what is said of them taken apart."""
    table = calibration.family_table(counts(cards), families)
    return f"{to_markdown(table)}\n\n{calibration.groups_apart(counts(cards))}"


def drawn(plot: Callable[[Path], None]) -> str:
    """Return the picture that is written into a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "picture.svg")
        plot(path)
        return path.read_text("utf-8")


MADE = {
    "accuracy": Made("accuracy.md", lambda: to_markdown(accuracy.accuracy_table())),
    "altered": Made("accuracy.md", lambda: to_markdown(accuracy.altered_table())),
    "assurances": Made(
        "accuracy.md",
        lambda: to_markdown(calibration.assurance_table(calibration.counts_of(of_corpora()).assurances)),
    ),
    "calibration": Made("accuracy.md", lambda: calibrated(FEW, Family.CORPORA, Family.HALVES, Family.NOISE)),
    "calibration, whole": Made("accuracy.md", lambda: calibrated(MANY, Family.NOISE), is_whole=True),
    "reliability": Made(
        "reliability.svg",
        lambda: drawn(lambda path: calibration.plot(path, counts(MANY).families)),
        is_whole=True,
    ),
    "noise": Made("accuracy.md", lambda: to_markdown(noise.noise_table(with_noise(FEW), by_rate=False))),
    "noise, whole": Made(
        "accuracy.md", lambda: to_markdown(noise.noise_table(with_noise(MANY))), is_whole=True
    ),
    "coverage": Made(
        "accuracy.md",
        lambda: to_markdown(coverage.coverage_table(coverage.critical_values(of_corpora()))),
    ),
    "coverage, drawn": Made(
        "coverage.svg",
        lambda: drawn(lambda path: coverage.plot(path, coverage.critical_values(of_corpora()))),
    ),
}


def documented() -> dict[str, str]:
    """Return the tables and pictures of the pages by name."""
    found = {
        match["name"]: match["text"]
        for page in sorted(DOCS.glob("*.md"))
        for match in _MARKED.finditer(page.read_text("utf-8"))
    }
    pictures = {name: made.file for name, made in MADE.items() if made.file.endswith(".svg")}
    return found | {name: (DOCS / file).read_text("utf-8") for name, file in pictures.items()}


def write(name: str, text: str) -> None:
    """Put what was made in its place."""
    path = DOCS / MADE[name].file
    if path.suffix == ".md":
        page = path.read_text("utf-8")
        text = _MARKED.sub(
            lambda match: match["mark"] + (text if match["name"] == name else match["text"]), page
        )
    path.write_text(text, "utf-8")


def main() -> int:
    """Make the tables; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of: {', '.join(MADE)}")
    parser.add_argument("--whole", action="store_true", help="the large tables, too")
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    options = parser.parse_args()
    before = documented()
    if unknown := set(options.names) - set(MADE):
        parser.error(f"not made here: {', '.join(sorted(unknown))}")
    if unpaired := set(before) ^ set(MADE):
        parser.error(f"made and not marked in a page, or the reverse: {', '.join(sorted(unpaired))}")
    names = options.names or [name for name, made in MADE.items() if options.whole or not made.is_whole]
    differing = []
    for name in names:
        start = time.monotonic()
        text = MADE[name].make()
        text = f"{text.rstrip()}\n" if MADE[name].file.endswith(".md") else text
        print(f"{name}: {time.monotonic() - start:.0f} s", flush=True)
        if text == before[name]:
            continue
        differing.append(name)
        old, new = before[name].splitlines(), text.splitlines()
        print("\n".join(difflib.unified_diff(old, new, "documented", "made again", n=0, lineterm="")))
        if not options.check:
            write(name, text)
    print(f"{len(names)} made, {len(differing)} not as documented: {', '.join(differing) or 'none'}")
    return int(options.check and bool(differing))


if __name__ == "__main__":
    sys.exit(main())
