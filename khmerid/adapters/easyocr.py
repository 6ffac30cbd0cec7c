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

from collections.abc import Mapping
from typing import Any, Final

from khmerid.adapters.response import is_list_of, is_tuple_line, items_of, json_of, line_of, line_of_tuple
from khmerid.raw_card import Line

NAME: Final = "EasyOCR"


def recognises(response: object) -> bool:
    """Return whether the response is a list of triples, pairs or mappings of EasyOCR."""
    return is_list_of(response, _is_line)


def _is_line(line: object) -> bool:
    if isinstance(line, str):
        return is_json_line(line)
    if isinstance(line, Mapping):
        return "boxes" in line and "text" in line
    return is_tuple_line(line)


def is_json_line(text: str) -> bool:
    """Return whether a text is a line in JSON, as ``output_format="json"`` returns it."""
    return text.startswith('{"boxes"')


def to_lines(response: object) -> list[Line]:
    """Return the lines in any form of output."""
    return [_line(line) for line in items_of(response, "lines")]


def _line(line: Any) -> Line:
    parsed = json_of(line, "line") if isinstance(line, str) else line
    if isinstance(parsed, Mapping):
        return line_of(parsed, "text", "confident", "boxes")
    return line_of_tuple(items_of(parsed, "line"))
