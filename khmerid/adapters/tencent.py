"""Tencent Cloud General OCR: ``Response.TextDetections``.

Confidences are whole numbers to 100. The client's object has no outer ``Response``.
Source: Tencent Cloud OCR API, GeneralBasicOCR and GeneralAccurateOCR.

>>> to_lines({"Response": {"TextDetections": [{"DetectedText": "SOK", "Confidence": 91}]}})[0].confidence
0.91
"""

from typing import Final

import attrs

from khmerid.adapters.response import at, box_of_size, items_at, line_of, unwrapped
from khmerid.raw_card import Line

NAME: Final = "Tencent general"


def recognises(response: object) -> bool:
    """Return whether the response has text detections."""
    return at(unwrapped(response, "Response"), "TextDetections") is not None


def to_lines(response: object) -> list[Line]:
    """Return a line for each detection."""
    return [_line(one) for one in items_at(unwrapped(response, "Response"), "TextDetections")]


def _line(one: object) -> Line:
    line = line_of(one, "DetectedText", "Confidence", "Polygon", scale=100)
    sides = [at(one, "ItemPolygon", name) for name in ("X", "Y", "Width", "Height")]
    return line if line.box else attrs.evolve(line, box=box_of_size(sides))
