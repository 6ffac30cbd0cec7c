"""Lines in the order of reading, those that stand beside each other in one row.

Some engines return a printed line in pieces. Boxes, where every line has one, say which pieces belong
together and what comes first; where one is missing, the order of the text is kept.

>>> from khmerid.adapters.lines.line import Line, to_box
>>> pieces = Line("158", box=to_box([90, 2, 120, 12])), Line("Height:", box=to_box([0, 0, 80, 10]))
>>> to_rows(pieces)[0].text
'Height: 158'

"""

import bisect
import math
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from khmerid.adapters.lines.line import Box, Line
from khmerid.text.cleaning import LONGEST_FIELD

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


def to_rows(lines: Sequence[Line]) -> list[Row]:
    """Return the rows of all pages in the order of reading, without empty and overlong lines."""
    texts = [
        (index, text) for index, line in enumerate(lines) for text in line.text.splitlines() if _is_row(text)
    ]
    boxed = [
        _Placed(index, text, lines[index].page, box) for index, text in texts if (box := lines[index].box)
    ]
    if len(boxed) == len(texts):
        return _by_place(boxed)
    return [Row(text, ((0, index),)) for index, text in texts]


def _is_row(text: str) -> bool:
    return len(text) <= LONGEST_FIELD and bool(text.strip())


@attrs.frozen
class _Placed:
    index: int
    text: str
    page: int
    box: Box


@attrs.frozen
class _Upright:
    """A line after its page was turned upright."""

    index: int
    text: str
    left: float
    right: float
    middle: float
    height: float


def _by_place(placed: Sequence[_Placed]) -> list[Row]:
    pages: dict[int, list[_Placed]] = {}
    for one in placed:
        pages.setdefault(one.page, []).append(one)
    return [_to_row(row) for page in sorted(pages) for row in _group(_turned(pages[page]))]


def _turned(placed: Sequence[_Placed]) -> list[_Upright]:
    """Turn a page so that its text runs from left to right, whatever way the picture was held."""
    along = sum(one.box[1][0] - one.box[0][0] for one in placed)
    down = sum(one.box[1][1] - one.box[0][1] for one in placed)
    length = math.hypot(along, down)
    cos, sin = (along / length, down / length) if length else (1.0, 0.0)
    return [_upright(one, cos, sin) for one in placed]


def _upright(one: _Placed, cos: float, sin: float) -> _Upright:
    xs = [x * cos + y * sin for x, y in one.box]
    ys = [y * cos - x * sin for x, y in one.box]
    # The middle of the left edge: a line that is not quite level still begins in its own row.
    return _Upright(one.index, one.text, min(xs), max(xs), (min(ys) + max(ys)) / 2, max(ys) - min(ys))


def _group(lines: Iterable[_Upright]) -> list[list[_Upright]]:
    rows: list[list[_Upright]] = []
    for line in sorted(lines, key=lambda one: (one.middle, one.left, one.index)):
        for row in rows[-3:]:  # what is further up is another row
            if len(row) < _MOST_PIECES and all(_beside(line, other) for other in row):
                row.append(line)
                break
        else:
            rows.append([line])
    return rows


def _beside(one: _Upright, other: _Upright) -> bool:
    """Tell whether two lines stand in one row: level with each other, neither above the other."""
    level = abs(one.middle - other.middle) <= 0.5 * min(one.height, other.height)
    overlap = min(one.right, other.right) - max(one.left, other.left)
    return level and overlap <= 0.2 * min(one.right - one.left, other.right - other.left)


def _to_row(row: Sequence[_Upright]) -> Row:
    first, *others = sorted(row, key=lambda one: (one.left, one.index))
    joined = Row(first.text, ((0, first.index),))
    for other in others:
        joined = joined.joined(Row(other.text, ((0, other.index),)))
    return joined
