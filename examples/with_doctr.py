"""Examine a card that docTR has read: ``python examples/with_doctr.py card.jpg``.

Needs ``pip install python-doctr[torch]``.
"""

import datetime as dt
import json
import sys
from pathlib import Path

import khmerid


def recognise(picture: Path) -> object:
    """Return what the predictor returns: a document of pages, blocks, lines and words."""
    from doctr.io import DocumentFile
    from doctr.models import ocr_predictor

    return ocr_predictor(pretrained=True)(DocumentFile.from_images(str(picture)))


def main(response: object, today: dt.date) -> None:
    """Print the report on the card as it was presented on the day ``today``."""
    report = khmerid.examine(response, today=today)
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(recognise(Path(sys.argv[1])), dt.date.today())
