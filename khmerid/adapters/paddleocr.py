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

from itertools import zip_longest
from typing import Any, Final

from khmerid.adapters.line import to_box, to_confidence
from khmerid.adapters.shape import at, either, items_of, text_of
from khmerid.raw_card import Line

NAME: Final = "PaddleOCR"


def recognises(response: object) -> bool:
    """Tell whether the response is pages of either version."""
    if _recognised(response) is not None:
        return True
    return isinstance(response, list) and bool(response) and all(map(_is_page, response))


def _is_page(page: object) -> bool:
    if page is None or _recognised(page) is not None:
        return True
    return isinstance(page, list) and bool(page) and all(map(_is_line, page))


def _is_line(line: object) -> bool:
    match line:
        case [list(), [str(), _]] | [list(), (str(), _)]:
            return True
    return False


def to_lines(response: object) -> list[Line]:
    """Return the lines of all pages."""
    pages = [response] if _recognised(response) is not None else items_of(response, "pages")
    return [
        line
        for number, page in enumerate(pages)
        for line in (_new(page, number) if _recognised(page) is not None else _old(page, number))
    ]


def _recognised(page: object) -> Any:
    return at(either(page, "res") or page, "rec_texts")


def _new(page: object, number: int) -> list[Line]:
    result = either(page, "res") or page
    texts = items_of(at(result, "rec_texts"), "rec_texts")
    scores = items_of(at(result, "rec_scores"), "rec_scores")
    boxes = items_of(either(result, "rec_polys", "rec_boxes"), "rec_polys")
    return [
        Line(text_of(text, "rec_texts"), to_confidence(score), to_box(box), number)
        for text, score, box in list(zip_longest(texts, scores, boxes))[: len(texts)]
    ]


def _old(page: object, number: int) -> list[Line]:
    return [
        Line(text_of(text, "page.text"), to_confidence(score), to_box(box), number)
        for box, (text, score) in items_of(page, "page")
    ]
