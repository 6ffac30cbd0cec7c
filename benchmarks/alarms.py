"""How well the alarms of `khmerid.picture.quality` tell defects: area under the curve, hits, false alarms.

    python benchmarks/alarms.py [FOLDER …] [--drawn N] [--corners FILE] [--no-portrait] [--change CHANGE]

A folder has pictures and their truth, ``truth.jsonl``: one row a picture, with ``id``, ``set``, ``file``,
``defects``, ``corners``, ``portrait`` and ``width`` (of the card, in pixels). The corners are the true ones,
or those in a file with a row ``{"id", "corners", "portrait"}`` a picture; one that has none there is not
examined, and is counted. ``--no-portrait`` keeps quiet about that.

Thresholds were chosen on the first eight pictures with defects, the third eight and so on; the others are
"held out". ``--change`` does something to all pictures first: ``moved`` moves each corner at random by up to
1 % of the card's width, ``small`` takes pictures down to a card of 500 pixels, ``large`` up to one of 3000,
``warm`` lights them like a bulb, ``dark`` takes half of the light, and what is burnt out stays so; ``noise``
adds some.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

import cv2
import numpy as np
from photographs import photographs
from tables import Table, print_table

from khmerid.picture.quality import ASKED, CARD_HEIGHT, CARD_WIDTH, THRESHOLDS, quantities

# The defect in the truth that each result is about.
DEFECTS: Final = {
    "border_integrity": "border",
    "blocking_within_border": "blocked",
    "blur": "blur",
    "glare": "glare",
    "type": "copy",
    "reproduce": "reproduce",
}
HEAD: Final = ("result", "defects", "AUC", "hits", "false alarms", "hits, held out", "false alarms, held out")
CHANGES: Final = ("moved", "small", "large", "warm", "dark", "noise")
WHOLE: Final = np.array([[0, 0], [CARD_WIDTH, 0], [CARD_WIDTH, CARD_HEIGHT], [0, CARD_HEIGHT]], np.float32)
Seen = tuple[Mapping[str, Any], Mapping[str, float]]  # a row of the truth, and what was measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--drawn", type=int, default=0, help="so many photographs of drawn specimens, too")
    parser.add_argument("--corners", type=Path, help="located ones")
    parser.add_argument("--no-portrait", action="store_true")
    parser.add_argument("--change", choices=CHANGES)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    located = options.corners and {row["id"]: row for row in rows_of(options.corners)}
    seen: list[Seen] = []
    missing = 0
    for number, (row, received) in enumerate(pictures(options.folders, options.drawn)):
        place = row if located is None else located.get(row["id"])
        if place is None:
            missing += 1
            continue
        corners = np.array(place["corners"], np.float32)
        known = not options.no_portrait and place.get("portrait") is not None
        portrait = np.array(place["portrait"]) if known else None
        picture, corners, factor = changed(received, corners, options.change, row["width"], number)
        seen.append((row, look(picture, corners, None if portrait is None else portrait * factor)))
    print(f"{len(seen)} pictures, {missing} without corners\n")
    print_table(Table(HEAD, [line(name, seen) for name in DEFECTS]), markdown=options.markdown)
    sets = sorted({row["set"] for row, _ in seen} - {"defects"})
    if sets:
        head = ("false alarms without a defect", *sets)
        rows = [(name, *(false_alarms(name, each, seen) for each in sets)) for name in DEFECTS]
        print_table(Table(head, rows), markdown=options.markdown)


def pictures(folders: Sequence[Path], drawn: int) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield the rows of the truth and their pictures; of the drawn ones all are held out."""
    for folder in folders:
        for number, row in enumerate(rows_of(folder / "truth.jsonl")):
            picture = cv2.cvtColor(cv2.imread(str(folder / row["file"])), cv2.COLOR_BGR2RGB)
            yield {**row, "held_out": number // 8 % 2 == 1}, picture
    for row, picture in photographs(drawn):
        yield {**row, "held_out": True}, picture


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def changed(picture: Any, corners: Any, change: str | None, width: int, seed: int) -> tuple[Any, Any, float]:
    """Return a picture and corners, both changed, and by how much the picture was made larger."""
    if change is None:
        return picture, corners, 1.0
    chance = np.random.default_rng(seed)
    if change == "moved":
        return picture, corners + chance.uniform(-0.01, 0.01, corners.shape).astype(np.float32) * width, 1.0
    if change in ("small", "large"):
        factor = (500 if change == "small" else 3000) / width
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        return cv2.resize(picture, None, fx=factor, fy=factor, interpolation=how), corners * factor, factor
    light = {"warm": (1.0, 0.8, 0.55), "dark": (0.5, 0.5, 0.5), "noise": (1, 1, 1)}[change]
    noise = chance.normal(0, 8, picture.shape) if change == "noise" else 0
    lit = np.clip(picture * np.array(light) + noise, 0, 255).astype(np.uint8)
    return np.where(picture.min(axis=2, keepdims=True) >= 254, 255, lit).astype(np.uint8), corners, 1.0


def look(picture: Any, corners: Any, portrait: Any) -> dict[str, float]:
    """Return what is measured in a picture."""
    to_card = cv2.getPerspectiveTransform(corners, WHOLE)
    card = cv2.warpPerspective(picture, to_card, (CARD_WIDTH, CARD_HEIGHT))
    return quantities(card, corners=corners, shape=picture.shape, portrait=portrait, asked=ASKED)


def line(name: str, seen: Sequence[Seen]) -> tuple[str, ...]:
    """Return the line of a result: of pictures with its defect, and of others with another one or none."""
    of_defects = [(row, found) for row, found in seen if row["set"] == "defects"]
    with_it = [each for each in of_defects if DEFECTS[name] in each[0]["defects"]]
    others = [each for each in of_defects if DEFECTS[name] not in each[0]["defects"]]
    held_out = [[each for each in group if each[0]["held_out"]] for group in (with_it, others)]
    groups = [raised(name, group) for group in (with_it, others, *held_out)]
    return name, str(len(with_it)), area(name, with_it, others), *groups


def raised(name: str, seen: Sequence[Seen]) -> str:
    count = sum(found.get(name, 0) > THRESHOLDS[name] for _, found in seen)
    return f"{count} of {len(seen)}"


def area(name: str, with_it: Sequence[Seen], others: Sequence[Seen]) -> str:
    """Return how often a picture with the defect has more of it than another one; unmeasured is none."""
    more = np.array([found.get(name, 0) for _, found in with_it])[:, None]
    less = np.array([found.get(name, 0) for _, found in others])
    return f"{((more > less) + (more == less) / 2).mean():.3f}" if more.size and less.size else "-"


def false_alarms(name: str, each: str, seen: Sequence[Seen]) -> str:
    return raised(name, [(row, found) for row, found in seen if row["set"] == each and not row["defects"]])


if __name__ == "__main__":
    main()
