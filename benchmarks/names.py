"""How well Khmer names are told from other names by their Latin spelling, and misread ones from right ones.

    python benchmarks/names.py [CORPUS.jsonl[.xz] …]

Pairs of the gazetteer against random other pairs, with the area under the curve (1 is a perfect order) and
the share of other pairs that pass where 95 and 99 of 100 true ones do; then the names of the corpora, by
default those of ``data/corpus``, as printed and as an OCR read them.
"""

import bisect
import random
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CARDS, FIELDS, HEAVY, SMART, LabelledCard, labelled_cards
from gazetteer_pairs import SPOKEN, name_pairs

from khmerid.checks.name_comparison import compare_names
from khmerid.fields.names import read_name_khmer
from khmerid.notes import Code, Status

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


def report(label: str, own: list[float], others: list[float]) -> None:
    at_95, at_99 = (false_positives(own, others, caught) for caught in (0.95, 0.99))
    print(f"{label:44s}{len(own):7d}{area_under_curve(own, others):10.5f}{at_95:9.2%}{at_99:9.2%}")


def measure_pairs(label: str, pairs: list[tuple[str, str]], chance: random.Random) -> None:
    pairs = chance.sample(pairs, min(SAMPLE, len(pairs)))
    own = [similarity(khmer, latin) for khmer, latin in pairs]
    others = []
    for khmer, latin in pairs:
        other = chance.choice([pair for pair in chance.sample(pairs, 3) if latin != pair[1]])
        others.append(similarity(khmer, other[1]))
    report(label, own, others)


def measure_lists(chance: random.Random) -> None:
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
    measure_pairs("gazetteer, no numerals", named, chance)
    measure_pairs("gazetteer, all", pairs, chance)
    measure_pairs("gazetteer, one Latin word", single, chance)
    lines = SPELLINGS.read_text(encoding="utf-8").splitlines()
    spellings = [(khmer, latin) for khmer, latin in (line.split("\t") for line in lines if line[0] != "#")]
    measure_pairs("single names, listed by hand", spellings, chance)


def full_name(card: LabelledCard) -> str:
    return f"{card.truth['surname']} {card.truth['given_names']}"


def measure_corpora(cards: list[LabelledCard], chance: random.Random) -> None:
    truths = sorted({(card.truth["name_kh"], full_name(card)) for card in cards})
    tokens = sorted(
        {pair for khmer, latin in truths for pair in zip(khmer.split(), latin.split(" ", 1), strict=True)}
    )
    measure_pairs("corpus, single tokens", tokens, chance)
    own = [similarity(khmer, latin) for khmer, latin in truths]
    given = {latin.split(" ", 1)[1] for _, latin in truths}
    others = []
    for khmer, latin in truths:
        surname, name = latin.split(" ", 1)
        others.append(similarity(khmer, f"{surname} {chance.choice(sorted(given - {name}))}"))
    report("corpus, same surname and another given name", own, others)
    matches = Counter(str(compare_names(khmer, latin).code) for khmer, latin in truths)
    alarms = 1 - matches["matches_latin"] / len(truths)
    print(f"corpus, names as printed: {dict(matches)}; false alarms {alarms:.2%}")


def measure_readings(path: Path, cards: list[LabelledCard]) -> None:
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
    print(
        f"{path.name}: {len(cards)} cards, Khmer name right {right / len(cards):.4f}; "
        f"doubted of {wrong} wrong ones {counts[False, True] / wrong:.1%}, "
        f"of the right ones {counts[True, True] / right:.2%}"
    )


def main() -> None:
    chance = random.Random(7)  # noqa: S311 - the same pairs each time
    print(f"{'pairs':44s}{'n':>7s}{'AUC':>10s}{'FPR 95':>9s}{'FPR 99':>9s}")
    measure_lists(chance)
    paths = [Path(path) for path in sys.argv[1:]] or [FIELDS, HEAVY, CARDS, SMART]
    corpora = {path: labelled_cards(path) for path in paths}
    measure_corpora([card for cards in corpora.values() for card in cards], chance)
    for path, cards in corpora.items():
        if "result" in cards[0].response:
            measure_readings(path, cards)


if __name__ == "__main__":
    main()
