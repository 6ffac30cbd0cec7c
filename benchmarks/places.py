"""How many places of birth and addresses are matched to their commune, how surely, and how fast.

    python benchmarks/places.py [CORPUS.jsonl[.xz] …]

The corpora are by default those of ``data/corpus`` that were read field by field. Their even rows are the
half on which the limits in ``khmerid/gazetteer/search.py`` were chosen, the odd ones the half on which they
were checked. Besides, the addresses that three engines read (``data/khmer``), and paths with drawn noise. The
table of parts is of drawn addresses, half of them with a numbered village or commune, of which a share of the
numerals, or of all letters, is damaged; that of cuts is of places of which something was lost or read twice
(``data/place_cuts.py``).
Where ``autocorrect-kh`` is installed (it has no licence, so khmerid does not use it), it corrects the same
texts; its answers depend on PYTHONHASHSEED.
"""

import functools
import importlib
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import FIELDS, HEAVY, SMART, LabelledCard, engine_lines, labelled_cards
from place_cuts import KINDS, cut_places
from tables import Table, print_table

from khmerid.fields.places import Address, is_protected, protected_parts, read_address, read_place, to_printed
from khmerid.gazetteer.folding import to_bare
from khmerid.gazetteer.matching import match_path
from khmerid.gazetteer.sure_paths import SURE_PATH, is_sure
from khmerid.gazetteer.units import gazetteer
from khmerid.resolve.printed_once import resolve_place
from khmerid.text.normal_form import to_normal_form

Texts = list[tuple[str, str]]  # as read, and the code of the commune that is printed

PLACES = (
    ("birth_place", "birth_place_code", read_place),
    ("address", "address_commune_code", read_address),
)
CORPORA = (FIELDS, HEAVY, SMART)
ADDRESSES = 10_000
PARTS = ("house", "street", "group", "village", "commune", "district", "province")
NUMERALS = frozenset("០១២៣៤៥៦៧៨៩")
LETTERS = "កខគឃងចឆជញដណតថទធនបផពភមយរលវសហឡអាិីឹុូួើេែោៅំះ់៉្"
LIMITS = [
    SURE_PATH,
    *(attrs.evolve(SURE_PATH, margin=margin) for margin in (0.75, 1.25, 2.25)),
    *(attrs.evolve(SURE_PATH, margin_per_share=more) for more in (0.0, 4.0)),
    *(attrs.evolve(SURE_PATH, share=share) for share in (0.2, 0.4)),
    *(attrs.evolve(SURE_PATH, commune_share=share) for share in (0.3, 1.0)),
    *(attrs.evolve(SURE_PATH, commune_letters=letters) for letters in (2, 99)),
    attrs.evolve(SURE_PATH, above_share=9.0),
]


def row_of(label: str, read: Callable[[str], Any], texts: Texts) -> list[str]:
    """Return how many communes are right, how many of them surely, and what is wrong."""
    counts: Counter[str] = Counter()
    for text, code in texts:
        reading = read(text)
        commune = reading.value and reading.value.commune
        if commune:
            _count(counts, is_right=commune.code == code, is_sure=is_protected(reading))
    return _cells(label, counts, len(texts))


def row_of_villages(label: str, cards: list[LabelledCard]) -> list[str]:
    """Return the same of the villages of addresses."""
    counts: Counter[str] = Counter()
    for card in cards:
        reading = read_address(card.read("address"))
        village = reading.value and reading.value.village
        if village:
            is_sure = "village" in protected_parts(reading)
            _count(counts, is_right=village.code == card.truth["address_code"], is_sure=is_sure)
    return _cells(label, counts, len(cards))


def _count(counts: Counter[str], *, is_right: bool, is_sure: bool) -> None:
    counts["right" if is_right else "wrong"] += 1
    counts["right and sure" if is_right else "wrong and sure"] += is_sure


def _cells(label: str, counts: Counter[str], n: int) -> list[str]:
    shares = (f"{counts[what] / n:.3f}" for what in ("right", "right and sure"))
    return [label, f"{n:,}", *shares, f"{counts['wrong and sure']:,}", f"{counts['wrong']:,}"]


def row_of_parts(label: str, addresses: Iterable[tuple[str, dict[str, object]]]) -> list[str]:
    """Return how many villages and communes are protected, and wrong, and how many parts are both."""
    protected, wrong, both, n = Counter[str](), Counter[str](), Counter[str](), 0
    for text, printed in addresses:
        n += 1
        resolved = resolve_place(read_address(text))
        for part, assurance in resolved.parts.items():
            is_wrong = getattr(resolved.value, part) != printed[part]
            protected[part] += assurance.is_sure
            wrong[part] += is_wrong
            both[part] += is_wrong and assurance.is_sure
    counts = (f"{count[part]:,}" for part in ("village", "commune") for count in (protected, wrong))
    return [label, f"{n:,}", *counts, f"{both.total():,}"]


def parts_table(count: int) -> Table:
    """Return how sure the parts of so many drawn addresses are, at each share of damage."""
    rows = []
    chance = random.Random(6)  # noqa: S311 - the same noise each time
    for share in (0.0, 0.01, 0.03, 0.05, 0.1):
        for name, damage in (("numerals", numeral_damaged), ("letters", damaged)):
            noise_of = functools.partial(damage, share=share, chance=chance)
            rows.append(row_of_parts(f"{share:.0%} of the {name}", drawn_addresses(noise_of, chance, count)))
    head = ("damaged", "addresses", "village protected", "wrong", "commune protected", "wrong")
    return Table((*head, "protected and wrong, any part"), rows)


def cuts_table(count: int) -> Table:
    """Return how many places are protected, and wrong, where something is cut, lost or read twice."""
    rows = []
    for kind in KINDS:
        protected, wrong = 0, 0
        for text, printed in cut_places(kind, count):
            reading = read_address(text)
            codes = {getattr(reading.value, part).code for part in protected_parts(reading)}
            protected += bool(codes)
            wrong += not codes <= printed
        rows.append([kind, f"{count:,}", f"{protected:,}", f"{wrong:,}"])
    return Table(("damage", "addresses", "protected", "protected and wrong"), rows)


def communes_table(corpora: dict[str, list[LabelledCard]], noise: dict[str, Texts]) -> Table:
    """Return how many places are matched to their commune, and how surely."""
    rows = []
    for name, cards in corpora.items():
        rows += [
            row_of(f"{name}, {field.replace('_', ' ')}", read, texts_of(cards, field, code))
            for field, code, read in PLACES
        ]
        rows.append(row_of_villages(f"{name}, village", cards))
    rows += [row_of(name, read_place, texts) for name, texts in noise.items()]
    for name, pairs in addresses_of_engines().items():
        rows.append(row_of(name, read_address, [(text, code_of(printed)) for text, printed in pairs]))
    return Table(("commune of", "n", "right", "right and sure", "wrong and sure", "wrong"), rows)


def read_corpora(paths: Iterable[Path] = CORPORA) -> dict[str, list[LabelledCard]]:
    return {path.name.partition(".")[0].removeprefix("dev_"): labelled_cards(path) for path in paths}


def drawn_noise() -> dict[str, Texts]:
    """Draw paths with each share of their letters damaged, and some that do not exist."""
    chance = random.Random(6)  # noqa: S311 - the same noise each time
    found = {f"drawn, {share:.0%} of the letters": drawn(share, chance) for share in (0.03, 0.1, 0.2, 0.3)}
    return found | {"drawn, a commune of elsewhere": invented(chance)}


def drawn_addresses(
    damage: Callable[[str], str], chance: random.Random, count: int
) -> Iterator[tuple[str, dict[str, object]]]:
    """Draw whole addresses; yield each as it is read, with the parts as printed."""
    every = [(path, village) for path in gazetteer().values() for village in path.villages]
    numbered = [
        (path, village)
        for path, village in every
        if NUMERALS & {*village.name_khmer, *path.commune.name_khmer}
    ]
    for path, village in chance.choices(every, k=count // 2) + chance.choices(numbered, k=count // 2):
        house, street, group = (str(chance.randint(1, 400)) for _ in range(3))
        address = Address(
            text="",
            house=house,
            street=street,
            group=group,
            village=village,
            commune=path.commune,
            district=path.district,
            province=path.province,
        )
        yield "".join(map(damage, to_printed(address))), {part: getattr(address, part) for part in PARTS}


def numeral_damaged(letter: str, share: float, chance: random.Random) -> str:
    """Change a numeral to another; of ten that are damaged one is lost, and one followed by another."""
    if letter not in NUMERALS or chance.random() >= share:
        return letter
    other = chance.choice(sorted(NUMERALS - {letter}))
    return chance.choices(["", letter + other, other], [1, 1, 8])[0]


def measure_time(label: str, read: Callable[[str], Any], texts: Iterable[str]) -> None:
    times = []
    for text in texts:
        read(text)
        times.append(min(timed(read, text) for _ in range(5)))
    times.sort()
    figures = [times[len(times) // 2], times[len(times) * 99 // 100], times[-1]]
    print(f"{label:42s}{len(times):6d}" + "".join(f"{1e6 * figure:12.1f}" for figure in figures))


def timed(read: Callable[[str], Any], text: str) -> float:
    start = time.perf_counter()
    read(text)
    return time.perf_counter() - start


def compare_limits(labelled: dict[str, Texts]) -> None:
    """Print, for each set of limits, how many damaged paths are sure: right, and wrong."""
    matches = {
        label: [
            (normal, match, code)
            for text, code in texts
            if text and (match := match_path(normal := to_normal_form(text)))
        ]
        for label, texts in labelled.items()
    }
    print(
        f"\n{'damaged paths that are sure: right/wrong':42s}" + "".join(f"{label:>16s}" for label in matches)
    )
    for limits in LIMITS:
        changed = {
            name: value for name, value in attrs.asdict(limits).items() if value != getattr(SURE_PATH, name)
        }
        label = ", ".join(f"{name} {value}" for name, value in changed.items()) or "as chosen"
        counts = []
        for found in matches.values():
            sure = [
                match.best.path.code == code
                for text, match, code in found
                if match.cost and is_sure(text, match, limits)
            ]
            counts.append(f"{sum(sure)}/{len(sure) - sum(sure)}")
        print(f"{label:42s}" + "".join(f"{count:>16s}" for count in counts))


def compare_peer(labelled: dict[str, Texts]) -> None:
    """Print how many paths are the printed ones as read, as the peer corrects them, and as khmerid does."""
    try:
        correct = importlib.import_module("autocorrect_kh").autocorrect_address_2
    except ImportError:
        print("\nautocorrect-kh is not installed")
        return
    print(f"\n{'exact after correction':42s}{'n':>6s}{'raw':>8s}{'peer':>8s}{'khmerid':>9s}")
    for label, rows in labelled.items():
        raw = peer = ours = 0
        for text, printed in rows:
            place = read_address(text).value
            raw += to_bare(text) == to_bare(printed)
            peer += to_bare(corrected(correct, text)) == to_bare(printed)
            ours += place is not None and to_bare(to_printed(place)) == to_bare(printed)
        print(f"{label:42s}{len(rows):6d}{raw:8d}{peer:8d}{ours:9d}")


def corrected(correct: Callable[[str], str], text: str) -> str:
    try:
        return correct(text)
    except IndexError:  # on an empty text
        return ""


def drawn(share: float, chance: random.Random, count: int = 2_000) -> Texts:
    """Draw communes and damage their paths: a share of the letters lost, changed or followed by another."""
    paths = [path for path in gazetteer().values() if path.commune and path.code[:4] != "2503"]
    texts = []
    for path in chance.choices(paths, k=count):
        line = f"{path.commune.printed} {path.district.printed} {path.province.name_khmer}"
        texts.append(("".join(damaged(letter, share, chance) for letter in line), path.code))
    return texts


def invented(chance: random.Random, count: int = 2_000) -> Texts:
    """Draw districts, each with the commune of another one: none of these paths is right."""
    paths = [path for path in gazetteer().values() if path.commune]
    own = {(path.code[:4], to_bare(path.commune.name_khmer)) for path in paths}
    pairs = zip(chance.choices(paths, k=count), chance.choices(paths, k=count), strict=True)
    return [
        (f"{path.commune.printed} {other.district.printed} {other.province.name_khmer}", "")
        for path, other in pairs
        if (other.code[:4], to_bare(path.commune.name_khmer)) not in own
    ]


def damaged(letter: str, share: float, chance: random.Random) -> str:
    if chance.random() >= share:
        return letter
    return chance.choice(["", chance.choice(LETTERS), letter + chance.choice(LETTERS)])


def texts_of(cards: list[LabelledCard], field: str, code: str) -> Texts:
    return [(card.read(field), card.truth[code]) for card in cards]


def main() -> None:
    noise = drawn_noise()
    corpora = read_corpora([Path(path) for path in sys.argv[1:]] or CORPORA)
    print_table(communes_table(corpora, noise))
    print_table(parts_table(ADDRESSES))
    print_table(cuts_table(ADDRESSES))

    halves = {
        f"{name} {half}": [
            pair for field, code, _ in PLACES for pair in texts_of(cards[start::2], field, code)
        ]
        for name, cards in corpora.items()
        for start, half in ((0, "even"), (1, "odd"))
    }
    compare_limits({**halves, **noise})
    peers = {
        f"{name} birth_place": [
            (card.read("birth_place"), card.truth["printed"]["birth_place"]) for card in cards
        ]
        for name, cards in corpora.items()
    }
    compare_peer(peers | addresses_of_engines())

    print(f"\n{'microseconds':42s}{'n':>6s}{'median':>12s}{'p99':>12s}{'max':>12s}")
    chance = random.Random(6)  # noqa: S311 - the same paths each time
    measure_time("exact path", read_place, [text for text, _ in drawn(0, chance, 500)])
    houses = [f"ផ្ទះ៣៣ ផ្លូវ៣៥៥ {text}" for text, _ in drawn(0, chance, 500)]
    measure_time("exact path after house and street", read_address, houses)
    for name, texts in noise.items():
        measure_time(name, read_place, [text for text, _ in texts[:500]])
    for name, cards in corpora.items():
        exact = {card.read("address") for card in cards if read_address(card.read("address")).status == 0}
        measure_time(f"{name} clean addresses", read_address, exact)
        damaged_ones = {card.read("address") for card in cards} - exact
        measure_time(f"{name} damaged addresses", read_address, damaged_ones)


def addresses_of_engines() -> dict[str, Texts]:
    engines, rows = engine_lines("address")
    return {
        f"{quality} {engine}": [
            (row[engine] or "", row["truth"]) for row in rows if row["quality"] == quality
        ]
        for quality in dict.fromkeys(row["quality"] for row in rows)
        for engine in engines
    }


def code_of(printed: str) -> str:
    place = read_address(printed).value
    return place.commune.code if place and place.commune else ""


if __name__ == "__main__":
    main()
