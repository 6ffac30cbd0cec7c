"""netra-ocr 1.1: the ``lines`` of its saved JSON, or the ``blocks`` of ``Document.to_dict()``.

It gives no confidence. ``process_image`` returns plain text unless it is told otherwise.
Source: README of netra-ocr 1.1.

>>> to_lines({"lines": [{"text": "SOK KUMRU", "bbox": [331, 150, 486, 170]}]})
[Line(9 characters, page 0)]

"""

from collections.abc import Sequence
from typing import Any, Final

from khmerid.adapters.line import to_box
from khmerid.adapters.shape import at, items_of, text_of
from khmerid.raw_card import Line

NAME: Final = "netra-ocr"


def recognises(response: object) -> bool:
    """Tell whether the response has lines with ``bbox``, by themselves or in blocks."""
    lines = at(response, "lines")
    if isinstance(lines, list):
        return bool(lines) and all(map(_is_line, lines))
    blocks = at(response, "blocks")
    return (
        isinstance(blocks, list)
        and bool(blocks)
        and all(isinstance(at(one, "lines"), list) for one in blocks)
    )


def _is_line(line: object) -> bool:
    return at(line, "text") is not None and at(line, "bbox") is not None


def to_lines(response: object) -> list[Line]:
    """Return the lines, of all blocks where there are blocks."""
    return [
        Line(text_of(at(line, "text"), "lines.text"), None, to_box(at(line, "bbox")))
        for line in _all(response)
    ]


def _all(response: object) -> Sequence[Any]:
    if at(response, "blocks") is None:
        return items_of(at(response, "lines"), "lines")
    return [
        line
        for block in items_of(at(response, "blocks"), "blocks")
        for line in items_of(at(block, "lines"), "blocks.lines")
    ]
