"""The lines of an OCR as rows: one row for each printed line, in the order of reading.

Some engines return a printed line in pieces. Boxes, where every line has one, say which pieces belong
together and what comes first; where one is missing, the order of the text is kept. Engines that leave line
ends out return a whole card in one line: it is split at its labels.

>>> from khmerid.raw_card import Line
>>> height, label = ((90, 2), (120, 2), (120, 12), (90, 12)), ((0, 0), (80, 0), (80, 10), (0, 10))
>>> to_rows([Line("158", box=height), Line("Height:", box=label)])[0].text
'Height: 158'
>>> row = Row("012345678 គោត្តនាមនិងនាម: សុខ គំរូ SOK KUMRU ភិនភាគ: គ្មាន IDKHM0123456784<<<<<<<<<<<<<<<", ((0, 0),))
>>> [len(part.text) for part in split_rows([row])]
[9, 24, 9, 13, 30]
"""

import bisect
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import Final, NamedTuple

import attrs

from khmerid.layout.labels import LABELLED_LINES, find_printed_label
from khmerid.masking import masked
from khmerid.raw_card import Box, Line
from khmerid.text.cleaning import clean

# In heights and widths of the boxes: choices of layout, neither learned nor sensitive.
_LEVEL: Final = 0.5  # how far the middles of two boxes in a row may be apart
_OVERLAP: Final = 0.2  # how much of the narrower one may lie over the other
_WIDEST_GAP: Final = 5.0  # how far apart two pieces of a printed line may be
_ROWS_AT_A_TIME: Final = 4  # what is further up is another row
_MOST_PIECES: Final = 40  # no printed line of the card has as many words

_LATIN_NAME = re.compile(r"(?<!\S)[A-Z]{2,}(?: [A-Z]{2,})+(?!\S)")
# A word of the MRZ begins a line of it when it is longer than what a blank cuts off.
_MRZ_LINE = re.compile(r"(?<!\S)(?=\S*<<)\S{15,}")
#: A row with fewer labels, or shorter, is not split. The birth line, the longest of the card, has about 60
#: characters; a second label in a shorter row is a misread word.
_FEWEST_LABELS: Final = 2
_SHORTEST_TO_SPLIT: Final = 60


@attrs.frozen(repr=False)
class Row:
    """The text of a printed line, and where in it each line of the OCR begins: (offset, index) pairs."""

    text: str
    parts: tuple[tuple[int, int], ...]

    def lines_at(self, offset: int) -> tuple[int, tuple[int, ...]]:
        """Return the OCR line that the character at an offset came from, and all those of the row."""
        (_, first), *others = self.parts
        if not others:  # nearly always
            return first, (first,)
        _, line = self.parts[bisect.bisect_right(self.parts, (offset, math.inf)) - 1]
        return line, tuple(dict.fromkeys(index for _, index in self.parts))

    def joined(self, other: "Row") -> "Row":
        """Return this row with another after it, a blank between them."""
        offset = len(self.text) + 1
        parts = (*self.parts, *((offset + start, index) for start, index in other.parts))
        return Row(f"{self.text} {other.text}", parts)

    def part(self, start: int, end: int) -> "Row":
        """Return what stands between two offsets, without the blanks around it."""
        held = self.text[start:end]
        start += len(held) - len(held.lstrip())
        first = max(bisect.bisect_right(self.parts, (start, math.inf)) - 1, 0)
        parts = ((max(offset - start, 0), index) for offset, index in self.parts[first:] if offset < end)
        return Row(held.strip(), tuple(parts))


class _Piece(NamedTuple):
    """A line of the OCR after its page was turned upright."""

    text: str
    line: int
    left: float
    right: float
    middle: float
    height: float

    def __repr__(self) -> str:
        return f"_Piece({masked(self.text)})"


def to_rows(lines: Sequence[Line]) -> list[Row]:
    """Return the rows of all pages in the order of reading, without empty, overlong and repeated lines.

    Invisible characters and surplus blanks are left out: they would hide labels and break numbers.
    """
    texts = [
        (text, index)
        for index, line in enumerate(lines)
        for part in line.text.splitlines()
        if (text := clean(part)[0])
    ]
    boxed = [(text, index, box) for text, index in texts if (box := lines[index].box)]
    if len(boxed) < len(texts):
        rows = [Row(text, ((0, index),)) for text, index in texts]
    else:
        rows = [row for page in _pages(boxed, lines) for row in _rows_of_page(page)]
    return rows[:1] + [row for before, row in pairwise(rows) if row.text != before.text]


def split_rows(rows: Iterable[Row]) -> list[Row]:
    """Return the printed lines, of which a row may hold several."""
    return [
        part
        for row in rows
        for part in (_printed_lines(row) if len(row.text) >= _SHORTEST_TO_SPLIT else [row])
    ]


def _printed_lines(row: Row) -> list[Row]:
    """Return the parts of a row that begin where a label, a Latin name or a line of the MRZ does."""
    found = (find_printed_label(row.text, field) for field in LABELLED_LINES.values())
    labels = [label.start for label in found if label]
    if len(labels) < _FEWEST_LABELS:
        return [row]
    unlabelled = [one.start() for pattern in (_LATIN_NAME, _MRZ_LINE) for one in pattern.finditer(row.text)]
    cuts = sorted({0, *labels, *unlabelled, len(row.text)})
    parts = [row.part(start, end) for start, end in pairwise(cuts)]
    return [part for part in parts if part.text]


def _pages(boxed: Iterable[tuple[str, int, Box]], lines: Sequence[Line]) -> Iterator[list[_Piece]]:
    """Yield the pieces of each page, turned so that its text runs from left to right."""
    pages: defaultdict[int, list[tuple[str, int, Box]]] = defaultdict(list)
    for one in boxed:
        pages[lines[one[1]].page].append(one)
    for _, page in sorted(pages.items()):
        along = math.fsum([box[1][0] - box[0][0] for _, _, box in page])
        down = math.fsum([box[1][1] - box[0][1] for _, _, box in page])
        if down == 0 and along > 0:  # nearly always: the engine turned the picture
            yield [
                _Piece(text, line, a[0], b[0], (a[1] + c[1]) / 2, c[1] - a[1])
                for text, line, (a, b, c, _) in page
            ]
        else:
            length = math.hypot(along, down)
            cos, sin = (along / length, down / length) if length else (1.0, 0.0)
            yield [_turned(*one, cos, sin) for one in page]


def _turned(text: str, line: int, box: Box, cos: float, sin: float) -> _Piece:
    xs = [x * cos + y * sin for x, y in box]
    ys = [y * cos - x * sin for x, y in box]
    return _Piece(text, line, min(xs), max(xs), (min(ys) + max(ys)) / 2, max(ys) - min(ys))


def _rows_of_page(pieces: Iterable[_Piece]) -> list[Row]:
    rows: list[Row] = []
    for level in _level_pieces(pieces):
        match level:
            case [piece]:  # nearly always
                rows += [Row(piece.text, ((0, piece.line),))]
            case _:
                rows += map(_row, _split_at_gaps(level))
    return rows


def _row(pieces: Sequence[_Piece]) -> Row:
    texts = [piece.text for piece in pieces]
    offsets = accumulate((len(text) + 1 for text in texts[:-1]), initial=0)
    return Row(" ".join(texts), tuple(zip(offsets, (piece.line for piece in pieces), strict=True)))


def _level_pieces(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """Group pieces that are level: each with its neighbour, because a long line is seldom quite level."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=attrgetter("middle", "left", "line")):
        highest = piece.middle - _LEVEL * piece.height
        for row in rows[-_ROWS_AT_A_TIME:]:
            if row[-1].middle >= highest and len(row) < _MOST_PIECES and _is_in(piece, row):
                row.append(piece)
                break
        else:
            rows.append([piece])
    return rows


def _is_in(piece: _Piece, row: Sequence[_Piece]) -> bool:
    """Return whether a piece is level with its neighbour in a row and neither above nor below any of it."""
    neighbour = min(row, key=lambda one: max(one.left - piece.right, piece.left - one.right))
    if abs(piece.middle - neighbour.middle) > _LEVEL * min(piece.height, neighbour.height):
        return False
    overlap = min(piece.right, neighbour.right) - max(piece.left, neighbour.left)
    return overlap <= _OVERLAP * min(piece.right - piece.left, neighbour.right - neighbour.left)


def _split_at_gaps(level: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Yield the pieces of each row: a gap wider than any between two words of the card ends one."""
    pieces = sorted(level, key=attrgetter("left", "line"))
    row = pieces[:1]
    for before, piece in pairwise(pieces):
        if piece.left - before.right > _WIDEST_GAP * max(before.height, piece.height):
            yield row
            row = []
        row.append(piece)
    yield row
