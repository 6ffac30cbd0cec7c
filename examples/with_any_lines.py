"""Examine a card that any other OCR has read: ``python examples/with_any_lines.py card.txt``.

Needs a text file with the lines of the card in their order.
"""

import datetime as dt
import json
import sys
from pathlib import Path

import khmerid


def recognise(picture: Path) -> object:
    """Return what the OCR read, in the neutral shape; a confidence and a box may stand beside each text."""
    return {"lines": [{"text": line} for line in picture.read_text(encoding="utf-8").splitlines()]}


def main(response: object, today: dt.date) -> None:
    """Print the report on the card as it was presented on the day ``today``."""
    report = khmerid.examine(response, today=today)
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(recognise(Path(sys.argv[1])), dt.date.today())
