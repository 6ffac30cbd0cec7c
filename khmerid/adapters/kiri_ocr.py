"""kiri-ocr 0.2: a list of lines whose box is left, top, width and height.

Source: README of kiri-ocr 0.2.15.

>>> line = {"text": "SOK KUMRU", "box": [331, 150, 155, 20], "confidence": 0.9193, "det_confidence": 1.0}
>>> to_lines([line])[0].box[2]
(486.0, 170.0)
"""

from typing import Final

from khmerid.adapters.response import (
    at,
    box_of_size,
    either,
    is_list_of,
    items_at,
    items_of,
    text_at,
    to_confidence,
)
from khmerid.raw_card import Line

NAME: Final = "kiri-ocr"


def recognises(response: object) -> bool:
    """Return whether the response is a list of lines with what only kiri-ocr says of a line."""
    return is_list_of(response, _is_line)


def _is_line(line: object) -> bool:
    return at(line, "text") is not None and either(line, "det_confidence", "line_number") is not None


def to_lines(response: object) -> list[Line]:
    """Return the lines."""
    return [
        Line(text_at(line, "text"), to_confidence(at(line, "confidence")), box_of_size(items_at(line, "box")))
        for line in items_of(response, "lines")
    ]
