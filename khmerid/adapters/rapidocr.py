"""RapidOCR 3.x: the list of ``to_json``, or the object with ``boxes``, ``txts`` and ``scores``; 1.x: a pair.

The call of 1.x returns ``(lines, elapse)``, ``(None, None)`` for a picture without text; in 3.x all three
are ``None`` then. There is no Khmer model, and a line may be read upside down with a high score.
Source: RapidOCR documentation, "Output".

>>> box = [[331, 150], [486, 150], [486, 170], [331, 170]]
>>> to_lines([{"box": box, "txt": "SOK KUMRU", "score": 0.9193}])
[Line(9 characters, page 0)]
>>> to_lines(([[box, "SOK KUMRU", 0.9193]], [0.1, 0.2, 0.3]))
[Line(9 characters, page 0)]
"""

from collections.abc import Mapping
from typing import Any, Final

from khmerid.adapters.response import (
    is_list_of,
    is_tuple_line,
    items_of,
    line_of,
    line_of_tuple,
    lines_of_lists,
)
from khmerid.raw_card import Line

NAME: Final = "RapidOCR"


def recognises(response: object) -> bool:
    """Return whether the response is of either version; bare triples are left to EasyOCR's adapter."""
    if is_result_object(response):
        return True
    match response:
        case [None, None]:
            return True
        case [list() as lines, float() | [float(), *_]]:  # the time of each step, or of all
            return is_list_of(lines, is_tuple_line)
    return is_list_of(response, lambda line: isinstance(line, Mapping) and "txt" in line)


def is_result_object(response: object) -> bool:
    """Return whether the response is the object that a call of 3.x returns."""
    return all(hasattr(response, name) for name in ("boxes", "txts", "scores"))


def to_lines(response: Any) -> list[Line]:
    """Return the lines of either version."""
    if is_result_object(response):
        texts, scores = items_of(response.txts, "txts"), items_of(response.scores, "scores")
        return lines_of_lists(texts, scores, items_of(response.boxes, "boxes"), "txts")
    lines = items_of(response, "lines")
    if lines and isinstance(lines[0], Mapping):
        return [line_of(line, "txt", "score") for line in lines]
    return [line_of_tuple(line) for line in lines[0] or ()]
