r"""Tesseract: its TSV, and the mapping of ``pytesseract.image_to_data``.

Words (level 5) with one page, block, paragraph and line number are a line; its confidence is that of its
worst word. A confidence of -1 is not one. The TSV has no quoting; a word is what is left of the row.
Source: Tesseract manual, "tsv" output; pytesseract, image_to_data.

>>> head = "level page_num block_num par_num line_num word_num left top width height conf text"
>>> tsv = "\n".join([head, "5 1 1 3 1 1 331 150 54 20 93.1 SOK", "5 1 1 3 1 2 395 150 91 20 91.9 KUMRU"])
>>> [line.confidence for line in to_lines(tsv.replace(" ", "\t"))]
[0.919]
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from khmerid.adapters.response import MAPPING, box_of_size, items_of, least, to_box, to_confidence
from khmerid.masking import masked
from khmerid.raw_card import Line

NAME: Final = "Tesseract"
_HEAD: Final = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
_COLUMNS: Final = tuple(_HEAD.split("\t"))


class _Word(NamedTuple):
    text: str
    level: float
    page: float
    block: float
    paragraph: float
    line: float
    word: float
    left: float
    top: float
    width: float
    height: float
    confidence: float

    def __repr__(self) -> str:
        return f"_Word({masked(self.text)})"


def recognises(response: object) -> bool:
    """Return whether the response is a TSV with its head or has all its columns."""
    if isinstance(response, str):
        return response.lstrip("\ufeff").startswith(_HEAD)
    return isinstance(response, MAPPING) and all(map(response.__contains__, _COLUMNS))


def to_lines(response: object) -> list[Line]:
    """Return the words put together to lines."""
    lines: dict[tuple[object, ...], list[_Word]] = {}
    for word in _words(response):
        if word.level == 5 and word.text.strip():
            lines.setdefault(word[2:6], []).append(word)
    return [_line(words) for words in lines.values()]


def _words(response: object) -> Iterator[_Word]:
    rows: Iterator[Sequence[object]]
    if isinstance(response, Mapping):
        columns = [response[name] for name in _COLUMNS]
        rows = zip(*(items_of(_listed(column), "columns") for column in columns), strict=False)
    else:
        rows = (row.split("\t", 11) for row in str(response).splitlines()[1:])
    for row in rows:
        figures = [_number(cell) for cell in row[:11]]
        if len(row) == 12 and None not in figures:
            yield _Word(str(row[11]), *(figure or 0.0 for figure in figures))


def _listed(column: object) -> object:
    return list(column.values()) if isinstance(column, Mapping) else column  # a data frame's to_dict


def _number(cell: object) -> float | None:
    try:
        number = float(str(cell))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _line(words: Sequence[_Word]) -> Line:
    boxes = [box for word in words if (box := box_of_size(word[7:11]))]
    xs, ys = ([corner[axis] for box in boxes for corner in box] for axis in (0, 1))
    return Line(
        " ".join(word.text for word in words),
        least(to_confidence(word.confidence, scale=100) for word in words),
        to_box([min(xs), min(ys), max(xs), max(ys)]) if boxes else None,
        int(words[0].page) - 1,
    )
