"""Count what OCR makes of the numerals of the MRZ: the source of ``khmerid/misreading/look_alikes.py``.

    python benchmarks/mrz_confusions.py [CORPUS.jsonl[.xz] …]

The corpora are by default those of ``data/corpus`` that were read field by field. Only lines count whose
cells stand in their places, told by the code of the State. A cost is the natural logarithm of how much rarer
a misreading is than the numeral.
"""

import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import FIELDS, HEAVY, SMART, LabelledCard, labelled_cards

NUMERALS = "0123456789"


def cells(card: LabelledCard) -> Iterator[tuple[str, str]]:
    """Yield each true character and what was read for it."""
    for number, end in ((0, 15), (1, 18)):
        true = card.truth["mrz"][number]
        read = card.mrz[number].replace(" ", "")
        in_place = read[2:5] == "KHM" and read[15:16] == "<" if number == 0 else read[16:18] == "HM"
        if in_place:
            yield from zip(true[:end], read[:end], strict=True)


def main() -> None:
    total: Counter[str] = Counter()
    misread: Counter[tuple[str, str]] = Counter()
    for corpus in map(Path, sys.argv[1:]) if sys.argv[1:] else (FIELDS, HEAVY, SMART):
        for card in labelled_cards(corpus):
            for true, read in cells(card):
                if true in NUMERALS:
                    total[true] += 1
                    misread[read, true] += read != true
    print("read  true: count, cost")
    for character in sorted({read for read, _ in misread}):
        found = [(misread[character, true], true) for true in NUMERALS if misread[character, true]]
        options = (
            f"{true}: {count}, {math.log(total[true] / count):.1f}"
            for count, true in sorted(found, reverse=True)
        )
        if found:
            print(f"{character!r:5} ", "; ".join(options))


if __name__ == "__main__":
    main()
