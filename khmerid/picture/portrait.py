"""Where the portrait is on a rectified card: the patch that is not paper, left of the text and above the MRZ.

The place is not assumed beyond that; a picture of a face has about five by four.
"""

from typing import Final

import cv2
import numpy as np

from khmerid.picture.pixels import Pixels, Quad

_UNLIKE_PAPER: Final = 18.0  # of 255 in one colour, that a patch differs from the paper around it
_EDGE: Final = 14  # pixels of the card's own rim that are left out
_CLOSED: Final = 25  # pixels: gaps within a patch that are closed
_LEAST: Final = 0.12  # of the area searched
_NARROWEST: Final = 0.9  # height to width
_TALLEST: Final = 1.9


def find_portrait(card: Pixels, text_left: float, mrz_top: float) -> Quad | None:
    """Return the corners of the portrait on a rectified card, ``None`` where there is no such patch.

    ``text_left`` is where the printed rows begin and ``mrz_top`` where the MRZ does, both in pixels.
    """
    part = card[_EDGE : max(int(mrz_top), _EDGE), _EDGE : max(int(text_left) - _EDGE, _EDGE)]
    if min(part.shape[:2]) < 8 * _EDGE:
        return None
    smooth = cv2.GaussianBlur(part, (0, 0), 5).astype(np.float32)
    rim = np.concatenate(
        [smooth[:, :_EDGE].reshape(-1, 3), smooth[:, -_EDGE:].reshape(-1, 3), smooth[:_EDGE].reshape(-1, 3)]
    )
    unlike = (np.abs(smooth - np.median(rim, axis=0)).max(axis=2) > _UNLIKE_PAPER).astype(np.uint8)
    closed = cv2.morphologyEx(unlike, cv2.MORPH_CLOSE, np.ones((_CLOSED, _CLOSED), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((_CLOSED, _CLOSED), np.uint8))
    count, _, found, _ = cv2.connectedComponentsWithStats(opened)
    if count < 2:
        return None
    left, top, width, height, area = found[1:][found[1:, cv2.CC_STAT_AREA].argmax()].tolist()
    if area < _LEAST * opened.size or not _NARROWEST <= height / width <= _TALLEST:
        return None
    left, top = left + _EDGE, top + _EDGE
    return np.array(
        [[left, top], [left + width, top], [left + width, top + height], [left, top + height]], float
    )
