"""Examine a card that Google Cloud Vision has read: ``python examples/with_google_vision.py card.jpg``.

Needs ``pip install google-cloud-vision`` and the credentials of a project in the environment.
"""

import datetime as dt
import json
import sys
from pathlib import Path

import khmerid


def recognise(picture: Path) -> object:
    """Return what the client returns; khmerid takes its object as it is."""
    from google.cloud import vision

    client = vision.ImageAnnotatorClient()
    return client.document_text_detection(
        image=vision.Image(content=picture.read_bytes()),
        image_context={"language_hints": ["km", "en"]},
    )


def main(response: object, today: dt.date) -> None:
    """Print the report on the card as it was presented on the day ``today``."""
    report = khmerid.examine(response, today=today)
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(recognise(Path(sys.argv[1])), dt.date.today())
