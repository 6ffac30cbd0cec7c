"""netra-ocr 1.1: the ``lines`` of its saved JSON, or the ``blocks`` of ``Document.to_dict()``.

It gives no confidence. ``process_image`` returns plain text unless it is told otherwise.
Source: README of netra-ocr 1.1.

>>> to_lines({"lines": [{"text": "SOK KUMRU", "bbox": [331, 150, 486, 170]}]})
[Line(9 characters, page 0)]
"""

from typing import Final

from khmerid.adapters.response import at, is_list_of, items_at, text_at, to_box
from khmerid.raw_card import Line

NAME: Final = "netra-ocr"


def recognises(response: object) -> bool:
    """Return whether the response has lines with ``bbox``, by themselves or in blocks."""
    lines = at(response, "lines")
    if isinstance(lines, list):
        return is_list_of(lines, _is_line)
    return is_list_of(at(response, "blocks"), lambda block: isinstance(at(block, "lines"), list))


def _is_line(line: object) -> bool:
    return at(line, "text") is not None and at(line, "bbox") is not None


def to_lines(response: object) -> list[Line]:
    """Return the lines, of all blocks where there are blocks."""
    blocks = [response] if at(response, "blocks") is None else items_at(response, "blocks")
    lines = [line for block in blocks for line in items_at(block, "lines")]
    return [Line(text_at(line, "text"), None, to_box(at(line, "bbox"))) for line in lines]
