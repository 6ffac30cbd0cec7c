"""Google Cloud Vision, document text detection: words of ``fullTextAnnotation``, put together to lines.

The service has no lines: a line ends where a symbol's detected break says so. A coordinate of 0 is left
out. Its JSON is in camel case; ``to_dict`` of the Python client gives snake case and numbers for breaks.
Source: Cloud Vision API, REST reference, TextAnnotation.

>>> symbol = {"text": "A", "property": {"detectedBreak": {"type": "LINE_BREAK"}}}
>>> page = {"blocks": [{"paragraphs": [{"words": [{"symbols": [symbol]}, {"symbols": [symbol]}]}]}]}
>>> [line.text for line in to_lines({"responses": [{"fullTextAnnotation": {"pages": [page]}}]})]
['A', 'A']

"""

from collections.abc import Iterator
from typing import Any, Final

import attrs

from khmerid.adapters.line import to_box, to_confidence, worst
from khmerid.adapters.shape import at, either, items_of, text_of
from khmerid.raw_card import Box, Line

NAME: Final = "Google Vision"
_BLANK: Final = ("SPACE", "SURE_SPACE", 1, 2)  # names in REST, numbers in to_dict
_LINE_END: Final = ("EOL_SURE_SPACE", "LINE_BREAK", "HYPHEN", 3, 5, 4)
_HYPHEN: Final = ("HYPHEN", 4)


@attrs.frozen(repr=False)
class _Word:
    text: str
    ends_line: bool
    confidence: float | None
    box: Box | None


def recognises(response: object) -> bool:
    """Tell whether the response is a batch of annotated images, or one of them."""
    batch = at(response, "responses")
    if isinstance(batch, list):
        return all(_annotation(one) is not None or one == {} for one in batch)  # {} is a picture without text
    return _annotation(response) is not None


def to_lines(response: object) -> list[Line]:
    """Return the lines of all images, every page of an image being a page."""
    batch = at(response, "responses")
    pages = [
        page
        for one in ([response] if batch is None else items_of(batch, "responses"))
        for page in items_of(at(_annotation(one), "pages"), "fullTextAnnotation.pages")
    ]
    return [line for number, page in enumerate(pages) for line in _lines_of_page(page, number)]


def _annotation(one: object) -> Any:
    return either(one, "fullTextAnnotation", "full_text_annotation")


def _lines_of_page(page: object, number: int) -> Iterator[Line]:
    for block in items_of(at(page, "blocks"), "pages.blocks"):
        for paragraph in items_of(at(block, "paragraphs"), "blocks.paragraphs"):
            held: list[_Word] = []
            for word in items_of(at(paragraph, "words"), "paragraphs.words"):
                held.append(_word(word))
                if held[-1].ends_line:
                    yield _line(held, number)
                    held = []
            if held:
                yield _line(held, number)


def _line(words: list[_Word], number: int) -> Line:
    first, last = words[0].box, words[-1].box
    return Line(
        "".join(word.text for word in words).rstrip(" "),
        worst([word.confidence for word in words]),
        (first[0], last[1], last[2], first[3]) if first and last else None,
        number,
    )


def _word(word: object) -> _Word:
    text, ends_line = "", False
    for symbol in items_of(at(word, "symbols"), "words.symbols"):
        detected = either(at(symbol, "property"), "detectedBreak", "detected_break")
        kind = either(detected, "type", "type_")
        text += text_of(at(symbol, "text"), "symbols.text")
        text += " " if kind in _BLANK else "-" if kind in _HYPHEN else ""
        ends_line = kind in _LINE_END
    box = either(either(word, "boundingBox", "bounding_box"), "vertices")
    return _Word(text, ends_line, to_confidence(at(word, "confidence")), to_box(box))
