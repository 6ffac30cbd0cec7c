"""docTR 1.x: what ``Document.export()`` returns, words in lines in blocks in pages.

Boxes are parts of the page, two points or four. A line is joined from its words with a blank.
Source: docTR documentation, "Document structure".

>>> word = {"value": "SOK", "confidence": 0.93}
>>> to_lines({"pages": [{"blocks": [{"lines": [{"words": [word, word]}]}]}]})
[Line(7 characters, page 0)]

"""

from typing import Final

from khmerid.adapters.line import to_box, to_confidence, worst
from khmerid.adapters.shape import at, items_of, text_of
from khmerid.raw_card import Line

NAME: Final = "docTR"


def recognises(response: object) -> bool:
    """Tell whether the response is pages of blocks, without the text that Google's pages refer to."""
    pages = at(response, "pages")
    return (
        isinstance(pages, list)
        and bool(pages)
        and all(at(page, "blocks") is not None for page in pages)
        and at(response, "text") is None
    )


def to_lines(response: object) -> list[Line]:
    """Return the lines of all pages."""
    return [
        _line(line, number)
        for number, page in enumerate(items_of(at(response, "pages"), "pages"))
        for block in items_of(at(page, "blocks"), "pages.blocks")
        for line in items_of(at(block, "lines"), "blocks.lines")
    ]


def _line(line: object, page: int) -> Line:
    words = items_of(at(line, "words"), "lines.words")
    return Line(
        " ".join(text_of(at(word, "value"), "words.value") for word in words),
        worst([to_confidence(at(word, "confidence")) for word in words]),
        to_box(at(line, "geometry")),
        page,
    )
