"""From the lines of an MRZ to the four corners of the card, and the card without its perspective.

An ID-1 card is 85.60 mm by 53.98 mm (ISO/IEC 7810). A TD1 MRZ has three lines of thirty characters, ten to
the inch (2.54 mm apart), the lines 6.35 mm apart, and begins 4.0 mm from the left edge; it lies in the 23.2 mm
above the lower edge (Doc 9303-3, 4.2, and 9303-5, 4). A card in hand may deviate by millimetres: where there
is an edge near each side, that is the side.

>>> import numpy as np
>>> lines = np.array([[[4.3, y], [79.8, y]] for y in LINE_MIDDLES])
>>> corners_of(20 * lines).round().tolist()
[[0.0, 0.0], [1712.0, 0.0], [1712.0, 1080.0], [0.0, 1080.0]]
"""

from collections.abc import Iterable
from itertools import product
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from khmerid.picture.pixels import Pixels, Quad

CARD_MM: Final = (85.60, 53.98)
PIXELS_PER_MM: Final = 20
#: Width and height of a rectified card in pixels.
CARD_PIXELS: Final = (1712, 1080)

_FIRST_LETTER_MM: Final = 4.3  # where the ink of the first character begins, and of the thirtieth ends
_LAST_LETTER_MM: Final = 79.8
LINE_PITCH_MM: Final = 6.35
#: The middles of the three lines, in millimetres from the upper edge.
LINE_MIDDLES: Final = (36.9, 43.25, 49.6)
LINE_MM: Final = _LAST_LETTER_MM - _FIRST_LETTER_MM

# The search for the edges, in millimetres.
_MARGIN_MM: Final = 9.0  # around the card, that is looked at
_REACHES: Final = (6.0, 1.5)  # how far each end of a side is looked for: at first, and once it is near
#: How far inward each side is looked for, upper, right, lower and left: not as far as the ink of the MRZ.
_INWARD_MM: Final = (6.0, 5.0, 2.0, 3.5)
_STEP_MM: Final = 0.25
_BLUR_MM: Final = 0.35
_SAMPLES: Final = 96  # along a side
_LOUDEST: Final = 100.0  # of 255: a difference counts no more, or a bright spot would outweigh a side
_DRAW: Final = 0.02  # of 255 for a millimetre: of two edges alike, the nearer
_MOST_TILT_MM: Final = 4.0  # of a side, from one end to the other
_FAINT: Final = 5.0  # of 255: the difference of the sides of an edge that is seen, however faint
_TIE: Final = 0.005
_LEAST_STRENGTH: Final = 0.5
_FEWEST_SEEN: Final = 0.5  # of a side, that has to be in the picture


def corners_of(lines: NDArray[np.float64]) -> Quad:
    """Return the corners of the card whose MRZ lines run from one point to another: (3, 2, 2), upper first."""
    card = np.array([[[_FIRST_LETTER_MM, y], [_LAST_LETTER_MM, y]] for y in LINE_MIDDLES])
    matrix, _ = cv2.findHomography(card.reshape(-1, 2), lines.reshape(-1, 2))
    return through(matrix, rectangle(*CARD_MM))


def rectangle(width: float, height: float, margin: float = 0.0) -> Quad:
    """Return the corners of an upright rectangle at the origin, with a margin on all sides."""
    left, top, right, bottom = -margin, -margin, width + margin, height + margin
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def through(matrix: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points as a projective matrix maps them."""
    return cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix).reshape(points.shape)


def matrix_between(source: Quad, target: Quad) -> NDArray[np.float64]:
    """Return the projective matrix that maps four points to four others."""
    return cv2.getPerspectiveTransform(source.astype(np.float32), target.astype(np.float32))


def warp(image: Pixels, corners: Quad, size: tuple[int, int]) -> Pixels:
    """Return what lies between four corners of an image, as an upright one of a (width, height)."""
    matrix = matrix_between(corners, rectangle(*size))
    return cv2.warpPerspective(image, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def snap_to_edges(image: Pixels, corners: Quad) -> Quad:
    """Return the corners after each side was moved to an edge nearby, where there is one."""
    for reach in _REACHES:
        corners = _snapped(image, corners, reach)
    return corners


def _snapped(image: Pixels, corners: Quad, reach: float) -> Quad:
    scale = 1 / _STEP_MM
    size = [round((side + 2 * _MARGIN_MM) * scale) for side in CARD_MM]
    flat = (rectangle(*CARD_MM) + _MARGIN_MM) * scale
    matrix = matrix_between(corners, flat)
    around = cv2.warpPerspective(image, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    seen = cv2.warpPerspective(np.ones(image.shape[:2], np.uint8), matrix, size, flags=cv2.INTER_NEAREST)
    blurred = cv2.GaussianBlur(around.astype(np.float32), (0, 0), _BLUR_MM * scale)
    seen = cv2.erode(seen, np.ones((3, 3), np.uint8), iterations=round(4 * _BLUR_MM * scale))
    sides = []
    for turn in range(4):  # each side in turn is made the upper one: upper, right, lower, left
        inward = min(reach, _INWARD_MM[turn])
        shift = _shift_of_upper(np.rot90(blurred, turn), np.rot90(seen, turn), reach, inward)
        start, end = flat[turn], flat[(turn + 1) % 4]
        outward = np.array([end[1] - start[1], start[0] - end[0]]) / np.hypot(*(end - start))
        sides.append((start - outward * shift[0] * scale, end - outward * shift[1] * scale))
    met = np.array([_crossing(sides[number - 1], sides[number]) for number in range(4)])
    return through(np.linalg.inv(matrix), met)


def _shift_of_upper(
    around: NDArray[np.float32], seen: NDArray[np.uint8], reach: float, inward: float
) -> tuple[float, float]:
    """Return by how many millimetres inward the ends of the upper side have to be moved to lie on its edge."""
    margin, steps = round(_MARGIN_MM / _STEP_MM), round(reach / _STEP_MM)
    width = around.shape[1] - 2 * margin
    columns = margin + np.linspace(0.06, 0.94, _SAMPLES) * width
    rows = np.arange(margin - steps, margin + round(inward / _STEP_MM) + 1)
    half = round(2 * _BLUR_MM / _STEP_MM)
    near = columns.astype(int)
    differs = around[rows + half][:, near] - around[rows - half][:, near]
    share = np.clip(differs / _FAINT, -1, 1)
    tie = np.clip(differs, -_LOUDEST, _LOUDEST) * _TIE
    known = seen[rows][:, near].astype(np.float32)
    starts, ends = (one.ravel() for one in np.meshgrid(np.arange(len(rows)), np.arange(len(rows))))
    level = np.abs(starts - ends) * _STEP_MM <= _MOST_TILT_MM
    starts, ends = starts[level], ends[level]
    along = np.linspace(0.06, 0.94, _SAMPLES)
    lines = np.rint(starts[:, None] + (ends - starts)[:, None] * along).astype(int)
    number = np.arange(_SAMPLES)
    counted = known[lines, number].sum(axis=1)
    signed = ((share + tie)[lines, number] * known[lines, number][..., None]).sum(axis=1)
    strength = np.linalg.norm(signed, axis=1) / np.sqrt(3) / np.maximum(counted, 1)
    strength[counted < _FEWEST_SEEN * _SAMPLES] = 0
    offset = (starts + ends) / 2 - steps
    best = int(np.argmax(strength - (_DRAW * np.abs(offset) * _STEP_MM if reach > 3 else 0)))
    if strength[best] < _LEAST_STRENGTH:
        return 0.0, 0.0
    return (starts[best] - steps) * _STEP_MM, (ends[best] - steps) * _STEP_MM


def _crossing(
    one: tuple[NDArray[np.float64], ...], other: tuple[NDArray[np.float64], ...]
) -> NDArray[np.float64]:
    """Return where two lines, through two points each, cross."""
    first, second = (np.cross([*a, 1.0], [*b, 1.0]) for a, b in (one, other))
    x, y, w = np.cross(first, second)
    return np.array([x / w, y / w])
