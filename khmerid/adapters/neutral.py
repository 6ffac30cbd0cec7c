r"""The neutral shape for every OCR that has no adapter: ``{"lines": [{"text", "confidence", "box"}, ...]}``.

Confidence and box are optional; a list of lines or of texts, and one text with line ends, will do too.

>>> to_lines({"lines": [{"text": "SOK KUMRU", "box": [331, 150, 486, 170]}]})
[Line(9 characters, page 0)]
>>> len(to_lines("012345678\nSOK KUMRU"))
2
"""

from typing import Any, Final

from khmerid.adapters import easyocr, tesseract
from khmerid.adapters.response import MAPPING, at, items_of, text_of, to_box, to_confidence
from khmerid.raw_card import Line

NAME: Final = "neutral lines"
_KEYS_OF_ENGINES: Final = frozenset({"bbox", "det_confidence", "line_number", "boxes", "txt"})


def recognises(response: object) -> bool:
    """Return whether the response is lines, a list of texts, or one text."""
    if isinstance(response, str):
        return not tesseract.recognises(response)
    lines = _lines(response)
    return isinstance(lines, list | tuple) and all(map(_is_line, lines))


def _is_line(line: Any) -> bool:
    match line:
        case {"text": _}:
            return _KEYS_OF_ENGINES.isdisjoint(line)
        case str():
            return not easyocr.is_json_line(line)
    return isinstance(line, Line)


def to_lines(response: object) -> list[Line]:
    """Return the lines as they are."""
    if isinstance(response, str):
        return [Line(text) for text in response.splitlines()]
    return [_line(line) for line in items_of(_lines(response), "lines")]


def _lines(response: object) -> object:
    return at(response, "lines") if isinstance(response, MAPPING) else response


def _line(line: Any) -> Line:
    match line:
        case Line():
            return line
        case str():
            return Line(line)
    page = line.get("page")
    return Line(
        text_of(line["text"], "text"),
        to_confidence(line.get("confidence")),
        to_box(line.get("box")),
        page if isinstance(page, int) else 0,
    )
