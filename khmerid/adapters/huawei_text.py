"""Huawei Cloud General Text OCR: ``result.words_block_list``.

Source: Huawei Cloud OCR API Reference, "General Text OCR" (RecognizeGeneralText).

>>> to_lines({"result": {"words_block_list": [{"words": "SOK KUMRU", "confidence": 0.9193}]}})[0].confidence
0.9193
"""

from typing import Final

from khmerid.adapters.response import at, items_at, line_of
from khmerid.raw_card import Line

NAME: Final = "Huawei general text"


def recognises(response: object) -> bool:
    """Return whether the response has a list of word blocks."""
    return at(response, "result", "words_block_list") is not None


def to_lines(response: object) -> list[Line]:
    """Return a line for each word block."""
    blocks = items_at(at(response, "result"), "words_block_list")
    return [line_of(block, "words", box="location") for block in blocks]
