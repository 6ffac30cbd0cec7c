"""docTR 1.x: what ``Document.export()`` returns, words in lines in blocks in pages.

Boxes are parts of the page, two points or four. A line is joined from its words with a blank.
Source: docTR documentation, "Document structure".

>>> word = {"value": "SOK", "confidence": 0.93}
>>> to_lines({"pages": [{"blocks": [{"lines": [{"words": [word, word]}]}]}]})
[Line(7 characters, page 0)]
"""

from typing import Final

from khmerid.adapters.response import at, is_list_of, items_at, least_confidence, text_at, to_box
from khmerid.raw_card import Line

NAME: Final = "docTR"


def recognises(response: object) -> bool:
    """Return whether the response is pages of blocks, without the text that Google's pages refer to."""
    has_pages = is_list_of(at(response, "pages"), lambda page: at(page, "blocks") is not None)
    return has_pages and at(response, "text") is None


def to_lines(response: object) -> list[Line]:
    """Return the lines of all pages."""
    return [
        _line(line, number)
        for number, page in enumerate(items_at(response, "pages"))
        for block in items_at(page, "blocks")
        for line in items_at(block, "lines")
    ]


def _line(line: object, page: int) -> Line:
    words = items_at(line, "words")
    text = " ".join(text_at(word, "value") for word in words)
    return Line(text, least_confidence(words), to_box(at(line, "geometry")), page)
