"""Tencent Cloud General OCR: ``Response.TextDetections``.

Confidences are whole numbers to 100. The client's object has no outer ``Response``.
Source: Tencent Cloud OCR API, GeneralBasicOCR and GeneralAccurateOCR.

>>> to_lines({"Response": {"TextDetections": [{"DetectedText": "SOK", "Confidence": 91}]}})[0].confidence
0.91

"""

from typing import Any, Final

from khmerid.adapters.line import from_size, to_box, to_confidence
from khmerid.adapters.shape import at, either, items_of, text_of
from khmerid.raw_card import Line

NAME: Final = "Tencent general"


def recognises(response: object) -> bool:
    """Tell whether the response has text detections."""
    return _detections(response) is not None


def to_lines(response: object) -> list[Line]:
    """Return a line for each detection."""
    return [_line(one) for one in items_of(_detections(response), "TextDetections")]


def _detections(response: object) -> Any:
    return at(either(response, "Response") or response, "TextDetections")


def _line(one: object) -> Line:
    box = at(one, "ItemPolygon")
    return Line(
        text_of(at(one, "DetectedText"), "TextDetections.DetectedText"),
        to_confidence(at(one, "Confidence"), scale=100),
        to_box(at(one, "Polygon"))
        or from_size(at(box, "X"), at(box, "Y"), at(box, "Width"), at(box, "Height")),
    )
