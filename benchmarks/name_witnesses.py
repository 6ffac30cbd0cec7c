"""How surely the Khmer name settles a letter in which print and MRZ differ.

    python benchmarks/name_witnesses.py [--places 1500] [--trials 20000]

First the names of persons in the corpora and in ``data/khmer``, and some of places: each letter that can be
settled is misread on one side, and the Khmer name is as it is or has any one letter misread for one of its
shape, a subscript for any other. Then whole names of the corpora, drawn by lot, with up to two letters of the
Khmer name misread so. A choice is a name that is called protected; the bound is the upper one of Clopper and
Pearson, one-sided, at 95 %.

Last what the corpora and the lines of three engines show: how often one Khmer letter is read for one of
another sound, and with these rates the share of wrong choices to be expected. For one, a letter of the print
and one of the Khmer name are misread alike; for a right one, a letter of the line alone.
"""

import argparse
import itertools
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Final

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CARDS, FIELDS, HEAVY, SMART, engine_lines, labelled_cards
from gazetteer_pairs import name_pairs
from names import SPELLINGS

from khmerid.calibration.bounds import upper_bound
from khmerid.checks.name_comparison import bears_out, khmer_misreadings
from khmerid.checks.name_line import compare_name_line, is_settled_by_khmer
from khmerid.checks.name_sounds import khmer_sounds
from khmerid.fields.names import read_name_khmer, read_name_latin
from khmerid.misreading import SHIPPED
from khmerid.misreading.aligner import Slot, fill, trace
from khmerid.resolve.names import resolve_names
from khmerid.resolve.resolved import Assurance
from khmerid.text.normal_form import to_normal_form
from khmerid.text.syllables import COENG

Pair = tuple[str, str]
Misread = tuple[
    str, bool, str
]  # a Khmer letter, whether as a subscript, and the sound of what is read for it

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
KHMER: Final = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡ"
#: The letters that can be settled, as printed and as read in the line.
SETTLED: Final = {pair for pair in itertools.permutations(LETTERS, 2) if is_settled_by_khmer(*pair, SHIPPED)}
KHMER_FIELDS: Final = ("name_kh", "birth_place", "address", "description")
LIKE_ITSELF: Final = 0.4  # edits, as a share of a text, up to which a reading is one of it


def people() -> list[tuple[Pair, Pair]]:
    """Return the surnames and given names of the corpora, each in Khmer and in Latin letters."""
    found = set()
    for path in (FIELDS, HEAVY, CARDS, SMART):
        for card in labelled_cards(path):
            surname, given_names = card.truth["name_kh"].split(" ", 1)
            surnames = surname, card.truth["surname"]
            found.add((surnames, (given_names.replace(" ", ""), card.truth["given_names"])))
    return sorted(found)


def names_of_people() -> list[Pair]:
    """Return single names, those of the corpora and those listed by hand."""
    lines = SPELLINGS.read_text(encoding="utf-8").splitlines()
    listed = {(khmer, latin) for khmer, latin in (line.split("\t") for line in lines if line[0] != "#")}
    return sorted(listed | set(itertools.chain.from_iterable(people())))


def names_of_places(count: int) -> list[Pair]:
    """Return so many names of places without numerals."""
    pairs = [
        (khmer.replace(" ", ""), "".join(filter(str.isalpha, latin.upper())))
        for khmer, latin in name_pairs()
        if not any(map(str.isdigit, khmer + latin))
    ]
    return random.Random(7).sample(pairs, min(count, len(pairs)))  # noqa: S311 - the same ones each time


def misread(latin: str) -> Iterator[str]:
    """Yield a Latin name with one letter misread so that it can be settled, on either side."""
    for place, letter in enumerate(latin):
        for read in LETTERS:
            if {(letter, read), (read, letter)} & SETTLED:
                yield latin[:place] + read + latin[place + 1 :]


def differing(printed: str, read: str) -> Pair:
    """Return the letters in which two names differ."""
    return next(pair for pair in zip(printed, read, strict=True) if pair[0] != pair[1])


def every_misreading(pairs: Iterable[Pair]) -> Counter[str]:
    """Count the choices for each name, each letter of it misread on either side, and each Khmer reading."""
    found: Counter[str] = Counter()
    for khmer, latin in pairs:
        readings = [khmer, *khmer_misreadings(khmer, SHIPPED.look_alikes)]
        for other in misread(latin):
            if differing(latin, other) in SETTLED:
                found["tried"] += len(readings)
                found["right"] += sum(bears_out(reading, latin, other) for reading in readings)
            if differing(other, latin) in SETTLED:
                found["tried"] += len(readings)
                found["wrong"] += sum(bears_out(reading, other, latin) for reading in readings)
    return found


def at_random(trials: int) -> Counter[str]:
    """Count the choices for names drawn by lot, misread on one side and in Khmer."""
    chance = random.Random(11)  # noqa: S311 - the same names each time
    names, found = people(), Counter[str]()
    for _ in range(trials):
        parts = chance.choice(names)[0], chance.choice(names)[1]
        khmer, latin = (" ".join(texts) for texts in zip(*parts, strict=True))
        for _ in range(chance.randrange(3)):
            khmer = chance.choice([khmer, *khmer_misreadings(khmer, SHIPPED.look_alikes)])
        readings = [latin, chance.choice([latin, *misread(latin)])]
        chance.shuffle(readings)
        printed, read = readings
        end = len(parts[0][1])
        line = f"{read[:end]}<<{read[end + 1 :].replace(' ', '<')}".ljust(30, "<")
        card = SimpleNamespace(name_khmer=read_name_khmer(khmer), name_latin=read_name_latin(printed))
        resolved = resolve_names(card, compare_name_line(printed, line), SHIPPED)[1:]  # type: ignore[arg-type]  # all it looks at
        found["tried"] += 1
        for part, (_, true) in zip(resolved, parts, strict=True):
            if part.assurance is Assurance.PROTECTED:
                found["right" if part.value == true else "wrong"] += 1
    return found


def aligned(printed: str, read: str) -> Iterator[tuple[int, str]]:
    """Yield each place of a text with what was read there; none where the reading is hardly one of it."""
    slots: list[Slot] = [(1.0, [float(one != other) for other in read], ()) for one in printed]
    rows = fill(slots, [1.0] * len(read))
    if rows[-1][-1] <= max(1, LIKE_ITSELF * len(printed)):
        for step in trace(rows, slots, len(read)):
            if step.move == "read":
                yield step.slot, read[step.place]


def latin_rates(texts: Iterable[Pair]) -> dict[Pair, float]:
    """Return how often each printed Latin letter was read for each other one."""
    seen: Counter[str] = Counter()
    other: Counter[Pair] = Counter()
    for printed, read in texts:
        for place, character in aligned(printed, read):
            seen[printed[place]] += 1
            other[printed[place], character] += 1
    return {pair: count / seen[pair[0]] for pair, count in other.items() if pair[0] != pair[1]}


def khmer_counts(texts: Iterable[Pair]) -> tuple[Counter[tuple[str, bool]], Counter[Misread]]:
    """Count the Khmer letters, as such and as subscripts, and what of another sound was read for them."""
    seen: Counter[tuple[str, bool]] = Counter()
    other: Counter[Misread] = Counter()
    for text, reading in texts:
        words, read = to_normal_form(text).split(), to_normal_form(reading).split()
        for word, of_it in zip(words, read, strict=True) if len(words) == len(read) else ():
            for place, character in aligned(word, of_it):
                letter = word[place], is_subscript(word, place)
                if letter[0] in KHMER:
                    seen[letter] += 1
                    if sound(character) not in {"", sound(letter[0])}:
                        other[(*letter, sound(character))] += 1
    return seen, other


def is_subscript(khmer: str, place: int) -> bool:
    """Return whether a letter is the one below another."""
    return place > 0 and khmer[place - 1] == COENG


def sound(letter: str) -> str:
    """Return the sound of a Khmer consonant; none of another sign."""
    return khmer_sounds(letter)[0].letters if letter in KHMER else ""


def texts_of(*fields: str) -> Iterator[Pair]:
    """Yield what was printed in these fields of the corpora, and what was read."""
    for path in (FIELDS, HEAVY, SMART):
        for card in labelled_cards(path):
            printed = card.truth["printed"]
            yield from ((printed[field], card.read(field)) for field in fields if field in printed)


def texts_of_lines() -> Iterator[Pair]:
    """Yield the names and addresses of the lines of three engines, and what each of them read."""
    for kind in ("name", "address"):
        engines, rows = engine_lines(kind)
        yield from ((row["truth"], row[engine]) for row in rows for engine in engines)


def expected(
    pairs: Iterable[Pair], of_print: Mapping[Pair, float], of_khmer: Mapping[Misread, float]
) -> float:
    """Return the share of wrong choices to be expected of names of people."""
    letters = {sound(letter): letter for letter in KHMER}
    right = wrong = 0.0
    for khmer, latin in pairs:
        for other in misread(latin):
            pair = differing(latin, other)
            if pair in SETTLED and bears_out(khmer, latin, other):
                right += math.exp(-SHIPPED.mrz_name.cost(*pair))
            if pair[::-1] not in SETTLED or pair not in of_print:
                continue
            for place, letter in enumerate(khmer):
                for (one, as_subscript, to), rate in of_khmer.items():
                    if (one, as_subscript) == (letter, is_subscript(khmer, place)):
                        reading = khmer[:place] + letters[to] + khmer[place + 1 :]
                        wrong += of_print[pair] * rate * bears_out(reading, other, latin)
    return wrong / right


def show(what: str, found: Counter[str]) -> None:
    """Print the counts of one experiment."""
    choices = found["right"] + found["wrong"]
    bound = upper_bound(found["wrong"], choices)
    counts = f"{found['tried']:11,} tried{choices:9,} choices{found['wrong']:4} wrong"
    print(f"{what:28}{counts}, at most {bound:.1e}", flush=True)


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--places", type=int, default=1500)
    parser.add_argument("--trials", type=int, default=20_000)
    options = parser.parse_args()
    show("every single misreading", every_misreading(names_of_people() + names_of_places(options.places)))
    show("names drawn by lot", at_random(options.trials))
    seen, other = khmer_counts(itertools.chain(texts_of(*KHMER_FIELDS), texts_of_lines()))
    for what, as_subscript in (("letters", False), ("subscripts", True)):
        nasals = sum(seen[letter, as_subscript] for letter in "មនណ")
        swapped = sum(other[letter, as_subscript, "MN"[letter == "ម"]] for letter in "មនណ")
        print(f"M and N as {what}: {swapped} of {nasals:,} read for each other")
    of_khmer = {misread: count / seen[misread[:2]] for misread, count in other.items()}
    share = expected(names_of_people(), latin_rates(texts_of("name_en")), of_khmer)
    print(f"wrong choices to be expected at the rates that were seen: {share:.1e}")


if __name__ == "__main__":
    main()
