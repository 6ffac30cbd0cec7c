"""The tables of the pages that come from a run: made again, and written or compared with what is documented.

    python benchmarks/documented.py [NAME …] [--whole] [--check]

A table stands in a page between two marks, ``<!-- printed by documented.py: NAME -->`` and ``<!-- end -->``.
A picture is a file, named as it is here. All are drawn by lot from the same seeds and have no time in them,
so they are the same in every run. Without names all are made but those of the whole run, which take long:
``--whole`` makes those, too. ``--check`` writes nothing, prints what differs, and leaves with 1 if anything
does.
"""

import argparse
import difflib
import functools
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import accuracy
import calibration
import coverage
import mrz_recovery
import names as names_of_people
import noise
import places
import profiles
from observed import Family, Seen, Value, corpus_tasks, noise_tasks, observe
from tables import Table, to_markdown

DOCS = Path(__file__).resolve().parent.parent / "docs"
#: Cards with noise, MRZs and addresses of each kind and rate: in every run, and in the whole one.
CARDS, ZONES, ADDRESSES = (20, 870), (100, 2_000), (300, places.ADDRESSES)
#: Heads for who reads the page on compliance.
ACCURACY_IN_SHORT = (
    *("corpus", "cards", "wrong values called sure", "accepted with a wrong critical value"),
    "accepted by the machine",
)
ASSURANCES_IN_SHORT = ("field", "confirmed: wrong of seen (bound)", "protected: wrong of seen (bound)")
_MARKED = re.compile(
    r"(?P<mark><!-- printed by documented\.py: (?P<name>[^\n]+) -->\n)(?P<text>.*?)(?=<!-- end -->)",
    re.DOTALL,
)


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


@functools.cache
def accuracy_table() -> Table:
    """Return what becomes of the cards of the corpora."""
    return accuracy.accuracy_table()


def assurance_table() -> Table:
    """Return how often each assurance is wrong."""
    return calibration.assurance_table(calibration.counts_of(of_corpora()).assurances)


def whole_calibration() -> str:
    """Return the cells of noise of the whole run, and what is said of all taken apart."""
    table = calibration.family_table(counts(CARDS[1]), [Family.NOISE])
    return f"{to_markdown(table)}\n\n{calibration.failures(counts(CARDS[1]))}"


def in_short(table: Table, head: Sequence[str]) -> list[Table]:
    """Return the first columns of a table under another head, without the rows that have no figure there."""
    rows = [row[: len(head)] for row in table.rows]
    return [Table(head, [row for row in rows if set(row[1:]) != {"–"}])]


def khmer_names() -> list[Table]:
    """Return how names are told from others, and misread ones from right ones."""
    corpora = names_of_people.read_corpora()
    return [names_of_people.pairs_table(corpora), names_of_people.readings_table(corpora)]


def drawn(plot: Callable[[Path], None]) -> str:
    """Return the picture that is written into a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "picture.svg")
        plot(path)
        return path.read_text("utf-8")


def covered() -> dict[str, list[Value]]:
    """Return the critical values of each corpus."""
    return coverage.critical_values(of_corpora())


Maker = Callable[[], list[Table] | str]  # tables, or all that is between the marks, or a picture
EVERY_RUN: dict[str, Maker] = {
    "accuracy": lambda: [accuracy_table()],
    "accuracy, in short": lambda: in_short(accuracy_table(), ACCURACY_IN_SHORT),
    "altered": lambda: [accuracy.altered_table()],
    "assurances": lambda: [assurance_table()],
    "assurances, in short": lambda: in_short(assurance_table(), ASSURANCES_IN_SHORT),
    "calibration": lambda: [
        calibration.family_table(counts(CARDS[0]), [Family.CORPORA, Family.HALVES, Family.NOISE])
    ],
    "noise": lambda: [noise.noise_table(with_noise(CARDS[0]), by_rate=False)],
    "coverage": lambda: [coverage.coverage_table(covered())],
    "coverage.svg": lambda: drawn(lambda path: coverage.plot(path, covered())),
    "MRZ": lambda: [mrz_recovery.corpus_table()],
    "invented MRZs": lambda: [*mrz_recovery.invented_tables(ZONES[0], by_rate=False)],
    "names": khmer_names,
    "places": lambda: [places.communes_table(places.read_corpora(), places.drawn_noise())],
    "parts of places": lambda: [places.parts_table(ADDRESSES[0])],
    "cut places": lambda: [places.cuts_table(ADDRESSES[0])],
}
WHOLE_RUN: dict[str, Maker] = {
    "calibration, whole": whole_calibration,
    "reliability.svg": lambda: drawn(lambda path: calibration.plot(path, counts(CARDS[1]).families)),
    "noise, whole": lambda: [noise.noise_table(with_noise(CARDS[1]))],
    "invented MRZs, whole": lambda: [*mrz_recovery.invented_tables(ZONES[1])],
    "parts of places, whole": lambda: [places.parts_table(ADDRESSES[1])],
    "cut places, whole": lambda: [places.cuts_table(ADDRESSES[1])],
    "profiles": lambda: [profiles.made(profiles.pairs)],
    "profiles of few cards": lambda: [profiles.made(profiles.curves)],
    "profiles of altered cards": lambda: [profiles.made(profiles.adversarial)],
}
MADE = EVERY_RUN | WHOLE_RUN


def is_picture(name: str) -> bool:
    """Return whether what has this name is a file of its own, which has the same name."""
    return name.endswith(".svg")


def documented() -> list[tuple[str, str]]:
    """Return what is marked in the pages, and the pictures: the name and the text of each."""
    found = [
        (match["name"], match["text"])
        for page in sorted(DOCS.glob("*.md"))
        for match in _MARKED.finditer(page.read_text("utf-8"))
    ]
    return found + [(name, (DOCS / name).read_text("utf-8")) for name in filter(is_picture, MADE)]


def make(name: str) -> str:
    """Return a table or a picture as its file has it."""
    result = MADE[name]()
    if is_picture(name):
        return result
    return (result if isinstance(result, str) else "\n\n".join(map(to_markdown, result))).rstrip() + "\n"


def write(name: str, text: str) -> None:
    """Put what was made in its place."""
    if is_picture(name):
        (DOCS / name).write_text(text, "utf-8")
        return

    def filled(match: re.Match[str]) -> str:
        return match["mark"] + (text if match["name"] == name else match["text"])

    for path in DOCS.glob("*.md"):
        page = path.read_text("utf-8")
        if (changed := _MARKED.sub(filled, page)) != page:
            path.write_text(changed, "utf-8")


def processor_seconds(start: os.times_result) -> float:
    """Return what this process and those that it waited for have taken since."""
    return sum(os.times()[:4]) - sum(start[:4])


#: Characters of a line that are shown: more than any row of a table has.
LONGEST_SHOWN = 300


def main() -> int:
    """Make the tables; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of: {', '.join(MADE)}")
    parser.add_argument("--whole", action="store_true", help="the large tables, too")
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    options = parser.parse_args()
    found = documented()
    if unknown := set(options.names) - set(MADE):
        parser.error(f"not made here: {', '.join(sorted(unknown))}")
    marked, once = Counter(name for name, _ in found), Counter(list(MADE))
    if unpaired := (marked - once) + (once - marked):
        parser.error(f"made and not marked once in a page, or the reverse: {', '.join(sorted(unpaired))}")
    before = dict(found)
    names = options.names or (MADE if options.whole else EVERY_RUN)
    differing = []
    for name in names:
        start = os.times()
        text = make(name)
        print(f"{name}: {processor_seconds(start):.0f} s of the processor", flush=True)
        if text == before[name]:
            continue
        differing.append(name)
        old, new = before[name].splitlines(), text.splitlines()
        for line in difflib.unified_diff(old, new, "documented", "made again", n=0, lineterm=""):
            print(line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…")  # a curve is longer
        if not options.check:
            write(name, text)
    print(f"{len(names)} made, {len(differing)} not as documented: {', '.join(differing) or 'none'}")
    return int(options.check and bool(differing))


if __name__ == "__main__":
    sys.exit(main())
