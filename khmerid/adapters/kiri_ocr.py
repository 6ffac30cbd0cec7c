"""kiri-ocr 0.2: a list of lines whose box is left, top, width and height.

Source: README of kiri-ocr 0.2.15.

>>> line = {"text": "SOK KUMRU", "box": [331, 150, 155, 20], "confidence": 0.9193, "det_confidence": 1.0}
>>> to_lines([line])[0].box[2]
(486.0, 170.0)

"""

from typing import Final

from khmerid.adapters.line import from_size, to_confidence
from khmerid.adapters.shape import at, items_of, text_of
from khmerid.raw_card import Line

NAME: Final = "kiri-ocr"


def recognises(response: object) -> bool:
    """Tell whether the response is a list of lines with what only kiri-ocr says of a line."""
    return (
        isinstance(response, list)
        and bool(response)
        and all(at(line, "text") is not None and _is_own(line) for line in response)
    )


def _is_own(line: object) -> bool:
    return at(line, "det_confidence") is not None or at(line, "line_number") is not None


def to_lines(response: object) -> list[Line]:
    """Return the lines."""
    return [_line(line) for line in items_of(response, "lines")]


def _line(line: object) -> Line:
    size = items_of(at(line, "box"), "box")
    return Line(
        text_of(at(line, "text"), "text"),
        to_confidence(at(line, "confidence")),
        from_size(*size) if len(size) == 4 else None,
    )
