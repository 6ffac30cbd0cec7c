"""How many places of birth and addresses are matched to their commune, how surely, and how fast.

    python benchmarks/places.py [CORPUS.jsonl[.xz] …]

The corpora are by default those of ``data/corpus`` that were read field by field. Their even rows are the
half on which the limits in ``khmerid/gazetteer/search.py`` were chosen, the odd ones the half on which they
were checked. Besides, the addresses that three engines read (``data/khmer``), and paths with drawn noise. The
table of parts is of drawn addresses, half of them with a numbered village or commune, of which a share of the
numerals, or of all letters, is damaged.
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

from khmerid.fields.places import Address, is_protected, protected_parts, read_address, read_place, to_printed
from khmerid.gazetteer.folding import to_bare
from khmerid.gazetteer.matching import match_path
from khmerid.gazetteer.search import SURE_PATH, is_sure
from khmerid.gazetteer.units import gazetteer
from khmerid.resolve.printed_once import resolve_place
from khmerid.text.normal_form import to_normal_form

Texts = list[tuple[str, str]]  # as read, and the code of the commune that is printed

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


def measure(label: str, read: Callable[[str], Any], texts: Texts) -> None:
    """Print how many are right, how many of them surely, and what is wrong."""
    right = sure = wrong_sure = wrong = 0
    for text, code in texts:
        reading = read(text)
        commune = reading.value and reading.value.commune
        is_right = bool(commune) and commune.code == code
        right += is_right
        sure += is_right and is_protected(reading)
        wrong += bool(commune) and not is_right
        wrong_sure += bool(commune) and not is_right and is_protected(reading)
    shares = f"{right / len(texts):8.3f}{sure / len(texts):8.3f}"
    print(f"{label:42s}{len(texts):6d}{shares}{wrong_sure:13d}{wrong:7d}")


def measure_villages(label: str, cards: list[LabelledCard]) -> None:
    right = wrong = sure = wrong_sure = 0
    for card in cards:
        reading = read_address(card.read("address"))
        place, protected = reading.value, "village" in protected_parts(reading)
        village = place and place.village
        right += bool(village) and village.code == card.truth["address_code"]
        is_wrong = bool(village) and village.code != card.truth["address_code"]
        wrong += is_wrong
        sure += protected and not is_wrong
        wrong_sure += protected and is_wrong
    shares = f"{right / len(cards):8.3f}{sure / len(cards):8.3f}"
    print(f"{label:42s}{len(cards):6d}{shares}{wrong_sure:13d}{wrong:7d}")


def measure_parts(label: str, addresses: Iterable[tuple[str, dict[str, object]]]) -> None:
    """Print, for each part of an address: how many are protected, wrong, and both."""
    protected, wrong, both, n = Counter[str](), Counter[str](), Counter[str](), 0
    for text, printed in addresses:
        n += 1
        resolved = resolve_place(read_address(text))
        for part, assurance in resolved.parts.items():
            is_wrong = getattr(resolved.value, part) != printed[part]
            protected[part] += assurance.is_sure
            wrong[part] += is_wrong
            both[part] += is_wrong and assurance.is_sure
    counts = (f"{f'{protected[part]}/{wrong[part]}/{both[part]}':>18s}" for part in PARTS)
    print(f"{label:34s}{n:6d}{''.join(counts)}")


def drawn_addresses(
    damage: Callable[[str], str], chance: random.Random, count: int = 10_000
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
        label: [(match, code) for text, code in texts if text and (match := match_path(to_normal_form(text)))]
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
                match.best.path.code == code for match, code in found if match.cost and is_sure(match, limits)
            ]
            counts.append(f"{sum(sure)}/{len(sure) - sum(sure)}")
        print(f"{label:42s}" + "".join(f"{count:>16s}" for count in counts))


def compare_peer(labelled: dict[str, list[tuple[str, str, str]]]) -> None:
    """Print how many paths are the printed ones as read, as the peer corrects them, and as khmerid does."""
    try:
        correct = importlib.import_module("autocorrect_kh").autocorrect_address_2
    except ImportError:
        print("\nautocorrect-kh is not installed")
        return
    print(f"\n{'exact after correction':42s}{'n':>6s}{'raw':>8s}{'peer':>8s}{'khmerid':>9s}")
    for label, rows in labelled.items():
        raw = peer = ours = 0
        for text, printed, _ in rows:
            place = read_place(text).value
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
    chance = random.Random(6)  # noqa: S311 - the same noise each time
    noise = {f"drawn {share:.0%}": drawn(share, chance) for share in (0.03, 0.1, 0.2, 0.3)}
    paths = [Path(path) for path in sys.argv[1:]] or [FIELDS, HEAVY, SMART]
    corpora = {path.name.partition(".")[0]: labelled_cards(path) for path in paths}
    peers: dict[str, list[tuple[str, str, str]]] = {}

    print(f"{'commune of':42s}{'n':>6s}{'right':>8s}{'sure':>8s}{'wrong: sure':>13s}{'all':>7s}")
    fields = (
        ("birth_place", "birth_place_code", read_place),
        ("address", "address_commune_code", read_address),
    )
    for name, rows in corpora.items():
        for field, code, read in fields:
            measure(f"{name} {field}", read, texts_of(rows, field, code))
        measure_villages(f"{name} village", rows)
        texts = [(card.read("birth_place"), card.truth) for card in rows]
        peers[f"{name} birth_place"] = [
            (text, truth["printed"]["birth_place"], truth["birth_place_code"]) for text, truth in texts
        ]
    for name, texts in noise.items():
        measure(name, read_place, texts)
    measure("invented: a commune of elsewhere", read_place, invented(chance))
    for name, texts in addresses_of_engines().items():
        peers[name] = [(text, printed, code_of(printed)) for text, printed in texts]
        measure(name, read_place, [(text, code) for text, _, code in peers[name]])

    print(f"\n{'parts: protected/wrong/both':34s}{'n':>6s}{''.join(f'{part:>18s}' for part in PARTS)}")
    chance = random.Random(6)  # noqa: S311 - the same whatever was drawn before
    for share in (0.0, 0.01, 0.03, 0.05, 0.1):
        for name, damage in (("numerals", numeral_damaged), ("letters", damaged)):
            noise_of = functools.partial(damage, share=share, chance=chance)
            measure_parts(f"{share:.0%} of the {name} damaged", drawn_addresses(noise_of, chance))

    halves = {
        f"{name[:9]} {half}": [
            pair for field, code, _ in fields for pair in texts_of(rows[start::2], field, code)
        ]
        for name, rows in corpora.items()
        for start, half in ((0, "even"), (1, "odd"))
    }
    compare_limits({**halves, **noise})
    compare_peer(peers)

    print(f"\n{'microseconds':42s}{'n':>6s}{'median':>12s}{'p99':>12s}{'max':>12s}")
    measure_time("exact path", read_place, [text for text, _ in drawn(0, chance, 500)])
    houses = [f"ផ្ទះ៣៣ ផ្លូវ៣៥៥ {text}" for text, _ in drawn(0, chance, 500)]
    measure_time("exact path after house and street", read_address, houses)
    for name, texts in noise.items():
        measure_time(name, read_place, [text for text, _ in texts[:500]])
    for name, rows in corpora.items():
        exact = {card.read("address") for card in rows if read_address(card.read("address")).status == 0}
        measure_time(f"{name} clean addresses", read_address, exact)
        damaged_ones = {card.read("address") for card in rows} - exact
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
    place = read_place(printed).value
    return place.commune.code if place and place.commune else ""


if __name__ == "__main__":
    main()
