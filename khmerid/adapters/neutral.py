r"""The neutral shape for every OCR that has no adapter: ``{"lines": [{"text", "confidence", "box"}, ...]}``.

Confidence and box are optional; a list of lines or of texts, and one text with line ends, will do too.

>>> to_lines({"lines": [{"text": "SOK KUMRU", "box": [331, 150, 486, 170]}]})
[Line(9 characters, page 0)]
>>> len(to_lines("012345678\nSOK KUMRU"))
2

"""

from collections.abc import Mapping
from typing import Final

from khmerid.adapters import tesseract
from khmerid.adapters.line import to_box, to_confidence
from khmerid.adapters.shape import at, items_of, text_of
from khmerid.raw_card import Line

NAME: Final = "neutral lines"
_OTHERS: Final = ("bbox", "det_confidence", "line_number", "boxes", "txt")  # keys of engines


def recognises(response: object) -> bool:
    """Tell whether the response is lines, a list of texts, or one text."""
    if isinstance(response, str):
        return not tesseract.recognises(response)
    lines = at(response, "lines") if isinstance(response, Mapping) else response
    return isinstance(lines, list | tuple) and all(_is_line(line) for line in lines)


def _is_line(line: object) -> bool:
    if isinstance(line, Mapping):
        return "text" in line and not any(key in line for key in _OTHERS)
    return isinstance(line, Line) or (isinstance(line, str) and not line.startswith('{"boxes"'))


def to_lines(response: object) -> list[Line]:
    """Return the lines as they are."""
    if isinstance(response, str):
        return [Line(text) for text in response.splitlines()]
    lines = at(response, "lines") if isinstance(response, Mapping) else response
    return [_line(line) for line in items_of(lines, "lines")]


def _line(line: object) -> Line:
    if isinstance(line, Line):
        return line
    if isinstance(line, str):
        return Line(line)
    page = at(line, "page")
    return Line(
        text_of(at(line, "text"), "lines.text"),
        to_confidence(at(line, "confidence")),
        to_box(at(line, "box")),
        page if isinstance(page, int) else 0,
    )
