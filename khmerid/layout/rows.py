"""Lines in the order of reading, those that stand beside each other in one row.

Some engines return a printed line in pieces. Boxes, where every line has one, say which pieces belong
together and what comes first; where one is missing, the order of the text is kept.

>>> from khmerid.adapters.line import to_box
>>> from khmerid.raw_card import Line
>>> pieces = Line("158", box=to_box([90, 2, 120, 12])), Line("Height:", box=to_box([0, 0, 80, 10]))
>>> to_rows(pieces)[0].text
'Height: 158'

"""

import bisect
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import attrs

from khmerid.raw_card import Box, Line
from khmerid.text.cleaning import clean

# In heights and widths of the boxes: choices of layout, neither learned nor sensitive.
_LEVEL: Final = 0.5  # how far the middles of two boxes in a row may be apart
_OVERLAP: Final = 0.2  # how much of the narrower one may lie over the other
_WIDEST_GAP: Final = 5.0  # how far apart two pieces of a printed line may be
_ROWS_AT_A_TIME: Final = 4  # what is further up is another row
_MOST_PIECES: Final = 40  # no printed line of the card has as many words


@attrs.frozen(repr=False)
class Row:
    """The text of a printed line, and where in it each line of the engine begins: (offset, index) pairs."""

    text: str
    parts: tuple[tuple[int, int], ...]

    def line_at(self, offset: int) -> int:
        """Return the index of the line that the character at an offset came from."""
        return self.parts[bisect.bisect_right(self.parts, (offset, math.inf)) - 1][1]

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


def to_rows(lines: Sequence[Line]) -> list[Row]:
    """Return the rows of all pages in the order of reading, without empty, overlong and repeated lines.

    Invisible characters and surplus blanks are left out: they would hide labels and break numbers.
    """
    texts = [
        (index, text)
        for index, line in enumerate(lines)
        for part in line.text.splitlines()
        if (text := clean(part)[0])
    ]
    boxed = [
        _Placed(index, text, lines[index].page, box) for index, text in texts if (box := lines[index].box)
    ]
    if len(boxed) == len(texts):
        rows = _by_place(boxed)
    else:
        rows = [Row(text, ((0, index),)) for index, text in texts]
    return rows[:1] + [row for before, row in pairwise(rows) if row.text != before.text]


class _Placed(NamedTuple):
    line: int
    text: str
    page: int
    box: Box


class _Upright(NamedTuple):
    """A line after its page was turned upright."""

    line: int
    text: str
    left: float
    right: float
    middle: float
    height: float


def _by_place(placed: Sequence[_Placed]) -> list[Row]:
    pages: dict[int, list[_Placed]] = {}
    for one in placed:
        pages.setdefault(one.page, []).append(one)
    return [
        _to_row(part)
        for page in sorted(pages)
        for row in _group(_turned(pages[page]))
        for part in (_apart(row) if len(row) > 1 else (row,))
    ]


def _turned(placed: Sequence[_Placed]) -> list[_Upright]:
    """Turn a page so that its text runs from left to right, whatever way the picture was held."""
    along = sum(one.box[1][0] - one.box[0][0] for one in placed)
    down = sum(one.box[1][1] - one.box[0][1] for one in placed)
    length = math.hypot(along, down)
    if down == 0 and along > 0:
        return [
            _Upright(index, text, a[0], b[0], (a[1] + c[1]) / 2, c[1] - a[1])
            for index, text, _, (a, b, c, _) in placed
        ]
    cos, sin = (along / length, down / length) if length else (1.0, 0.0)
    return [_upright(one, cos, sin) for one in placed]


def _upright(one: _Placed, cos: float, sin: float) -> _Upright:
    xs = [x * cos + y * sin for x, y in one.box]
    ys = [y * cos - x * sin for x, y in one.box]
    return _Upright(one.line, one.text, min(xs), max(xs), (min(ys) + max(ys)) / 2, max(ys) - min(ys))


def _group(lines: Iterable[_Upright]) -> list[list[_Upright]]:
    """Group lines that are level: each with its neighbour, because a long line is seldom quite level."""
    rows: list[list[_Upright]] = []
    for line in sorted(lines, key=lambda one: (one.middle, one.left, one.line)):
        highest = line.middle - _LEVEL * line.height
        for row in rows[-_ROWS_AT_A_TIME:]:
            if row[-1].middle >= highest and len(row) < _MOST_PIECES and _is_in(line, row):
                row.append(line)
                break
        else:
            rows.append([line])
    return rows


def _is_in(line: _Upright, row: Sequence[_Upright]) -> bool:
    """Tell whether a line is level with its neighbour in a row and neither above nor below any of it."""
    neighbour = min(row, key=lambda one: max(one.left - line.right, line.left - one.right))
    if abs(line.middle - neighbour.middle) > _LEVEL * min(line.height, neighbour.height):
        return False
    overlap = min(line.right, neighbour.right) - max(line.left, neighbour.left)
    return overlap <= _OVERLAP * min(line.right - line.left, neighbour.right - neighbour.left)


def _apart(row: Sequence[_Upright]) -> Iterator[list[_Upright]]:
    """Part what stands in a row where the gap is wider than any between two words of the card."""
    row = sorted(row, key=lambda one: (one.left, one.line))
    part = [row[0]]
    for before, line in pairwise(row):
        if line.left - before.right > _WIDEST_GAP * max(before.height, line.height):
            yield part
            part = []
        part.append(line)
    yield part


def _to_row(row: Sequence[_Upright]) -> Row:
    parts: list[tuple[int, int]] = []
    offset = 0
    for line in row:
        parts.append((offset, line.line))
        offset += len(line.text) + 1
    return Row(" ".join(line.text for line in row), tuple(parts))
