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
from typing import Any, Final

from khmerid.adapters.line import to_box, to_confidence, worst
from khmerid.adapters.shape import at, either, items_of, text_of
from khmerid.raw_card import Line

NAME: Final = "Azure Document Intelligence"


def recognises(response: object) -> bool:
    """Tell whether the response has analysed pages, or is such a result."""
    result = _result(response)
    if at(result, "readResults") is not None:
        return True
    pages = at(result, "pages")
    return (
        isinstance(at(result, "content"), str) or at(response, "analyzeResult") is not None
    ) and isinstance(pages, list)


def to_lines(response: object) -> list[Line]:
    """Return the lines of all pages."""
    result = _result(response)
    pages = either(result, "pages", "readResults")
    return [
        line
        for number, page in enumerate(items_of(pages, "analyzeResult.pages"))
        for line in _lines_of_page(page, number)
    ]


def _result(response: object) -> Any:
    return either(response, "analyzeResult") or response


def _lines_of_page(page: object, number: int) -> list[Line]:
    words = sorted(
        (_offset(at(word, "span")), to_confidence(at(word, "confidence")) or 0.0)
        for word in items_of(at(page, "words"), "pages.words")
    )
    return [
        Line(
            text_of(either(line, "content", "text"), "lines.content"),
            _confidence(line, words),
            to_box(either(line, "polygon", "boundingBox")),
            number,
        )
        for line in items_of(at(page, "lines"), "pages.lines")
    ]


def _confidence(line: object, words: Sequence[tuple[int, float]]) -> float | None:
    own = [to_confidence(at(word, "confidence")) for word in items_of(at(line, "words"), "lines.words")]
    for span in items_of(at(line, "spans"), "lines.spans"):
        start = _offset(span)
        length = at(span, "length")
        end = start + length if isinstance(length, int) else start
        own.extend(
            sure for _, sure in words[bisect.bisect_left(words, (start,)) : bisect.bisect_left(words, (end,))]
        )
    return worst(own)


def _offset(span: object) -> int:
    offset = at(span, "offset")
    return offset if isinstance(offset, int) else 0
