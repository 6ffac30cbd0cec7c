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
from itertools import zip_longest
from typing import Final

from khmerid.adapters import easyocr
from khmerid.adapters.line import to_box, to_confidence
from khmerid.adapters.shape import at, items_of, text_of
from khmerid.raw_card import Line

NAME: Final = "RapidOCR"
_PARALLEL: Final = ("boxes", "txts", "scores")


def recognises(response: object) -> bool:
    """Tell whether the response is of either version; bare triples are left to EasyOCR's adapter."""
    if all(hasattr(response, name) for name in _PARALLEL):
        return True
    match response:
        case [None, None]:
            return True
        case [list() as lines, float() | [float(), *_]]:  # the time of each step, or of all
            return easyocr.recognises(lines)
    return (
        isinstance(response, list)
        and bool(response)
        and all(isinstance(line, Mapping) and "txt" in line for line in response)
    )


def to_lines(response: object) -> list[Line]:
    """Return the lines of either version."""
    if all(hasattr(response, name) for name in _PARALLEL):
        boxes, texts, scores = (items_of(getattr(response, name), name) for name in _PARALLEL)
        triples = list(zip_longest(boxes, texts, scores))[: len(texts)]
    else:
        lines = items_of(response, "lines")
        if not lines or not isinstance(lines[0], Mapping):
            return [] if lines[0] is None else easyocr.to_lines(lines[0])
        triples = [(at(line, "box"), at(line, "txt"), at(line, "score")) for line in lines]
    return [Line(text_of(text, "txt"), to_confidence(score), to_box(box)) for box, text, score in triples]
