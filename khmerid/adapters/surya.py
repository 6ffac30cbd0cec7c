"""Surya: ``text_lines`` of version 0.17, ``blocks`` with HTML of version 0.22; a page or a list of them.

Version 0.22 has no lines: a paragraph or a line break of the HTML ends one. Its tags are taken out, its
entities resolved: the fillers of the MRZ arrive as ``&lt;``.
Source: README of Surya 0.17 and 0.22, "Usage".

>>> to_lines({"text_lines": [{"text": "SOK KUMRU", "confidence": 0.9193}]})
[Line(9 characters, page 0)]
>>> to_lines({"blocks": [{"html": "<p>SOK&lt;&lt;KUMRU</p>", "bbox": [42, 593, 688, 619]}]})
[Line(10 characters, page 0)]
"""

import html
import re
from typing import Final

from khmerid.adapters.response import at, either, is_list_of, items_at, text_at, to_box, to_confidence
from khmerid.raw_card import Line

NAME: Final = "Surya"
_LINE_END = re.compile(r"</(?:p|div|h[1-6]|li|tr)>|<br ?/?>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")


def recognises(response: object) -> bool:
    """Return whether the response is a page of either version, or a list of pages."""
    return _is_page(response) or is_list_of(response, _is_page)


def _is_page(page: object) -> bool:
    has_lines = isinstance(at(page, "text_lines"), list)
    return has_lines or is_list_of(at(page, "blocks"), lambda block: at(block, "html") is not None)


def to_lines(response: object) -> list[Line]:
    """Return the lines of all pages."""
    pages = response if isinstance(response, list) else [response]
    return [
        line
        for number, page in enumerate(pages)
        for item in items_at(page, "text_lines", "blocks")
        for line in _lines(item, number)
    ]


def _lines(item: object, page: int) -> list[Line]:
    """Return the lines of a line of 0.17 or of a block of 0.22, whose box is theirs only if it has one."""
    if at(item, "html") is None:
        texts = [text_at(item, "text")]
    else:
        ended = _LINE_END.sub("\n", text_at(item, "html"))
        texts = [html.unescape(_TAG.sub("", text)) for text in ended.splitlines() if text.strip()]
    box = to_box(either(item, "polygon", "bbox")) if len(texts) == 1 else None
    return [Line(text, to_confidence(at(item, "confidence")), box, page) for text in texts]
