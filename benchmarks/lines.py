"""How many fields are found in the lines of whole cards, also when labels are damaged, and how fast.

    python benchmarks/lines.py [CORPUS.jsonl[.xz] …]

By default of the corpus of whole cards. What is found in the lines as they are is held against what is found
after each printed label was damaged: a share of its letters replaced, lost or doubled, one label in seven
turned into Latin letters. ``same`` is the share of fields with the same text, ``lost`` that of those no
longer found, ``other`` that of those with another text: a piece of a label beside the value, or a piece of
another field.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CARDS, labelled_cards

from khmerid import RawCard
from khmerid.adapters import to_lines
from khmerid.layout import adapt_lines
from khmerid.layout.labels import LABELS
from khmerid.raw_card import TEXT_FIELDS, Line

LETTERS = "កខគឃងចឆជញដឋឌណតថទធនបផពភមយរលវសហឡអាិីឹឺុូួើេែៃោំះ់្"
PRINTED = [label for labels, _ in LABELS.values() for label in labels]


def damaged(label: str, share: float, rnd: random.Random) -> str:
    if rnd.random() < 1 / 7:
        return "".join(rnd.choice("aisngmnAwefIl") for _ in range(rnd.randint(2, len(label))))
    out = ""
    for letter in label:
        kind = rnd.choices(
            ["kept", "replaced", "lost", "more"], [1 - share, share / 2, share / 3, share / 6]
        )[0]
        out += {
            "kept": letter,
            "replaced": rnd.choice(LETTERS),
            "lost": "",
            "more": letter + rnd.choice(LETTERS),
        }[kind]
    return out


def with_damaged_labels(lines: list[Line], share: float, rnd: random.Random) -> list[Line]:
    changed = []
    for line in lines:
        text = line.text
        for label in PRINTED:
            text = text.replace(label, damaged(label, share, rnd), 1)
        changed.append(attrs.evolve(line, text=text))
    return changed


def cards(paths: list[Path]) -> Iterator[list[Line]]:
    for path in paths:
        for card in labelled_cards(path):
            yield to_lines(card.response)


def compare(cases: list[tuple[RawCard, RawCard]]) -> str:
    outcomes = Counter(
        "same" if before == after else "lost" if after is None else "other"
        for one, other in cases
        for before, after in ((getattr(one, name), getattr(other, name)) for name in TEXT_FIELDS)
        if before is not None
    )
    return "".join(f"{outcomes[name] / outcomes.total():8.3f}" for name in ("same", "lost", "other"))


def main() -> None:
    paths = [Path(path) for path in sys.argv[1:]] or [CARDS]
    every = list(cards(paths))
    times = []
    found = []
    for lines in every:
        start = time.perf_counter()
        found.append(adapt_lines(lines))
        times.append(time.perf_counter() - start)
    shares = {
        name: sum(getattr(card, name) is not None for card in found) / len(found) for name in TEXT_FIELDS
    }
    print(f"{len(every)} cards, {sorted(times)[len(times) // 2] * 1e6:.0f} us each (median)")
    print("found: " + ", ".join(f"{name} {share:.3f}" for name, share in shares.items()))
    print(f"three lines of the MRZ: {sum(len(card.mrz) == 3 for card in found) / len(found):.3f}")
    print(f"{'letters of labels damaged':28s}{'same':>8s}{'lost':>8s}{'other':>8s}")
    for share in (0.1, 0.2, 0.35, 0.6):
        rnd = random.Random(int(share * 100))  # noqa: S311  # a choice of damage, not a secret
        after = [adapt_lines(with_damaged_labels(lines, share, rnd)) for lines in every]
        print(f"{share:<28.2f}{compare(list(zip(found, after, strict=True)))}")


if __name__ == "__main__":
    main()
