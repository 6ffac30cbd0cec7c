"""How well Khmer names are told from other names by their Latin spelling, and misread ones from right ones.

    python benchmarks/names.py [CORPUS.jsonl[.xz] …]

Pairs of the gazetteer against random other pairs, with the area under the curve (1 is a perfect order) and
the share of other pairs that pass where 95 and 99 of 100 true ones do; then the names of the corpora, by
default those of ``data/corpus``, as printed and as an OCR read them.
"""

import bisect
import itertools
import random
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CARDS, FIELDS, HEAVY, SMART, LabelledCard, labelled_cards
from gazetteer_pairs import SPOKEN, name_pairs
from tables import Table, print_table

from khmerid.checks.name_comparison import compare_names
from khmerid.fields.names import read_name_khmer
from khmerid.notes import Code, Status

Corpora = dict[Path, list[LabelledCard]]

SAMPLE = 5_000
SPELLINGS = ROOT / "data" / "khmer" / "name_spellings.tsv"


def similarity(khmer: str, latin: str) -> float:
    return compare_names(khmer, latin).similarity


def area_under_curve(own: list[float], others: list[float]) -> float:
    others = sorted(others)
    below = sum(bisect.bisect_left(others, one) + bisect.bisect_right(others, one) for one in own)
    return below / 2 / len(own) / len(others)


def false_positives(own: list[float], others: list[float], caught: float) -> float:
    limit = sorted(own)[int(len(own) * (1 - caught))]
    return sum(other >= limit for other in others) / len(others)


def row_of(label: str, own: list[float], others: list[float]) -> list[str]:
    at_95, at_99 = (false_positives(own, others, caught) for caught in (0.95, 0.99))
    return [label, f"{len(own):,}", f"{area_under_curve(own, others):.4f}", f"{at_95:.2%}", f"{at_99:.2%}"]


def row_of_pairs(label: str, pairs: list[tuple[str, str]], chance: random.Random) -> list[str]:
    pairs = chance.sample(pairs, min(SAMPLE, len(pairs)))
    own = [similarity(khmer, latin) for khmer, latin in pairs]
    others = []
    for khmer, latin in pairs:
        other = chance.choice([pair for pair in chance.sample(pairs, 3) if latin != pair[1]])
        others.append(similarity(khmer, other[1]))
    return row_of(label, own, others)


def rows_of_lists(chance: random.Random) -> list[list[str]]:
    pairs = [
        (
            "".join(SPOKEN.get(sign, sign) for sign in khmer if sign != " "),
            "".join(filter(str.isalpha, latin.upper())),
        )
        for khmer, latin in name_pairs()
    ]
    named = [
        pair
        for pair, (khmer, latin) in zip(pairs, name_pairs(), strict=True)
        if not any(map(str.isdigit, khmer + latin))
    ]
    single = [
        ("".join(khmer.split()), latin.upper())
        for khmer, latin in name_pairs()
        if latin.isalpha() and not any(map(str.isdigit, khmer))
    ]
    lines = SPELLINGS.read_text(encoding="utf-8").splitlines()
    spellings = [(khmer, latin) for khmer, latin in (line.split("\t") for line in lines if line[0] != "#")]
    return [
        row_of_pairs("names of places without numerals", named, chance),
        row_of_pairs("names of places, all", pairs, chance),
        row_of_pairs("names of places, one Latin word", single, chance),
        row_of_pairs("single names listed by hand, short ones above all", spellings, chance),
    ]


def full_name(card: LabelledCard) -> str:
    return f"{card.truth['surname']} {card.truth['given_names']}"


def truths_of(corpora: Corpora) -> list[tuple[str, str]]:
    """Return the Khmer and the Latin name of each person of the corpora."""
    every = itertools.chain.from_iterable(corpora.values())
    return sorted({(card.truth["name_kh"], full_name(card)) for card in every})


def rows_of_truths(truths: list[tuple[str, str]], chance: random.Random) -> list[list[str]]:
    tokens = sorted(
        {pair for khmer, latin in truths for pair in zip(khmer.split(), latin.split(" ", 1), strict=True)}
    )
    of_tokens = row_of_pairs("tokens of invented names", tokens, chance)
    own = [similarity(khmer, latin) for khmer, latin in truths]
    given = {latin.split(" ", 1)[1] for _, latin in truths}
    others = []
    for khmer, latin in truths:
        surname, name = latin.split(" ", 1)
        others.append(similarity(khmer, f"{surname} {chance.choice(sorted(given - {name}))}"))
    return [of_tokens, row_of("invented names: same surname, another given name", own, others)]


def pairs_table(corpora: Corpora) -> Table:
    """Return how well true pairs of names are told from others."""
    chance = random.Random(7)  # noqa: S311 - the same pairs each time
    head = (
        "pairs, with other pairs at random against them",
        "n",
        "AUC",
        "pass where 95 of 100 do",
        "where 99 do",
    )
    return Table(head, rows_of_lists(chance) + rows_of_truths(truths_of(corpora), chance))


def readings_table(corpora: Corpora) -> Table:
    """Return how many Khmer names are right, and which are doubted, of cards read field by field."""
    rows = []
    for path, cards in corpora.items():
        if "result" in cards[0].response:
            rows.append([path.name.partition(".")[0].removeprefix("dev_"), *cells_of(cards)])
    return Table(
        ("corpus", "cards", "Khmer name right", "doubted of the wrong ones", "of the right ones"), rows
    )


def cells_of(cards: list[LabelledCard]) -> list[str]:
    counts: Counter[tuple[bool, bool]] = Counter()
    for card in cards:
        reading = read_name_khmer(card.read("name_kh"))
        if reading.value is None:
            continue
        code = compare_names(reading.value, full_name(card)).code
        doubted = reading.status is Status.DOUBTFUL or code not in (Code.MATCHES_LATIN, None)
        right = reading.value.replace(" ", "") == card.truth["name_kh"].replace(" ", "")
        counts[right, doubted] += 1
    right, wrong = (counts[which, True] + counts[which, False] for which in (True, False))
    shares = counts[False, True] / wrong, counts[True, True] / right
    return [f"{len(cards):,}", f"{right / len(cards):.4f}", *(f"{share:.2%}" for share in shares)]


def read_corpora(paths: Iterable[Path] = (FIELDS, HEAVY, CARDS, SMART)) -> Corpora:
    return {path: labelled_cards(path) for path in paths}


def main() -> None:
    corpora = read_corpora([Path(path) for path in sys.argv[1:]] or (FIELDS, HEAVY, CARDS, SMART))
    print_table(pairs_table(corpora))
    print_table(readings_table(corpora))
    matches = Counter(str(compare_names(*names).code) for names in truths_of(corpora))
    alarms = 1 - matches["matches_latin"] / matches.total()
    print(f"names as printed: {dict(matches)}; false alarms {alarms:.2%}")


if __name__ == "__main__":
    main()
