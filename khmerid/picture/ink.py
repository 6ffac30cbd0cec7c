"""A line of print made ready for Tesseract: in grey, sharper, on paper of one brightness, black on white.

The sizes are of crops of a rectified card, of twenty pixels for a millimetre; those at which Tesseract read
most lines of rendered photographs as printed.
"""

from typing import Final, TypeAlias

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from khmerid.picture.pixels import Pixels

#: The brightness of each pixel: (height, width).
Grey: TypeAlias = NDArray[np.uint8]

_SHRUNK: Final = 0.75  # fifteen pixels for a millimetre
_SHARPER: Final = 0.8
_BLUR: Final = 3.0  # pixels
_STROKE: Final = 15  # pixels: wider than any stroke
_LEAST_CONTRAST: Final = 20.0  # of 255: what has less is noise


def sharpen(line: Pixels) -> Grey:
    """Return a line in grey, what is blurred made sharper."""
    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=_SHRUNK, fy=_SHRUNK, interpolation=cv2.INTER_AREA).astype(np.float32)
    return _to_bytes(small + _SHARPER * (small - cv2.GaussianBlur(small, (0, 0), _BLUR)))


def flatten(ink: Grey) -> Grey:
    """Return a line with paper of one brightness: shadows and glare are divided out."""
    paper = cv2.GaussianBlur(cv2.dilate(ink, np.ones((_STROKE, _STROKE), np.uint8)), (0, 0), _STROKE)
    return _to_bytes(ink / np.maximum(paper.astype(np.float32), 1) * 255)


def spread(ink: Grey) -> Grey:
    """Return a line with white paper and black ink."""
    dark, light = np.percentile(ink, (2, 95))
    return _to_bytes((ink.astype(np.float32) - dark) * (255 / max(light - dark, _LEAST_CONTRAST)))


def _to_bytes(values: MatLike) -> Grey:
    return np.asarray(np.clip(values, 0, 255), np.uint8)
