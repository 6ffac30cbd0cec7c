"""Examine a card that Tesseract has read: ``python examples/with_tesseract.py card.jpg``.

Needs the command ``tesseract`` with Khmer: ``apt-get install tesseract-ocr tesseract-ocr-khm``.
"""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import khmerid


def recognise(picture: Path) -> object:
    """Return what Tesseract reads, as TSV: words with boxes and confidences."""
    command = ["tesseract", str(picture), "-", "-l", "khm+eng", "--psm", "6", "tsv"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def main(response: object, today: dt.date) -> None:
    """Print the report on the card as it was presented on the day ``today``."""
    report = khmerid.examine(response, today=today)
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(recognise(Path(sys.argv[1])), dt.date.today())
