"""Examine a card that Azure Document Intelligence has read: ``python examples/with_azure.py card.jpg``.

Needs ``pip install azure-ai-documentintelligence``, and in the environment ``AZURE_ENDPOINT`` and
``AZURE_KEY``.
"""

import datetime as dt
import json
import os
import sys
from pathlib import Path

import khmerid


def recognise(picture: Path) -> object:
    """Return what the model ``prebuilt-read`` returns."""
    from azure.ai.documentintelligence import DocumentIntelligenceClient
    from azure.core.credentials import AzureKeyCredential

    credential = AzureKeyCredential(os.environ["AZURE_KEY"])
    client = DocumentIntelligenceClient(os.environ["AZURE_ENDPOINT"], credential)
    return client.begin_analyze_document("prebuilt-read", body=picture.read_bytes()).result()


def main(response: object, today: dt.date) -> None:
    """Print the report on the card as it was presented on the day ``today``."""
    report = khmerid.examine(response, today=today)
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(recognise(Path(sys.argv[1])), dt.date.today())
