"""Write the excerpts of the corpora that lie beside them uncompressed: ``python data/write_excerpts.py``.

They are input for ``khmerid examine``: rows with the day of presentation and without the truth. Each says for
``khmerid fixtures`` that it is an invented card's, misread by an OCR.
"""

import json
from pathlib import Path
from typing import Final

from corpora import CARDS, DATA, FIELDS, LabelledCard, labelled_cards

#: Each excerpt: of which corpus, every which of its cards, and at most how many.
EXCERPTS: Final = {"fields.jsonl": (FIELDS, 7, 200), "lines.jsonl": (CARDS, 10, 50)}
MARKS: Final = {"specimen": True, "misread": True}


def excerpt(name: str) -> list[LabelledCard]:
    """Return the labelled cards of an excerpt."""
    corpus, step, most = EXCERPTS[name]
    return labelled_cards(corpus)[::step][:most]


def write(folder: Path) -> None:
    """Write the excerpts into a folder."""
    for name in EXCERPTS:
        rows = (
            {"id": card.id, "today": card.today.isoformat(), **MARKS, "response": card.response}
            for card in excerpt(name)
        )
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(DATA / "corpus")
