"""Surya: ``text_lines`` of version 0.17, ``blocks`` with HTML of version 0.22; a page or a list of them.

Version 0.22 has no lines: a paragraph or a line break of the HTML ends one. Its tags are taken out, its
entities resolved: the fillers of a machine readable zone arrive as ``&lt;``.
Source: README of Surya 0.17 and 0.22, "Usage".

>>> to_lines({"text_lines": [{"text": "SOK KUMRU", "confidence": 0.9193}]})
[Line(9 characters, page 0)]
>>> to_lines({"blocks": [{"html": "<p>SOK&lt;&lt;KUMRU</p>", "bbox": [42, 593, 688, 619]}]})
[Line(10 characters, page 0)]

"""

import html
from typing import Final

import regex

from khmerid.adapters.line import to_box, to_confidence
from khmerid.adapters.shape import at, either, items_of, text_of
from khmerid.raw_card import Line

NAME: Final = "Surya"
_LINE_END = regex.compile(r"</(?:p|div|h[1-6]|li|tr)>|<br ?/?>")
_TAG = regex.compile(r"</?[A-Za-z][^<>]{0,200}>")


def recognises(response: object) -> bool:
    """Tell whether the response is a page of either version, or a list of pages."""
    if isinstance(response, list):
        return bool(response) and all(map(_is_page, response))
    return _is_page(response)


def _is_page(page: object) -> bool:
    if isinstance(at(page, "text_lines"), list):
        return True
    blocks = at(page, "blocks")
    return (
        isinstance(blocks, list) and bool(blocks) and all(at(block, "html") is not None for block in blocks)
    )


def to_lines(response: object) -> list[Line]:
    """Return the lines of all pages."""
    pages = response if isinstance(response, list) else [response]
    return [
        line
        for number, page in enumerate(pages)
        for piece in items_of(either(page, "text_lines", "blocks"), "text_lines")
        for line in _lines(piece, number)
    ]


def _lines(piece: object, page: int) -> list[Line]:
    markup = at(piece, "html")
    if markup is None:
        texts = [text_of(at(piece, "text"), "text_lines.text")]
    else:
        ended = _LINE_END.sub("\n", text_of(markup, "blocks.html"))
        texts = [html.unescape(_TAG.sub("", text)) for text in ended.splitlines() if text.strip()]
    box = to_box(either(piece, "polygon", "bbox")) if len(texts) == 1 else None
    return [Line(text, to_confidence(at(piece, "confidence")), box, page) for text in texts]
