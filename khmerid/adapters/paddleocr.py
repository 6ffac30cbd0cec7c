"""PaddleOCR 2.x (``.ocr``) and 3.x (``.predict``), a list of pages each.

Version 2 has lists of ``[box, (text, score)]`` and ``None`` for a page without text, version 3 parallel
lists (arrays in the object), in ``res`` where it was saved by ``.json``. ``rec_polys`` goes with the texts;
``dt_polys`` may be longer. There is no Khmer model.
Source: PaddleOCR documentation, "General OCR Pipeline" (3.x) and "Quick Start" (2.x).

>>> to_lines([[[[[331, 150], [486, 150], [486, 170], [331, 170]], ("SOK KUMRU", 0.9193)]]])
[Line(9 characters, page 0)]
>>> to_lines({"res": {"rec_texts": ["SOK KUMRU"], "rec_scores": [0.9193]}})
[Line(9 characters, page 0)]
"""

from typing import Final

from khmerid.adapters.response import (
    at,
    is_list_of,
    items_at,
    items_of,
    lines_of_lists,
    text_of,
    to_box,
    to_confidence,
    unwrapped,
)
from khmerid.raw_card import Line

NAME: Final = "PaddleOCR"


def recognises(response: object) -> bool:
    """Return whether the response is pages of either version."""
    return _has_lists(response) or is_list_of(response, _is_page)


def _is_page(page: object) -> bool:
    return page is None or _has_lists(page) or is_list_of(page, _is_line)


def _has_lists(page: object) -> bool:
    return at(unwrapped(page, "res"), "rec_texts") is not None


def _is_line(line: object) -> bool:
    match line:
        case [list(), [str(), _]]:
            return True
    return False


def to_lines(response: object) -> list[Line]:
    """Return the lines of all pages."""
    pages = [response] if _has_lists(response) else items_of(response, "pages")
    return [line for number, page in enumerate(pages) for line in _lines_of_page(page, number)]


def _lines_of_page(page: object, number: int) -> list[Line]:
    if _has_lists(page):
        result = unwrapped(page, "res")
        texts, scores = items_at(result, "rec_texts"), items_at(result, "rec_scores")
        return lines_of_lists(texts, scores, items_at(result, "rec_polys", "rec_boxes"), "rec_texts", number)
    return [
        Line(text_of(text, "page"), to_confidence(score), to_box(box), number)
        for box, (text, score) in items_of(page, "page")
    ]
