"""Examine a card that Google Document AI has read: ``python examples/with_google_document_ai.py card.jpg``.

Needs ``pip install google-cloud-documentai``, and in the environment credentials and the name of an OCR
processor, ``PROCESSOR`` (``projects/…/locations/…/processors/…``).
"""

import datetime as dt
import json
import mimetypes
import os
import sys
from pathlib import Path

import khmerid


def recognise(picture: Path) -> object:
    """Return what the client returns: a document with pages, lines and boxes."""
    from google.cloud import documentai

    kind = mimetypes.guess_type(picture.name)[0]
    raw = documentai.RawDocument(content=picture.read_bytes(), mime_type=kind)
    request = documentai.ProcessRequest(name=os.environ["PROCESSOR"], raw_document=raw)
    return documentai.DocumentProcessorServiceClient().process_document(request=request)


def main(response: object, today: dt.date) -> None:
    """Print the report on the card as it was presented on the day ``today``."""
    report = khmerid.examine(response, today=today)
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(recognise(Path(sys.argv[1])), dt.date.today())
