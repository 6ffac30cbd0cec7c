"""From the lines of an MRZ to the four corners of the card, and the card without its perspective.

An ID-1 card is 85.60 mm by 53.98 mm (ISO/IEC 7810). A TD1 MRZ has three lines of thirty characters, ten to
the inch, the lines 6.35 mm apart, and begins 4.0 mm from the left edge; it lies in the 23.2 mm above the
lower edge (Doc 9303-3, 4, and 9303-5, 4). A card in hand may deviate by millimetres: where there is an edge
near each side, that is the side.

>>> import numpy as np
>>> lines = np.array([[[4.3, y], [79.8, y]] for y in LINE_MIDDLES])
>>> corners_of(20 * lines).round().tolist() == rectangle(*CARD_PIXELS).tolist()
True
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from khmerid.picture.pixels import Floats, Pixels, Quad

CARD_MM: Final = (85.60, 53.98)
PIXELS_PER_MM: Final = 20
#: Width and height of a rectified card in pixels.
CARD_PIXELS: Final = (1712, 1080)
LINE_PITCH_MM: Final = 6.35
#: The middles of the three lines, in millimetres from the upper edge.
LINE_MIDDLES: Final = (36.9, 43.25, 49.6)

_FIRST_LETTER_MM: Final = 4.3  # where the ink of the first character begins, and of the thirtieth ends
_LAST_LETTER_MM: Final = 79.8
LINE_MM: Final = _LAST_LETTER_MM - _FIRST_LETTER_MM

# The search for the edges.
_MARGIN_MM: Final = 9.0  # around the card, that is looked at
_FAR_MM, _NEAR_MM = 6.0, 1.5  # how far each end of a side is looked for: at first, and once it is near
#: How far inward each side is looked for, upper, right, lower and left: not as far as the ink of the MRZ.
_INWARD_MM: Final = (_FAR_MM, 5.0, 1.75, 3.5)
_PER_MM: Final = 4  # pixels
_BLUR: Final = 1.4  # pixels
_APART: Final = 3  # pixels from the edge to where its sides are compared
_UNSEEN: Final = 6  # pixels along the rim of the picture that are not compared
_PLACES: Final = np.linspace(0.06, 0.94, 96)  # along a side; its ends are round
_MOST_TILT_MM: Final = 4.0  # of a side, from one end to the other
_FAINT: Final = 5.0  # of 255: the difference of the sides of an edge that is seen, however faint
_LOUDEST: Final = 100.0  # of 255: a difference counts no more, or a bright spot would outweigh a side
_TIE: Final = 0.005  # for one of 255: of two edges that are seen all along, the stronger
_DRAW: Final = 0.05  # for a millimetre: of two edges alike, the nearer
_LEAST_SCALE: Final = 0.6  # of a picture that is warped as it is
_LEAST_STRENGTH: Final = 0.5  # of a side that has an edge: half of it is seen
_LEAST_SEEN: Final = 0.5  # of a side, that has to be in the picture


def corners_of(lines: Floats) -> Quad:
    """Return the corners of a card from where the lines of its MRZ run: (3, 2, 2), upper first."""
    card = np.array([[[_FIRST_LETTER_MM, y], [_LAST_LETTER_MM, y]] for y in LINE_MIDDLES])
    matrix, _ = cv2.findHomography(card.reshape(-1, 2), lines.reshape(-1, 2))
    return through(np.asarray(matrix, np.float64), rectangle(*CARD_MM))


def rectangle(width: float, height: float) -> Quad:
    """Return the corners of an upright rectangle at the origin."""
    return np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])


def through(matrix: Floats, points: Floats) -> Floats:
    """Return points as a projective matrix maps them."""
    mapped = cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix)
    return np.asarray(mapped, np.float64).reshape(points.shape)


def matrix_between(source: Quad, target: Quad) -> Floats:
    """Return the projective matrix that maps four points to four others."""
    matrix = cv2.getPerspectiveTransform(source.astype(np.float32), target.astype(np.float32))
    return np.asarray(matrix, np.float64)


def inverse(matrix: Floats) -> Floats:
    """Return the matrix that maps back."""
    return np.asarray(np.linalg.inv(matrix), np.float64)


def shrunk(image: Pixels, scale: float) -> Pixels:
    """Return an image made smaller, each pixel the mean of those in it."""
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def warp(image: Pixels, corners: Quad, size: tuple[int, int]) -> Pixels:
    """Return what lies between four corners of an image, as an upright one of a (width, height)."""
    scale = size[0] / max(float(np.hypot(*(corners[1] - corners[0]))), 1.0)
    if scale < _LEAST_SCALE:  # single pixels would be picked out of many
        image, corners = shrunk(image, scale), corners * scale
    matrix = matrix_between(corners, rectangle(*size))
    found = cv2.warpPerspective(image, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.uint8)


def snap_to_edges(image: Pixels, corners: Quad) -> Quad:
    """Return the corners after each side was moved to an edge nearby, where there is one."""
    for reach, draw in ((_FAR_MM, _DRAW), (_NEAR_MM, 0.0)):
        corners = _snapped(image, corners, reach, draw)
    return corners


def _snapped(image: Pixels, corners: Quad, reach: float, draw: float) -> Quad:
    size = [round((side + 2 * _MARGIN_MM) * _PER_MM) for side in CARD_MM]
    flat = (rectangle(*CARD_MM) + _MARGIN_MM) * _PER_MM
    matrix = matrix_between(corners, flat)
    around = cv2.warpPerspective(image, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    blurred = cv2.GaussianBlur(around.astype(np.float32), (0, 0), _BLUR)
    inside = cv2.warpPerspective(np.ones(image.shape[:2], np.uint8), matrix, size, flags=cv2.INTER_NEAREST)
    seen = cv2.erode(inside, np.ones((3, 3), np.uint8), iterations=_UNSEEN).astype(np.float32)
    sides = []
    for turn, most in enumerate(_INWARD_MM):  # each side in turn is made the upper one
        shift = _shift_of_upper(
            np.rot90(blurred, turn), np.rot90(seen, turn), (reach, min(reach, most)), draw
        )
        start, end = flat[turn], flat[(turn + 1) % 4]
        inward = np.array([start[1] - end[1], end[0] - start[0]]) / np.hypot(*(end - start))
        sides.append(np.array([start + inward * shift[0], end + inward * shift[1]]))
    met = np.array([_crossing(sides[number - 1], sides[number]) for number in range(4)])
    return through(inverse(matrix), met)


def _shift_of_upper(
    around: NDArray[np.floating], seen: NDArray[np.floating], reach: tuple[float, float], draw: float
) -> tuple[float, float]:
    """Return by how many pixels inward the ends of the upper side have to be moved to lie on its edge.

    ``reach`` is how far outward and inward it may be, in millimetres. An edge has a side that is darker, or
    of another colour, all along; what is printed on a card or a table has not.
    """
    margin, (out, inward) = round(_MARGIN_MM * _PER_MM), (round(way * _PER_MM) for way in reach)
    columns = (margin + _PLACES * (around.shape[1] - 2 * margin)).astype(int)
    rows = np.arange(margin - out, margin + inward + 1)
    differs = around[rows + _APART][:, columns] - around[rows - _APART][:, columns]
    share = np.clip(differs / _FAINT, -1, 1) + _TIE * np.clip(differs, -_LOUDEST, _LOUDEST)
    known = seen[rows][:, columns]
    starts, ends = (one.ravel() for one in np.meshgrid(np.arange(len(rows)), np.arange(len(rows))))
    level = np.abs(starts - ends) <= _MOST_TILT_MM * _PER_MM
    starts, ends = starts[level], ends[level]
    lines = np.rint(starts[:, None] + (ends - starts)[:, None] * _PLACES).astype(int)
    place = np.arange(len(_PLACES))
    counted = known[lines, place].sum(axis=1)
    signed = (share[lines, place] * known[lines, place][..., None]).sum(axis=1)
    strength = np.linalg.norm(signed, axis=1) / np.sqrt(3) / np.maximum(counted, 1)
    strength[counted < _LEAST_SEEN * len(_PLACES)] = 0
    far = np.abs((starts + ends) / 2 - out) / _PER_MM
    best = int(np.argmax(strength - draw * far))
    if strength[best] < _LEAST_STRENGTH:
        return 0.0, 0.0
    return float(starts[best] - out), float(ends[best] - out)


def _crossing(one: Floats, other: Floats) -> Floats:
    """Return where two lines, through two points each, cross."""
    first, second = (np.cross([*side[0], 1.0], [*side[1], 1.0]) for side in (one, other))
    x, y, w = np.cross(first, second)
    return np.array([x / w, y / w])
