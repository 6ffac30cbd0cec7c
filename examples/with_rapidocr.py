"""Examine a card that RapidOCR has read: ``python examples/with_rapidocr.py card.jpg``.

Needs ``pip install rapidocr onnxruntime``. There is no Khmer model: of this card the number, the Latin name
and the MRZ can be expected.
"""

import datetime as dt
import json
import sys
from pathlib import Path

import khmerid


def recognise(picture: Path) -> object:
    """Return what the engine returns: an object with boxes, texts and scores."""
    from rapidocr import RapidOCR

    return RapidOCR()(str(picture))


def main(response: object, today: dt.date) -> None:
    """Print the report on the card as it was presented on the day ``today``."""
    report = khmerid.examine(response, today=today)
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(recognise(Path(sys.argv[1])), dt.date.today())
