"""Google Cloud Vision, document text detection: words of ``fullTextAnnotation``, put together to lines.

The service has no lines: a line ends where a symbol's detected break says so. A coordinate of 0 is left
out. Its JSON is in camel case; ``to_dict`` of the Python client gives snake case and numbers for breaks.
Source: Cloud Vision API, REST reference, TextAnnotation.

>>> symbol = {"text": "A", "property": {"detectedBreak": {"type": "LINE_BREAK"}}}
>>> page = {"blocks": [{"paragraphs": [{"words": [{"symbols": [symbol]}, {"symbols": [symbol]}]}]}]}
>>> [line.text for line in to_lines({"responses": [{"fullTextAnnotation": {"pages": [page]}}]})]
['A', 'A']
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from khmerid.adapters.response import at, either, items_at, least, text_at, to_box, to_confidence
from khmerid.raw_card import Line

NAME: Final = "Google Vision"
_BLANK: Final = ("SPACE", "SURE_SPACE", 1, 2)  # names in REST, numbers in to_dict
_LINE_END: Final = ("EOL_SURE_SPACE", "LINE_BREAK", "HYPHEN", 3, 5, 4)
_HYPHEN: Final = ("HYPHEN", 4)


def recognises(response: object) -> bool:
    """Return whether the response is a batch of annotated images, or one of them."""
    batch = at(response, "responses")
    if isinstance(batch, list):
        return all(_annotation(one) is not None or one == {} for one in batch)  # {} is a picture without text
    return _annotation(response) is not None


def to_lines(response: object) -> list[Line]:
    """Return the lines of all images, every page of an image being a page."""
    batch = [response] if at(response, "responses") is None else items_at(response, "responses")
    pages = [page for one in batch for page in items_at(_annotation(one), "pages")]
    return [line for number, page in enumerate(pages) for line in _lines_of_page(page, number)]


def _annotation(one: object) -> Any:
    return either(one, "fullTextAnnotation", "full_text_annotation")


def _lines_of_page(page: object, number: int) -> Iterator[Line]:
    for block in items_at(page, "blocks"):
        for paragraph in items_at(block, "paragraphs"):
            words: list[Line] = []
            for read in items_at(paragraph, "words"):
                word, ends_line = _word(read)
                words.append(word)
                if ends_line:
                    yield _joined(words, number)
                    words = []
            if words:
                yield _joined(words, number)


def _joined(words: Sequence[Line], number: int) -> Line:
    first, last = words[0].box, words[-1].box
    return Line(
        "".join(word.text for word in words).rstrip(" "),
        least(word.confidence for word in words),
        (first[0], last[1], last[2], first[3]) if first and last else None,
        number,
    )


def _word(word: object) -> tuple[Line, bool]:
    """Return a word with what separates it from the next one, and whether it ends its line."""
    text, ends_line = "", False
    for symbol in items_at(word, "symbols"):
        detected = either(at(symbol, "property"), "detectedBreak", "detected_break")
        kind = either(detected, "type", "type_")
        text += text_at(symbol, "text")
        text += " " if kind in _BLANK else "-" if kind in _HYPHEN else ""
        ends_line = kind in _LINE_END
    corners = at(either(word, "boundingBox", "bounding_box"), "vertices")
    return Line(text, to_confidence(at(word, "confidence")), to_box(corners)), ends_line
