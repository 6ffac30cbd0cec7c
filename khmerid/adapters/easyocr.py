"""EasyOCR 1.7 in all its forms of output.

``readtext`` returns ``(box, text, confidence)``; with ``paragraph=True`` there is no confidence, with
``detail=0`` only the text, with ``output_format="dict"`` a mapping, with ``"json"`` a text of JSON for each.
RapidOCR 1.x returns the same triples. There is no Khmer model.
Source: EasyOCR documentation, readtext.

>>> box = [[331, 150], [486, 150], [486, 170], [331, 170]]
>>> to_lines([(box, "SOK KUMRU", 0.9193)])
[Line(9 characters, page 0)]
>>> to_lines([{"boxes": box, "text": "SOK KUMRU", "confident": 0.9193}])[0].confidence
0.9193

"""

import json
from collections.abc import Mapping
from typing import Any, Final

from khmerid.adapters.line import to_box, to_confidence
from khmerid.adapters.shape import at, items_of, text_of
from khmerid.errors import UnexpectedResponseError
from khmerid.raw_card import Line

NAME: Final = "EasyOCR"
_JSON_STARTS: Final = '{"boxes"'


def recognises(response: object) -> bool:
    """Tell whether the response is a list of triples, pairs or mappings of EasyOCR."""
    return isinstance(response, list) and bool(response) and all(map(_is_line, response))


def _is_line(line: object) -> bool:
    match line:
        case [list(), str()] | [list(), str(), _] | (list(), str()) | (list(), str(), _):
            return True
        case str():
            return line.startswith(_JSON_STARTS)
        case Mapping():
            return "boxes" in line and "text" in line
    return False


def to_lines(response: object) -> list[Line]:
    """Return the lines in any form of output."""
    return [_line(line) for line in items_of(response, "lines")]


def _line(line: object) -> Line:
    parsed = _parsed(line) if isinstance(line, str) else line
    if isinstance(parsed, Mapping):
        return Line(
            text_of(at(parsed, "text"), "text"),
            to_confidence(at(parsed, "confident")),
            to_box(at(parsed, "boxes")),
        )
    box, text, *confidence = items_of(parsed, "line")
    return Line(text_of(text, "text"), to_confidence(confidence[0]) if confidence else None, to_box(box))


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        message = "line: JSON was expected"
        raise UnexpectedResponseError(message) from error
