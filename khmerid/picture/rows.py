"""The printed rows of a rectified card: which boxes of text make up a row, and their crops.

>>> import numpy as np
>>> boxes = [np.array([[x, y], [x + 200, y], [x + 200, y + 40], [x, y + 40]], float) for x, y in ((260, 4), (0, 0), (0, 80))]
>>> [row[:, 0].tolist() for row in join_rows(boxes)]
[[0.0, 460.0, 460.0, 0.0], [0.0, 200.0, 200.0, 0.0]]
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from khmerid.picture.pixels import Pixels, Quad
from khmerid.picture.rectify import PIXELS_PER_MM

_LEVEL: Final = 0.5  # of the smaller height: how far the middles of two boxes of a row may be apart
_WIDEST_GAP: Final = 4.0  # heights, between two boxes of a row
_MRZ_MM: Final = 4.6
_BESIDE_MM: Final = 0.8


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
    return [np.array([[a, b], [c, b], [c, d], [a, d]]) for a, b, c, d in rows]


def _span(box: Quad) -> tuple[float, float, float, float]:
    return (*box.min(axis=0).tolist(), *box.max(axis=0).tolist())


def _is_in(span: tuple[float, ...], row: tuple[float, ...]) -> bool:
    height = min(span[3] - span[1], row[3] - row[1])
    apart = abs((span[1] + span[3]) - (row[1] + row[3])) / 2
    return apart < _LEVEL * height and span[0] - row[2] < _WIDEST_GAP * height


def _around(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def mrz_boxes(lines: NDArray[np.float64]) -> list[Quad]:
    """Return an upright box around each line of the MRZ of an upright card, from where its ink runs."""
    half, beside = _MRZ_MM / 2 * PIXELS_PER_MM, _BESIDE_MM * PIXELS_PER_MM
    boxes = []
    for start, end in lines:
        middle = (start[1] + end[1]) / 2
        left, right = start[0] - beside, end[0] + beside
        boxes.append(
            np.array(
                [[left, middle - half], [right, middle - half], [right, middle + half], [left, middle + half]]
            )
        )
    return boxes


def crop_of(card: Pixels, box: Quad, margin: float = 0.0) -> Pixels:
    """Return what is in an upright box of a card, with a margin in heights of the box."""
    beside = margin * (box[2, 1] - box[0, 1])
    left, top = np.maximum(box[0] - beside, 0).astype(int)
    right, bottom = np.ceil(box[2] + beside).astype(int)
    return card[top : max(bottom, top + 1), left : max(right, left + 1)]
