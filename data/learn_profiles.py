"""Learn the profile of each engine that there is data of, and write `khmerid/misreading/profiles`.

    python data/learn_profiles.py

The corpora are labelled, so nothing is inferred. A profile is learned beside the shipped tables
(`data/learn_confusions.py`): when those change, this is run again.
"""

from pathlib import Path
from typing import Final

from corpora import CARDS, DATA, FIELDS, HEAVY, SMART, TRUTHS, LabelledCard, labelled_cards

from khmerid.adapters import adapt
from khmerid.calibration.figures import JUDGED
from khmerid.calibration.labels import read_label
from khmerid.calibration.learning import StoredCard, learn

FOLDER: Final = DATA.parent / "khmerid" / "misreading" / "profiles"
#: The corpora of each engine: Tesseract field by field and by lines, and smart-kh-ocr.
ENGINES: Final = {
    "tesseract-fields": (FIELDS, HEAVY),
    "tesseract-lines": (CARDS,),
    "smart-kh-ocr": (SMART,),
}


def stored(card: LabelledCard) -> StoredCard:
    """Return a card of a corpus with its labels, as a profile is learned from it."""
    label = read_label({"id": card.id} | {field: card.truth[TRUTHS[field]] for field in JUDGED})
    return StoredCard(adapt(card.response), card.today, label)


def write_profile(name: str, corpora: tuple[Path, ...]) -> None:
    """Write the profile of one engine."""
    cards = (stored(card) for corpus in corpora for card in labelled_cards(corpus))
    (FOLDER / f"{name}.json").write_text(learn(cards, name).to_json(), encoding="utf-8")


def main() -> None:
    """Write all profiles."""
    for name, corpora in ENGINES.items():
        write_profile(name, corpora)


if __name__ == "__main__":
    main()
