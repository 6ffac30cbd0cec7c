"""Examine a card that EasyOCR has read: ``python examples/with_easyocr.py card.jpg``.

Needs ``pip install easyocr``. There is no Khmer model: of this card the number, the Latin name and the
MRZ can be expected.
"""

import datetime as dt
import json
import sys
from pathlib import Path

import khmerid


def recognise(picture: Path) -> object:
    """Return what ``readtext`` returns, in any form of its output."""
    import easyocr

    return easyocr.Reader(["en"]).readtext(str(picture))


def main(response: object, today: dt.date) -> None:
    """Print the report on the card as it was presented on the day ``today``."""
    report = khmerid.examine(response, today=today)
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(recognise(Path(sys.argv[1])), dt.date.today())
