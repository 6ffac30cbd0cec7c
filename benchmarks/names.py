"""How well Khmer names are told from other names by their Latin spelling, and misread ones from right ones.

``python benchmarks/names.py [CORPUS.jsonl ...]``. Without a corpus only the gazetteer is measured: pairs
against random other pairs, with the area under the curve (1 is a perfect order) and the share of other
pairs that pass where 95 and 99 of 100 true ones do. A corpus row has ``truth.name_kh``, ``surname`` and
``given_names``, and may have ``response.result.name_kh``, as an OCR read it.
"""

import bisect
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from gazetteer_pairs import SPOKEN, name_pairs

from khmerid.checks.name_comparison import compare_names
from khmerid.fields.names import read_name_khmer
from khmerid.notes import Code, Status

SAMPLE = 5_000
SPELLINGS = Path(__file__).parents[1] / "data" / "khmer" / "name_spellings.tsv"


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


def full_name(truth: dict[str, Any]) -> str:
    return f"{truth['surname']} {truth['given_names']}"


def measure_corpora(rows: list[dict[str, Any]], chance: random.Random) -> None:
    truths = sorted({(row["truth"]["name_kh"], full_name(row["truth"])) for row in rows})
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


def measure_readings(path: Path, rows: list[dict[str, Any]]) -> None:
    counts: Counter[tuple[bool, bool]] = Counter()
    for row in rows:
        reading = read_name_khmer(row["response"]["result"].get("name_kh"))
        if reading.value is None:
            continue
        code = compare_names(reading.value, full_name(row["truth"])).code
        doubted = reading.status is Status.DOUBTFUL or code not in (Code.MATCHES_LATIN, None)
        right = reading.value.replace(" ", "") == row["truth"]["name_kh"].replace(" ", "")
        counts[right, doubted] += 1
    right, wrong = (counts[which, True] + counts[which, False] for which in (True, False))
    print(
        f"{path.name}: {len(rows)} cards, Khmer name right {right / len(rows):.4f}; "
        f"doubted of {wrong} wrong ones {counts[False, True] / wrong:.1%}, "
        f"of the right ones {counts[True, True] / right:.2%}"
    )


def main() -> None:
    chance = random.Random(7)  # noqa: S311 - the same pairs each time
    print(f"{'pairs':44s}{'n':>7s}{'AUC':>10s}{'FPR 95':>9s}{'FPR 99':>9s}")
    measure_lists(chance)
    corpora = {
        path: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in map(Path, sys.argv[1:])
    }
    if corpora:
        measure_corpora([row for rows in corpora.values() for row in rows], chance)
    for path, rows in corpora.items():
        if "response" in rows[0]:
            measure_readings(path, rows)


if __name__ == "__main__":
    main()
