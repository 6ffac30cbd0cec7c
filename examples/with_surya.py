"""Examine a card that Surya has read: ``python examples/with_surya.py card.jpg``.

Needs ``pip install surya-ocr`` (0.17), which reads Khmer.
"""

import datetime as dt
import json
import sys
from pathlib import Path

import khmerid


def recognise(picture: Path) -> object:
    """Return what the predictor returns: a list with one result, its lines with boxes and confidences."""
    from PIL import Image
    from surya.detection import DetectionPredictor
    from surya.foundation import FoundationPredictor
    from surya.recognition import RecognitionPredictor

    recognise_text = RecognitionPredictor(FoundationPredictor())
    return recognise_text([Image.open(picture)], det_predictor=DetectionPredictor())


def main(response: object, today: dt.date) -> None:
    """Print the report on the card as it was presented on the day ``today``."""
    report = khmerid.examine(response, today=today)
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(recognise(Path(sys.argv[1])), dt.date.today())
