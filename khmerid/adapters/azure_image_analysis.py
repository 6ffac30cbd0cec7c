"""Azure AI Vision, Image Analysis 4.0 with Read: ``readResult.blocks[].lines[]``.

Only words have a confidence. The model of the Python client is a mapping with the same keys.
Source: Azure AI Vision REST reference, Image Analysis 2023-10-01.

>>> to_lines({"readResult": {"blocks": [{"lines": [{"text": "SOK", "words": [{"confidence": 0.93}]}]}]}})
[Line(3 characters, page 0)]

"""

from typing import Final

from khmerid.adapters.line import to_box, to_confidence, worst
from khmerid.adapters.shape import at, items_of, text_of
from khmerid.raw_card import Line

NAME: Final = "Azure Image Analysis"


def recognises(response: object) -> bool:
    """Tell whether the response has the result of Read with its blocks."""
    return at(response, "readResult", "blocks") is not None


def to_lines(response: object) -> list[Line]:
    """Return the lines of all blocks."""
    return [
        Line(
            text_of(at(line, "text"), "lines.text"),
            worst(
                [to_confidence(at(word, "confidence")) for word in items_of(at(line, "words"), "lines.words")]
            ),
            to_box(at(line, "boundingPolygon")),
        )
        for block in items_of(at(response, "readResult", "blocks"), "readResult.blocks")
        for line in items_of(at(block, "lines"), "blocks.lines")
    ]
