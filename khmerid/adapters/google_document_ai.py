r"""Google Document AI: ``document.pages[].lines[].layout``, whose text lies in ``document.text``.

The offsets are texts in JSON (they are 64 bit) and the first one, 0, is left out.
Source: Document AI API, REST reference, Document.

>>> layout = {"textAnchor": {"textSegments": [{"endIndex": "10"}]}, "confidence": 0.9193}
>>> to_lines({"text": "SOK KUMRU\n", "pages": [{"lines": [{"layout": layout}]}]})
[Line(9 characters, page 0)]
"""

from typing import Final

from khmerid.adapters.response import at, either, items_at, text_at, to_box, to_confidence, unwrapped
from khmerid.raw_card import Line

NAME: Final = "Google Document AI"


def recognises(response: object) -> bool:
    """Return whether the response is a document, or has one, whose pages refer to its text."""
    document = unwrapped(response, "document")
    pages = at(document, "pages")
    return (
        isinstance(at(document, "text"), str)
        and isinstance(pages, list)
        and all(either(page, "pageNumber", "page_number", "dimension", "lines") is not None for page in pages)
    )


def to_lines(response: object) -> list[Line]:
    """Return the lines of all pages."""
    document = unwrapped(response, "document")
    text = text_at(document, "text")
    return [
        _line(text, at(line, "layout"), number)
        for number, page in enumerate(items_at(document, "pages"))
        for line in items_at(page, "lines")
    ]


def _line(text: str, layout: object, page: int) -> Line:
    segments = items_at(either(layout, "textAnchor", "text_anchor"), "textSegments", "text_segments")
    held = "".join(
        text[
            _offset(either(one, "startIndex", "start_index")) : _offset(either(one, "endIndex", "end_index"))
        ]
        for one in segments
    )
    outline = either(layout, "boundingPoly", "bounding_poly")
    corners = at(outline, "vertices") or either(outline, "normalizedVertices", "normalized_vertices")
    return Line(held.rstrip("\n"), to_confidence(at(layout, "confidence")), to_box(corners), page)


def _offset(index: object) -> int:
    """Return an offset, which may be a number, a text or left out; 0 for anything else."""
    if isinstance(index, str) and index.isascii() and index.isdecimal() and len(index) < 10:
        return int(index)
    return index if isinstance(index, int) else 0
