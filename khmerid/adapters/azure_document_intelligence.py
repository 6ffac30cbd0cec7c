"""Azure AI Document Intelligence, prebuilt read and layout, and the older Read: ``analyzeResult``.

Only words have a confidence; they belong to the line whose span they lie in. The client gives the value of
``analyzeResult`` itself. Read 3.x has ``readResults`` with ``boundingBox`` in place of pages and polygons.
Source: Document Intelligence REST reference 2024-11-30, Analyze Document; Computer Vision 3.2, Read.

>>> to_lines({"analyzeResult": {"pages": [{"lines": [{"content": "SOK"}]}]}})
[Line(3 characters, page 0)]
>>> to_lines({"analyzeResult": {"readResults": [{"lines": [{"text": "SOK"}]}]}})
[Line(3 characters, page 0)]
"""

import bisect
from collections.abc import Sequence
from typing import Final

from khmerid.adapters.response import (
    at,
    either,
    items_at,
    least,
    least_confidence,
    text_at,
    to_box,
    to_confidence,
    unwrapped,
)
from khmerid.raw_card import Line

NAME: Final = "Azure Document Intelligence"


def recognises(response: object) -> bool:
    """Return whether the response has analysed pages, or is such a result."""
    result = unwrapped(response, "analyzeResult")
    if at(result, "readResults") is not None:
        return True
    is_result = isinstance(at(result, "content"), str) or at(response, "analyzeResult") is not None
    return is_result and isinstance(at(result, "pages"), list)


def to_lines(response: object) -> list[Line]:
    """Return the lines of all pages."""
    pages = items_at(unwrapped(response, "analyzeResult"), "pages", "readResults")
    return [line for number, page in enumerate(pages) for line in _lines_of_page(page, number)]


def _lines_of_page(page: object, number: int) -> list[Line]:
    words = sorted(
        (_offset(at(word, "span")), to_confidence(at(word, "confidence")) or 0.0)
        for word in items_at(page, "words")
    )
    return [
        Line(
            text_at(line, "content", "text"),
            _confidence(line, words),
            to_box(either(line, "polygon", "boundingBox")),
            number,
        )
        for line in items_at(page, "lines")
    ]


def _confidence(line: object, words: Sequence[tuple[int, float]]) -> float | None:
    """Return the least confidence of the line's own words and of those of the page within its spans."""
    confidences = [least_confidence(items_at(line, "words"))]
    for span in items_at(line, "spans"):
        start, length = _offset(span), at(span, "length")
        end = start + length if isinstance(length, int) else start
        first, after = bisect.bisect_left(words, (start,)), bisect.bisect_left(words, (end,))
        confidences.extend(sure for _, sure in words[first:after])
    return least(confidences)


def _offset(span: object) -> int:
    offset = at(span, "offset")
    return offset if isinstance(offset, int) else 0
