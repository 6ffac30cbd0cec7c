"""The printed rows of a rectified card: which boxes of text make up a row, and their crops.

>>> places = (260, 4), (0, 0), (0, 80)
>>> boxes = [np.array([[x, y], [x + 200, y], [x + 200, y + 40], [x, y + 40]], float) for x, y in places]
>>> [row[0].tolist() for row in join_rows(boxes)], join_rows(boxes)[0][2].tolist()
([[0.0, 0.0], [0.0, 80.0]], [460.0, 44.0])
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from khmerid.picture.pixels import Floats, Pixels, Quad
from khmerid.picture.rectify import PIXELS_PER_MM

_LEVEL: Final = 0.5  # of the smaller height: how far the middles of two boxes of a row may be apart
_WIDEST_GAP: Final = 4.0  # heights, between two boxes of a row
_MRZ_MM: Final = 4.6  # the height of a line that is read, of which its ink has three
_BESIDE_MM: Final = 0.8  # beside its ink


def join_rows(boxes: Sequence[Quad]) -> list[Quad]:
    """Return an upright box around each row, from the boxes of an upright card, in the order of reading."""
    spans = sorted((_span(box) for box in boxes), key=lambda one: one[0])
    rows: list[tuple[float, float, float, float]] = []
    for span in spans:
        for number, row in enumerate(rows):
            if _is_in(span, row):
                rows[number] = _around(row, span)
                break
        else:
            rows.append(span)
    rows.sort(key=lambda row: row[1] + row[3])
    return [_upright(*row) for row in rows]


def _upright(left: float, top: float, right: float, bottom: float) -> Quad:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], float)


def _span(box: Quad) -> tuple[float, float, float, float]:
    (left, top), (right, bottom) = box.min(axis=0).tolist(), box.max(axis=0).tolist()
    return left, top, right, bottom


def _is_in(span: tuple[float, ...], row: tuple[float, ...]) -> bool:
    height = min(span[3] - span[1], row[3] - row[1])
    apart = abs((span[1] + span[3]) - (row[1] + row[3])) / 2
    return apart < _LEVEL * height and span[0] - row[2] < _WIDEST_GAP * height


def _around(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def mrz_boxes(lines: Floats) -> list[Quad]:
    """Return an upright box around each line of the MRZ of an upright card, from where its ink runs."""
    half, beside = _MRZ_MM / 2 * PIXELS_PER_MM, _BESIDE_MM * PIXELS_PER_MM
    middles = lines[:, :, 1].mean(axis=1)
    ends = zip(lines[:, 0, 0] - beside, lines[:, 1, 0] + beside, middles, strict=True)
    return [_upright(left, middle - half, right, middle + half) for left, right, middle in ends]


def crop_of(card: Pixels, box: Quad, margin: float = 0.0) -> Pixels:
    """Return what is in an upright box of a card, with a margin in heights of the box."""
    beside = margin * (box[2, 1] - box[0, 1])
    left, top = np.maximum(box[0] - beside, 0).astype(int)
    right, bottom = np.ceil(box[2] + beside).astype(int)
    return card[top : max(bottom, top + 1), left : max(right, left + 1)]
