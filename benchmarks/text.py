"""The normal form against `pheasa`: the fixtures of UTN 61, the names of places, shuffled marks, and time.

``python benchmarks/text.py``, with `pheasa` installed. Times are of this machine; the ratio is what counts.
"""

import random
import timeit
from collections.abc import Callable
from pathlib import Path

import pheasa
import regex
from gazetteer_pairs import name_pairs

from khmerid.text.normal_form import is_normal_form, to_normal_form

FIXTURES = Path(__file__).parents[1] / "data" / "khmer" / "sil_normalize_fixtures.tsv"
CLUSTER = regex.compile("([\u1780-\u17b3])((?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17d3\u17dd])*)")
NORMALIZERS: dict[str, Callable[[str], str]] = {"khmerid": to_normal_form, "pheasa": pheasa.normalize}


def shuffle(name: str, chance: random.Random) -> str:
    """Shuffle the marks of each base; subscripts keep their order, which has a meaning."""

    def shuffled(match: regex.Match[str]) -> str:
        units = regex.findall("\u17d2.|.", match[2])
        coengs = iter([unit for unit in units if len(unit) == 2])
        chance.shuffle(units)
        return match[1] + "".join(next(coengs) if len(unit) == 2 else unit for unit in units)

    return CLUSTER.sub(shuffled, name)


def microseconds(normalize: Callable[[str], str], names: list[str]) -> float:
    runs = timeit.repeat(lambda: [normalize(name) for name in names], number=1, repeat=7)
    return min(runs) / len(names) * 1e6


def main() -> None:
    fixtures = [
        line.split("\t") for line in FIXTURES.read_text(encoding="utf-8").splitlines() if line[0] != "#"
    ]
    names = sorted({khmer for khmer, _ in name_pairs()})
    normal = [to_normal_form(name) for name in names]
    chance = random.Random(61)  # noqa: S311 - the same shuffle each time
    shuffled = [shuffle(name, chance) for name in normal]
    changed = [name for name, before in zip(shuffled, normal, strict=True) if name != before]
    as_they_are = [name for name in names if is_normal_form(name)]
    others = [name for name in names if not is_normal_form(name)]

    agree = sum(pheasa.normalize(name, zwsp="strip") == to_normal_form(name) for name in names)
    print(f"names of places: {len(names)}, of which both normalise alike {agree}")
    groups = ("µs: normal", "not", "shuffled", "all")
    print(f"{'':10s}{'fixtures':>10s}{'shuffled, back':>16s}" + "".join(f"{group:>11s}" for group in groups))
    for label, normalize in NORMALIZERS.items():
        passed = sum(normalize(text) == expected for text, expected in fixtures)
        back = sum(normalize(after) == before for before, after in zip(normal, shuffled, strict=True))
        times = [microseconds(normalize, group) for group in (as_they_are, others, changed, names)]
        print(
            f"{label:10s}{passed:7d}/{len(fixtures)}{back:10d}/{len(names)}"
            + "".join(f"{time:11.1f}" for time in times)
        )


if __name__ == "__main__":
    main()
