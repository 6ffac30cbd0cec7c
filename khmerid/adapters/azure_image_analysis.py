"""Azure AI Vision, Image Analysis 4.0 with Read: ``readResult.blocks[].lines[]``.

Only words have a confidence. The model of the Python client is a mapping with the same keys.
Source: Azure AI Vision REST reference, Image Analysis 2023-10-01.

>>> to_lines({"readResult": {"blocks": [{"lines": [{"text": "SOK", "words": [{"confidence": 0.93}]}]}]}})
[Line(3 characters, page 0)]
"""

from typing import Final

from khmerid.adapters.response import at, items_at, least_confidence, text_at, to_box
from khmerid.raw_card import Line

NAME: Final = "Azure Image Analysis"


def recognises(response: object) -> bool:
    """Return whether the response has the result of Read with its blocks."""
    return at(response, "readResult", "blocks") is not None


def to_lines(response: object) -> list[Line]:
    """Return the lines of all blocks."""
    return [
        Line(
            text_at(line, "text"),
            least_confidence(items_at(line, "words")),
            to_box(at(line, "boundingPolygon")),
        )
        for block in items_at(at(response, "readResult"), "blocks")
        for line in items_at(block, "lines")
    ]
