"""Examine a card that AWS Textract has read: ``python examples/with_textract.py card.jpg``.

Needs ``pip install boto3`` and credentials in the environment. Textract reads Latin script only: of this
card the number, the Latin name and the MRZ.
"""

import datetime as dt
import json
import sys
from pathlib import Path

import khmerid


def recognise(picture: Path) -> object:
    """Return what the client returns."""
    import boto3

    return boto3.client("textract").detect_document_text(Document={"Bytes": picture.read_bytes()})


def main(response: object, today: dt.date) -> None:
    """Print the report on the card as it was presented on the day ``today``."""
    report = khmerid.examine(response, today=today)
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(recognise(Path(sys.argv[1])), dt.date.today())
