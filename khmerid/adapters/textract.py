"""AWS Textract, DetectDocumentText and AnalyzeDocument: ``Blocks`` of type ``LINE``.

Confidences run to 100, boxes are parts of the page. Textract reads Latin script only, so of this card the
number, the Latin name and the MRZ can be expected.
Source: Amazon Textract API reference, Block.

>>> to_lines({"Blocks": [{"BlockType": "LINE", "Text": "SOK", "Confidence": 91.93}]})[0].confidence
0.9193
"""

from typing import Final

from khmerid.adapters.response import at, box_of_size, items_at, text_at, to_box, to_confidence
from khmerid.raw_card import Line

NAME: Final = "AWS Textract"


def recognises(response: object) -> bool:
    """Return whether the response has blocks with a type."""
    return isinstance(at(response, "Blocks"), list)


def to_lines(response: object) -> list[Line]:
    """Return a line for each block that is one."""
    return [_line(block) for block in items_at(response, "Blocks") if at(block, "BlockType") == "LINE"]


def _line(block: object) -> Line:
    sides = [at(block, "Geometry", "BoundingBox", name) for name in ("Left", "Top", "Width", "Height")]
    page = at(block, "Page")
    return Line(
        text_at(block, "Text"),
        to_confidence(at(block, "Confidence"), scale=100),
        to_box(at(block, "Geometry", "Polygon")) or box_of_size(sides),
        page - 1 if isinstance(page, int) else 0,
    )
