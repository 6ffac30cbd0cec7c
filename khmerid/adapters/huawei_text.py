"""Huawei Cloud General Text OCR: ``result.words_block_list``.

Source: Huawei Cloud OCR API Reference, "General Text OCR" (RecognizeGeneralText).

>>> to_lines({"result": {"words_block_list": [{"words": "SOK KUMRU", "confidence": 0.9193}]}})[0].confidence
0.9193

"""

from typing import Final

from khmerid.adapters.line import to_box, to_confidence
from khmerid.adapters.shape import at, items_of, text_of
from khmerid.raw_card import Line

NAME: Final = "Huawei general text"


def recognises(response: object) -> bool:
    """Tell whether the response has a list of word blocks."""
    return at(response, "result", "words_block_list") is not None


def to_lines(response: object) -> list[Line]:
    """Return a line for each word block."""
    return [
        Line(
            text_of(at(block, "words"), "words_block_list.words"),
            to_confidence(at(block, "confidence")),
            to_box(at(block, "location")),
        )
        for block in items_of(at(response, "result", "words_block_list"), "words_block_list")
    ]
