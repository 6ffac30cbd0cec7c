"""Examine a card that Huawei Cloud OCR has read: ``python examples/with_huawei.py card.jpg``.

Needs ``pip install khmerid[huawei]``, and ``OCR_ENDPOINT``, ``PROJECT_ID`` and ``TOKEN`` in the environment.
"""

import datetime as dt
import json
import os
import sys
from pathlib import Path

import khmerid


def recognise(picture: Path) -> object:
    """Return what the recognition API "Cambodian ID Card" returns: fields, not lines."""
    from khmerid.huawei.client import HuaweiOcr

    with HuaweiOcr(os.environ["OCR_ENDPOINT"], os.environ["PROJECT_ID"], token=os.environ["TOKEN"]) as ocr:
        return ocr.recognise(picture.read_bytes(), return_idcard_type=True, detect_blur=True)


def main(response: object, today: dt.date) -> None:
    """Print the report on the card as it was presented on the day ``today``."""
    report = khmerid.examine(response, today=today)
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(recognise(Path(sys.argv[1])), dt.date.today())
