"""A sample of the corpora, and the digest of each card's report: every Python has to answer alike.

``python data/answers.py`` prints them; ``write_expected.py`` writes them into ``answers.tsv``.
"""

import hashlib
import json
import random
from pathlib import Path
from typing import Final

from corpora import CARDS, DATA, FIELDS, HEAVY, SMART, LabelledCard, labelled_cards

from khmerid.examination import examine

EXPECTED: Final = DATA / "answers.tsv"
#: How many cards of each corpus: most of the poorest, where much depends on how sums are rounded.
_SAMPLE: Final = {FIELDS: 10, HEAVY: 30, CARDS: 10, SMART: 10}


def sample() -> list[LabelledCard]:
    """Return the cards, the same in every run."""
    return [card for path, many in _SAMPLE.items() for card in _some_of(path, many)]


def _some_of(path: Path, many: int) -> list[LabelledCard]:
    return random.Random(path.name).sample(labelled_cards(path), many)  # noqa: S311 - a sample, no secret


def digest(card: LabelledCard) -> str:
    """Return the SHA-256 of a card's report as JSON, with its keys in their order."""
    report = examine(card.response, today=card.today).to_dict()
    return hashlib.sha256(json.dumps(report, ensure_ascii=False).encode()).hexdigest()


def line(card: LabelledCard) -> str:
    """Return a line of the file: the id of a card and the digest of its report."""
    return f"{card.id}\t{digest(card)}\n"


if __name__ == "__main__":
    print("".join(map(line, sample())), end="")  # noqa: T201
