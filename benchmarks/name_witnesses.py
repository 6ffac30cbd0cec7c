"""How surely the Khmer name settles a letter in which print and MRZ differ.

    python benchmarks/name_witnesses.py [--trials 20000]

First every name of the corpora, of ``data/khmer`` and of places: each of its letters read, on one side, for one
that settles it, and its Khmer name as it is or with any one letter misread for one of its shape, a subscript
for any other. Then whole names at random, with up to two letters of the Khmer name misread so. A
choice is one that `resolve_names` calls protected; the bounds are those of Clopper and Pearson. Last the share
of wrong choices to be expected at the rates that the corpora show, of all names: the print was misread and the
Khmer name alike, against the line alone.
"""

import argparse
import itertools
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Final

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from bounds import upper_bound
from corpora import CARDS, FIELDS, HEAVY, SMART, labelled_cards
from gazetteer_pairs import name_pairs
from names import SPELLINGS

from khmerid.checks.name_comparison import _misreadings, bears_out
from khmerid.checks.name_line import _is_misread_once, compare_name_line
from khmerid.checks.name_sounds import khmer_sounds
from khmerid.fields.names import read_name_khmer, read_name_latin
from khmerid.misreading import SHIPPED
from khmerid.misreading.aligner import Slot, fill, trace
from khmerid.resolve.names import resolve_names
from khmerid.resolve.resolved import Assurance
from khmerid.text.normal_form import to_normal_form
from khmerid.text.syllables import COENG

Pair = tuple[str, str]
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
KHMER: Final = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡ"
#: The pairs of letters that are settled, as printed and as read in the line.
SETTLED: Final = {
    (letter, read)
    for letter, read in itertools.permutations(LETTERS, 2)
    if _is_misread_once(letter, read, SHIPPED)
}
KHMER_TEXTS: Final = ("name_kh", "birth_place", "address", "address1", "address2", "description")
LIKE_ITSELF: Final = 0.3  # characters misread up to which a reading is one of its name


def people() -> list[tuple[Pair, Pair]]:
    """Return the surnames and given names of the corpora, each in Khmer and in Latin letters."""
    found = set()
    for path in (FIELDS, HEAVY, CARDS, SMART):
        for card in labelled_cards(path):
            surname, given_names = card.truth["name_kh"].split(" ", 1)
            found.add(
                (
                    (surname, card.truth["surname"]),
                    (given_names.replace(" ", ""), card.truth["given_names"]),
                )
            )
    return sorted(found)


def single_names() -> list[Pair]:
    """Return all names, of persons and of places, without numerals."""
    lines = SPELLINGS.read_text(encoding="utf-8").splitlines()
    pairs = {tuple(line.split("\t")) for line in lines if line[0] != "#"}
    pairs |= set(itertools.chain.from_iterable(people()))
    pairs |= {
        (khmer.replace(" ", ""), "".join(filter(str.isalpha, latin.upper())))
        for khmer, latin in name_pairs()
        if not any(map(str.isdigit, khmer + latin))
    }
    return sorted(pairs)


def misread(latin: str) -> Iterator[str]:
    """Yield a Latin name with one letter read for another, as is settled, or the other way round."""
    for place, letter in enumerate(latin):
        for read in LETTERS:
            if {(letter, read), (read, letter)} & SETTLED:
                yield latin[:place] + read + latin[place + 1 :]


def is_known(printed: str, read: str) -> bool:
    """Return whether the letter in which two names differ is one for which the printed one is read."""
    return {pair for pair in zip(printed, read, strict=True) if pair[0] != pair[1]} <= SETTLED


def every_misreading(pairs: Iterable[Pair]) -> Counter[str]:
    """Count the choices for each name, each letter of it misread on either side, and each Khmer reading."""
    found: Counter[str] = Counter()
    for khmer, latin in pairs:
        readings = [khmer, *_misreadings(khmer, SHIPPED.look_alikes)]
        for other in misread(latin):
            found["tried"] += 2 * len(readings)
            if is_known(latin, other):
                found["right"] += sum(bears_out(reading, latin, other) for reading in readings)
            if is_known(other, latin):
                found["wrong"] += sum(bears_out(reading, other, latin) for reading in readings)
    return found


def at_random(trials: int) -> Counter[str]:
    """Count the choices for names drawn by lot, misread on one side and in Khmer."""
    chance = random.Random(11)  # noqa: S311 - the same names each time
    names, found = people(), Counter[str]()
    for _ in range(trials):
        (surname, given_names) = chance.choice(names)[0], chance.choice(names)[1]
        printed = f"{surname[1]} {given_names[1]}"
        line = printed.replace(" ", "<").replace(surname[1] + "<", surname[1] + "<<", 1)
        khmer = f"{surname[0]} {given_names[0]}"
        for _ in range(chance.randrange(3)):
            khmer = chance.choice([khmer, *_misreadings(khmer, SHIPPED.look_alikes)])
        if chance.random() < 0.5:
            printed = chance.choice([printed, *misread(printed)])
        else:
            line = chance.choice([line, *misread(line)])
        found["tried"] += 1
        card = SimpleNamespace(name_khmer=read_name_khmer(khmer), name_latin=read_name_latin(printed))
        comparison = compare_name_line(printed, line.ljust(30, "<"))
        resolved = resolve_names(card, comparison, SHIPPED)[1:]  # type: ignore[arg-type]  # all it looks at
        for part, (_, latin) in zip(resolved, (surname, given_names), strict=True):
            if part.assurance is Assurance.PROTECTED:
                found["right" if part.value == latin else "wrong"] += 1
    return found


def aligned(printed: str, read: str) -> list[tuple[int, str]]:
    """Return each place of a text, and what was read there; nothing where the reading is not one of it."""
    slots: list[Slot] = [(1.0, [float(one != other) for other in read], ()) for one in printed]
    rows = fill(slots, [1.0] * len(read))
    if rows[-1][-1] > max(1, LIKE_ITSELF * len(printed)):
        return []
    steps = trace(rows, slots, len(read))
    return [(step.slot, read[step.place]) for step in steps if step.move == "read"]


def sound(letter: str) -> str:
    """Return the sound of a Khmer letter, empty for a mark or a sign."""
    return "".join(one.letters for one in khmer_sounds(letter) if not one.vowel) if letter in KHMER else ""


Rates = dict[tuple[str, str], float]


def rates_of(texts: Iterable[Pair]) -> Rates:
    """Return how often each Latin letter of printed names is read for each other one."""
    seen: Counter[str] = Counter()
    other: Counter[Pair] = Counter()
    for printed, read in texts:
        for place, character in aligned(printed, read):
            seen[printed[place]] += 1
            other[printed[place], character] += character != printed[place]
    return {pair: count / seen[pair[0]] for pair, count in other.items() if count}


def khmer_rates_of(texts: Iterable[Pair]) -> tuple[dict[tuple[str, bool, str], float], Counter[str]]:
    """Return how often a Khmer letter, and a subscript, is read for one of another sound; count M and N."""
    seen: Counter[tuple[str, bool]] = Counter()
    other: Counter[tuple[str, bool, str]] = Counter()
    example: Counter[str] = Counter()
    for text, reading in texts:
        words, read = to_normal_form(text).split(), to_normal_form(reading).split()
        for word, of_it in zip(words, read, strict=False) if len(words) == len(read) else ():
            for place, character in aligned(word, of_it):
                letter, is_subscript = word[place], place > 0 and word[place - 1] == COENG
                if letter not in KHMER:
                    continue
                seen[letter, is_subscript] += 1
                if sound(character) not in {"", sound(letter)}:
                    other[letter, is_subscript, sound(character)] += 1
                if sound(letter) in {"M", "N"}:
                    what = "subscripts" if is_subscript else "letters"
                    example[what] += 1
                    example[f"{what} read for the other"] += {sound(letter), sound(character)} == {"M", "N"}
    return {key: count / seen[key[:2]] for key, count in other.items()}, example


def texts_of(field: str) -> Iterator[Pair]:
    """Yield what was printed in a field, and what was read."""
    for path in (FIELDS, HEAVY, SMART):
        for card in labelled_cards(path):
            if field in card.truth["printed"]:
                yield card.truth["printed"][field], card.read(field)


def expected(
    pairs: Iterable[Pair], print_rates: Rates, khmer_rates: dict[tuple[str, bool, str], float]
) -> Counter[str]:
    """Return the expected shares of right and wrong choices: of the line misread, of print and Khmer misread."""
    letters = {sound(letter): letter for letter in KHMER}
    found: Counter[str] = Counter()
    for khmer, latin in pairs:
        for other in misread(latin):
            place = next(place for place, letter in enumerate(latin) if letter != other[place])
            pair = latin[place], other[place]
            if is_known(latin, other) and bears_out(khmer, latin, other):
                found["right"] += SHIPPED.mrz_name.rates(pair[0]).get(pair[1], 0.0)  # type: ignore[assignment]
            if pair in print_rates and is_known(other, latin):
                for where, letter in enumerate(khmer):
                    is_subscript = where > 0 and khmer[where - 1] == COENG
                    for (one, of_subscript, to), rate in khmer_rates.items():
                        reading = khmer[:where] + letters[to] + khmer[where + 1 :]
                        if (one, of_subscript) == (letter, is_subscript) and bears_out(reading, other, latin):
                            found["wrong"] += print_rates[pair] * rate  # type: ignore[assignment]
    return found


def show(what: str, found: Counter[str]) -> None:
    choices = found["right"] + found["wrong"]
    bound = upper_bound(found["wrong"], choices)
    print(
        f"{what:28}{found['tried']:12,} tried{choices:10,} choices{found['wrong']:4} wrong, at most {bound:.1e}"
    )


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=20_000)
    options = parser.parse_args()
    show("every single misreading", every_misreading(single_names()))
    show("at random", at_random(options.trials))
    khmer_rates, example = khmer_rates_of(itertools.chain.from_iterable(map(texts_of, KHMER_TEXTS)))
    shares = expected(itertools.chain.from_iterable(people()), rates_of(texts_of("name_en")), khmer_rates)
    print(
        f"expected, of the names of the corpora: {shares['wrong'] / shares['right']:.1e} of the choices wrong"
    )
    print(f"M and N in Khmer: {dict(example)}")


if __name__ == "__main__":
    main()
